"""Moments that a program wrote as Greenwich's ("2026-06-10T01:15:30Z"), known by the whole delivery to be that, or Vietnam's own time.

Programs that hold a moment write its hour of Greenwich; others hold Vietnam's hour as if it were that, and write it with the same sign:
SheetJS does the one into OpenDocument and XML Spreadsheet, the other into xlsx. The hours tell: an office works from the morning to the
evening, of Vietnam. Bare days stand at 17:00 of the day before where they are told at Greenwich, at midnight where they are not.

Data flow: text of a delivery -> ``settle_zones``, all columns and sheets together -> moments of Vietnam as date cells + the cells changed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.cleaning.moved_days import MOVED
from transforms.vietnamese.date_forms import rewritten

#: The kinds of these repairs in the ledger: moved to Vietnam's hour, and left as written because nobody can tell.
ZONE_MOVED, ZONE_UNKNOWN = "moment_of_greenwich", "moment_of_unknown_zone"
Verdict = Literal["greenwich", "local", "unknown"]

#: How many different moments must speak for one reading, and how many times as many as for the other. Of those written at Greenwich about
#: half lie in the small hours, of local ones hardly any; an evening's applications speak for the wrong one more often than a night's.
LEAST_TELLING, TIMES_AS_MANY_OF_GREENWICH, TIMES_AS_MANY_LOCAL = 3, 2, 4
#: As local time nobody works before six; as Greenwich's, those are the hours from six to one. As Greenwich's, the afternoon is the night.
_MORNING_FROM, _MORNING_TO = time(23), time(6)
_AFTERNOON_FROM, _AFTERNOON_TO = time(12), time(19)
#: From here on the day is another one in Vietnam, for programs that miss its midnight by a minute too.
_NEXT_DAY_FROM = time(16, 59)
_ENDS, _ENDS_AT_GREENWICH = (time(23, 59), time(23, 59, 59)), (time(16, 59), time(16, 59, 59))
_FRIDAY, _SUNDAY = 5, 7
_VIETNAM, _HOURS_EAST, _MINUTES_EAST = "Asia/Ho_Chi_Minh", 7, 7 * 60
#: Seconds by which programs miss a midnight: SheetJS half a minute, others by the zones of a hundred years ago. Honest times do not come
#: again to the second on so many days.
_NEAR_SECONDS, _DAY_SECONDS, _LEAST_DAYS = 60, 86_400, 3

_MARK = r"(?i):[0-9]{2}(?:[.,][0-9]+)?\s*(?:z|utc|gmt|[+-][0-9]{2})|\bgmt\b|\butc\b"
_ISO = (
    r"(?i)^['\s]*(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?<clock>[0-9]{2}:[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*(?:(?:Z|UTC|GMT)|(?<hours>[+-][0-9]{2})(?::?(?<minutes>[0-9]{2})(?::[0-9]{2})?)?)(?:\[[^\]]{1,40}\])?\s*$"
)
_REWRITTEN = "%d/%m/%Y %H:%M:%Sz"
#: A date cell, as the reader prints one of Greenwich: no text that somebody typed.
_DATE_CELL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}Z$"


@dataclass(frozen=True)
class Roles:
    """What the date columns of a source hold. ``days``: bare days, whatever time stands beside them. ``moments``: times of work at an
    office, or bare days; ``received``: the one of them that never falls on 17:00 sharp, ``known``: the day that another cell of each row
    names for it (an expression, Date)."""

    days: Sequence[str] = ()
    moments: Sequence[str] = ()
    received: str = ""
    known: pl.Expr | None = None


def settle_zones(text: pl.DataFrame, roles: Roles) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with moments that carry a zone as date cells of Vietnam's time, and a repair for each: ``ZONE_MOVED`` where Greenwich's hour
    was meant, ``ZONE_UNKNOWN`` where the hours do not tell (they stay as written), none where the hour was Vietnam's already. Another
    zone's moment is a plain fact. A midnight is a bare day, whatever its zone: Vietnam's own was another one before 1975."""
    names = _with_zones(text, (*roles.days, *roles.moments))
    if not names:
        return text, pl.DataFrame(schema=REPAIR_SCHEMA)
    cells = pl.concat(_zoned(text, name, roles) for name in names)
    settled = _settled(cells, _verdict(cells, roles), roles)
    changed, repairs = text, []
    for name in names:
        own = settled.filter(pl.col("name") == name).unique("cell")
        for (kind,), some in own.drop_nulls("kind").group_by("kind", maintain_order=True):
            repairs.append(cell_repairs(text, name, str(kind), _replaced(name, some)))
        changed = changed.with_columns_seq(_replaced(name, own))
    return changed, pl.concat([pl.DataFrame(schema=REPAIR_SCHEMA), *repairs])


def _replaced(name: str, cells: pl.DataFrame) -> pl.Expr:
    return pl.col(name).replace_strict(cells["cell"], cells["settled"], default=pl.col(name), return_dtype=pl.String)


def _with_zones(text: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Columns of which any cell carries the mark of a zone: most deliveries have none, and are asked once."""
    filled = [name for name in names if text[name].null_count() < text.height]
    marked = text.select_seq(pl.col(name).str.contains(_MARK).any() for name in filled)
    return [name for name in filled if marked[name].item()]


def _zoned(text: pl.DataFrame, name: str, roles: Roles) -> pl.DataFrame:
    """name, cell, ``at`` as written, ``minutes`` of its zone (0: Greenwich), ``known`` day: the different cells of the column that carry a
    zone; midnights of Greenwich are none."""
    known = roles.known if roles.known is not None and name == roles.received else pl.lit(None, dtype=pl.Date)
    cells = text.filter(pl.col(name).str.contains(_MARK)).select_seq(cell=pl.col(name), known=known).unique(maintain_order=True)
    parts = cells["cell"].str.extract_groups(_ISO).struct.unnest()
    clock = pl.concat_str("day", pl.lit(" "), "clock", pl.lit(":"), pl.col("second").fill_null("00"))
    sign = pl.when(pl.col("hours").str.starts_with("-")).then(-1).otherwise(1)
    hours = pl.col("hours").cast(pl.Int32, strict=False).fill_null(0)
    iso = parts.select_seq(
        clock.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us").alias("at"),
        minutes=hours * 60 + sign * pl.col("minutes").cast(pl.Int32, strict=False).fill_null(0),
    )
    others = rewritten(cells["cell"], None).str.to_datetime(_REWRITTEN, strict=False, time_unit="us")
    return (
        cells.with_columns_seq(iso["at"].fill_null(others), iso["minutes"], name=pl.lit(name))
        .filter(pl.col("at").is_not_null() & ((pl.col("minutes") != 0) | (pl.col("at").dt.time() != time())))
        .select_seq("name", "cell", "at", "minutes", "known")
    )


def _verdict(cells: pl.DataFrame, roles: Roles) -> Verdict:
    """Whose hour the moments of the delivery tell; those that are bare days anyhow tell nothing."""
    of_greenwich = cells.filter(pl.col("minutes") == 0).filter(~_is_plain_day(roles))
    comes_again = pl.col("at").dt.date().n_unique().over(pl.col("at").dt.time()) >= _LEAST_DAYS
    votes = of_greenwich.unique(["name", "at"]).with_columns_seq(comes_again.alias("comes_again")).select_seq(vote=_vote(roles))["vote"]
    greenwich, local = int((votes == "greenwich").sum()), int((votes == "local").sum())
    if greenwich >= LEAST_TELLING and greenwich >= TIMES_AS_MANY_OF_GREENWICH * local:
        return "greenwich"
    return "local" if local >= LEAST_TELLING and local >= TIMES_AS_MANY_LOCAL * greenwich else "unknown"


def _vote(roles: Roles) -> pl.Expr:
    """For which reading a moment speaks. At 17:00, or beside it again and again, where dossiers are due: a reception for the bare day,
    another by its day of the week, for no office is open on a Saturday or Sunday. Beside its own midnight again and again: for that."""
    clock, day = pl.col("at").dt.time(), pl.col("at").dt.date()
    seconds = _seconds_off(_local())
    is_five = (seconds == 0) | (pl.col("comes_again") & (seconds <= _NEAR_SECONDS) & ~clock.is_in(_ENDS_AT_GREENWICH))
    late_days = pl.when(clock >= _NEXT_DAY_FROM).then((pl.col("known") - day).dt.total_days())
    return (
        pl.when(pl.col("comes_again") & _is_beside_own_midnight())
        .then(pl.lit("local"))
        .when(late_days == 1)
        .then(pl.lit("greenwich"))
        .when(late_days == 0)
        .then(pl.lit("local"))
        .when(is_five & (pl.col("name") == roles.received) | clock.is_in(_ENDS_AT_GREENWICH))
        .then(pl.lit("greenwich"))
        .when(is_five)
        .then(pl.when(day.dt.weekday() == _SUNDAY).then(pl.lit("greenwich")).when(day.dt.weekday() == _FRIDAY).then(pl.lit("local")))
        .when(clock.is_in(_ENDS) | clock.is_between(_AFTERNOON_FROM, _AFTERNOON_TO, closed="left"))
        .then(pl.lit("local"))
        .when((clock >= _MORNING_FROM) | (clock < _MORNING_TO))
        .then(pl.lit("greenwich"))
    )


def _settled(cells: pl.DataFrame, verdict: Verdict, roles: Roles) -> pl.DataFrame:
    """Adds ``settled``, the cell of Vietnam's time, and ``kind`` of the repair (null: none)."""
    is_of_greenwich = pl.col("minutes") == 0
    is_plain_day, is_end = _is_plain_day(roles), pl.col("at").dt.time().is_in(_ENDS)
    is_beside_own = is_of_greenwich & is_plain_day & _is_beside_own_midnight()
    # The end of a day at Greenwich is told by today's zone, whatever Vietnam's was then; by the zones of its time it is an end as well.
    own_end = pl.when(_is_end_at_greenwich()).then(_seven_hours_on()).when(_local().dt.time().is_in(_ENDS)).then(_local())
    moved = pl.when(is_plain_day).then(pl.coalesce(own_end, _nearest_midnight(_local()))).otherwise(_local())
    is_moved = is_of_greenwich & ((verdict == "greenwich") | is_plain_day) & ~(is_plain_day & is_end)
    is_unknown = is_of_greenwich & (verdict == "unknown") & ~is_plain_day
    abroad = pl.col("at") + pl.when(pl.col("at").dt.time() != time()).then(pl.duration(minutes=_MINUTES_EAST - pl.col("minutes")))
    abroad = abroad.fill_null(pl.col("at"))
    own = pl.when(is_beside_own).then(_nearest_midnight(pl.col("at"))).when(is_moved).then(moved)
    at = own.when(is_of_greenwich).then(pl.col("at")).otherwise(abroad)
    kind = (
        pl.when(is_beside_own)
        .then(pl.lit(MOVED))
        .when(is_moved)
        .then(pl.lit(ZONE_MOVED))
        .when(is_unknown)
        .then(pl.lit(ZONE_UNKNOWN))
        .when(~pl.col("cell").str.contains(_DATE_CELL))
        .then(pl.lit("date_form"))
    )
    return cells.with_columns_seq(at.dt.strftime("%Y-%m-%d %H:%M:%S").alias("settled"), kind.alias("kind"))


def _is_plain_day(roles: Roles) -> pl.Expr:
    """Whether a cell of a column of bare days says its day whatever the others say: beside a midnight, or at the end of a day."""
    is_midnight = pl.min_horizontal(_seconds_off(_local()), _seconds_off(_seven_hours_on())) <= _NEAR_SECONDS
    is_day = is_midnight | _is_beside_own_midnight() | _is_end_at_greenwich() | pl.col("at").dt.time().is_in(_ENDS)
    return pl.col("name").is_in(list(roles.days)) & is_day


def _is_beside_own_midnight() -> pl.Expr:
    """Whether the hour as written misses its midnight, and is no end of a day."""
    return (_seconds_off(pl.col("at")) <= _NEAR_SECONDS) & ~pl.col("at").dt.time().is_in(_ENDS)


def _is_end_at_greenwich() -> pl.Expr:
    return pl.col("at").dt.time().is_in(_ENDS_AT_GREENWICH)


def _local() -> pl.Expr:
    """Vietnam's hour of a moment of Greenwich, by the zones of its time."""
    return pl.col("at").dt.replace_time_zone("UTC").dt.convert_time_zone(_VIETNAM).dt.replace_time_zone(None, ambiguous="earliest")


def _seven_hours_on() -> pl.Expr:
    """The same of programs that know today's zone alone."""
    return pl.col("at").dt.offset_by(f"{_HOURS_EAST}h")


def _seconds_off(at: pl.Expr) -> pl.Expr:
    """Seconds to the nearest midnight."""
    seconds = at.dt.hour().cast(pl.Int32) * 3600 + at.dt.minute().cast(pl.Int32) * 60 + at.dt.second().cast(pl.Int32)
    return pl.min_horizontal(seconds, _DAY_SECONDS - seconds)


def _nearest_midnight(at: pl.Expr) -> pl.Expr:
    return at.dt.offset_by("12h").dt.truncate("1d")
