"""Why a value has its status, in one Vietnamese sentence (or two): what is reached, against what, what is missing, what is needed a month.

Data flow: rows of ``path.with_trajectory`` -> the expression of the column ``reason``. One family of words a shape; every family knows
every status.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import polars as pl

from transforms.targets.path import ADDS_UP, DUST, IN_PARTS, IS_COUNT
from transforms.targets.terms import BOUNDS_VI
from transforms.targets.words import Figures, as_written, gap_between, in_words, told_in

_shape, _status, _kind = pl.col("shape"), pl.col("status"), pl.col("target_kind")
_unit, _month = pl.col("unit"), pl.col("month")
_is_strict, _is_every_year = pl.col("is_strict") == 1, pl.col("is_every_year") == 1
_IS_YEAR_TO_DATE = pl.col("window_kind") == "year_to_date"
_IS_FLOW = pl.col("stated_window") == "flow"


def with_reason(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with ``reason``, and with the words that it was made of: those that several sentences share are made once, as columns, and
    then put together. One expression of it all would be planned for a second whatever the number of rows."""
    rows = rows.with_columns_seq(pl.when(_shape == "zero_by_year").then(pl.lit("zero")).otherwise(_kind).alias(_MADE + "family"))
    before, after = _steps(frozenset(rows[_MADE + "family"].drop_nulls().unique()))
    for step in before:
        rows = rows.with_columns_seq(step)
    rows = rows.hstack([words.alias(_MADE + words.name) for words in in_words(rows, _figures())])
    for step in after:
        rows = rows.with_columns_seq(step)
    return rows


@cache
def _steps(there: frozenset[str]) -> tuple[tuple[list[pl.Expr], ...], tuple[list[pl.Expr], ...]]:
    """Before and after figures are put in words, each over the columns of those before it; built once, for building takes as long as a
    small ward's rows. Of the families of sentences those that are ``there``."""
    compared = ("judged", *_SHORT_OF.values())
    scales = {f"{name}_scale": told_in(pl.col(name), _unit) for name in compared}
    written = {f"{name}_written": as_written(pl.col(name), _w(f"{name}_scale")) for name in compared}
    apart = {f"{name}_written": (_w(f"{line}_written") - _w("judged_written")).abs() for name, line in _SHORT_OF.items()}
    distances = {
        f"{name}_by": gap_between(pl.col(line), pl.col("judged"), _w(f"{name}_written"), _unit) for name, line in _SHORT_OF.items()
    }
    before = ({"is_count": _is_count(), **scales}, written, apart, distances)
    parts = {"time": _time(), "a_month": _a_month(), "amount": _figure()}
    own_parts = {"floor": {"units_missing": _units_missing()}, "growth": {"average_growth": _average()}}
    shared = {"goal": _goal(), "stands": _stands(), "other_baseline": _of_other_baseline()}
    floor, ceiling = {"lacking": _lacking(), "still": _still(), "rise": _rise()}, {"room": _room(), "fall": _fall(), "spent": _spent()}
    families = {"yes": _state, "growth": _growth, "zero": _zero, "ceiling": _limit, "floor": _floor}
    after = (
        parts | _of(own_parts, there),
        shared,
        _of({"floor": floor, "ceiling": ceiling}, there),
        {name: family() for name, family in families.items() if name in there},
        {"sentence": _sentence([name for name in families if name in there])},
    )
    return tuple(map(_named, before)), (*map(_named, after), [_capital(_w("sentence")).alias("reason")])


def _of(words: Mapping[str, Mapping[str, pl.Expr]], there: frozenset[str]) -> dict[str, pl.Expr]:
    return {name: word for family, own in words.items() if family in there for name, word in own.items()}


def _named(made: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    return [words.alias(_MADE + name) for name, words in made.items()]


@cache
def _figures() -> Figures:
    """The figures that sentences name; columns of ``path`` and of the first step."""
    amounts = {"figure": "amount", "path": "trajectory", "level": "level", "target": "target", "final": "final_value"}
    baselines = {"stated_baseline": "baseline", "found_baseline": "found_baseline"}
    gaps = {"in_all": _left_in_all(), "near_a_month": pl.col("needed_per_month"), "step": _whole_step(), "one": pl.lit(1.0)}
    return Figures(
        amounts={name: pl.col(column) for name, column in (amounts | baselines).items()},
        shares={"rate": pl.col("target")},
        gaps={name: _w(f"{name}_by") for name in _SHORT_OF} | gaps,
        plain={
            "target_number": pl.col("target"),
            "range_to": pl.col("range_to"),
            "left": _left(),
            "units": pl.col("denominator"),
            "average": _average_growth().abs(),
        },
    )


def _sentence(families: Iterable[str]) -> pl.Expr:
    chosen = pl.coalesce(pl.lit(None, pl.String), *(pl.when(_w("family") == name).then(_w(name)) for name in families))
    unsummed = pl.lit("Chưa đủ số cả năm của các năm trước nên chưa tính được lũy kế.")
    return (
        pl.when(_kind.is_null())
        .then(_not_aimed())
        .when("is_before")
        .then(_said(_before(), _w("other_baseline")))
        .when(pl.col("target").is_null())
        .then(_no_own_baseline())
        .when(pl.col("amount").is_null())
        .then(unsummed)
        .otherwise(_said(chosen, _of_older_baseline(), _w("other_baseline")))
    )


#: Columns of words made on the way.
_MADE = "said_"
#: What is missing, and against which line.
_SHORT_OF = {"missing": "level", "off_path": "trajectory"}


def _w(name: str) -> pl.Expr:
    return pl.col(_MADE + name)


def _is_count() -> pl.Expr:
    """Of a count no sentence names less than a whole one."""
    return IS_COUNT & (pl.col("amount") == pl.col("amount").round())


def _figure() -> pl.Expr:
    """Where the value is written as the target itself and is beyond it, it is "more than" that; where it falls short, "nearly"."""
    reads_alike = (_w("figure") == _w("target")) & (_kind != "growth")
    is_short = (pl.col("amount") < pl.col("target")) & (_kind == "floor")
    nearly = pl.when(reads_alike & (pl.col("amount") > pl.col("target"))).then(pl.lit("hơn ")).when(reads_alike & is_short)
    return pl.concat_str(nearly.then(pl.lit("gần ")).otherwise(pl.lit("")), _w("figure"))


def _whole_step() -> pl.Expr:
    """What is needed a month; of a count in whole ones."""
    step = pl.col("needed_per_month").abs()
    return pl.when(_w("is_count")).then((step - DUST).ceil()).otherwise(step)


def _a_month() -> pl.Expr:
    """ "0,17 điểm % mỗi tháng"; of a count "3 hộ mỗi tháng", and where less than one a month is enough "1 trường mỗi 19 tháng"."""
    step = pl.col("needed_per_month").abs()
    months = pl.when(_w("is_count") & (step > 0) & (step <= 0.5)).then((1 / step + DUST).floor()).cast(pl.Int64)
    seldom = pl.when(months > 1).then(_said(_w("one"), " mỗi ", months.cast(pl.String), " tháng"))
    return pl.coalesce(seldom, _said(_w("step"), " mỗi tháng"))


# --- parts of sentences ---------------------------------------------------------------------------------------------------
def _said(*parts: pl.Expr | str) -> pl.Expr:
    return pl.concat_str([pl.lit(part) if isinstance(part, str) else part for part in parts])


def _only(condition: pl.Expr, *parts: pl.Expr | str) -> pl.Expr:
    """The words where the condition holds and nothing in them is unknown, else none."""
    return pl.when(condition).then(_said(*parts)).otherwise(pl.lit("")).fill_null("")


def _year(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String)


def _time() -> pl.Expr:
    """Of what part of the year the figure is; "" for what stands at a month's end."""
    months = pl.when(_month == 12).then(pl.lit("Cả năm ")).otherwise(_said("Lũy kế ", _month.cast(pl.String), " tháng đầu năm "))
    of_month = _said("Trong tháng ", _month.cast(pl.String), " ")
    return (
        pl.when(_shape == "cumulative_sum")
        .then(pl.lit("Lũy kế "))
        .when(_IS_YEAR_TO_DATE)
        .then(months)
        .when(pl.col("window_kind") == "month")
        .then(of_month)
        .otherwise(pl.lit(""))
    )


def _capital(sentence: pl.Expr) -> pl.Expr:
    """The first letter large, which no time stands before. ``sentence``: a column, for it is named twice."""
    return pl.concat_str(sentence.str.slice(0, 1).str.to_uppercase(), sentence.str.slice(1))


def _over_baseline() -> pl.Expr:
    """ "gấp 1,12 lần năm 2025", or "bằng 47 % năm 2025"."""
    times = pl.when(_unit == "lần").then(pl.lit("gấp ")).otherwise(pl.lit("bằng "))
    return _said(times, _w("amount"), " năm ", _year("baseline_year"))


def _is_ratio() -> pl.Expr:
    return (_shape.is_in(["ratio_to_baseline", "reduction_from_baseline"])) & (pl.col("measure") == "ratio")


def _stands() -> pl.Expr:
    """ "đạt 92,67 %"; of a limit "ở mức 38 điểm" """
    verb = pl.when(_kind == "ceiling").then(pl.lit("ở mức ")).otherwise(pl.lit("đạt "))
    return pl.when(_is_ratio()).then(_over_baseline()).otherwise(_said(verb, _w("amount")))


def _goal() -> pl.Expr:
    """ "mục tiêu trên 85 % năm 2030", "mục tiêu 95 % hằng năm", "mức 60 % của năm 2025" """
    bounds = {place: f"{words} " for place, words in BOUNDS_VI.items()}
    more = (
        pl.when(_is_strict)
        .then(pl.when(_kind == "ceiling").then(pl.lit(bounds["ceiling", True])).otherwise(pl.lit(bounds["floor", True])))
        .when(_kind == "ceiling")
        .then(pl.lit(bounds["ceiling", False]))
        .otherwise(pl.lit(""))  # "mục tiêu 95 %" is read as at least that
    )
    own = _said("mức ", _w("target"), " của năm ", _year("baseline_year"))
    ratio = _said("mục tiêu ", more, _w("target"), " năm ", _year("baseline_year"), " vào năm ", _year("target_year"))
    span = _said(
        "mục tiêu ",
        _w("target_number"),
        " đến ",
        _w("range_to"),
        " ",
        _unit,
        " năm ",
        _year("baseline_year"),
        " vào năm ",
        _year("target_year"),
    )
    return (
        pl.when(pl.col("is_baseline_from_data") == 1)
        .then(own)
        .when(pl.col("range_to").is_not_null())
        .then(span)
        .when(_is_ratio())
        .then(ratio)
        .otherwise(_said("mục tiêu ", more, _w("target"), _when()))
    )


def _when() -> pl.Expr:
    return pl.when(_is_every_year).then(pl.lit(" hằng năm")).otherwise(_said(" năm ", _year("target_year")))


def _units_missing() -> pl.Expr:
    """Of a set, how many are not covered yet: " (còn 3 trong 13)"."""
    known = (_shape == "whole_set") & (pl.col("measure") == "share") & (_left() > 0)
    return _only(known, " (còn ", _w("left"), " trong ", _w("units"), ")")


def _left() -> pl.Expr:
    return pl.col("denominator") - pl.col("numerator")


def _by_when() -> pl.Expr:
    """Until when the monthly step is reckoned; "" where the goal has named the year."""
    return pl.when(_is_every_year | IN_PARTS).then(pl.lit(" từ nay đến hết năm")).otherwise(pl.lit(""))


# --- floors: levels, counts, sums, ratios, sets -------------------------------------------------------------------------------
def _equals() -> pl.Expr:
    """At the level that is to be exceeded."""
    return _is_strict & ((pl.col("level") - pl.col("judged")).abs() < 1e-9)


def _just() -> pl.Expr:
    return _said("mới bằng chứ chưa trên ", _w("target"), " như mục tiêu", _when())


def _lacking() -> pl.Expr:
    lacking = _said("thiếu ", _w("missing"), " so với ", _w("goal"), _w("units_missing"))
    return pl.when(_equals()).then(_just()).otherwise(lacking)


def _still() -> pl.Expr:
    lacking = _said("còn thiếu ", _w("missing"), " so với ", _w("goal"), _w("units_missing"))
    return pl.when(_equals()).then(_just()).otherwise(lacking)


def _rise() -> pl.Expr:
    return _only(pl.col("needed_per_month") > 0, "; cần tăng thêm ", _w("a_month"), _by_when())


def _floor() -> pl.Expr:
    lacking, still, step = _w("lacking"), _w("still"), _w("rise")
    is_level = (pl.col("trajectory") - pl.col("target")).abs() < 1e-9
    path = _w("path")
    behind_by = _w("off_path")
    met = pl.when(pl.col("is_baseline_from_data") == 1).then(_said("không thấp hơn ", _w("goal"))).otherwise(_said("đã đạt ", _w("goal")))
    not_yet = pl.when(_IS_FLOW).then(_said("thấp hơn ", _w("missing"), " so với ", _w("goal"))).otherwise(_said(still, step))
    kept = _said("đang giữ được ", _w("goal"), "; năm nay đánh giá vào cuối tháng 12")
    tail = (
        pl.when(_status == "achieved")
        .then(_said(met, _beyond()))
        .when(_status == "missed")
        .then(_said(lacking, ": không đạt"))
        .when((_status == "on_track") & pl.col("meets"))
        .then(kept)
        .when(_status == "on_track")
        .then(_said("đúng tiến độ (lúc này cần ", path, "); ", still, step))
        .when((_status == "behind") & is_level)
        .then(not_yet)
        .when(_status == "behind")
        .then(_said("chậm ", behind_by, " so với tiến độ (lúc này cần ", path, "); ", still, step))
        .otherwise(_said(still, step, "; ", _no_path()))
    )
    return _said(_w("time"), _w("stands"), ", ", tail, ".")


def _beyond() -> pl.Expr:
    """Where the plan states a range: above its upper end."""
    return _only(pl.col("judged") > pl.col("range_to") + 1e-9, ", vượt cả mức cao")


def _of_older_baseline() -> pl.Expr:
    """Where the line begins under another standard than the value's: it is drawn, and the break is told."""
    is_drawn = pl.col("is_baseline_older") & _status.is_in(["on_track", "behind"])
    year = _year("baseline_year")
    return _only(
        is_drawn, " Tiến độ chỉ để tham khảo: số gốc năm ", year, " tính theo chuẩn cũ, số kỳ này theo chuẩn ", pl.col("break_name"), "."
    )


def _of_other_baseline() -> pl.Expr:
    """Where the plan states one figure and the data another, the way begins at the plan's; both are named, so that somebody can say which
    is right. Only where a way is drawn: elsewhere the older figure decides nothing, and what may be kept back must not come out here."""
    stated, found = _w("stated_baseline"), _w("found_baseline")
    has_way = (_kind == "growth") | ((_kind != "yes") & ~_is_every_year & (pl.col("from_year") < pl.col("target_year")))
    differs = has_way & (_shape != "cumulative_sum") & (stated != found)
    year = _year("baseline_year")
    return _only(
        differs,
        " Số gốc năm ",
        year,
        ": kế hoạch ghi ",
        stated,
        ", số liệu tháng 12/",
        year,
        " là ",
        found,
        "; tiến độ tính theo kế hoạch.",
    )


def _before() -> pl.Expr:
    """Where the way begins nothing is judged by it."""
    year = pl.col("baseline_year")
    return _said(
        _w("time"),
        _w("stands"),
        "; kế hoạch lấy năm ",
        year.cast(pl.String),
        " làm năm gốc, chỉ tiêu được đánh giá từ năm ",
        (year + 1).cast(pl.String),
        ".",
    )


def _no_path() -> pl.Expr:
    return _said("chưa có số gốc năm ", _year("baseline_year"), " nên chưa đánh giá được tiến độ")


# --- ceilings -------------------------------------------------------------------------------------------------------------
def _zero() -> pl.Expr:
    """None is to be left."""
    none = pl.when(_unit == "%").then(pl.lit("mục tiêu 0 %")).otherwise(_said("mục tiêu không còn ", _unit, " nào"))
    now = _said("còn ", _w("amount"))
    step = pl.when(pl.col("needed_per_month") < 0).then(_said("; cần giảm ", _w("a_month"))).otherwise(pl.lit("")).fill_null("")
    to_go = _said("để đạt ", none, " từ cuối năm ", _year("target_year"))
    path = _w("path")
    over = _w("off_path")
    gone = pl.when(_unit == "%").then(pl.lit("còn 0 %")).otherwise(_said("không còn ", _unit, " nào"))
    return (
        pl.when(_status == "achieved")
        .then(_said(gone, ", đã đạt mục tiêu đặt ra từ cuối năm ", _year("target_year"), "."))
        .when(_status == "missed")
        .then(_said(now, ", trong khi ", none, " từ cuối năm ", _year("target_year"), ": không đạt."))
        .when(_status == "on_track")
        .then(_said(now, ", đúng tiến độ (lúc này không quá ", path, ")", step, " ", to_go, "."))
        .when(_status == "behind")
        .then(_said(now, ", nhiều hơn ", over, " so với tiến độ (lúc này không quá ", path, ")", step, " ", to_go, "."))
        .otherwise(_said(now, step, " ", to_go, "; ", _no_path(), "."))
    )


def _room() -> pl.Expr:
    """What may still come in the year."""
    a_month = pl.col("needed_per_month")
    return pl.coalesce(
        pl.when(IN_PARTS & (a_month >= 0) & (_left_in_all() <= 0)).then(pl.lit("; từ nay đến hết năm không được tăng thêm")),
        pl.when(IN_PARTS & (a_month >= 0) & _w("is_count")).then(_said("; từ nay đến hết năm không được tăng quá ", _w("in_all"))),
        pl.when(IN_PARTS & (a_month >= 0)).then(_said("; từ nay đến hết năm mỗi tháng không được tăng quá ", _w("near_a_month"))),
        pl.lit(""),
    )


def _fall() -> pl.Expr:
    return _only(~IN_PARTS & (pl.col("needed_per_month") < 0), "; cần giảm ", _w("a_month"))


def _spent() -> pl.Expr:
    return _only(IN_PARTS & pl.col("needed_per_month").is_null() & (_month < 12), "; đã vượt mức của cả năm")


def _limit() -> pl.Expr:
    """Not above a level; of what adds up in a year, not above its part of the year."""
    path = _w("path")
    over_path = _w("off_path")
    over = _w("missing")
    room, step, spent = _w("room"), _w("fall"), _w("spent")
    aim = _only(pl.lit(value=True), "; ", _w("goal"))
    is_level = (pl.col("trajectory") - pl.col("target")).abs() < 1e-9
    tail = (
        pl.when(_status == "achieved")
        .then(_said("đã đạt ", _w("goal")))
        .when(_status == "missed")
        .then(_said("vượt ", over, " so với ", _w("goal"), ": không đạt"))
        .when((_status == "on_track") & is_level)
        .then(_said("đang giữ được ", _w("goal"), "; năm nay đánh giá vào cuối tháng 12"))
        .when(_status == "on_track")
        .then(_said("trong giới hạn (lúc này không quá ", path, ")", room, step, aim))
        .when((_status == "behind") & is_level)
        .then(_said("vượt ", over, " so với ", _w("goal"), step))
        .when(_status == "behind")
        .then(_said("vượt ", over_path, " so với tiến độ (lúc này không quá ", path, ")", spent, room, step, aim))
        .otherwise(_said(_w("goal"), "; ", _no_path()))
    )
    return _said(_w("time"), _w("stands"), ", ", tail, ".")


def _left_in_all() -> pl.Expr:
    """What the year may still add."""
    left = pl.col("year_end") - pl.col("amount")
    return pl.when(_w("is_count")).then((left + DUST).floor()).otherwise(left)


# --- growth, recognition, nothing to aim at ---------------------------------------------------------------------------------------
def _growth() -> pl.Expr:
    rate = _said("tăng bình quân ", _w("rate"), "/năm")
    period = _said(" giai đoạn ", (pl.col("baseline_year") + 1).cast(pl.String), "-", _year("target_year"))
    now = _said("đạt ", _w("amount"), _w("average_growth"))
    path = _w("path")
    behind_by = _w("off_path")
    until = pl.when(ADDS_UP).then(pl.lit(" từ nay đến hết năm")).otherwise(pl.lit(""))
    step = _only(pl.col("needed_per_month") > 0, "; cần thêm bình quân ", _w("a_month"), until)
    final = _said("năm ", _year("target_year"), " đạt ", _w("final"))
    end = pl.when("is_over").then(_said("giai đoạn đã kết thúc: ", final)).otherwise(_said(_w("time"), now))
    unknown = (
        pl.when(pl.col("is_over") & pl.col("final_value").is_null())
        .then(_said("chưa có số cả năm ", _year("target_year")))
        .when(pl.col("baseline") <= 0)
        .then(_said("số gốc năm ", _year("baseline_year"), " bằng 0 nên không tính được tốc độ tăng"))
        .otherwise(_no_path())
    )
    return (
        pl.when(_status == "achieved")
        .then(_said(end, ", đã đạt mục tiêu ", rate, period, " (cần ", _w("level"), ")."))
        .when(_status == "missed")
        .then(_said(end, ", thiếu ", _w("missing"), " so với mức cần có ", _w("level"), " để ", rate, period, ": không đạt."))
        .when(_status == "on_track")
        .then(_said(_w("time"), now, ", đúng tiến độ (lúc này cần ", path, " để ", rate, period, ")", step, "."))
        .when(_status == "behind")
        .then(_said(_w("time"), now, ", chậm ", behind_by, " so với tiến độ (lúc này cần ", path, " để ", rate, period, ")", step, "."))
        .otherwise(_said(_w("time"), "đạt ", _w("amount"), "; mục tiêu ", rate, period, ", ", unknown, "."))
    )


def _average() -> pl.Expr:
    """What the growth has been so far, where like is compared with like: the same months, or whole years."""
    period = pl.when(ADDS_UP & (_month < 12)).then(pl.lit("cùng kỳ ")).otherwise(pl.lit(""))
    words = pl.when(_average_growth() < 0).then(pl.lit("giảm")).otherwise(pl.lit("tăng"))
    mean = pl.when(_years() > 1).then(pl.lit(" bình quân ")).otherwise(pl.lit(" "))
    per = pl.when(_years() > 1).then(pl.lit(" %/năm")).otherwise(pl.lit(" %"))
    known = _w("average").is_not_null()
    return _only(known, " (", words, mean, _w("average"), per, " so với ", period, "năm ", _year("baseline_year"), ")")


def _average_growth() -> pl.Expr:
    """In percent a year."""
    before = pl.coalesce("baseline_same_month", pl.when(~ADDS_UP | (_month == 12)).then("baseline"))
    is_known = (before > 0) & (pl.col("amount") > 0) & (_years() > 0)
    return pl.when(is_known).then(((pl.col("amount") / before).pow(1 / _years()) - 1) * 100)


def _years() -> pl.Expr:
    return pl.col("year") - pl.col("baseline_year")


def _state() -> pl.Expr:
    due = _said("năm ", _year("target_year"))
    had = pl.col("recognised_month_key")
    month = _said((had % 100).cast(pl.String).str.zfill(2), "/", (had // 100).cast(pl.String))
    not_now = pl.when(had.is_null()).then(pl.lit("Chưa đạt")).otherwise(_said("Từng đạt (tháng ", month, ") nhưng nay không còn"))
    return (
        pl.when(_status == "achieved")
        .then(_said("Đã đạt mục tiêu đặt ra cho ", due, "."))
        .when(_status == "missed")
        .then(_said(not_now, " khi đã hết ", due, ": không đạt mục tiêu."))
        .when(_status == "behind")
        .then(_said(not_now, "; đây là năm cuối, phải đạt trước hết ", due, "."))
        .otherwise(_said(not_now, "; hạn cuối ", due, "."))
    )


def _not_aimed() -> pl.Expr:
    """No target is held against the value: because the plan has none, because it is a month's part, because it is another area's."""
    is_part = (pl.col("window_kind") == "month") & ADDS_UP
    return (
        pl.when(~pl.col("has_target"))
        .then(pl.lit("Theo dõi, kế hoạch không đề ra con số."))
        .when(is_part)
        .then(pl.lit("Số riêng của tháng; chỉ tiêu được đánh giá theo số lũy kế từ đầu năm."))
        .when(~pl.col("is_plan_area"))
        .then(pl.lit("Theo dõi; kế hoạch không giao chỉ tiêu này cho riêng địa bàn này."))
        .otherwise(pl.lit("Theo dõi; mục tiêu chưa đến kỳ đánh giá."))
    )


def _no_own_baseline() -> pl.Expr:
    return _said(_w("time"), "đạt ", _w("amount"), "; chưa có số năm ", _year("baseline_year"), " để so sánh nên chưa đánh giá.")
