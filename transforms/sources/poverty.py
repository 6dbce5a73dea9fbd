"""One row is one person of a poor or near-poor household recognised at the month's end; the head's row carries the household.

Issued by the ward under Nghị định 07/2021/NĐ-CP and Thông tư 07/2021/TT-BLĐTBXH: the national software's workbook of three
sheets, or the ward's own list with group rows.

Data flow: reading.Table -> CONTRACT -> clean -> expectations.sources.poverty -> sql/publish/poverty.sql -> fact_poverty
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import polars as pl

from transforms.cleaning.households import with_households
from transforms.cleaning.lone_cells import lone_cells
from transforms.cleaning.model import Cleaned, CleaningContext
from transforms.cleaning.month_first import correct_month_first
from transforms.cleaning.moved_days import correct_moved_days
from transforms.cleaning.person_columns import BIRTH_DATES, person_changes, with_area, with_person_columns
from transforms.cleaning.steps import (
    Change,
    cleaned_text,
    collect_repairs,
    decoded,
    from_group_rows,
    from_titles,
    last_day_of,
    legacy_repairs,
    stack,
    text_changes,
    with_repeats,
    without_lowest_dates,
    words_for_blank_as_null,
)
from transforms.cleaning.swapped_dates import correct_swapped_dates
from transforms.cleaning.zoned_moments import Roles, settle_zones
from transforms.contract import Column, Contract
from transforms.reading.model import Reading
from transforms.vietnamese.date_forms import RECENT_YEARS
from transforms.vietnamese.dates import date, date_repairs
from transforms.vietnamese.numbers import decimal_number, empty_box, is_wingdings_tick, ticked, whole_number
from transforms.vietnamese.text import fold, is_error
from transforms.vocabulary.columns import (
    ADDRESS,
    BIRTH_DATE,
    BIRTH_DATE_FEMALE,
    BIRTH_DATE_MALE,
    ETHNICITY,
    FULL_NAME,
    HOUSEHOLD_NUMBER,
    MALE_MARK,
    NOTE,
    PERSONAL_ID,
    PHONE,
    RESIDENTIAL_GROUP,
    SERIAL_NUMBER,
    SEX,
    SOCIAL_INSURANCE_NUMBER,
    ignored,
)
from transforms.vocabulary.poverty_classes import classification, grouped_class, known_class, noted_to_have_left, stated_class, titled_class

#: The twelve indicators of lacking basic services: Nghị định 07/2021/NĐ-CP, annex; names as printed.
DEPRIVATIONS = (
    "Việc làm",
    "Người phụ thuộc trong hộ gia đình",
    "Dinh dưỡng",
    "Bảo hiểm y tế",
    "Trình độ giáo dục của người lớn",
    "Tình trạng đi học của trẻ em",
    "Chất lượng nhà ở",
    "Diện tích nhà ở bình quân đầu người",
    "Nguồn nước sinh hoạt",
    "Nhà tiêu hợp vệ sinh",
    "Sử dụng dịch vụ viễn thông",
    "Phương tiện phục vụ tiếp cận thông tin",
)


#: Causes of poverty in the order in which they are printed: Thông tư 07/2021/TT-BLĐTBXH; names and field names.
CAUSES = (
    ("Không có đất sản xuất", "lackProductionLand"),
    ("Không có vốn sản xuất kinh doanh", "Không có vốn SXKD", "lackCapital"),
    ("Không có lao động", "lackLabor"),
    ("Không có công cụ, phương tiện sản xuất", "Không có công cụ/phương tiện SX"),
    ("Không có kiến thức về sản xuất", "Không có kiến thức về SX"),
    ("Không có kỹ năng lao động, sản xuất", "Không có kỹ năng LĐ, SX"),
    ("Có người ốm đau, bệnh nặng, tai nạn", "illnessOrAccident"),
    ("Nguyên nhân khác",),
)


def _cause(number: int, name: str, *others: str) -> Column:
    """Known under its parent alone, by number or by name: "Không có lao động" by itself may be said of the household."""
    parent = "Nguyên nhân nghèo"
    under = [f"{parent} > {wording}" for word in (name, *others) for wording in (word, f"{number}. {word}")]
    return ignored(f"{parent} > {number}", *under, *(word for word in others if word.isascii()))


def _deprivation(number: int, name: str) -> Column:
    return Column(
        f"deprived_{number:02d}",
        f"{number}. {name}",
        (
            name,
            f"Chỉ số thiếu hụt > {number}. {name}",
            f"Chỉ số thiếu hụt > {name}",
            f"Chỉ số thiếu hụt > {number}",
            f"{number} {name}",
            f"({number}) {name}",
        ),
        "Marked where the household lacks it (Nghị định 07/2021/NĐ-CP, annex)",
        blank="Does not lack it",
    )


#: Names of people in other lists: who takes part, who holds a card.
_OTHER_NAMES = tuple(heading for heading in FULL_NAME.headings if "tham gia" in heading or "thẻ" in heading)


CONTRACT = Contract(
    source="poverty",
    columns=(
        SERIAL_NUMBER,
        HOUSEHOLD_NUMBER,
        Column(
            "head_name",
            "Họ và tên chủ hộ",
            (
                "Chủ hộ",
                "Tên chủ hộ",
                "Họ tên chủ hộ",
                "Họ và tên chủ hộ, thành viên",
                "Họ và tên chủ hộ và thành viên",
                *(heading for heading in FULL_NAME.headings if heading not in _OTHER_NAMES),
            ),
            "Name of the head; in a list without a column of members, of every member",
            blank="A member of the household above",
            personal=True,
        ),
        Column(
            "member_name",
            "Họ và tên thành viên",
            ("Thành viên", "Họ và tên các thành viên trong hộ", "Họ tên thành viên", "Thành viên trong hộ"),
            "Name of the member; the head stands among them",
            blank="The head's name is the person's",
            personal=True,
        ),
        Column(
            "relation",
            "Quan hệ với chủ hộ",
            ("Mối quan hệ với chủ hộ", "QH với chủ hộ", "Quan hệ", "Quan hệ chủ hộ"),
            "Relation to the head; 'Chủ hộ' is the head and begins a household",
            blank="A member; where other members' stands, a household of its own (P02) unless a number says whose member",
        ),
        BIRTH_DATE,
        BIRTH_DATE_MALE,
        BIRTH_DATE_FEMALE,
        SEX,
        MALE_MARK,
        PERSONAL_ID,
        SOCIAL_INSURANCE_NUMBER,
        RESIDENTIAL_GROUP,
        ADDRESS,
        Column(
            "classification",
            "Phân loại hộ",
            (
                "Phân loại",
                "Diện hộ",
                "Đối tượng",
                "Kết quả phân loại",
                "Diện",
                "Loại hộ",
                "Kết quả rà soát",
                "Hộ nghèo/Hộ cận nghèo",
                "Hộ nghèo/cận nghèo",
                *(f"{word} hộ nghèo, cận nghèo" for word in ("Phân loại", "Diện", "Đối tượng")),
                "Kết quả phân loại hộ",
                "Kết quả rà soát hộ",
            ),
            "Poor or near-poor; who has left poverty is neither",
            blank="That of the household; P01 where it has none. A list without the column has it from group rows or the title",
        ),
        Column(
            "poor_mark",
            "Phân loại > Hộ nghèo",
            (
                "Phân loại hộ > Hộ nghèo",
                "Hộ nghèo",
                "Diện > Hộ nghèo",
                "Nghèo",
                "Phân loại > Nghèo",
                "Phân loại hộ > Nghèo",
                "Diện > Nghèo",
            ),
            "Marked (x) for a poor household",
            blank="Not marked",
        ),
        Column(
            "near_poor_mark",
            "Phân loại > Hộ cận nghèo",
            (
                "Phân loại hộ > Hộ cận nghèo",
                "Hộ cận nghèo",
                "Diện > Hộ cận nghèo",
                "Cận nghèo",
                "Phân loại > Cận nghèo",
                "Phân loại hộ > Cận nghèo",
                "Diện > Cận nghèo",
            ),
            "Marked (x) for a near-poor household",
            blank="Not marked",
        ),
        Column(
            "member_count",
            "Số nhân khẩu",
            (
                "Nhân khẩu",
                "Số khẩu",
                "Số người trong hộ",
                "Số thành viên",
                "Tổng số nhân khẩu",
                "Tổng số khẩu",
                "Số người",
                "Số nhân khẩu trong hộ",
                "Tổng số người",
            ),
            "Members of the household as the list states them",
            blank="Not compared (P06)",
            unit="people",
        ),
        Column(
            "b1_score",
            "Điểm B1",
            ("B1", "Tổng điểm B1", "Điểm > B1", "Điểm số B1"),
            "Score of phiếu B1 (signs of income), Thông tư 07/2021/TT-BLĐTBXH",
            blank="Not known",
            unit="points",
        ),
        Column(
            "b2_score",
            "Điểm B2",
            ("B2", "Tổng điểm B2", "Điểm > B2", "Điểm số B2"),
            "Score of phiếu B2: 10 for each deprivation, 30 and more is poor",
            blank="Not judged (P04, P05)",
            unit="points",
        ),
        *(_deprivation(number, name) for number, name in enumerate(DEPRIVATIONS, start=1)),
        Column(
            "without_labour",
            "Hộ không có khả năng lao động",
            ("Không có kn lao động", "Không có khả năng lao động", "Hộ không có KNLĐ", "Hộ không có lao động"),
            "Marked where no member is able to work",
            blank="Somebody is able to work",
        ),
        Column(
            "decision_number",
            "Số quyết định công nhận",
            ("QĐ công nhận", "Số quyết định", "Số QĐ", "Quyết định công nhận", "Số QĐ công nhận"),
            "Number of the decision that recognises the household",
            blank="P09 where the list has the column",
        ),
        Column(
            "decision_date",
            "Ngày ban hành QĐ",
            ("Ngày quyết định", "Ngày QĐ", "Ngày ban hành quyết định", "Ngày ban hành"),
            "Date of the decision that recognises the household",
            blank="P09 where the list has the column",
        ),
        PHONE,
        ETHNICITY,
        replace(
            NOTE,
            description="Free text; read for one thing, whether the household left the class it is listed in",
            blank="Nothing",
            reader_only=False,
        ),
        ignored("Tỉnh", "Tỉnh/Thành phố", "Mã tỉnh"),
        ignored("Huyện", "Quận/huyện"),
        ignored("Mã huyện"),
        ignored("Xã", "Xã/phường"),
        ignored("Mã xã"),
        ignored("Tuổi"),
        ignored("Hộ DTTS", "Hộ dân tộc thiểu số"),
        ignored("Hộ có thành viên là người có công với cách mạng", "Hộ người có công"),
        ignored("Nguyên nhân nghèo"),
        *(_cause(number, *wordings) for number, wordings in enumerate(CAUSES, start=1)),
        # Field names of the national software: whether true is "has" or "lacks" is not known, so they are not read.
        ignored("cleanWater"),
        ignored("hygienicToilet"),
        ignored("healthInsurance"),
        ignored("telecom"),
        ignored("informationAccess"),
        ignored("totalCount"),
        ignored("Khu vực"),
    ),
    required=(("head_name", "member_name"), ("classification", "poor_mark")),
    distinctive=(
        "relation",
        "classification",
        "b1_score",
        "b2_score",
        "decision_number",
        "without_labour",
        "member_count",
        "poor_mark",
        "near_poor_mark",
    ),
    titles=("ho ngheo", "can ngheo"),
    left_titles=("ho thoat", "thoat ngheo", "thoat can ngheo"),
    supplied=("residential_group", "classification"),
)

DEPRIVED = tuple(f"deprived_{number:02d}" for number in range(1, len(DEPRIVATIONS) + 1))
#: Columns of ticks.
MARKS = ("poor_mark", "near_poor_mark", "without_labour", *DEPRIVED)
#: Beyond these a number is a slip (a date, an id), not a score or a household's size.
MOST_POINTS, MOST_MEMBERS, LONGEST_NUMBER = 1000, 1000, 60
#: From this share of a sheet's rows on that stand on another sheet too, the sheet is the other's copy.
_WHOLE_SHEET = 0.8
#: Values of the household, which stand on its first row only: column -> result.
_OF_HOUSEHOLD = (
    "area_code",
    "classification",
    "b1_score",
    "b2_score",
    "member_count",
    "is_without_labour",
    "decision_number",
    "decision_date",
    *DEPRIVED,
)


def clean(reading: Reading, context: CleaningContext) -> Cleaned:
    """Typed person rows with their household's values on each: household_id (within the delivery), household_number, head, area_code,
    classification, scores, deprivations, decision; ``is_first_row`` marks where the household's findings stand.
    ``own_number``: the number that the household itself has, where household_number is that of the same household further up (P11);
    ``number_is_stated``: whether numbers are the list's own, not places in it.
    ``left``: household_number of those who left the list. ``context.poverty_standard`` is stored with each."""
    raw = stack(reading.main, CONTRACT)
    plain, legacy = decoded(raw, CONTRACT, reading.main)
    plain = _with_ticks(plain, raw, legacy)
    settled, zones = settle_zones(plain, Roles(days=(*BIRTH_DATES, "decision_date")))
    dated = without_lowest_dates(cleaned_text(settled, CONTRACT), ("decision_date",), BIRTH_DATES)
    text, turns = correct_month_first(dated, (*BIRTH_DATES, "decision_date"))
    text, moves = correct_moved_days(text, (*BIRTH_DATES, "decision_date"))
    text, swaps = correct_swapped_dates(text, (*BIRTH_DATES, "decision_date"))
    text = text.with_columns_seq(pl.coalesce("member_name", "head_name").alias("full_name"))
    note = text["note"]
    text = text.drop("note")
    frame = with_area(with_person_columns(text, reading.main, last_day_of(context)), reading.main, context).with_columns_seq(note)
    frame = _with_values_of_households(with_households(_with_values(frame, reading)))
    frame = _numbered(with_repeats(frame, text, CONTRACT))  # a position is no part of what a row says
    frame = _with_one_number_a_head(frame)
    frame = frame.with_columns_seq(pl.lit(context.poverty_standard).alias("standard_version"))
    repairs = [_repairs(settled, text, frame), legacy_repairs(raw, plain, legacy), zones, turns, moves, swaps]
    return Cleaned(frame, pl.concat(repairs), left=_left(reading), lone_cells=lone_cells(reading.main, context.places))


def _with_ticks(plain: pl.DataFrame, raw: pl.DataFrame, decoded_columns: Collection[str]) -> pl.DataFrame:
    """Ticks of Wingdings as they were sent: alone in their column they look like letters of an old font."""
    marked = [raw[name] for name in MARKS if name in decoded_columns]
    return plain.with_columns_seq(pl.when(is_wingdings_tick(pl.lit(one))).then(one).otherwise(one.name).alias(one.name) for one in marked)


def _with_values(frame: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Class from its column, from words or marks (not both) under "Hộ nghèo" and "Hộ cận nghèo", else from the group row above or the
    title."""
    frame = frame.rename({name: f"{name}_raw" for name in ("classification", "b1_score", "b2_score", "member_count", "decision_date")})
    frame = frame.with_columns_seq(pl.col("household_number").alias("household_number_raw"))
    in_words = _classes_in_words("poor_mark", "near_poor_mark"), _classes_in_words("near_poor_mark", "poor_mark")
    is_poor, is_near_poor = (
        ticked(pl.col(name)).fill_null(False) | (pl.col(name).str.strip_chars() == "+").fill_null(False)
        for name in ("poor_mark", "near_poor_mark")
    )
    marks = pl.when(is_poor & ~is_near_poor).then(pl.lit("poor")).when(is_near_poor & ~is_poor).then(pl.lit("near_poor"))
    words = pl.coalesce(stated_class(pl.col("classification_raw")), *in_words)
    frame = frame.with_columns_seq(
        from_group_rows(reading.main, grouped_class(pl.col("text")))["value"].alias("_grouped"),
        from_titles(reading.main, titled_class(pl.col("text")), of_one_voice=True).alias("_titled"),
    )
    supplied = pl.when(~pl.col("classification_given") & ~pl.col("poor_mark_given")).then(pl.coalesce("_grouped", "_titled"))
    frame = frame.with_columns_seq(pl.coalesce(words, marks, supplied).alias("stated_class"))
    return frame.with_columns_seq(
        known_class(pl.col("stated_class")).alias("classification"),
        _within(decimal_number(pl.col("b1_score_raw")), MOST_POINTS).alias("b1_score"),
        _within(decimal_number(pl.col("b2_score_raw")), MOST_POINTS).alias("b2_score"),
        _within(whole_number(pl.col("member_count_raw")), MOST_MEMBERS).alias("member_count"),
        date(pl.col("decision_date_raw"), RECENT_YEARS).alias("decision_date"),
        *(_stated(name).alias(name) for name in ("decision_number", "household_number")),
        *_marks(frame),
    ).drop("_grouped", "_titled")


def _classes_in_words(name: str, other: str) -> pl.Expr:
    """The class that a cell of a column of marks names ("Hộ nghèo", "N"); a letter beside a mark is one itself: "N" and "Y" are no and
    yes."""
    is_letter = pl.col(name).str.strip_chars().str.len_chars() == 1
    return classification(pl.when(~is_letter | pl.col(other).is_null()).then(name))


def _marks(frame: pl.DataFrame) -> Iterator[pl.Series]:
    """``is_without_labour``, the deprivations, and ``unclear_mark``, the first cell of a row's columns of marks that says something which
    is neither a tick nor none. The columns are looked at under each other: a dozen expressions are planned longer than a list is read."""
    columns = {"is_without_labour": "without_labour", **{name: name for name in DEPRIVED}}
    cell = pl.col("cell")
    filled = words_for_blank_as_null(cell)
    told = (
        pl.concat([frame[name].cast(pl.String).alias("cell") for name in columns.values()])
        .to_frame()
        .select_seq(
            ticked(cell).fill_null(False).alias("tick"),
            pl.when(ticked(cell).is_null() & ~empty_box(cell)).then(filled).alias("unclear"),
        )
    )
    parts = dict(zip(columns, told.iter_slices(frame.height), strict=True)) if frame.height else {name: told for name in columns}
    for name, part in parts.items():
        yield part["tick"].alias(name)
    yield pl.select(pl.coalesce([part["unclear"] for part in parts.values()]).alias("unclear_mark")).to_series()


def _stated(name: str) -> pl.Expr:
    """A number or a sign as it was sent; null where an error stands or words say that there is none."""
    return words_for_blank_as_null(pl.when(~is_error(pl.col(name))).then(name))


def _within(number: pl.Expr, most: int) -> pl.Expr:
    """Numbers that no household can have are unreadable."""
    return pl.when(number.is_between(0, most)).then(number)


def _with_values_of_households(frame: pl.DataFrame) -> pl.DataFrame:
    """Values of the household fill down within it, never beyond."""
    member_rows = pl.len().over("household_id")
    return (
        frame.with_columns_seq(
            pl.col("household_number").drop_nulls().first().over("household_id").alias("stated_household_number"),
            *(
                (pl.col(name).any() if name in DEPRIVED or name == "is_without_labour" else pl.col(name).drop_nulls().first())
                .over("household_id")
                .alias(name)
                for name in _OF_HOUSEHOLD
            ),
            *(
                pl.col(name).drop_nulls().first().over("household_id").alias(name)
                for name in (
                    "classification_raw",
                    "household_number_raw",
                    "member_count_raw",
                    "b2_score_raw",
                    "decision_date_raw",
                    "residential_group",
                )
            ),
            pl.col("is_head").any().over("household_id").alias("has_head"),
            noted_to_have_left(pl.col("note"), pl.col("classification").drop_nulls().first().over("household_id"))
            .any()
            .over("household_id")
            .alias("is_noted_to_have_left"),
            member_rows.alias("member_row_count"),
            (pl.col("row_number") == pl.col("row_number").min().over("household_id")).alias("is_first_row"),
            pl.col("full_name").filter(pl.col("is_head")).first().over("household_id").alias("head_full_name"),
            (member_rows.max() > 1).alias("lists_members"),
            pl.sum_horizontal(DEPRIVED).cast(pl.Int32).alias("_marked"),
            pl.any_horizontal(f"{name}_given" for name in DEPRIVED).alias("deprivations_given"),
        )
        .with_columns_seq(pl.sum_horizontal(pl.col(name).cast(pl.Int32) for name in DEPRIVED).alias("deprivation_count"))
        .drop("_marked", "note")
    )


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """ "Mã hộ"; where the layout has none, or numbers that begin again in each group, the household's position in its residential group.
    A household that comes again (on another sheet, in other words) has one number: it is known by its head, by name and personal id,
    else by name, whole birth date and group. ``same_head``: the first household that is known so, whatever the numbers."""
    same_head = pl.concat_str(
        fold(pl.col("head_full_name")),
        pl.coalesce("_head_id", pl.concat_str("_head_birth", pl.col("area_code").fill_null("?"), separator="|")),
        separator="|",
    )
    whole_date = pl.when(pl.col("birth_precision") == "day").then("birth_date")
    of_head = {"_head_id": pl.col("personal_id"), "_head_birth": whole_date}
    frame = frame.with_columns_seq(
        value.filter(pl.col("is_head")).first().over("household_id").cast(pl.String).alias(name) for name, value in of_head.items()
    )
    # A head whose id one row leaves out is still the same: by name, whole birth date and group, where they know one id alone.
    known = pl.concat_str(fold(pl.col("head_full_name")), "_head_birth", pl.col("area_code").fill_null("?"), separator="|")
    frame = frame.with_columns_seq(known.alias("_known"))
    ids = pl.col("_head_id").drop_nulls()
    is_one = pl.col("_known").is_not_null() & (ids.n_unique().over("_known") == 1)
    frame = frame.with_columns_seq(pl.coalesce("_head_id", pl.when(is_one).then(ids.first().over("_known"))).alias("_head_id")).drop(
        "_known"
    )
    first = pl.when(same_head.is_not_null()).then(pl.col("household_id").min().over(same_head)).otherwise("household_id")
    frame = frame.with_columns_seq(first.alias("_first")).with_columns_seq(pl.col("area_code").first().over("_first").alias("_area"))
    frame = _with_again(frame)
    position = pl.col("_first").rank("dense").over("_area").cast(pl.Int64)
    by_place = pl.format("{}/{}", pl.col("_area").fill_null("?"), position)
    frame = frame.with_columns_seq((pl.col("household_number_given") & ~_restarts()).alias("number_is_stated"))
    is_its_own = pl.col("number_is_stated")
    stated = pl.col("stated_household_number").str.slice(0, LONGEST_NUMBER)
    has_place = ~pl.col("household_number_given") | stated.is_not_null()
    number = pl.when(is_its_own).then(stated).when(has_place).then(by_place)
    comes_again = ~is_its_own & has_place & ((pl.col("area_code") != pl.col("_area")) | pl.col("_again"))
    here = pl.format("{}/+{}", pl.col("area_code").fill_null("?"), pl.col("household_id").rank("dense").over("area_code").cast(pl.Int64))
    frame = frame.with_columns_seq(number.alias("household_number"), pl.when(comes_again).then(here).alias("_own_place"))
    return frame.rename({"_first": "same_head"}).drop("_area", "_again", *of_head)


def _with_again(frame: pl.DataFrame) -> pl.DataFrame:
    """``_again``: whether the household stands further up as well. Not where most of its sheet does, on another sheet: the whole ward's
    list and one list a group in one workbook say the same twice on purpose."""
    frame = frame.with_columns_seq(
        (pl.col("household_id") != pl.col("_first")).alias("_again"),
        pl.col("sheet_name").ne_missing(pl.col("sheet_name").first().over("_first")).alias("_other_sheet"),
    )
    is_copy = (pl.col("_again") & pl.col("_other_sheet")).mean().over("sheet_name") >= _WHOLE_SHEET
    return frame.with_columns_seq(pl.col("_again") & ~(pl.col("_other_sheet") & is_copy)).drop("_other_sheet")


def _with_one_number_a_head(frame: pl.DataFrame) -> pl.DataFrame:
    """Keeps a household's number as ``own_number`` (where it has none and comes again, its place there) and gives it the
    first number under which its head (valid id) heads a household: it is one household under two numbers. An id whose holders differ in
    name and in birth year is a slip or a filler: it joins nothing."""
    first = {name: pl.col(name).first().over("personal_id") for name in ("household_number", "full_name", "birth_date")}
    same_name = fold(pl.col("full_name")) == fold(first["full_name"])
    same_year = pl.col("birth_date").dt.year() == first["birth_date"].dt.year()
    is_stated = pl.col("household_number") == pl.col("stated_household_number").str.slice(0, LONGEST_NUMBER)  # a position is no number
    heads = frame.filter(pl.col("is_head") & pl.col("personal_id").is_not_null() & is_stated)
    joined = heads.filter((same_name | same_year).fill_null(False)).select_seq("household_id", first["household_number"].alias("_joined"))
    frame = frame.join(joined.unique("household_id", keep="first"), on="household_id", how="left", maintain_order="left")
    return frame.with_columns_seq(
        pl.coalesce("_own_place", "household_number").alias("own_number"),
        pl.coalesce("_joined", "household_number").alias("household_number"),
    ).drop("_joined", "_own_place")


def _restarts() -> pl.Expr:
    """Whether the numbers are counts that begin again at 1 in every group ("STT hộ"): short ones, 1 in most groups and with different
    heads, and none twice within a group. Such a number is a position, not a household's own."""
    number, head, group = pl.col("stated_household_number"), pl.col("head_full_name"), ("sheet_name", "area_code", "classification")
    is_count, is_one = number.str.contains(r"^0*\d{1,3}$"), number.str.contains("^0*1$").fill_null(False)
    groups, with_one = pl.struct(group).n_unique(), pl.struct(group).filter(is_one).n_unique()
    once = head.drop_nulls().n_unique().over(*group, number).filter(number.is_not_null()).max() <= 1
    return (
        is_count.all() & once & (with_one >= 2) & (2 * with_one >= groups) & (head.filter(is_one).drop_nulls().n_unique() >= 2)
    ).fill_null(False)


def _left(reading: Reading) -> pl.DataFrame:
    tables = [table for table in reading.kind("left") if "household_number" in table.frame.columns and table.frame.height]
    if not tables:
        return pl.DataFrame(schema={"household_number": pl.String})
    return cleaned_text(stack(tables, CONTRACT), CONTRACT).select_seq("household_number").drop_nulls().unique(maintain_order=True)


def _repairs(plain: pl.DataFrame, text: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    words = ("residential_group", "relation", "classification", "decision_number", "address")
    plain = plain.with_columns_seq(pl.coalesce("member_name", "head_name").alias("full_name"))
    decided = Change("decision_date", text.select_seq(date(pl.col("decision_date"), RECENT_YEARS)).to_series(), date_repairs, is_date=True)
    return collect_repairs(plain, [*person_changes(plain, frame), decided, *text_changes(text, *words)])
