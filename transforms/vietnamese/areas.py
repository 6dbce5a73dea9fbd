"""Area of a ward as its configuration names it. Nothing here needs polars: a program that waits all night for its work reads wards too."""

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

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)
