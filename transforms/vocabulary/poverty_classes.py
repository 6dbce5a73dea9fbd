"""The class of a household in a cell, a group row or a title of a poverty list: poor, near-poor, or said to be neither.

Words that take a household out of poverty outweigh the word "nghèo" that they stand beside: a household missed is told (P01), a household
counted against the list's own words is not.

Data flow: text -> ``stated_class``, ``grouped_class``, ``titled_class`` -> transforms.sources.poverty
"""

import polars as pl

from transforms.vietnamese.text import if_any, of_words, says

#: What the words say of a household that is neither poor nor near-poor, or of which they say both.
NEITHER = "neither"
_NO = r"(?:khong|ko|k|kg|chua)"
#: "Không phải hộ nghèo", "K nghèo", "Hết nghèo", "Ra khỏi hộ nghèo", "Hộ nghèo chuyển cận", "Nguy cơ nghèo"; "không có khả năng lao động"
#: is none.
_DENIED = "|".join(
    (
        r"thoat",
        r"trung binh",
        r"\btb\b",
        r"\bnguy co\b",
        r"\bhet(?:$| (?:ho|dien|la|can|ngheo|chuan|han)\b)",
        r"\bvuot\b",
        r"(?:^|\bho )giam\b|\bgiam (?:ho|can|ngheo)\b",
        r"\btung\b",
        r"\btruoc day\b",
        r"\bngoai dien\b",
        rf"\b{_NO} (?:con|phai|thuoc|ngheo|can|ho|la|dien|nam|du|dat|duoc|xet|o|bi|trong)\b",
        rf"ngheo {_NO}$",
        r"\b(?:ra|roi|khoi) (?:khoi|ngheo|ho|can|dien|danh sach|chuan)\b",
        r"\b(?:cat|rut|xoa|loai|dua) (?:ten|bo|khoi|ra|ho|ngheo|can)\b",
        r"\bchuyen (?:sang|can|len|xuong|thanh|ngheo|ho)\b",
        r"ngheo can$",
    )
)
#: Words before the class in a group row: "A.", "I.2", "Danh sách", "Nhóm", "Đối tượng thuộc diện".
_BEFORE = (
    r"(?:[ivx]{1,6}|[a-h]|\d{1,2}|danh sach|ds|phan loai|phan|muc|nhom|loai|dien|doi tuong|cac|nhung|so|thuoc|la|gia dinh|tai|phat sinh"
    r"|moi|ho)"
)
_BEGINS = rf"^(?:{_BEFORE} )*(?:can )?ngheo\b"
#: "TDP 3 - Hộ nghèo": the residential group and the class in one row; a count between them ("TDP 3: 5 hộ nghèo") makes it a summary.
_GROUP_AND_CLASS = (
    r"^(?:[ivx]{1,6} |\d{1,2} )?(?:to dan pho|tdp|to|thon|xom|khu|kdc|doi)(?: so)? (?:\d+|[a-z]+(?: [a-z]+){0,3})"
    r" ho (?:can )?ngheo(?: nam \d{4})?$"
)
#: Households of another standing under a heading of their own.
_OTHERS = rf"^(?:{_BEFORE} )*ho (?:khac|kha|giau|con lai|binh thuong)\b"
#: Households that are no longer here, under a heading of their own: "B. Hộ nghèo chuyển đi".
_GONE = rf"^(?:{_BEFORE} )*(?:(?:can )?ngheo )?(?:da )?chuyen (?:di|khau|ho khau|noi o|ra)\b"
#: Offices and programmes whose name speaks of poverty: "Ban chỉ đạo giảm nghèo".
_OFFICES = r"(?:xoa doi )?giam ngheo|(?:cho )?vay(?: von)?(?: doi voi)? ho ngheo|vi nguoi ngheo"
_LEFT = r"(?:ho )?(?:moi |da )?thoat (?:ho )?(?:can )?ngheo"
#: The same in a note as it is written, at its begin or behind another; and what makes it one of hope, or takes it back.
_NOTED_LEFT = r"(?i)(?:^|[;,.\n(]\s*)(?:hộ\s+)?(?:mới\s+|đã\s+)?tho[áa]t\s+(?:hộ\s+)?"
_NOT_LEFT = r"(?i)tái nghèo|cuối năm|dự kiến|kế hoạch|nhầm|chưa|không"
_TITLED = rf"\bho (?:gia dinh |thuoc |dien )*(?:can )?ngheo\b|^(?:{_BEFORE} )*can ngheo\b|^(?:ds |danh sach )?(?:ngheo|hn|h?cn)$"


def _named(words: pl.Expr) -> pl.Expr:
    """The class that the words name, whatever they say of it; "cận nghèo" before "nghèo", null where they name both or none."""
    names_both = words.str.contains("can ngheo") & words.str.replace_all("can ngheo", "").str.contains("ngheo")
    return (
        pl.when(names_both)
        .then(pl.lit(None, dtype=pl.String))
        .when(words.str.contains(r"can ngheo|^h?cn$"))
        .then(pl.lit("near_poor"))
        .when(words.str.contains(r"ngheo|^hn$|^n$"))
        .then(pl.lit("poor"))
    )


def stated_class(e: pl.Expr) -> pl.Expr:
    """A cell's class: poor, near_poor, neither where its words deny it; null for other words and for those that name both."""
    return of_words(e, _stated)


def _stated(words: pl.Expr) -> pl.Expr:
    return pl.when(says(words, _DENIED)).then(pl.lit(NEITHER)).otherwise(_named(words))


def classification(e: pl.Expr) -> pl.Expr:
    """poor or near_poor, null for all else."""
    return known_class(stated_class(e))


def known_class(stated: pl.Expr) -> pl.Expr:
    return stated.replace({NEITHER: None})


def noted_to_have_left(note: pl.Expr, known: pl.Expr) -> pl.Expr:
    """True where a note says that its household left the class it is listed in ("Đã thoát nghèo tháng 6" of a poor one); never null. A
    near-poor household that left poverty is what it is listed as."""
    left = (
        pl.when(known == "near_poor")
        .then(note.str.contains(rf"{_NOTED_LEFT}c[ậa]n\s+ngh[èe]o"))
        .otherwise(note.str.contains(rf"{_NOTED_LEFT}ngh[èe]o"))
    )
    return (left & ~note.str.contains(_NOT_LEFT)).fill_null(False)


def grouped_class(e: pl.Expr) -> pl.Expr:
    """A group row's class. Rows that begin with one say it ("A. HỘ NGHÈO"), rows of other households end it (neither: "C. HỘ THOÁT NGHÈO");
    null where the row speaks of something else: a residential group, a note that names a class within ("năm 2025 là hộ cận nghèo")."""
    return of_words(e, _grouped)


def _grouped(words: pl.Expr) -> pl.Expr:
    return (
        pl.when(says(words, _DENIED) & words.str.contains(r"ngheo|\bho\b|thoat") | words.str.contains(rf"{_OTHERS}|{_GONE}"))
        .then(pl.lit(NEITHER))
        .when(words.str.contains(_BEGINS) | words.str.contains(_GROUP_AND_CLASS))
        .then(_named(words).fill_null(NEITHER))
    )


def titled_class(e: pl.Expr) -> pl.Expr:
    """A title's or a sheet's class, where it speaks of households ("Danh sách hộ cận nghèo"), not of an office or a programme."""
    return of_words(e, lambda words: if_any(words.str.replace_all(_OFFICES, "").str.strip_chars(), _titled, pl.String))


def _titled(words: pl.Expr) -> pl.Expr:
    says_class = words.str.contains(_TITLED)
    denied = says(words, _DENIED) & words.str.contains("ngheo")
    # "Công nhận hộ nghèo, hộ thoát nghèo" speaks of lists of both kinds.
    rest = words.str.replace_all(_LEFT, "")
    of_both = rest.str.contains(_TITLED) & ~says(rest, _DENIED)
    return pl.when(denied & ~of_both).then(pl.lit(NEITHER)).when(says_class & ~denied).then(_named(words))
