"""Rules R01 to R08: the figures that departments state, and the denominators of sheet "Dân số"."""

import polars as pl

from expectations.context import RuleContext
from expectations.rule import Broken, Part, RuleBook
from expectations.wording import figure, raw, say, shown
from transforms.cleaning.model import Cleaned
from transforms.cleaning.steps import words_for_blank_as_null
from transforms.sources.department_report import COUNTS
from transforms.vietnamese.units import is_full, is_of_money, is_scaled, unit_key, unit_keys

#: Name of a denominator in the plan -> column of sheet "Dân số".
DENOMINATORS = {
    "population": "population_count",
    "households": "household_count",
    "families": "family_count",
    "labour_force": "labour_force_count",
    "children_of_school_age": "school_age_child_count",
}

_SHAPE_SCHEMA = {
    "indicator_code": pl.String,
    "feed": pl.String,
    "measure": pl.String,
    "denominator_from": pl.String,
    "catalogue_unit": pl.String,
    "is_measured": pl.Boolean,
}
#: From here on a fraction is one of a đồng, out of a sum that a sheet worked out. Below it stands a rate (0,81) where people are counted,
#: or an amount in another unit (85,3 tỷ đồng): no amount that a ward states in đồng is that small and has decimals.
_AMOUNT_WITH_FRACTION = 1_000_000


def prepare(cleaned: Cleaned, context: RuleContext) -> pl.DataFrame:
    """The figures with their catalogue entry, the denominator that wins, last month's value and the sums of groups and units."""
    shapes = pl.DataFrame(
        [(s.code, s.feed, s.measure, s.denominator_from, s.unit, s.is_measured) for s in context.indicators],
        orient="row",
        schema=_SHAPE_SCHEMA,
    )
    people = _with_units(_people(cleaned).filter(pl.col("area_code").is_not_null()).unique("area_code", keep="first"), context)
    codes = {shape.code.lower(): shape.code for shape in context.indicators}
    figures = cleaned.frame.with_columns_seq(
        pl.col("indicator_code").str.to_lowercase().replace_strict(codes, default=pl.col("indicator_code"))
    )
    denominators = people.unpivot(
        on=list(COUNTS), index="area_code", variable_name="count_name", value_name="population_figure"
    ).with_columns_seq(
        pl.col("count_name").replace_strict({column: name for name, column in DENOMINATORS.items()}).alias("denominator_from")
    )
    frame = (
        figures.join(shapes, on="indicator_code", how="left", maintain_order="left")
        .join(
            denominators.select_seq("area_code", "denominator_from", "population_figure"),
            on=["area_code", "denominator_from"],
            how="left",
            maintain_order="left",
        )
        .join(
            context.previous_figures.select_seq("indicator_code", "area_code", pl.col("value").alias("previous_value")),
            on=["indicator_code", "area_code"],
            how="left",
            maintain_order="left",
        )
    )
    frame = frame.with_columns_seq(
        pl.when(pl.col("measure") == "yes_no").then(pl.col("value_or_mark")).otherwise(pl.col("value")).alias("value"),
        pl.col("measure").is_in(["share", "ratio"]).alias("is_share"),
    ).with_columns_seq(
        pl.when(pl.col("is_share"))
        .then(100.0 * pl.col("numerator").cast(pl.Float64) / _winning_denominator())
        .otherwise(pl.col("value").cast(pl.Float64))
        .alias("stated_value"),
        _is_in_another_unit().alias("is_in_another_unit"),
        (_is_stated_in_another_unit(frame, "stated_unit") | _may_be_in_unit_of_earlier_group(frame)).alias("is_stated_in_another_unit"),
        _is_stated_in_another_unit_elsewhere(frame).alias("is_stated_elsewhere"),
        _rate_or_fraction().alias("rate_or_fraction"),
    )
    return with_sums(frame, ("numerator", "denominator", "value"), ("indicator_code",), context)


def _is_in_another_unit() -> pl.Expr:
    return (unit_key(words_for_blank_as_null(pl.col("unit"))) != unit_key(pl.col("catalogue_unit"))).fill_null(False)


def _may_be_in_unit_of_earlier_group(frame: pl.DataFrame) -> pl.Expr:
    """Whether the unit that an earlier group of the table states, and none after it, would make the figure another one. Nobody can tell
    whether it was meant for this group too where both are of money, or neither is; the parts of a share may be either."""
    money = [unit for unit in pl.concat([frame["ended_unit"], frame["catalogue_unit"]]).drop_nulls().unique() if is_of_money(unit)]
    is_alike = pl.col("ended_unit").is_in(money) == pl.col("catalogue_unit").is_in(money)
    return _is_stated_in_another_unit(frame, "ended_unit") & (is_alike | pl.col("measure").is_in(["share", "ratio"])).fill_null(False)


def _is_stated_in_another_unit(frame: pl.DataFrame, column: str) -> pl.Expr:
    """Whether a row without a unit of its own stands under one that is not the catalogue's: thousands or millions of anything, and any unit
    that is not known to make full figures ("người", "đồng": a table of figures of several kinds states one of them). The parts of a share
    are counts or amounts, whatever the share itself is in: for them a unit is another one only where it is scaled."""
    other = pl.lit(False)
    for stated in frame[column].drop_nulls().unique():
        is_here = (pl.col(column) == stated) & words_for_blank_as_null(pl.col("unit")).is_null()
        is_catalogue = unit_key(pl.col("catalogue_unit")).is_in(unit_keys(stated)).fill_null(False)
        wrong = (
            pl.when(pl.col("is_share"))
            .then(~is_catalogue & pl.lit(is_scaled(stated)))
            .otherwise(~is_catalogue & pl.lit(not is_full(stated)))
        )
        other = other | (is_here & wrong & (pl.col("measure") != "yes_no"))
    return other.fill_null(False)


def _is_stated_in_another_unit_elsewhere(frame: pl.DataFrame) -> pl.Expr:
    """Whether an amount of money that no unit stands beside or above is in thousands or millions by what another sheet or the file's name
    says. The parts of a share may be so: it stays the same."""
    money = [unit for unit in frame["catalogue_unit"].drop_nulls().unique() if is_of_money(unit)]
    has_none = pl.col("stated_unit").is_null() & words_for_blank_as_null(pl.col("unit")).is_null()
    is_other = unit_key(pl.col("unit_elsewhere")) != unit_key(pl.col("catalogue_unit"))
    return (has_none & is_other & pl.col("catalogue_unit").is_in(money) & ~pl.col("is_share")).fill_null(False)


def _rate_or_fraction() -> pl.Expr:
    """The first cell, as sent, that holds a rate or a fraction where a count or an amount is asked for; null if there is none."""
    share, measured = pl.col("is_share"), pl.col("is_measured")
    return pl.coalesce(
        *(pl.when(share & (_is_percent(name) | _is_fraction(name))).then(raw(name)) for name in ("numerator", "denominator")),
        pl.when(~share & (pl.col("catalogue_unit") != "%") & _is_percent("value")).then(raw("value")),
        pl.when(~share & ~measured & _is_fraction("value")).then(raw("value")),
    )


def _is_percent(name: str) -> pl.Expr:
    """ "52%" is read as 52: right where a percentage is asked for, and 52 people nowhere."""
    return raw(name).str.contains("%", literal=True)


def _is_fraction(name: str) -> pl.Expr:
    number = pl.col(name).cast(pl.Float64)
    return (number != number.floor()) & (number < _AMOUNT_WITH_FRACTION)


def _winning_denominator() -> pl.Expr:
    """That of sheet "Dân số", else the stated one."""
    return pl.coalesce(pl.col("population_figure").cast(pl.Float64), pl.col("denominator").cast(pl.Float64))


def _with_units(people: pl.DataFrame, context: RuleContext) -> pl.DataFrame:
    """A former unit without a row of its own has the sum of its groups, where all of them are stated."""
    rows = []
    for unit, groups in context.former_units.items():
        parts = people.filter(pl.col("area_code").is_in(groups))
        if groups and parts.height == len(groups) and people.filter(pl.col("area_code") == unit).is_empty():
            sums = [pl.when(pl.col(name).count() == len(groups)).then(pl.col(name).sum()).alias(name) for name in COUNTS]
            rows.append(parts.select_seq(pl.lit(unit).alias("area_code"), *sums))
    return pl.concat([people.select_seq("area_code", *COUNTS), *rows])


def _people(cleaned: Cleaned) -> pl.DataFrame:
    assert cleaned.population is not None  # the source's own ``clean`` gives it
    return cleaned.population


def prepare_population(cleaned: Cleaned, context: RuleContext) -> pl.DataFrame:
    people = _people(cleaned)
    units = pl.concat([people["stated_unit"], people["ended_unit"]]).drop_nulls().unique()
    scaled = [stated for stated in units if is_scaled(stated)]
    is_stated = pl.coalesce("stated_unit", "ended_unit").is_in(scaled).fill_null(False)
    return with_sums(people.with_columns_seq(is_stated.alias("is_stated_in_another_unit")), COUNTS, (), context)


def with_sums(frame: pl.DataFrame, names: tuple[str, ...], keys: tuple[str, ...], context: RuleContext) -> pl.DataFrame:
    """Adds ``parts_differ``: on the ward's row, whether the groups, or the former units, where all are stated, add up to another figure."""
    place = [*keys, "area_code"]
    stated = frame.select_seq(*place, *names)
    first = stated.filter(pl.col("area_code").is_not_null()).unique(place, keep="first", maintain_order=True)
    differ = [pl.lit(False)]
    for codes in (context.groups, tuple(context.former_units)):
        parts = first.filter(pl.col("area_code").is_in(codes))
        if not codes or parts.height < len(codes):
            continue
        sums = (
            parts.group_by([*keys, pl.lit(context.ward_code).alias("area_code")])
            .agg(
                pl.len().alias("_stated"),
                *(pl.when(pl.col(name).count() == len(codes)).then(pl.col(name).sum()).alias(f"_{name}") for name in names),
            )
            .filter(pl.col("_stated") == len(codes))
        )
        with_sum = stated.join(sums, on=place, how="left", maintain_order="left")
        is_other = pl.any_horizontal((pl.col(name) != pl.col(f"_{name}")).fill_null(False) for name in names)
        differ.append(pl.lit(with_sum.select_seq(is_other.alias("differ")).to_series()))
    return frame.with_columns_seq(pl.any_horizontal(differ).alias("parts_differ"))


def _number_is_wrong(name: str) -> pl.Expr:
    return (raw(name).is_not_null() & pl.col(name).is_null()) | (pl.col(name) < 0).fill_null(False)


FIGURES = RuleBook()

_CODE = pl.col("indicator_code")
_SHARE = pl.col("is_share")
_MEASURE = pl.col("measure")
_KNOWN = (pl.col("feed") == "reported").fill_null(False)
_YES_NO = _MEASURE == "yes_no"
_FIGURE_MISSING = (
    pl.when(_SHARE)
    .then(pl.col("numerator").is_null() | (pl.col("denominator").is_null() & pl.col("population_figure").is_null()))
    .otherwise(pl.col("value").is_null())
)
_DENOMINATOR = _winning_denominator()
_IMPOSSIBLE = _SHARE & (
    (_DENOMINATOR == 0)
    | (pl.col("denominator") == 0).fill_null(False)
    | ((_MEASURE == "share") & (pl.col("numerator").cast(pl.Float64) > _DENOMINATOR))
)
_STATED_TWICE = (
    _KNOWN
    & pl.col("area_code").is_not_null()
    & (pl.struct("numerator", "denominator", "value").n_unique().over("indicator_code", "area_code", "month") > 1)
)


def _unreadable(context: RuleContext) -> pl.Expr:
    return (
        (_SHARE & (_number_is_wrong("numerator") | _number_is_wrong("denominator")))
        | (~_SHARE & ~_YES_NO & _number_is_wrong("value"))
        | (_YES_NO & ~pl.col("value").cast(pl.Float64).is_in([0.0, 1.0]).fill_null(False))
        | _FIGURE_MISSING
        | pl.col("is_in_another_unit")
        | pl.col("is_stated_in_another_unit")
        | pl.col("is_stated_elsewhere")
        | pl.col("rate_or_fraction").is_not_null()
        | (pl.col("month").ne_missing(pl.lit(context.month)))
    )


@FIGURES.rule("R01", "critical", column="indicator_code")
def indicator_is_in_the_catalogue(context: RuleContext) -> Broken:
    bad = ~_KNOWN
    message = say(
        "Mã chỉ tiêu '{}' không có trong danh mục, hoặc được tính từ nguồn khác nên phòng không báo cáo. Sửa mã hoặc bỏ dòng này.",
        _CODE,
    )
    return bad, message


@FIGURES.rule("R02", "critical", column="value")
def number_can_be_read(context: RuleContext) -> Broken:
    bad = _KNOWN & _unreadable(context)
    message = (
        pl.when(pl.col("is_in_another_unit"))
        .then(
            say(
                "Đơn vị '{}' khác đơn vị '{}' của chỉ tiêu {} trong danh mục; hệ thống không tự đổi. Giá trị: đổi về đơn vị của danh mục "
                "rồi ghi lại cả số và đơn vị. Tỷ lệ: ghi tử số, mẫu số bằng số đếm đủ (tiền bằng đồng), đơn vị '%' hoặc để trống.",
                shown(pl.col("unit")),
                pl.col("catalogue_unit"),
                _CODE,
            )
        )
        .when(pl.col("is_stated_in_another_unit"))
        .then(
            say(
                "Bảng ghi đơn vị '{}' (phía trên, giữa các dòng, tiêu đề cột, tên chỉ tiêu, ghi chú, hộp chữ hoặc đầu trang in), "
                "dòng này bỏ trống cột Đơn vị; đơn vị của chỉ tiêu {} trong danh mục là '{}' và hệ thống không "
                "tự đổi. Ghi đơn vị của dòng này, hoặc đổi số về đơn vị của danh mục (tiền bằng đồng) và bỏ đơn vị ghi chung.",
                shown(pl.coalesce("stated_unit", "ended_unit")),
                _CODE,
                pl.col("catalogue_unit"),
            )
        )
        .when(pl.col("is_stated_elsewhere"))
        .then(
            say(
                "{} ghi đơn vị '{}', dòng này bỏ trống cột Đơn vị; đơn vị của chỉ tiêu {} trong danh mục là '{}' và hệ thống không tự đổi. "
                "Ghi đơn vị của dòng này, hoặc đổi số về đơn vị của danh mục (tiền bằng đồng) và bỏ đơn vị ghi ở nơi đó.",
                pl.col("unit_place"),
                shown(pl.col("unit_elsewhere")),
                _CODE,
                pl.col("catalogue_unit"),
            )
        )
        .when(pl.col("rate_or_fraction").is_not_null())
        .then(
            say(
                "Số '{}' không dùng được cho chỉ tiêu {}: ghi bằng phần trăm hoặc có phần lẻ, trong khi phải là số đếm hoặc số "
                "tiền đủ bằng "
                "đồng. Ghi số nguyên (số người, số hộ, số đồng…); tỷ lệ do hệ thống tự tính.",
                pl.col("rate_or_fraction"),
                _CODE,
            )
        )
        .otherwise(
            say(
                (
                    "Số liệu không đọc được, bị thiếu, âm hoặc ghi sai tháng (tử số '{}', mẫu số '{}', giá trị '{}', tháng '{}'). "
                    "Ghi lại bằng chữ số."
                ),
                raw("numerator"),
                raw("denominator"),
                raw("value"),
                raw("month"),
            )
        )
    )
    return bad, message


@FIGURES.rule("R03", "critical", column="numerator")
def share_is_possible(context: RuleContext) -> Broken:
    message = say("Tử số {} lớn hơn mẫu số {}, hoặc mẫu số bằng 0. Kiểm tra hai số này.", raw("numerator"), raw("denominator"))
    return _IMPOSSIBLE, message


@FIGURES.rule("R04", "critical", column="value")
def one_figure_is_stated_once(context: RuleContext) -> Broken:
    message = say("Chỉ tiêu {} ở khu vực này có hai số khác nhau trong cùng báo cáo. Giữ lại một dòng đúng.", _CODE)
    return _STATED_TWICE, message


@FIGURES.rule("R05", "critical", column="area")
def area_is_known(context: RuleContext) -> Broken:
    bad = pl.col("area_code").is_null()
    message = say("Khu vực '{}' không có trong danh sách của phường. Chọn lại khu vực trong danh sách.", pl.col("area"))
    return bad, message


@FIGURES.rule("R06", "warning", column="value")
def change_against_last_month_is_plausible(context: RuleContext) -> Broken:
    refused = ~_KNOWN | _unreadable(context) | _IMPOSSIBLE.fill_null(False) | _STATED_TWICE | pl.col("area_code").is_null()
    changed = (pl.col("stated_value") - pl.col("previous_value")).abs() > 0.5 * pl.col("previous_value").abs()
    comparable = (pl.col("previous_value") != 0) & (pl.col("stated_value") != 0)
    bad = ~refused & comparable & changed
    message = say(
        "Số liệu của chỉ tiêu {} thay đổi quá một nửa so với tháng trước ({} so với {}). Xác nhận.",
        _CODE,
        figure(pl.col("stated_value")),
        figure(pl.col("previous_value")),
    )
    return bad, message


@FIGURES.rule("R07", "warning", column="value")
def parts_add_up_to_the_ward(context: RuleContext) -> Broken:
    bad = _KNOWN & (_MEASURE != "yes_no") & pl.col("parts_differ")
    message = say("Cộng các tổ dân phố hoặc các đơn vị cũ không bằng số của toàn phường ở chỉ tiêu {}. Kiểm tra lại.", _CODE)
    return bad, message


@FIGURES.rule("R08", "warning", column="denominator")
def denominator_agrees_with_the_population_sheet(context: RuleContext) -> Broken:
    bad = _SHARE & (pl.col("denominator").cast(pl.Float64) != pl.col("population_figure").cast(pl.Float64))
    message = say(
        "Mẫu số {} khác số ở trang Dân số ({}); số ở trang Dân số được dùng. Xác nhận số đúng.",
        raw("denominator"),
        figure(pl.col("population_figure")),
    )
    return bad, message


POPULATION = RuleBook()


@POPULATION.rule("R02", "critical", column="population_count")
def population_number_can_be_read(context: RuleContext) -> Broken:
    is_scaled_count = pl.col("is_stated_in_another_unit")
    bad = (
        pl.any_horizontal(_number_is_wrong(name) | _is_percent(name) for name in COUNTS)
        | is_scaled_count
        | pl.col("month").ne_missing(pl.lit(context.month))
    )
    message = (
        pl.when(is_scaled_count)
        .then(
            say(
                "Trang Dân số ghi đơn vị '{}' (phía trên, giữa các dòng, tiêu đề cột, ghi chú, hộp chữ hoặc đầu trang in); "
                "hệ thống không tự đổi. Ghi số đếm đủ (số người, số hộ…) và bỏ đơn vị này.",
                shown(pl.col("stated_unit")),
            )
        )
        .otherwise(
            say("Có số ở trang Dân số không đọc được, âm, ghi bằng phần trăm hoặc ghi sai tháng ('{}'). Ghi lại bằng chữ số.", raw("month"))
        )
    )
    return bad, message


@POPULATION.rule("R04", "critical", column="area")
def population_one_figure_is_stated_once(context: RuleContext) -> Broken:
    variants = pl.struct(COUNTS).n_unique().over("area_code", "month")
    bad = pl.col("area_code").is_not_null() & (variants > 1)
    message = say("Khu vực '{}' có hai dòng khác nhau ở trang Dân số. Giữ lại một dòng đúng.", pl.col("area"))
    return bad, message


@POPULATION.rule("R05", "critical", column="area")
def population_area_is_known(context: RuleContext) -> Broken:
    bad = pl.col("area_code").is_null()
    message = say("Khu vực '{}' không có trong danh sách của phường. Chọn lại khu vực trong danh sách.", pl.col("area"))
    return bad, message


@POPULATION.rule("R07", "warning", column="population_count")
def population_parts_add_up_to_the_ward(context: RuleContext) -> Broken:
    bad = pl.col("parts_differ")
    message = say("Cộng các tổ dân phố hoặc các đơn vị cũ không bằng số của toàn phường ở trang Dân số. Kiểm tra lại.")
    return bad, message


#: Sheet "Dân số" goes first: its rows that may be published are the denominators of the figures.
PARTS = (Part("population", "population", POPULATION, prepare_population), Part("department_report", "main", FIGURES, prepare))
