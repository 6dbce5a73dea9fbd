"""Numbers and codes that name people, cards, phones, dossiers and procedures.

Data flow: text of a cell -> its bare characters (no blanks, separators, leading words, ".0") -> the identifier, or null. Which lost zero is
given back is decided by the column, never by length alone: nine digits are a BHXH number in one column, a phone in another and an old
identity card (CMND, no longer valid) in a third. Layouts of the numbers: personal id, Nghị định 137/2015; card, Quyết định 1351/QĐ-BHXH;
dossier and procedure codes, Thông tư 03/2025/TT-VPCP.
"""

import polars as pl

from transforms.vietnamese.text import BLANK, fold, if_any, is_error, once, usual_first

#: First three digits of a personal id: the province of birth registration, numbered before the mergers of 2025 and unchanged by them.
PROVINCE_PREFIXES = (
    *("001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024", "025"),
    *("026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045", "046", "048"),
    *("049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070", "072", "074", "075"),
    *("077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093", "094", "095", "096"),
)

#: Folded words that stand where somebody has no number: such a cell is blank.
_NONE_WORDS = [
    *("chua co", "khong", "khong co", "chua", "chua cap", "chua duoc cap", "chua lam", "chua co so", "chua co ma", "chua co the"),
    *("khong co so", "khong co the", "chua co cccd", "khong co cccd", "chua co dinh danh", "ko", "ko co", "k co", "kc", "k"),
    *("n a", "na", "null", "none", "nan", "trong"),
]
_QUOTES = r"'’‘`´\"“”„«»"
_SEPARATOR = rf"(?:{BLANK}|\p{{Cf}}|[.,;:\-–—‐‑_{_QUOTES}])+"
#: What may stand in and around a code whose points and dashes are its own.
_AROUND_CODE = rf"(?:{BLANK}|\p{{Cf}}|[{_QUOTES}])+"
_LEADING_WORDS = (
    r"^(?i:số|so|mã|ma|thẻ|the)*(?i:cccd|cmnd|cmt|cmtnd|cc|đdcn|ddcn|mđd|cccd/cmnd|cmnd/cccd|địnhdanh|dinhdanh|căncước|cancuoc|"
    r"bhxh|bhyt|sđt|sdt|đt|đtdđ|điệnthoại|dienthoai|tel|phone)?[:=]*"
)
#: What is left of a number cell; a Vietnamese Excel writes it with a comma, and taken for a digit the 0 would make another id of eleven.
_DECIMAL_TAIL = r"^(\s*[0-9]{7,})[.,]0{1,2}$"
_DIGITS_AND_LOOKALIKES = r"^[OoIl|]*[0-9][0-9OoIl|]*$"
#: What may stand around two numbers of one cell: signs, and words that say what each is. Other words ("con của …") are no such thing.
_BETWEEN = r"(?:[\s\p{Z}/;,.:|()\-–—'’]|(?i:số|cccd|cmnd|cmt|cmtnd|đdcn|định danh|căn cước|công dân|cũ|mới|và|hoặc|sđt|đt|điện thoại|tel))"
#: A personal id beside an old identity card (CMND), in either order: twelve digits and nine are told apart by their length.
_ID_AND_OLD_CARD = rf"^{_BETWEEN}*(?:(?<first>[0-9]{{12}}){_BETWEEN}+[0-9]{{9}}|[0-9]{{9}}{_BETWEEN}+(?<second>[0-9]{{12}})){_BETWEEN}*$"
_PHONE_LIKE = r"\+?\(?[0-9](?:[\s.()]{0,2}[0-9]){8,11}"
_TWO_PHONES = (
    rf"^{_BETWEEN}*(?<first>{_PHONE_LIKE}){_BETWEEN}*(?:[/;,|\n]|\s[-–]\s?|[-–]|\s(?:và|hoặc)\s|\s){_BETWEEN}*{_PHONE_LIKE}{_BETWEEN}*$"
)
_PHONE_DIGITS, _INSURANCE_DIGITS, _ID_DIGITS = 9, 10, 12
#: What a program that cuts numbers to 32 bits leaves of ten digits: its highest number, the same for everybody, or one below nought.
_CUT_TO_32_BITS = r"^\s*(?:-[0-9]{7,10}|2147483647|4294967295)(?:\.0+)?\s*$"
#: No identifier, and no blank.
_NO_NUMBER = "0"
_LOOKALIKES = {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1"}

#: Of an identifier or a name its last characters are shown: so many at most, and one of so many.
_MOST_SHOWN, _ONE_OF = 3, 3
_FIRST_LETTER = r"^(\p{L}\p{M}*)"
_PERSONAL_ID = r"^0(?:0[1-9]|[1-9][0-9])[0-9]{9}$|^[1-9][0-9]{11}$"
_IDENTIFIER = {"value": pl.String, "is_blank": pl.Boolean, "is_valid": pl.Boolean}
#: Ten digits that no program can have cut, or a personal id.
_INSURANCE_NUMBER = rf"^(?:[0135-9][0-9]|2[02-9]|4[013-9])[0-9]{{8}}$|{_PERSONAL_ID}"
_INSURANCE_PARTS = {"value": pl.String, "is_blank": pl.Boolean, "is_valid": pl.Boolean, "personal_id": pl.String}
_CARD_PARTS = {"value": pl.String, "is_malformed": pl.Boolean, "last_ten": pl.String}
_CARD = r"^[A-Z]{2}[1-5][0-9]{12}$"
_DOSSIER_CODE = r"^(?:[0-9]{1,3}\.){0,3}[GH][0-9]{2}(?:\.[0-9]{1,4}){0,4}-[0-9]{6}-[0-9]{3,7}$"
_PROCEDURE_CODE = r"^([123]\.[0-9]{6})(?:\.000\.00\.00\.[GH][0-9]{2})?$"
#: Mobile prefixes before 15/09/2018 (eleven digits) and those that took their place.
_OLD_MOBILE_PREFIXES = (
    {"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"}
    | {"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"}
    | {f"016{n}": f"03{n}" for n in range(2, 10)}
    | {"0186": "056", "0188": "058", "0199": "059"}
)


def digits(e: pl.Expr) -> pl.Expr:
    """The digits of a number that was typed with blanks, dots, dashes, quotes, a leading word ("CCCD:"), ".0", O for 0 or I for 1.

    Null if anything else is left: two numbers in one cell, scientific notation, words.
    """
    is_plain = e.str.contains("^[0-9]+$")
    return pl.coalesce(pl.when(is_plain).then(e), if_any(pl.when(~is_plain).then(e), _mended_digits, pl.String))


def _mended_digits(e: pl.Expr) -> pl.Expr:
    bare = _bare(e)
    return pl.when(bare.str.contains(_DIGITS_AND_LOOKALIKES)).then(bare.str.replace_many(_LOOKALIKES))


def personal_id(e: pl.Expr) -> pl.Expr:
    """Struct{value, is_blank, is_valid} of a personal id (số định danh, CCCD): twelve digits, or null with ``is_valid`` false.

    Eleven digits get back the zero that Excel took, where it makes them an id of a known province; for ten see
    ``personal_id_of_ten_digits``. Not repairable: old nine-digit CMND, "3,0085E+10", anything shorter or longer. A prefix of no known
    province is valid all the same (births registered abroad); 000 is not. Beside an old CMND the personal id is the one of twelve digits;
    of two personal ids nobody knows whose the row is.
    """
    return usual_first(e, _usual_personal_id, _personal_id, pl.Struct(_IDENTIFIER))


def _usual_personal_id(e: pl.Expr) -> pl.Expr:
    parts = pl.struct(value=e, is_blank=e.is_null(), is_valid=e.is_not_null())
    return pl.when(e.str.contains(_PERSONAL_ID).fill_null(True)).then(parts)


def _personal_id(e: pl.Expr) -> pl.Expr:
    number = pl.field("digits")
    restored = pl.when((number.str.len_bytes() == 11) & is_known_province("0" + number)).then("0" + number).otherwise(number)
    return _judged(_beside_old_card(e), restored, _PERSONAL_ID)


def personal_id_of_ten_digits(e: pl.Expr, birth_date: pl.Expr, sex_of_row: pl.Expr) -> pl.Expr:
    """A personal id of the provinces 001 to 008 whose two zeros Excel took: ten digits that, with 00 before them, say the row's own birth
    year and sex. Null for any other ten digits: they may be a BHXH number in the wrong column."""
    number = pl.field("number")
    agrees = (birth_year(number) == pl.field("year")) & (sex(number) == pl.field("sex"))
    steps = pl.struct(number=if_any(e, _ten_digits, pl.String), year=birth_date.dt.year(), sex=sex_of_row)
    return steps.struct.with_fields(kept=pl.when(is_known_province(number) & agrees).then(number)).struct.field("kept")


def _ten_digits(e: pl.Expr) -> pl.Expr:
    steps = pl.struct(digits=digits(e))
    ten = "00" + pl.when(pl.field("digits").str.len_bytes() == 10).then(pl.field("digits"))
    return steps.struct.with_fields(ten=ten).struct.field("ten")


def is_known_province(personal_id_value: pl.Expr) -> pl.Expr:
    """Whether the first three digits of a personal id are those of a province."""
    return personal_id_value.str.slice(0, 3).is_in(PROVINCE_PREFIXES)


def birth_year(personal_id_value: pl.Expr) -> pl.Expr:
    """Year of birth in a personal id: the fourth digit tells century and sex (0, 1: 1900s; 2, 3: 2000s; …), the next two the year."""
    century = personal_id_value.str.slice(3, 1).cast(pl.Int32, strict=False) // 2
    return 1900 + 100 * century + personal_id_value.str.slice(4, 2).cast(pl.Int32, strict=False)


def sex(personal_id_value: pl.Expr) -> pl.Expr:
    """ "male" or "female" by the fourth digit of a personal id (even: male)."""
    is_male = personal_id_value.str.slice(3, 1).cast(pl.Int32, strict=False) % 2 == 0
    return pl.when(is_male).then(pl.lit("male")).when(~is_male).then(pl.lit("female"))


def social_insurance_number(e: pl.Expr) -> pl.Expr:
    """Struct{value, personal_id, is_blank, is_valid} of a BHXH number: ten digits; nine get their zero back.

    Twelve digits under this heading are a personal id (since 01/08/2025 it replaces the number), and so are eleven that a zero
    makes one of a known province; the ten-digit ``value`` is null then, and ``is_valid`` true. What is left of a number that was cut to 32
    bits is none: everybody would be one person.
    """
    return usual_first(e, _usual_insurance_number, _insurance_number, pl.Struct(_INSURANCE_PARTS))


def _usual_insurance_number(e: pl.Expr) -> pl.Expr:
    value, person = (pl.when(e.str.len_bytes() == length).then(e) for length in (_INSURANCE_DIGITS, _ID_DIGITS))
    parts = pl.struct(value=value, is_blank=e.is_null(), is_valid=e.is_not_null(), personal_id=person)
    return pl.when(e.str.contains(_INSURANCE_NUMBER).fill_null(True)).then(parts)


def _insurance_number(e: pl.Expr) -> pl.Expr:
    number, kept = pl.field("digits"), pl.field("value")
    length = number.str.len_bytes()
    twelve = pl.when(length == 11).then("0" + number).when(length == 12).then(number)
    is_person = ~twelve.str.starts_with("000") & ((length == 12) | is_known_province(twelve))
    ten = pl.when(length == 9).then("0" + number).when(length == 10).then(number)
    uncut = pl.when(e.str.contains(_CUT_TO_32_BITS)).then(pl.lit(_NO_NUMBER)).otherwise(e)
    judged = _judged(uncut, pl.when(is_person).then(twelve).otherwise(ten), r"^[0-9]{10}$|^[0-9]{12}$")
    is_ten = kept.str.len_bytes() == 10
    return judged.struct.with_fields(value=pl.when(is_ten).then(kept), personal_id=pl.when(~is_ten).then(kept))


def card_number(e: pl.Expr) -> pl.Expr:
    """Struct{value, is_malformed, last_ten} of a health insurance card: 15 characters, or the ten digits of cards since 2021.

    O and I are mended among the digits, never in the two letters. ``last_ten``: the BHXH number at the end of a 15-character card, null for
    a ten-digit one. A blank cell has no value and is not malformed.
    """
    return usual_first(e, _usual_card, lambda unusual: once(unusual, _card), pl.Struct(_CARD_PARTS))


def _usual_card(e: pl.Expr) -> pl.Expr:
    last_ten = pl.when(e.str.len_bytes() > _INSURANCE_DIGITS).then(e.str.slice(5))
    parts = pl.struct(value=e, is_malformed=pl.lit(False), last_ten=last_ten)
    return pl.when(e.str.contains(rf"{_CARD}|^[0-9]{{10}}$").fill_null(True)).then(parts)


def _card(e: pl.Expr) -> pl.Expr:
    bare, value = pl.field("bare"), pl.field("value")
    tail = bare.str.slice(2).str.replace_many({**_LOOKALIKES, "L": "1"})
    card = bare.str.slice(0, 2) + tail
    number = bare.str.replace_many({**_LOOKALIKES, "L": "1"})
    # Leading words stay: two of them could be the card's own letters ("TEL" for TE1).
    bare_card = e.str.replace(_DECIMAL_TAIL, "${1}").str.replace_all(_SEPARATOR, "").str.to_uppercase()
    steps = pl.struct(bare=bare_card, is_blank=_is_blank(e)).struct.with_fields(
        value=pl.when(card.str.contains(_CARD))
        .then(card)
        .when(number.str.contains("^[0-9]{10}$"))
        .then(number)
        .when(number.str.contains("^[0-9]{9}$"))
        .then("0" + number)
    )
    last_ten = pl.when(value.str.len_bytes() == 15).then(value.str.slice(5))
    parts = pl.struct(value=value, is_malformed=~pl.field("is_blank") & value.is_null(), last_ten=last_ten)
    return steps.struct.with_fields(card=parts).struct.field("card")


def phone(e: pl.Expr) -> pl.Expr:
    """Ten digits of a mobile or eleven of a fixed line; +84, a lost zero and the prefixes before 15/09/2018 are mended. Of two numbers
    in a cell the first."""
    return if_any(e, _phone, pl.String)


def _phone(e: pl.Expr) -> pl.Expr:
    number = pl.field("number")
    one = pl.coalesce(if_any(_as_long_as(e, 2 * _PHONE_DIGITS + 1), lambda pair: pair.str.extract(_TWO_PHONES, 1), pl.String), e)
    bare = once(one.str.replace_all(r"[()+]", ""), digits)
    national = pl.struct(number=bare.str.replace(r"^(?:84)?([2-9][0-9]{8}|1[0-9]{9}|2[0-9]{9})$", "0${1}"))
    prefix = number.str.slice(0, 4).replace_strict(_OLD_MOBILE_PREFIXES, default=None, return_dtype=pl.String)
    current = pl.when((number.str.len_bytes() == 11) & prefix.is_not_null()).then(prefix + number.str.slice(4)).otherwise(number)
    is_phone = current.str.contains("^0[35789][0-9]{8}$|^02[0-9]{9}$")
    return national.struct.with_fields(phone=pl.when(is_phone).then(current)).struct.field("phone")


def dossier_code(e: pl.Expr) -> pl.Expr:
    """Dossier code in capitals, without blanks and quotes, any dash as "-": H24.115-260331-0009, 000.17.22.H56-210531-0001; else null."""
    code = e.str.replace_all(_AROUND_CODE, "").str.replace_all("[–—‐‑−]", "-").str.to_uppercase()
    return pl.when(code.str.contains(_DOSSIER_CODE)).then(code)


def code_date(code: pl.Expr) -> pl.Expr:
    """Date of receipt that a dossier code carries (yymmdd, of this century); null if there is no such day."""
    return ("20" + code.str.extract(r"-([0-9]{6})-[0-9]+$")).str.to_date("%Y%m%d", strict=False)


def procedure_code(e: pl.Expr) -> pl.Expr:
    """Short national form of a procedure code: 1.001193.000.00.00.H24 is 1.001193; null if malformed."""
    return e.str.replace_all(_AROUND_CODE, "").str.to_uppercase().str.extract(_PROCEDURE_CODE)


def masked(e: pl.Expr) -> pl.Expr:
    """What may be shown of an identifier or a name: "***" and its end: a third of its characters, three at most, and never a whole word of
    a name; of three characters or fewer nothing.

    Nothing before its last word; of a word of letters alone at least the first letter is hidden ("Vũ Thị Hà": "***à"). What ends in neither
    letter nor digit shows nothing.
    """
    word = e.str.extract(r"([\p{L}\p{M}\p{N}]+)$")
    length = word.str.len_chars().cast(pl.Int64)
    of_word = length - pl.when(word.str.contains(r"\p{N}")).then(0).otherwise(
        word.str.extract(_FIRST_LETTER).str.len_chars().cast(pl.Int64)
    )
    shown = pl.min_horizontal(pl.lit(_MOST_SHOWN), e.str.len_chars().cast(pl.Int64) // _ONE_OF, of_word.fill_null(0))
    end = (
        pl.when((shown > 0) & (e.str.len_chars() > _MOST_SHOWN)).then(e.str.slice(-shown).str.replace(r"^\p{M}+", "")).otherwise(pl.lit(""))
    )
    return "***" + pl.when(e.is_not_null()).then(end)


def identifier_repairs(before: pl.Expr, value: pl.Expr) -> dict[str, pl.Expr]:
    """Kind of repair -> Boolean: what was mended between the text as sent and the identifier read; never true where none was read."""
    old = pl.when(before != value).then(before)
    bare = _bare(old).str.to_uppercase()
    lookalikes = "[OIL|]"
    all_digits = _as_long_as(old, 2 * _PHONE_DIGITS + 1).str.replace_all("[^0-9]", "")
    is_pair = (all_digits.str.len_bytes() >= value.str.len_bytes() + _PHONE_DIGITS - 1).fill_null(False)
    is_id = value.str.len_bytes() == _ID_DIGITS
    lost = value.str.len_chars().cast(pl.Int32) - bare.str.len_chars().cast(pl.Int32)
    kinds = {
        "leading_zero": ((lost == 1) & value.str.starts_with("0")) | ((lost == 2) & value.str.starts_with("00")),
        "decimal_tail": old.str.contains(_DECIMAL_TAIL),
        "separators": old.str.replace(_DECIMAL_TAIL, "${1}").str.to_uppercase() != bare,
        "letters_for_digits": bare.str.count_matches(lookalikes) > value.str.count_matches(lookalikes),
    }
    kinds = {kind: ~is_pair & found for kind, found in kinds.items()} | {"two_ids": is_pair & is_id, "two_phones": is_pair & ~is_id}
    return {kind: found.fill_null(False) for kind, found in kinds.items()}


def _as_long_as(e: pl.Expr, byte_count: int) -> pl.Expr:
    """Shorter text is null, and null costs nothing."""
    return pl.when(e.str.len_bytes() >= byte_count).then(e)


def _beside_old_card(e: pl.Expr) -> pl.Expr:
    """The personal id of a cell that also has an old CMND; any other cell as it is."""
    return pl.coalesce(if_any(_as_long_as(e, 2 * _PHONE_DIGITS + 1), _id_of_pair, pl.String), e)


def _id_of_pair(e: pl.Expr) -> pl.Expr:
    return pl.coalesce(e.str.extract(_ID_AND_OLD_CARD, 1), e.str.extract(_ID_AND_OLD_CARD, 2))


def _bare(e: pl.Expr) -> pl.Expr:
    """The text without ".0", separators and leading words."""
    return e.str.replace(_DECIMAL_TAIL, "${1}").str.replace_all(_SEPARATOR, "").str.replace(_LEADING_WORDS, "")


def _is_blank(e: pl.Expr) -> pl.Expr:
    """Whether a cell is empty, holds signs only, or says in words that there is no number."""
    # Text with a digit is null before it is folded: folding is dear, and nearly every cell has one.
    has_none = ~e.str.contains("[0-9]") & ~is_error(e)
    words = fold(pl.when(has_none).then(e))  # of signs alone nothing is left
    return e.is_null() | (has_none & (words.is_null() | words.is_in(_NONE_WORDS)))


def _judged(e: pl.Expr, restored: pl.Expr, pattern: str) -> pl.Expr:
    """Struct{value, is_blank, is_valid} of ``restored``, an expression on field ``digits``, kept where it fits ``pattern``."""
    number = pl.field("restored")

    def judged(cell: pl.Expr) -> pl.Expr:
        steps = pl.struct(digits=digits(cell), is_blank=_is_blank(cell)).struct.with_fields(restored=restored)
        steps = steps.struct.with_fields(value=pl.when(number.str.contains(pattern)).then(number))
        kept = pl.struct(pl.field("value"), pl.field("is_blank"), is_valid=pl.field("value").is_not_null())
        return steps.struct.with_fields(kept=kept).struct.field("kept")

    return once(e, judged)
