"""Places of one ward: the ward itself, its residential groups, the units it was made of."""

from dataclasses import dataclass
from typing import Literal

AreaKind = Literal["ward", "residential_group", "former_unit"]


@dataclass(frozen=True)
class Area:
    """One area that figures are told for: ``code`` as in the warehouse, ``name`` and ``aliases`` as people write them.

    ``former_unit``: the code of the unit a residential group belonged to until 30/06/2025, None for the ward and the units.
    """

    code: str
    name: str
    kind: AreaKind
    aliases: tuple[str, ...] = ()
    former_unit: str | None = None


from functools import cached_property

import polars as pl

from transforms.vietnamese.text import tone_key

_PREFIX = r"^(?:tổ dân phố|tdp|khu dân cư|kdc|thôn|khu phố|khu|tổ|xóm)\.? *(?:số )?"


def _key(e: pl.Expr) -> pl.Expr:
    text = tone_key(e).str.replace_all(r"[()\"'.,:;]", " ").str.replace_all(" +", " ").str.strip_chars(" ")
    text = text.str.replace(r"^(?:[ivx]+|[a-d]|\d+)\.? +", "")
    return text.str.replace(_PREFIX, "").str.replace(r"^số ", "").str.replace(r"^0+(\d)", "${1}")


@dataclass(frozen=True)
class Places:
    areas: tuple[Area, ...]

    @cached_property
    def _codes(self):
        names = [(name, area.code, area.kind) for area in self.areas for name in (area.name, *area.aliases)]
        return pl.DataFrame(names, orient="row", schema=["name", "code", "kind"]).with_columns(_key(pl.col("name")).alias("key")).unique("key", keep="first", maintain_order=True)

    def area_code(self, e: pl.Expr, kind: str | None = None) -> pl.Expr:
        known = self._codes if kind is None else self._codes.filter(pl.col("kind") == kind)
        return _key(e).replace_strict(known["key"], known["code"], default=None, return_dtype=pl.String)

    def area_code_in_address(self, e: pl.Expr) -> pl.Expr:
        parts = e.str.split(",")
        known = self._codes.filter(pl.col("kind") == "residential_group")
        return parts.list.eval(_key(pl.element()).replace_strict(known["key"], known["code"], default=None, return_dtype=pl.String)).list.drop_nulls().list.first()
