"""Places of one ward: the ward itself, its residential groups (tổ dân phố), the units it was made of on 01/07/2025.

Data flow: text of a place or an address -> a key without words for "group", idle zeros and (as a rule) accents -> the code of an
area, or null. The areas and their aliases are configuration of the ward; nothing here knows a name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

import polars as pl

from transforms.vietnamese.areas import Area, AreaKind
from transforms.vietnamese.text import fold, fold_text, tone_key
from transforms.vietnamese.worked_out_once import worked_out_once

#: Folded words for a part of a ward. In an address one of them must stand before a bare number: "Số 3" is a house.
_GROUP = "(?:to dan pho|to dp|tdp|khu dan cu|kdc|khu pho|khu|thon|xom|to)"
#: Of them, those of a whole group; "Tổ 3, TDP Đông Nam" is a part of Đông Nam.
_WHOLE_GROUP = "(?:to dan pho|to dp|tdp|khu dan cu|kdc)"
_UNIT = "(?:phuong|xa|thi tran|ph|p|x|tt)"
_ABOVE = "(?:tp|thanh pho|thi xa|tx|tinh|t|huyen|h|quan|cu)"
#: What may follow a group and is no place beyond it; "Dương Kinh" and "Ngô Quyền" are communes, "đường Trần Phú" is none.
_NOTE = "nha|ong|gan|cho|pho|duong [a-z]+ [a-z]+|tam tru|thuong tru|ho ngheo|ho can ngheo|danh sach|bo sung"
#: The same words with accents, for keys that keep them.
_LEADING_WORDS = (
    rf"^(?:(?:toan bo|toan|toàn bộ|toàn) )?(?:(?:{_GROUP}|{_UNIT}|so|tổ dân phố|tổ dp|khu dân cư|khu phố|thôn|xóm|tổ|phường|xã|thị trấn|số)"
    r" )+"
)
_IDLE_ZERO = r"(^| )0+([0-9])"
#: A letter that folding keeps and no address has: it stands for the commas while the rest is folded.
_COMMA_AS_LETTER = "\u01c0"
_PART = r"\|"
_LEAST_INITIALS = 3
#: What stands before a name in a row of a group ("II. Hoàng Xá", "B - Hoàng Xá"), and behind it.
_ORDINAL = r"^\s*(?:(?:[IVXivx]{1,6}|[A-ZĐa-hđ]|\d{1,2})\s*[.)/:-]|[IVX]{1,6}\s)\s*(\p{L})"
_BEHIND_NAME = r"\s*(?:\([^()]*\))?[\s.:-]*$"
#: Of a commune it is none of its groups.
_OF_COMMUNE = r"(?i)^(?:phường|xã|thị trấn|phuong|xa|thi tran|tt|p|x)\b"


@dataclass(frozen=True)
class Places:
    """The areas of one ward, found by any of their spellings.

    Accents decide where two areas are alike without them; a key that still fits two areas finds neither. ``surroundings``: names of
    the provinces and districts that the ward lies or lay in; an address that goes on with none of them is a namesake's.
    """

    areas: Sequence[Area]
    surroundings: Sequence[str] = ()

    def area_code(self, e: pl.Expr, kind: AreaKind | None = None) -> pl.Expr:
        """Code of the area that the whole text names, by name or alias: "TDP 03", "Tổ dân phố số 3" and "KDC số 3" are one.

        A group may have its ward beside it ("TDP 3, phường …") or an ordinal and a count ("I. TDP 3 (25 hộ)"), as in
        ``area_code_in_address``. Without ``kind``, a text that says "group" names a group; any other the ward, else a former unit, else a
        group. Accents, where a text has them, must be right for the ward and the units ("Hiền Thành" of Quảng Trị is not "Hiến Thành"; hoà
        is hòa); "(cũ)" and the words for the unit may stand or not.
        """
        return _by_unique_text(e, lambda texts: self._codes_of(texts, kind))

    def sole_area_code(self, e: pl.Expr) -> pl.Expr:
        """``area_code``, and null where the text names several groups ("TDP 3, TDP 4", "TDP 3, 4"): a figure of both is neither's."""
        return _by_unique_text(e, self._sole_codes_of)

    def area_code_in_address(self, e: pl.Expr) -> pl.Expr:
        """Code of the residential group that an address names: what it says of a TDP, or a group's name alone, goes before a tổ, xóm or
        khu; null where it names two groups ("TDP 3 và TDP 4").

        A number is a group only after a word for it: in "Số 3, TDP 12, phường …" the group is 12. Null where the address names
        a commune (phường, xã) that is neither the ward nor a former unit: group 3 of another ward is not ours, nor are those of a
        namesake ("Hiền Thành" of Quảng Trị, "Minh Hòa" of Lạng Sơn), nor where a name without such a word may be another commune's.
        """
        return _by_unique_text(e, self._groups_in)

    def _names_several_groups(self, e: pl.Expr) -> pl.Expr:
        """Also groups that the ward does not have: of "TDP 3, TDP 99" nobody knows what the second one should have been."""
        codes = self._codes["residential_group"][1]
        names = "|".join(key for key in codes if not key.isdigit()) or _PART * 3
        key = _address_key(e)
        bare = pl.element().str.replace(rf"^{_GROUP}(?: so)? 0*([1-9])", "${1}").replace(codes)
        named = key.str.extract_all(rf"\b(?:{_GROUP}(?: so)? [0-9]+|{names})\b").list.eval(bare).list.n_unique() > 1
        return (named | key.str.contains(rf" {_GROUP}(?: so)? [0-9]+ {_PART} (?:so )?[0-9]+ (?:{_PART}|va )")).fill_null(False)

    def _sole_codes_of(self, texts: pl.Series) -> pl.Series:
        codes = self._codes_of(texts, None)
        # Nothing is lost in a text without a code, and two groups are two numbers or names.
        folded = pl.col("text")
        names = [key.replace(" ", "") for key in self._codes["residential_group"][1] if not key.isdigit()]
        numbers = folded.str.count_matches("[0-9]+")
        named = folded.str.replace_all(" ", "", literal=True).str.extract_many(names, overlapping=True).list.len() if names else pl.lit(0)
        words = texts.to_frame("text").select_seq(fold(pl.col("text")))
        perhaps = codes.is_not_null() & words.select_seq((numbers + named >= 2).fill_null(False)).to_series()
        if not perhaps.any():
            return codes
        several = texts.filter(perhaps).to_frame("text").select_seq(self._names_several_groups(pl.col("text"))).to_series()
        return codes.scatter(perhaps.arg_true().filter(several), None)

    def _codes_of(self, texts: pl.Series, kind: AreaKind | None) -> pl.Series:
        """The code of each text by its keys; where they name nothing by the name behind an ordinal, and as an address."""
        codes = self._codes_by_name(texts, kind)
        for otherwise in (self._codes_behind_ordinals, self._groups_behind_ordinals) if kind in (None, "residential_group") else ():
            left = codes.is_null()
            codes = codes.scatter(left.arg_true(), otherwise(texts.filter(left))) if left.any() else codes
        return codes

    def _codes_by_name(self, texts: pl.Series, kind: AreaKind | None) -> pl.Series:
        frame = texts.to_frame("text").with_columns_seq(accented=_accented_key(pl.col("text")), folded=fold(pl.col("text")))
        frame = frame.with_columns_seq(plain=_plain_key_of(pl.col("folded")))
        if kind is not None:
            return frame.select_seq(self._named(kind)).to_series()
        says_group = pl.col("folded").str.contains(rf"^{_GROUP}[ 0-9]")
        other = pl.when(says_group).then(None).otherwise(pl.coalesce(self._named("ward"), self._named("former_unit")))
        return frame.select_seq(pl.coalesce(other, self._named("residential_group"))).to_series()

    def _codes_behind_ordinals(self, texts: pl.Series) -> pl.Series:
        """ "II. Hoàng Xá (25 hộ)": the group that the name between an ordinal and a note is."""
        names = texts.str.replace(_ORDINAL, "${1}").str.replace(_BEHIND_NAME, "")
        is_behind = ((names != texts) & ~names.str.contains(_OF_COMMUNE)).fill_null(False)
        codes = pl.Series(texts.name, [None], dtype=pl.String).new_from_index(0, len(texts))
        return codes.scatter(is_behind.arg_true(), self._codes_by_name(names.filter(is_behind), "residential_group"))

    def _groups_behind_ordinals(self, texts: pl.Series) -> pl.Series:
        return self._groups_in(texts.str.replace(_ORDINAL, "${1}"))

    def _groups_in(self, texts: pl.Series) -> pl.Series:
        return texts.to_frame("text").select_seq(self._group_in_address(pl.col("text"))).to_series()

    def _named(self, kind: AreaKind) -> pl.Expr:
        """The code that columns ``accented`` and ``plain`` are keys of."""
        accented, plain = self._codes[kind]
        may_be_plain = (
            pl.lit(True) if kind == "residential_group" else pl.col("accented").str.len_bytes() == pl.col("accented").str.len_chars()
        )
        return pl.coalesce(_found(pl.col("accented"), accented), pl.when(may_be_plain).then(_found(pl.col("plain"), plain)))

    def _group_in_address(self, e: pl.Expr) -> pl.Expr:
        codes = self._codes["residential_group"][1]
        names = sorted((key for key in codes if not key.isdigit()), key=len, reverse=True)
        # A ward may have numbers alone, and an alternation of nothing would fit everywhere.
        name = rf"(?:{'|'.join(names) or _PART * 3})"
        end = rf" (?:{_PART}|{_UNIT} )"
        whole = rf"(?:(?:{_PART}|=) {name}|= [0-9]+){end}"
        part = rf" {_GROUP}(?: so)? (?:{name}|[0-9]+){end}"
        commune = rf" {_UNIT} ([^|]+?) (?:{_PART}|{_ABOVE} )"
        units = "|".join(self._codes["former_unit"][1]) or _PART * 3
        beyond = rf" {_UNIT} (?:{units}) (.*)$"
        ours = [*(key for kind in ("ward", "former_unit") for key in self._codes[kind][1]), *self._initials]
        # Steps of a struct, because a field is computed once, however often it is named.
        steps = (
            pl.struct(text=e, key=_address_key(e))
            .struct.with_fields(
                parts=_group_parts(pl.field("key")),
                commune=_plain_key(pl.field("key").str.extract(commune)),
                beyond=pl.field("key").str.extract(beyond),
            )
            .struct.with_fields(rest=pl.field("parts").str.replace_all(whole, "|"), whole=pl.field("parts").str.extract_all(whole))
        )
        says_whole = pl.field("parts").str.contains(" = ", literal=True) | (pl.field("whole").list.len() > 0)
        # A TDP that nobody knows is not the tổ beside it.
        whole_code = pl.when(~pl.field("rest").str.contains(" = ", literal=True)).then(_only_code(pl.field("whole"), codes))
        found = pl.when(says_whole).then(whole_code).otherwise(_only_code(pl.field("parts").str.extract_all(part), codes))
        names_none = pl.field("commune").is_null()
        is_named = pl.field("commune").is_in(ours) & ~self._is_namesake(pl.field("text"), pl.field("beyond"))
        is_ours = is_named | (names_none & ~self._may_be_elsewhere(pl.field("key")))
        return steps.struct.with_fields(code=pl.when(is_ours).then(found)).struct.field("code")

    def _may_be_elsewhere(self, key: pl.Expr) -> pl.Expr:
        """Whether an address that says no phường or xã goes on, after its group, with a name that is neither the ward's nor that of what
        lies around: "Khu 5, An Lưu, Kinh Môn". A street stands before the group, or with its word; the ward's own name settles it."""
        if not self.surroundings:
            return pl.lit(False)
        groups = "|".join(key for key in self._codes["residential_group"][1] if not key.isdigit()) or _PART * 3
        known = "|".join([*self._surrounding_keys, groups, "viet nam", "vn"])
        wards = "|".join([*self._codes["ward"][1], *self._initials]) or _PART * 3
        after = key.str.extract(rf"^.* (?:{_GROUP} [^|]*|(?:{groups}) ){_PART}(.*)$").str.replace_all("|", "| |", literal=True)
        unknown = after.str.replace_all(rf"(?:^|{_PART}) (?:(?:{_ABOVE} )?(?:{known})(?: cu)?|(?:{_NOTE})\b[^|]*) {_PART}", "")
        named = unknown.str.contains(rf"(?:^|{_PART}) (?:{_ABOVE} )?[a-z]+(?: [a-z]+){{1,3}} {_PART}")
        return (named & ~key.str.contains(rf"{_PART} (?:{wards}) {_PART}")).fill_null(False)

    def _is_namesake(self, address: pl.Expr, beyond: pl.Expr) -> pl.Expr:
        """Whether a commune with a name like ours has other accents, or lies somewhere else: ``beyond`` is the address after it."""
        if not self._own_names:
            return pl.lit(False)
        # As names are usually written first: small letters of all addresses would cost as much as the rest.
        usual = address.str.contains_any([written for name in self._own_names for written in (name.title(), name.upper())])
        unusual = pl.when(~usual).then(address).str.normalize("NFC").str.to_lowercase().str.contains_any(self._own_names)
        other_accents = ~(usual | unusual.fill_null(False))
        if not self.surroundings:
            return other_accents
        says_where = beyond.str.replace_all(rf"\b(?:{_ABOVE}|viet nam)\b", "").str.contains("[a-z]{2}")
        lies_here = beyond.str.contains(rf"\b(?:{'|'.join(self._surrounding_keys)})\b")
        return other_accents | (says_where & ~lies_here).fill_null(False)

    @worked_out_once
    def _own_names(self) -> list[str]:
        """Names of the ward and its former units in small letters: without accents, and with them in either style (hòa, hoà)."""
        accented, plain = ([key for kind in ("ward", "former_unit") for key in self._codes[kind][style]] for style in (0, 1))
        return [*accented, *map(_with_new_tones, accented), *plain, *self._initials]

    @worked_out_once
    def _initials(self) -> list[str]:
        """ "P. NĐN": the ward's own name by its initials, with đ and without; of shorter names they could be anything's."""
        names = [key.split() for style in (0, 1) for key in self._codes["ward"][style]]
        return ["".join(word[0] for word in words) for words in names if len(words) >= _LEAST_INITIALS]

    @worked_out_once
    def _surrounding_keys(self) -> list[str]:
        """Folded names and their initials (hai duong, hd), and those of the ward and its former units: "… nay là phường …"."""
        names = [re.sub(rf"^{_ABOVE} ", "", fold_text(name)) for name in self.surroundings]
        initials = ["".join(word[0] for word in name.split()) for name in names]
        return [*names, *initials, *(key for kind in ("ward", "former_unit") for key in self._codes[kind][1])]

    @worked_out_once
    def _codes(self) -> dict[AreaKind, tuple[dict[str, str], dict[str, str]]]:
        """Kind -> (accented key -> code, plain key -> code)."""
        return _codes_of_areas(tuple(self.areas))


@lru_cache(maxsize=16)
def _codes_of_areas(areas: tuple[Area, ...]) -> dict[AreaKind, tuple[dict[str, str], dict[str, str]]]:
    """Kind -> (accented key -> code, plain key -> code); the areas of a ward are the same for every delivery."""
    kinds: tuple[AreaKind, ...] = ("ward", "residential_group", "former_unit")
    of = {kind: [area for area in areas if area.kind == kind] for kind in kinds}
    return {kind: (_codes_by_key(of[kind], _accented_key), _codes_by_key(of[kind], _plain_key)) for kind in kinds}


def _plain_key(e: pl.Expr) -> pl.Expr:
    """Key without accents, and with i for y where a syllable ends in it: Mỹ and Mĩ are one place."""
    return _plain_key_of(fold(e))


def _plain_key_of(folded: pl.Expr) -> pl.Expr:
    return _bare(folded).str.replace_all(r"\b(qu|[hklmstv])y\b", "${1}i")


def _accented_key(e: pl.Expr) -> pl.Expr:
    return _bare(tone_key(e).str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" "))


def _bare(text: pl.Expr) -> pl.Expr:
    """The name alone: no word for the unit before it, no "cũ" (former) after it, no zero before a number."""
    apart = text.str.replace_all(r"(\p{L})([0-9])", "${1} ${2}").str.replace(_LEADING_WORDS, "")
    return apart.str.replace(r" c[uũ]$", "").str.replace_all(_IDLE_ZERO, "${1}${2}")


def _with_new_tones(name: str) -> str:
    return normalize(
        "NFC",
        re.sub(
            "(o)([\u0300\u0301\u0303\u0309\u0323])([ae])\\b|(u)([\u0300\u0301\u0303\u0309\u0323])(y)\\b",
            r"\1\3\2\4\6\5",
            normalize("NFD", name),
        ),
    )


def _address_key(e: pl.Expr) -> pl.Expr:
    """Folded address between and with part marks: "| so 200 | to dan pho dong nam | phuong … |"."""
    # "TDP 3, 4" names two groups, and no comma stands between them then.
    counted = e.str.replace_all(r"([0-9])\s*[,;]\s*([0-9]{1,2})\s*(?:([,;(])|$)", "${1} ${2}${3}")
    folded = fold(counted.str.replace_all(r"[,;|(\n]|\s[-–]\s", f" {_COMMA_AS_LETTER} "))
    parted = folded.str.replace_all(_COMMA_AS_LETTER, "|", literal=True).str.replace_all(r"([a-z])([0-9])", "${1} ${2}")
    return pl.lit(" | ") + parted + pl.lit(" | ")


def _group_parts(key: pl.Expr) -> pl.Expr:
    """An address key whose parts each have marks of their own, and in which each word for a whole group begins one: "= 3", "= dong nam"."""
    apart = key.str.replace_all("|", "| |", literal=True)
    return apart.str.replace_all(rf"(?: {_WHOLE_GROUP})+(?: so)? ", " | | = ")


def _only_code(groups: pl.Expr, codes: dict[str, str]) -> pl.Expr:
    """The code that all of the matched group names have; null where one has none, or two differ."""
    key = pl.element().str.replace(rf"^(?:{_PART}|=| {_GROUP}(?: so)?) 0*", "").str.replace(rf" (?:{_PART}|{_UNIT} )$", "")
    found = groups.list.eval(_found(key, codes)).list.unique()
    return pl.when(found.list.len() == 1).then(found.list.first())


def _codes_by_key(areas: list[Area], key: Callable[[pl.Expr], pl.Expr]) -> dict[str, str]:
    spellings = pl.DataFrame(
        [(spelling, area.code) for area in areas for spelling in area.spellings], {"spelling": pl.String, "code": pl.String}, orient="row"
    )
    keyed = spellings.select_seq("code", key=key(pl.col("spelling"))).drop_nulls().unique()
    return dict(keyed.filter(pl.col("key").is_unique()).select_seq("key", "code").iter_rows())


def _found(key: pl.Expr, codes: dict[str, str]) -> pl.Expr:
    return key.replace_strict(codes, default=None, return_dtype=pl.String) if codes else pl.lit(None, dtype=pl.String)


def _by_unique_text(e: pl.Expr, code: Callable[[pl.Series], pl.Series]) -> pl.Expr:
    """``code`` of each different text once: thirty thousand rows name a few dozen places."""

    def codes(texts: pl.Series) -> pl.Series:
        unique = texts.drop_nulls().unique()
        if unique.is_empty():
            return pl.Series(texts.name, [None], dtype=pl.String).new_from_index(0, texts.len())
        return texts.replace_strict(unique, code(unique), default=None, return_dtype=pl.String)

    return e.map_batches(codes, return_dtype=pl.String, is_elementwise=True)
