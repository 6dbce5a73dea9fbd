"""``python -m tests.benchmarks.workbook``: one large workbook read, cleaned and judged, beside what fastexcel needs to read it alone.

Data flow: a ward's lists (made once, kept in ``.benchmarks/``) -> seconds of each step, and the bound: 1.5 times fastexcel plus 2 seconds

Imports are apart: Great Expectations alone takes seconds to import, which a night pays once. "in a child" is the reading as a night does
it, with the way there and back.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.__main__ import files_of
from tests.synthetic.ward_month import WARD_PEOPLE

if TYPE_CHECKING:
    from flows.config.ward import Ward
    from transforms.cleaning.model import Cleaned
    from transforms.reading.model import Reading

REPEAT = 5
MEGABYTES, SECONDS = 1024, 120


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.workbook", description=__doc__)
    parser.add_argument("--people", type=int, default=WARD_PEOPLE)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    options = parser.parse_args()
    _warm_up()
    for path in sorted(files_of(options.cache, options.people).rglob("*.xlsx")):
        _measure(path)


def _warm_up() -> None:
    from expectations.engine.suite import warm_up

    warm_up()


def _measure(path: Path) -> None:
    from expectations.registry import contracts
    from flows.config.settings import load_settings
    from flows.extract.reader_pool import ReaderPool
    from transforms.reading.delivery import read_delivery

    ward, known, data = load_settings().ward, contracts(), path.read_bytes()
    reading = read_delivery(data, (path.name,), known)
    month = date(*reading.months[0].month, 1)
    cleaned = _clean(reading, ward, month)
    floor = _median(lambda: _fastexcel(data))
    with ReaderPool(known, max_unpacked_bytes=2**29, memory_mb=MEGABYTES, seconds=SECONDS) as room:
        room.read(path, (path.name,))
        steps = {
            "read": _median(lambda: read_delivery(data, (path.name,), known)),
            "in a child": _median(lambda: room.read(path, (path.name,))),
            "clean": _median(lambda: _clean(reading, ward, month)),
            "judge": _median(lambda: _judge(reading, cleaned, ward, month)),
        }
    ours = steps["in a child"] + steps["clean"] + steps["judge"]
    rows = sum(table.frame.height for table in reading.tables)
    told = ", ".join(f"{name} {seconds:.2f}" for name, seconds in steps.items())
    print(f"{path.name:45} {rows:6} rows  fastexcel {floor:.2f}  {told}  together {ours:.2f} s, bound {1.5 * floor + 2:.2f} s")


def _fastexcel(data: bytes) -> None:
    import fastexcel

    reader = fastexcel.read_excel(data)
    for name in reader.sheet_names:
        reader.load_sheet(name, header_row=None, dtypes="string").to_polars()


def _clean(reading: "Reading", ward: "Ward", month: date) -> "Cleaned":
    from dataclasses import replace

    from flows.pipeline.prepare import clean_reading
    from transforms.cleaning.pseudonyms import with_pseudonyms

    cleaned = clean_reading(reading, ward, month)
    has_people = "social_insurance_number" in cleaned.frame.columns
    return replace(cleaned, frame=with_pseudonyms(cleaned.frame, b"a key for tests only")) if has_people else cleaned


def _judge(reading: "Reading", cleaned: "Cleaned", ward: "Ward", month: date) -> None:
    from expectations.verdict import judge_reading
    from flows.validation.context import rule_context

    judge_reading(reading, cleaned, rule_context(ward, month, None, str(reading.source)), ward.limits, None, 0)


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(REPEAT):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
