"""The last run, as the page tells it: the last one that looked at files with its counts, and how the newest one of all ended.

Data flow: ``sql/review/last_run.sql`` -> a row, a phrase
"""

from flows.wording.night import run_vi
from review.web.desk import Visit
from review.web.queries import Row


def last_run(desk: Visit) -> tuple[Row | None, str]:
    """The row, None before the first run; and of the newest run the words that ``chitieu status`` has for it."""
    run = next(iter(desk.rows("last_run")), None)
    if run is None:
        return None, ""
    prefix = "newest_" if run["newest_id"] else ""
    newest = {"run_id": run["newest_id"] or run["run_id"], **{name: run[f"{prefix}{name}"] for name in ("state", "finished_at")}}
    return run, run_vi(newest)
