"""What a night did, in Vietnamese sentences: for the terminal, the scheduler's page and whoever tells the morning."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.wording.fetching import reason_vi
from flows.wording.moments import moment_vi
from flows.wording.numbers import number_vi
from flows.wording.statuses import RUN_STATE_VI, STEP_VI

#: Files told by name; of more the others are counted.
_MOST_NAMES = 20
Line = Mapping[str, Any]


def run_vi(run: Line) -> str:
    """ "số 12, kết thúc lúc 01:30 …". ``run``: a row with ``run_id``, ``state`` and ``finished_at``, as in ``audit.run``."""
    at = f" {moment_vi(run['finished_at'])}" if run["finished_at"] else ""
    return f"số {run['run_id']}, {RUN_STATE_VI[run['state']]}{at}"


def steps_vi(steps: Sequence[Line]) -> Iterator[str]:
    """One sentence of counts; nothing where nothing was done. ``steps``: rows with ``step`` and ``file_count``, in order."""
    if steps:
        counts = (f"{STEP_VI[row['step']].lower()} {number_vi(row['file_count'])}" for row in steps)
        yield f"Số tệp theo bước: {', '.join(counts)}."


def waiting_vi(lines: Sequence[Line]) -> Iterator[str]:
    """``lines``: rows with ``file_name``, ``place_name``, ``file_count`` and ``message``."""
    yield from _named("Đang chờ nơi gửi ghi xong", lines)


def failed_vi(lines: Sequence[Line]) -> Iterator[str]:
    """As ``waiting_vi``; a row without a file is about its place as a whole, one without both about the run."""
    yield from _named("Không làm được", lines)


def _named(heading: str, lines: Sequence[Line]) -> Iterator[str]:
    for line in lines[:_MOST_NAMES]:
        yield f"{heading}: {_line_vi(line)}"
    if more := sum(line["file_count"] for line in lines[_MOST_NAMES:]):
        yield f"{heading}: … và {number_vi(more)} tệp nữa."


def _line_vi(line: Line) -> str:
    place = f" (nguồn {line['place_name']})" if line["place_name"] else ""
    reason = reason_vi(line["message"])
    told = f"{reason}. Cho người phụ trách máy: {line['message']}" if reason else line["message"]
    return f"{_what_vi(line)}{place}: {told}" if told else f"{_what_vi(line)}{place}."


def _what_vi(line: Line) -> str:
    if line["file_name"]:
        return str(line["file_name"])
    if line["file_count"] > 1:
        return f"{number_vi(line['file_count'])} tệp khác"
    return "cả nguồn" if line["place_name"] else "cả lần chạy"
