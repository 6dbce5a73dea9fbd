"""``python -m tests.benchmarks.history``: how a night of a ward grows with its months of history.

Data flow: lists of a ward, month by month -> nights 1 and 2; the months up to the next measured night copied from month 2 inside the
database, indicators computed once -> that night -> processor seconds of the server's processes, by stage. Ratios to night 2 count: the
first night makes dimensions that no later one makes.
"""

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from os import sysconf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from tests.benchmarks.databases import Server
from tests.synthetic.records import next_month
from tests.synthetic.ward_month import write_ward_month

if TYPE_CHECKING:
    from flows.config.settings import Settings

_DATABASE = "chitieu_benchmark_history"
PUBLISHED = ("published", "published_with_findings")
_FIRST = date(2021, 7, 1)
_NIGHTS = (1, 2, 12, 24, 36, 60)
#: Months are copied from this one, which a night took in.
_COPIED = 2
_COPY = """
    create temporary table copied as
    select d.delivery_id as old_id, nextval(pg_get_serial_sequence('audit.delivery', 'delivery_id'))::int as new_id,
           m.month_key as old_month, n.month_key as new_month, n.first_date
    from audit.delivery d
    join warehouse.dim_month m on m.first_date = d.month
    join warehouse.dim_month n on n.first_date = %(month)s
    where m.first_date = %(copied)s;
    insert into audit.delivery
    select (jsonb_populate_record(d, jsonb_build_object('delivery_id', c.new_id, 'month', c.first_date,
        'file_name', d.file_name || c.new_id))).*
    from audit.delivery d join copied c on c.old_id = d.delivery_id;
    insert into warehouse.dim_delivery
    select (jsonb_populate_record(d, jsonb_build_object('delivery_key', c.new_id, 'month_key', c.new_month))).*
    from warehouse.dim_delivery d join copied c on c.old_id = d.delivery_key;
    """
_ROWS = """
    insert into {table}
    select (jsonb_populate_record(f, jsonb_build_object('delivery_key', c.new_id, 'month_key', c.new_month))).*
    from {table} f join copied c on c.old_id = f.delivery_key and c.old_month = f.month_key;
    """
_DOSSIERS = """
    insert into warehouse.fact_dossier
    select (jsonb_populate_record(f, jsonb_build_object('delivery_key', c.new_id, 'state_month_key', c.new_month,
        'dossier_code', 'N' || c.new_month || f.dossier_code, 'received_at', f.received_at + s.months, 'due_at', f.due_at + s.months,
        'finished_at', f.finished_at + s.months, 'returned_at', f.returned_at + s.months))).*
    from warehouse.fact_dossier f join copied c on c.old_id = f.delivery_key
    cross join lateral (select age(c.first_date, %(copied)s::date) as months) s;
    """
_TABLES = (
    "audit.health_insurance_row",
    "audit.social_insurance_row",
    "warehouse.fact_poverty",
    "warehouse.fact_deprivation",
    "warehouse.fact_household_member",
    "warehouse.fact_reported_figure",
    "warehouse.fact_population",
)
_LARGE = """
    select staging.replace_month('fact_health_insurance', 'health_insurance_person', w.ward_key, c.new_month),
           staging.replace_month('fact_social_insurance', 'social_insurance_person', w.ward_key, c.new_month)
    from (select distinct new_month from copied) c cross join (select max(ward_key) as ward_key from warehouse.dim_ward) w;
    drop table copied;
    """


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.history", description=__doc__)
    parser.add_argument("--people", type=int, default=1_500)
    parser.add_argument("--dossiers", type=int, help="a month; without it as many as the people bring")
    parser.add_argument("--nights", type=int, nargs="+", default=_NIGHTS)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    options = parser.parse_args()
    from flows.database.embedded.server import embedded_server

    with embedded_server(options.cache.absolute()) as url, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server = Server(url)
        server.make_template(Path(home) / "template")
        with server.fresh(_DATABASE) as database:
            _measure(server.environment(Path(home) / "home", database), Path(home), options)


def _measure(environment: dict[str, str], home: Path, options: argparse.Namespace) -> None:
    from flows.config.settings import load_settings

    settings = load_settings(environ=environment)
    print(f"{options.people} people; processor seconds of the server\nnight  lists  indicators  all  of night 2")
    done, second = 0, 0.0
    for night in sorted({*options.nights, *range(1, _COPIED + 1)}):
        if done + 1 < night:
            copied, *months = (next_month(_FIRST, number - 1) for number in (_COPIED, *range(done + 1, night)))
            copy_months(settings, copied, months)
        folder = home / f"month-{night}"
        write_ward_month(folder, options.people, next_month(_FIRST, night - 1), options.dossiers)
        lists, indicators = _night(settings, folder)
        done, second = night, lists + indicators if night == _COPIED else second
        ratio = f"{(lists + indicators) / second:10.2f}" if second else f"{'':10}"
        print(f"{night:5}  {lists:5.2f}  {indicators:10.2f}  {lists + indicators:5.2f} {ratio}", flush=True)


def copy_months(settings: "Settings", copied: date, months: Sequence[date]) -> None:
    """Months that are only history: what the lists of ``copied`` made, again for each of ``months``; all indicators computed."""
    with psycopg.connect(str(settings.database_url), autocommit=True) as connection:
        for month in months:
            for statement in (_COPY, *(_ROWS.format(table=table) for table in _TABLES), _DOSSIERS, _LARGE):
                for part in statement.split(";\n")[:-1]:
                    connection.execute(part.encode(), {"month": month, "copied": copied})
        connection.execute("vacuum analyze")
    _in_full(settings)


def _in_full(settings: "Settings") -> None:
    """The indicators of all months, as another version of the program computes them."""
    from flows.pipeline.run import run_paths

    with psycopg.connect(str(settings.database_url), autocommit=True) as connection:
        connection.execute("update audit.setting set value = 'another program' where name = 'indicators_computed_from'")
    run_paths(settings, [])
    with psycopg.connect(str(settings.database_url), autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _night(settings: "Settings", folder: Path) -> tuple[float, float]:
    """Processor seconds of the server up to the last list, and from there to the end."""
    from flows.pipeline import refresh
    from flows.pipeline.run import run_paths

    server = _Processor(settings)
    seen, known = [], refresh.bring_up_to_date

    def watched(*arguments: Any, **named: Any) -> None:
        seen.append(server.seconds())
        known(*arguments, **named)
        seen.append(server.seconds())

    refresh.bring_up_to_date = watched
    try:
        started = server.seconds()
        result = run_paths(settings, [folder])
        ended = server.seconds()
    finally:
        refresh.bring_up_to_date = known
        server.stop()
    refused = [f"{one.file}: {one.reasons}" for one in result.deliveries if one.status not in PUBLISHED]
    if refused:
        raise SystemExit(f"not published: {refused}")
    return ended - started - (seen[1] - seen[0]), seen[1] - seen[0]


class _Processor:
    """What the server's processes spend: those that live, and those of connections that were closed, which are asked just before."""

    def __init__(self, settings: "Settings") -> None:
        with psycopg.connect(str(settings.database_url)) as connection:
            row = connection.execute("show data_directory").fetchone()
        assert row is not None
        self._postmaster = int((Path(row[0]) / "postmaster.pid").read_text().splitlines()[0])
        self._ended: dict[int, float] = {}
        self._close = psycopg.Connection.close
        ended, close = self._ended, self._close

        def closed(connection: "psycopg.Connection[Any]") -> None:
            if not connection.closed:
                pid = connection.info.backend_pid
                ended[pid] = _spent(Path(f"/proc/{pid}/stat"))[1]
            close(connection)

        psycopg.Connection.close = closed  # type: ignore[method-assign]

    def stop(self) -> None:
        psycopg.Connection.close = self._close  # type: ignore[method-assign]

    def seconds(self) -> float:
        living = {int(stat.parent.name): _spent(stat) for stat in Path("/proc").glob("[0-9]*/stat")}
        of_server = {pid: spent for pid, (parent, spent) in living.items() if self._postmaster in (pid, parent)}
        return sum((of_server | self._ended).values())


def _spent(stat: Path) -> tuple[int, float]:
    """Parent and processor seconds of a process."""
    try:
        _, _, rest = stat.read_text().rpartition(")")
    except OSError:
        return 0, 0.0
    fields = rest.split()
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
