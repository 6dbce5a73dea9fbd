"""Rules R01 to R08: the figures that departments state, and the denominators of sheet "Dân số"."""

import polars as pl

from expectations.context import RuleContext
from expectations.rule import Rule
from expectations.wording import figure, raw, say, shown
from transforms.cleaning.model import Cleaned
from transforms.cleaning.steps import words_for_blank_as_null
from transforms.sources.department_report import COUNTS
from transforms.vietnamese.units import is_full, is_scaled, unit_key, unit_keys

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


def prepare(cleaned: Cleaned, knowledge: RuleContext) -> pl.DataFrame:
    """The figures with their catalogue entry, the denominator that wins, last month's value and the sums of groups and units."""
    shapes = pl.DataFrame(
        [(s.code, s.feed, s.measure, s.denominator_from, s.unit, s.is_measured) for s in knowledge.indicators],
        orient="row",
        schema=_SHAPE_SCHEMA,
    )
    people = _with_units(cleaned.extra["population"].filter(pl.col("area_code").is_not_null()).unique("area_code", keep="first"), knowledge)
    codes = {shape.code.lower(): shape.code for shape in knowledge.indicators}
    figures = cleaned.frame.with_columns(
        pl.col("indicator_code").str.to_lowercase().replace_strict(codes, default=pl.col("indicator_code"))
    )
    denominators = people.unpivot(
        on=list(COUNTS), index="area_code", variable_name="count_name", value_name="population_figure"
    ).with_columns(pl.col("count_name").replace_strict({column: name for name, column in DENOMINATORS.items()}).alias("denominator_from"))
    frame = (
        figures.join(shapes, on="indicator_code", how="left", maintain_order="left")
        .join(
            denominators.select("area_code", "denominator_from", "population_figure"),
            on=["area_code", "denominator_from"],
            how="left",
            maintain_order="left",
        )
        .join(
            knowledge.previous_figures.select("indicator_code", "area_code", pl.col("value").alias("previous_value")),
            on=["indicator_code", "area_code"],
            how="left",
            maintain_order="left",
        )
    )
    frame = frame.with_columns(
        pl.when(pl.col("measure") == "yes_no").then(pl.col("value_or_mark")).otherwise(pl.col("value")).alias("value"),
        pl.col("measure").is_in(["share", "ratio"]).alias("is_share"),
    ).with_columns(
        pl.when(pl.col("is_share"))
        .then(100.0 * pl.col("numerator").cast(pl.Float64) / _winning_denominator())
        .otherwise(pl.col("value").cast(pl.Float64))
        .alias("stated_value"),
        _is_in_another_unit().alias("is_in_another_unit"),
        _is_stated_in_another_unit(frame).alias("is_stated_in_another_unit"),
        _rate_or_fraction().alias("rate_or_fraction"),
    )
    return with_sums(frame, ("numerator", "denominator", "value"), ("indicator_code",), knowledge)


def _is_in_another_unit() -> pl.Expr:
    return (unit_key(words_for_blank_as_null(pl.col("unit"))) != unit_key(pl.col("catalogue_unit"))).fill_null(False)


def _is_stated_in_another_unit(frame: pl.DataFrame) -> pl.Expr:
    """Whether a row without a unit of its own stands under one that is not the catalogue's: thousands or millions of anything, and any unit that
    is not known to make full figures ("người", "đồng": a table of figures of several kinds states one of them). The parts of a share are
    counts or amounts, whatever the share itself is in: for them a unit is another one only where it is scaled."""
    other = pl.lit(False)
    for stated in frame["stated_unit"].drop_nulls().unique():
        is_here = (pl.col("stated_unit") == stated) & words_for_blank_as_null(pl.col("unit")).is_null()
        is_catalogue = unit_key(pl.col("catalogue_unit")).is_in(unit_keys(stated)).fill_null(False)
        wrong = (
            pl.when(pl.col("is_share"))
            .then(~is_catalogue & pl.lit(is_scaled(stated)))
            .otherwise(~is_catalogue & pl.lit(not is_full(stated)))
        )
        other = other | (is_here & wrong & (pl.col("measure") != "yes_no"))
    return other.fill_null(False)


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


def _with_units(people: pl.DataFrame, knowledge: RuleContext) -> pl.DataFrame:
    """A former unit without a row of its own has the sum of its groups, where all of them are stated."""
    rows = []
    for unit, groups in knowledge.former_units.items():
        parts = people.filter(pl.col("area_code").is_in(groups))
        if groups and parts.height == len(groups) and people.filter(pl.col("area_code") == unit).is_empty():
            sums = [pl.when(pl.col(name).count() == len(groups)).then(pl.col(name).sum()).alias(name) for name in COUNTS]
            rows.append(parts.select(pl.lit(unit).alias("area_code"), *sums))
    return pl.concat([people.select("area_code", *COUNTS), *rows])


def prepare_population(cleaned: Cleaned, knowledge: RuleContext) -> pl.DataFrame:
    people = cleaned.extra["population"]
    scaled = [stated for stated in people["stated_unit"].drop_nulls().unique() if is_scaled(stated)]
    is_stated = pl.col("stated_unit").is_in(scaled).fill_null(False)
    return with_sums(people.with_columns(is_stated.alias("is_stated_in_another_unit")), COUNTS, (), knowledge)


def with_sums(frame: pl.DataFrame, names: tuple[str, ...], keys: tuple[str, ...], knowledge: RuleContext) -> pl.DataFrame:
    """Adds ``parts_differ``: on the ward's row, whether the groups, or the former units, where all are stated, add up to another figure."""
    first = frame.filter(pl.col("area_code").is_not_null()).unique([*keys, "area_code"], keep="first", maintain_order=True)
    wanted = {"groups": knowledge.groups, "units": tuple(knowledge.former_units)}
    out = frame.with_columns(pl.lit(False).alias("parts_differ"))
    for codes in (codes for codes in wanted.values() if codes):
        parts = first.filter(pl.col("area_code").is_in(codes)).with_columns(pl.lit(knowledge.ward_code).alias("area_code"))
        sums = (
            parts.group_by([*keys, "area_code"])
            .agg(
                pl.len().alias("_stated"),
                *(pl.when(pl.col(name).count() == len(codes)).then(pl.col(name).sum()).alias(f"_{name}") for name in names),
            )
            .filter(pl.col("_stated") == len(codes))
        )
        out = (
            out.join(sums, on=[*keys, "area_code"], how="left", maintain_order="left")
            .with_columns(
                pl.any_horizontal(pl.col("parts_differ"), *((pl.col(name) != pl.col(f"_{name}")).fill_null(False) for name in names)).alias(
                    "parts_differ"
                )
            )
            .drop("_stated", *(f"_{name}" for name in names))
        )
    return out


def _number_is_wrong(name: str) -> pl.Expr:
    return (raw(name).is_not_null() & pl.col(name).is_null()) | (pl.col(name) < 0).fill_null(False)


def rules(knowledge: RuleContext) -> tuple[Rule, ...]:
    code, share, measure = pl.col("indicator_code"), pl.col("is_share"), pl.col("measure")
    known, yes_no = (pl.col("feed") == "reported").fill_null(False), measure == "yes_no"
    figure_missing = (
        pl.when(share)
        .then(pl.col("numerator").is_null() | (pl.col("denominator").is_null() & pl.col("population_figure").is_null()))
        .otherwise(pl.col("value").is_null())
    )
    unreadable = (
        (share & (_number_is_wrong("numerator") | _number_is_wrong("denominator")))
        | (~share & ~yes_no & _number_is_wrong("value"))
        | (yes_no & ~pl.col("value").cast(pl.Float64).is_in([0.0, 1.0]).fill_null(False))
        | figure_missing
        | pl.col("is_in_another_unit")
        | pl.col("is_stated_in_another_unit")
        | pl.col("rate_or_fraction").is_not_null()
        | (pl.col("month").ne_missing(pl.lit(knowledge.month)))
    )
    denominator = _winning_denominator()
    impossible = share & (
        (denominator == 0)
        | (pl.col("denominator") == 0).fill_null(False)
        | ((measure == "share") & (pl.col("numerator").cast(pl.Float64) > denominator))
    )
    stated_twice = (
        known
        & pl.col("area_code").is_not_null()
        & (pl.struct("numerator", "denominator", "value").n_unique().over("indicator_code", "area_code", "month") > 1)
    )
    refused = ~known | unreadable | impossible.fill_null(False) | stated_twice | pl.col("area_code").is_null()
    changed = (pl.col("stated_value") - pl.col("previous_value")).abs() > 0.5 * pl.col("previous_value").abs()
    comparable = (pl.col("previous_value") != 0) & (pl.col("stated_value") != 0)
    return (
        Rule(
            "R01",
            "critical",
            "indicator_is_in_the_catalogue",
            "indicator_code",
            ~known,
            say(
                "Mã chỉ tiêu '{}' không có trong danh mục, hoặc được tính từ nguồn khác nên phòng không báo cáo. Sửa mã hoặc bỏ dòng này.",
                code,
            ),
        ),
        Rule(
            "R02",
            "critical",
            "number_can_be_read",
            "value",
            known & unreadable,
            pl.when(pl.col("is_in_another_unit"))
            .then(
                say(
                    "Đơn vị '{}' khác đơn vị '{}' của chỉ tiêu {} trong danh mục; hệ thống không tự đổi. Giá trị: đổi về đơn vị của danh mục "
                    "rồi ghi lại cả số và đơn vị. Tỷ lệ: ghi tử số, mẫu số bằng số đếm đủ (tiền bằng đồng), đơn vị '%' hoặc để trống.",
                    shown(pl.col("unit")),
                    pl.col("catalogue_unit"),
                    code,
                )
            )
            .when(pl.col("is_stated_in_another_unit"))
            .then(
                say(
                    "Bảng ghi đơn vị '{}' ở phía trên hoặc ở tiêu đề cột, dòng này bỏ trống cột Đơn vị; đơn vị của chỉ tiêu {} trong danh mục là '{}' "
                    "và hệ thống không tự đổi. Ghi đơn vị của dòng này, hoặc đổi số về đơn vị của danh mục (tiền bằng đồng) và bỏ đơn vị ghi chung.",
                    shown(pl.col("stated_unit")),
                    code,
                    pl.col("catalogue_unit"),
                )
            )
            .when(pl.col("rate_or_fraction").is_not_null())
            .then(
                say(
                    "Số '{}' không dùng được cho chỉ tiêu {}: ghi bằng phần trăm hoặc có phần lẻ, trong khi phải là số đếm hoặc số tiền đủ bằng "
                    "đồng. Ghi số nguyên (số người, số hộ, số đồng…); tỷ lệ do hệ thống tự tính.",
                    pl.col("rate_or_fraction"),
                    code,
                )
            )
            .otherwise(
                say(
                    "Số liệu không đọc được, bị thiếu, âm hoặc ghi sai tháng (tử số '{}', mẫu số '{}', giá trị '{}', tháng '{}'). Ghi lại bằng chữ số.",
                    raw("numerator"),
                    raw("denominator"),
                    raw("value"),
                    raw("month"),
                )
            ),
        ),
        Rule(
            "R03",
            "critical",
            "share_is_possible",
            "numerator",
            impossible,
            say("Tử số {} lớn hơn mẫu số {}, hoặc mẫu số bằng 0. Kiểm tra hai số này.", raw("numerator"), raw("denominator")),
        ),
        Rule(
            "R04",
            "critical",
            "one_figure_is_stated_once",
            "value",
            stated_twice,
            say("Chỉ tiêu {} ở khu vực này có hai số khác nhau trong cùng báo cáo. Giữ lại một dòng đúng.", code),
        ),
        Rule(
            "R05",
            "critical",
            "area_is_known",
            "area",
            pl.col("area_code").is_null(),
            say("Khu vực '{}' không có trong danh sách của phường. Chọn lại khu vực trong danh sách.", pl.col("area")),
        ),
        Rule(
            "R06",
            "warning",
            "change_against_last_month_is_plausible",
            "value",
            ~refused & comparable & changed,
            say(
                "Số liệu của chỉ tiêu {} thay đổi quá một nửa so với tháng trước ({} so với {}). Xác nhận.",
                code,
                figure(pl.col("stated_value")),
                figure(pl.col("previous_value")),
            ),
        ),
        Rule(
            "R07",
            "warning",
            "parts_add_up_to_the_ward",
            "value",
            known & (measure != "yes_no") & pl.col("parts_differ"),
            say("Cộng các tổ dân phố hoặc các đơn vị cũ không bằng số của toàn phường ở chỉ tiêu {}. Kiểm tra lại.", code),
        ),
        Rule(
            "R08",
            "warning",
            "denominator_agrees_with_the_population_sheet",
            "denominator",
            share & (pl.col("denominator").cast(pl.Float64) != pl.col("population_figure").cast(pl.Float64)),
            say(
                "Mẫu số {} khác số ở trang Dân số ({}); số ở trang Dân số được dùng. Xác nhận số đúng.",
                raw("denominator"),
                figure(pl.col("population_figure")),
            ),
        ),
    )


def population_rules(knowledge: RuleContext) -> tuple[Rule, ...]:
    is_scaled_count = pl.col("is_stated_in_another_unit")
    unreadable = (
        pl.any_horizontal(_number_is_wrong(name) | _is_percent(name) for name in COUNTS)
        | is_scaled_count
        | pl.col("month").ne_missing(pl.lit(knowledge.month))
    )
    variants = pl.struct(COUNTS).n_unique().over("area_code", "month")
    return (
        Rule(
            "R02",
            "critical",
            "number_can_be_read",
            "population_count",
            unreadable,
            pl.when(is_scaled_count)
            .then(
                say(
                    "Trang Dân số ghi đơn vị '{}' ở phía trên hoặc ở tiêu đề cột; hệ thống không tự đổi. Ghi số đếm đủ (số người, số hộ…) và bỏ đơn vị này.",
                    shown(pl.col("stated_unit")),
                )
            )
            .otherwise(
                say(
                    "Có số ở trang Dân số không đọc được, âm, ghi bằng phần trăm hoặc ghi sai tháng ('{}'). Ghi lại bằng chữ số.",
                    raw("month"),
                )
            ),
        ),
        Rule(
            "R04",
            "critical",
            "one_figure_is_stated_once",
            "area",
            pl.col("area_code").is_not_null() & (variants > 1),
            say("Khu vực '{}' có hai dòng khác nhau ở trang Dân số. Giữ lại một dòng đúng.", pl.col("area")),
        ),
        Rule(
            "R05",
            "critical",
            "area_is_known",
            "area",
            pl.col("area_code").is_null(),
            say("Khu vực '{}' không có trong danh sách của phường. Chọn lại khu vực trong danh sách.", pl.col("area")),
        ),
        Rule(
            "R07",
            "warning",
            "parts_add_up_to_the_ward",
            "population_count",
            pl.col("parts_differ"),
            say("Cộng các tổ dân phố hoặc các đơn vị cũ không bằng số của toàn phường ở trang Dân số. Kiểm tra lại."),
        ),
    )
