"""Files that were real until something broke them: each ends as a delivery with a status, and none as a fault of the program.

``CHITIEU_MUTANTS`` asks for more of them (2,000 if unset), ``CHITIEU_MUTANTS_SEED`` for others (the seed is told where one fails):
``CHITIEU_MUTANTS=50000 CHITIEU_MUTANTS_SEED=$RANDOM uv run pytest tests/functional/test_mutants.py``.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from expectations.registry import contracts
from flows.config.settings import Settings
from flows.extract.landing import Found, take_in
from flows.extract.reader_pool import ReaderPool
from flows.pipeline.outcomes import REFUSED, ReadDelivery, RunResult
from flows.pipeline.prepare import CleanedDelivery, prepare
from flows.vault.master_keys import master_keys
from tests.support.broken_files import is_sound, mutants
from tests.support.office import JUNE, SECRET, dossier_log, health_list, office_at, poverty_list, report, social_list
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.insurance import health_records, social_records
from tests.synthetic.layouts_health import health_d03
from tests.synthetic.layouts_social import social_d05
from tests.synthetic.people import make_ward
from tests.synthetic.writers import WRITERS, write_csv

COUNT = int(os.environ.get("CHITIEU_MUTANTS", "2000"))
SEED = int(os.environ.get("CHITIEU_MUTANTS_SEED", "69"))
BATCHES = 8
SENT = 40
SECONDS = 60


@cache
def originals() -> dict[str, bytes]:
    """A small list of every source in every container that it comes in."""
    ward = make_ward(3, 12)
    cards, works = health_records(ward, JUNE, 3), social_records(ward, JUNE, 3)
    made = [health_list(JUNE, cards, container=container) for container in ("xlsx", "xlsb", "csv")]
    made += [
        health_list(JUNE, cards, name=f"D03-TS 06-2026.{container}", container=container, layout=health_d03)
        for container in ("xls", "ods", "html")
    ]
    files = {
        item.path: WRITERS[item.container](item.sheets)
        for item in [*made, dossier_log(JUNE, month_log(make_dossiers(ward, JUNE, JUNE, 8, 3), JUNE)), poverty_list(JUNE), report(JUNE)]
    }
    files["BHXH_2026-06.xls"] = WRITERS["html"](social_d05(works, JUNE))
    files["BHXH 06-2026.txt"] = write_csv(social_list(JUNE, works).sheets).decode("utf-8-sig").replace(";", "\t").encode("utf-16")
    files["HoNgheo_2026-06.ods"] = WRITERS["ods"](poverty_list(JUNE).sheets)
    files["gui 06-2026.zip"] = _zipped(files)
    return files


def _zipped(files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("BHYT_2026-06.csv", "BHYT_2026-06.xlsx"):
            package.writestr(name, files[name])
    return buffer.getvalue()


@pytest.fixture(scope="module")
def room() -> Iterator[ReaderPool]:
    with ReaderPool(contracts(), max_unpacked_bytes=64 * 2**20, memory_mb=512, seconds=SECONDS) as opened:
        yield opened


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return office_at("postgresql://nobody@127.0.0.1:1/none", tmp_path_factory.mktemp("mutants")).settings


def ended(room: ReaderPool, settings: Settings, path: Path, name: str) -> list[CleanedDelivery]:
    """What becomes of a file up to the point where rows are judged; an archive gives one end for each file inside."""
    out = []
    for incoming in take_in(Found(path, name, (name.split(" ")[-1],)), master_keys(settings), max_unpacked_bytes=64 * 2**20):
        part = path.with_name(f"{path.name}-{incoming.sha256}")
        part.write_bytes(incoming.data)
        if not incoming.refusal_vi:
            reading = room.read(part, incoming.found.parts)
            out.append(prepare(ReadDelivery(incoming, reading), settings.ward, SECRET.encode(), RunResult(1, settings.ward.slug)))
        part.unlink()
    return out


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_broken_file_ends_with_a_status_and_a_sentence(batch: int, room: ReaderPool, settings: Settings, tmp_path: Path) -> None:
    def tried(mutant: tuple[str, bytes]) -> list[tuple[str, str]]:
        name, data = mutant
        path = tmp_path / name.split(" ")[0]
        path.write_bytes(data)
        ends = ended(room, settings, path, name)
        path.unlink()
        return [(name, fault) for end in ends if (fault := fault_of(end))]

    with ThreadPoolExecutor(2) as pool:
        faults = [fault for found in pool.map(tried, mutants(originals(), COUNT // BATCHES, SEED + batch)) for fault in found]
    assert faults == [], f"seed {SEED + batch}"


def fault_of(end: CleanedDelivery) -> str:
    """What is wrong with the end of a file, empty if nothing is."""
    rules = [finding.rule_code for finding in end.refusals]
    if "F00" in rules:
        return f"the program failed: {end.refusals[0].message_vi}"
    if end.cleaned is not None:
        return "" if end.cleaned.frame.height else "no row and no reason"
    if end.refused_as not in REFUSED or not rules:
        return f"refused as {end.refused_as!r} by {rules}"
    return "" if all(finding.message_vi.rstrip().endswith(".") for finding in end.refusals) else f"no sentence: {end.refusals}"


def test_broken_files_are_deliveries_of_a_run(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    files = dict(mutants(originals(), SENT, SEED))
    result = office.send_bytes(**{f"{name.rsplit(' ', 1)[0]}/{name.rsplit(' ', 1)[1]}": data for name, data in files.items()})
    assert len({delivery.file.split("/")[0] for delivery in result.deliveries}) == SENT
    known = office.rows("select file_name, status, rows_read, rows_published, rows_quarantined from audit.delivery")
    assert {status for _, status, *_ in known} <= {*REFUSED, "published", "published_with_findings", "superseded", "duplicate"}
    assert [row for row in known if row[2] != row[3] + row[4]] == [], "rows read are published or quarantined"
    assert office.rows("select file_name, message_vi from audit.finding where rule_code = 'F00'") == []
    told = {
        name for (name,) in office.rows("select distinct file_name from audit.finding where severity = 'critical' and row_number is null")
    }
    assert {name for name, status, *_ in known if status in REFUSED} <= told


def test_the_mutants_are_worth_their_time() -> None:
    """Some open and some do not; nothing is tried twice, and the same seed tries the same."""
    made = list(mutants(originals(), 300, SEED))
    assert made == list(mutants(originals(), 300, SEED))
    assert len({data for _, data in made}) > 280
    packages = [data for name, data in made if " inside " in name]
    assert len(packages) > 30 and all(is_sound(data) for data in packages)
