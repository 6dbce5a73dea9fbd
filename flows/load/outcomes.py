"""Outcomes: what a night did with each file, step by step, kept beside what it wrote.

Data flow: ``FileStep`` of fetching, steps of the pipeline -> lines -> COPY into ``audit.outcome``, once for what came before the warehouse
was open and once a delivery, in the transaction that writes it

A night that finds what it knows is a few lines, however many files that are: files that were found and skipped, and nothing more, are
counted by place. Of files that wait, or failed, the first of each place have lines of their own and the others are counted.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.database.frames import copy_frame, copy_lines

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.extract.file_steps import FileStep
    from flows.extract.landing import Incoming

#: Lines a night and place for files that wait or failed; a server whose every file is refused must not fill the table.
MOST_LINES = 200
_SCHEMA: dict[str, type[pl.DataType]] = {
    "place_name": pl.String,
    "source": pl.String,
    "month": pl.Date,
    "file_name": pl.String,
    "delivery_id": pl.Int64,
    "step": pl.String,
    "result": pl.String,
    "started_at": pl.Datetime("us", "UTC"),  # type: ignore[dict-item]
    "seconds": pl.Float64,
    "file_count": pl.Int64,
    "byte_count": pl.Int64,
    "row_count": pl.Int64,
    "message": pl.String,
}


#: Never null.
_TEXTS = ("result", "message")


class Moment:
    """When something began, by the calendar and by a clock that nobody sets."""

    def __init__(self) -> None:
        self.at, self._clock = datetime.now(UTC), perf_counter()

    def seconds(self) -> float:
        return perf_counter() - self._clock


@dataclass(frozen=True)
class Ending:
    """How a delivery ended; the fields are columns of ``audit.outcome``."""

    step: str
    result: str
    source: str | None
    month: date | None
    row_count: int
    message: str


@dataclass(frozen=True)
class Told:
    """A delivery to whoever watches the night: ``ending`` is None when it is taken up; when it has ended, that is in the warehouse."""

    sha256: str
    file_name: str
    at: datetime
    ending: Ending | None = None


Watch = Callable[[Told], None]


def unwatched(told: Told) -> None:
    """Nobody watches."""


@dataclass
class NightLog:
    """Lines of one run until they are written. ``run_id``: None where nothing is kept (deliveries that are taken again, or looked at).

    Files are read in several threads: each has a list of its own, and lists grow as a whole.
    """

    ward_code: str
    run_id: int | None = None
    watch: Watch = unwatched
    _lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _endings: dict[str, Told] = field(default_factory=dict)

    @contextmanager
    def timed(self, incoming: "Incoming", step: str) -> Iterator[None]:
        """The step of one file, if it comes to its end."""
        began = Moment()
        yield
        self.add(incoming, step, began)

    def add(self, incoming: "Incoming", step: str, began: Moment, row_count: int | None = None) -> None:
        if self.run_id is None:
            return
        line = {"step": step, "started_at": began.at, "seconds": began.seconds(), "byte_count": len(incoming.data), "row_count": row_count}
        self._lines.setdefault(incoming.sha256, []).append(line)

    def taken_up(self, incoming: "Incoming") -> None:
        if self.run_id is not None:
            self.watch(Told(incoming.sha256, incoming.found.file_name, datetime.now(UTC)))

    def write(self, connection: "Connection", incoming: "Incoming", delivery_id: int, began: Moment, ending: Ending) -> None:
        """All lines of the delivery, in the transaction that writes it. They stay at hand: if that is undone, the next one writes them."""
        if self.run_id is None:
            return
        name = incoming.found.file_name
        last = {"step": ending.step, "started_at": began.at, "seconds": began.seconds(), "result": ending.result}
        last |= {"row_count": ending.row_count, "byte_count": len(incoming.data), "message": ending.message}
        about = {"file_name": name, "delivery_id": delivery_id, "source": ending.source, "month": ending.month}
        self._copy(connection, [{**line, **about} for line in (*self._lines.get(incoming.sha256, ()), last)])
        self._endings[incoming.sha256] = Told(incoming.sha256, name, datetime.now(UTC), ending)

    def ended(self, incoming: "Incoming") -> None:
        """Its transaction is committed."""
        self._lines.pop(incoming.sha256, None)
        if (told := self._endings.pop(incoming.sha256, None)) is not None:
            self.watch(told)

    def count(self, connection: "Connection", step: str, began: Moment, file_count: int, result: str = "") -> None:
        """One line for several files."""
        if self.run_id is not None and file_count:
            line = {"step": step, "started_at": began.at, "seconds": began.seconds(), "file_count": file_count, "result": result}
            self._copy(connection, [line])

    def failed(self, connection: "Connection", began: Moment, message: str) -> None:
        """The run as a whole."""
        if self.run_id is not None:
            self._copy(connection, [{"step": "failed", "started_at": began.at, "seconds": began.seconds(), "message": message}])

    def write_steps(self, connection: "Connection", steps: "Iterable[FileStep]") -> None:
        """What fetching did, in one statement."""
        if self.run_id is not None:
            self._copy_frame(connection, step_lines(steps))

    def _copy(self, connection: "Connection", lines: list[dict[str, Any]]) -> None:
        about = {"ward_code": self.ward_code, "run_id": self.run_id}
        columns = tuple(dict.fromkeys(name for line in lines for name in (*line, *about)))
        blank = {name: "" for name in columns if name in _TEXTS}
        told = [{**blank, **line, **about, "seconds": round(line["seconds"], 3)} for line in lines]
        copy_lines(connection, "audit.outcome", columns, ([line.get(name) for name in columns] for line in told))

    def _copy_frame(self, connection: "Connection", lines: pl.DataFrame) -> None:
        texts = [name for name in _TEXTS if name in lines.columns]
        whole = lines.with_columns_seq(
            pl.col(texts).fill_null(""),
            pl.lit(self.ward_code).alias("ward_code"),
            pl.lit(self.run_id).alias("run_id"),
            pl.col("started_at").dt.to_string("%Y-%m-%d %H:%M:%S%.6f+00"),
            pl.col("seconds").round(3),
        )
        copy_frame(connection, "audit.outcome", whole)


# --- fetching -----------------------------------------------------------------------------------------------------------
def step_lines(steps: "Iterable[FileStep]") -> pl.DataFrame:
    """Steps of fetching as lines of ``audit.outcome``: files of which nothing more is told than that they were found and known are counted
    by place; so are those that wait or failed beyond ``MOST_LINES``."""
    frame = pl.DataFrame(
        [(one.source_name, one.file_name, one.step, one.started_at.astimezone(UTC), one.seconds, one.size, one.message) for one in steps],
        schema={"place_name": pl.String, "file_name": pl.String, "step": pl.String, "started_at": _SCHEMA["started_at"],
                "seconds": pl.Float64, "byte_count": pl.Int64, "message": pl.String},
        orient="row",
    )  # fmt: skip
    of_file, of_step = ["place_name", "file_name"], ["place_name", "step"]
    is_idle = pl.col("file_name").is_not_null() & pl.col("step").is_in(["found", "skipped"]).all().over(of_file)
    is_too_much = pl.col("step").is_in(["waiting", "failed"]) & (pl.col("step").cum_count().over(of_step) > MOST_LINES)
    is_counted = is_idle | is_too_much
    counted = frame.filter(is_counted).group_by(of_step, maintain_order=True).agg(
        pl.col("started_at").min(), pl.col("seconds").sum(), pl.len().cast(pl.Int64).alias("file_count"), pl.col("byte_count").sum()
    )  # fmt: skip
    lines = pl.concat([frame.filter(~is_counted), counted], how="diagonal")
    is_place = pl.col("file_count").is_null() & pl.col("file_name").is_null()  # about the place as a whole, and no file of it
    return lines.with_columns_seq(pl.when(is_place).then(0).otherwise(pl.col("file_count").fill_null(1)).alias("file_count"))
