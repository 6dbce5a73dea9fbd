"""The samples in the repository are those that the generator makes, and their truth agrees with itself."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from flows.system.files import ROOT
from tests.synthetic.__main__ import GOLDEN_TRUTH
from tests.synthetic.delivery import write_truth
from tests.synthetic.people import make_ward
from tests.synthetic.samples import Samples, make_samples, truth_of
from tests.synthetic.ward_month import write_ward_month
from tests.synthetic.writers import WRITERS

SAMPLES = ROOT / "data_raw" / "samples"
ALL_RULES = {
    *(f"D{number:02d}" for number in range(1, 14)),
    *(f"H{number:02d}" for number in range(1, 11)),
    *(f"S{number:02d}" for number in range(1, 10)),
    *(f"P{number:02d}" for number in range(1, 10)),
    *(f"R{number:02d}" for number in range(1, 9)),
}


@cache
def samples() -> Samples:
    return make_samples()


def test_the_files_in_the_repository_are_the_generated_ones() -> None:
    made = {delivery.path: WRITERS[delivery.container](delivery.sheets) for delivery in samples().deliveries}
    assert sorted(str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*") if path.is_file()) == sorted(made)
    changed = [name for name, content in made.items() if (SAMPLES / name).read_bytes() != content]
    assert not changed, "run `python -m tests.synthetic samples data_raw/samples`"


def test_the_golden_truth_is_the_generated_one(tmp_path: Path) -> None:
    write_truth(tmp_path / "truth.json", truth_of(samples()))
    assert (tmp_path / "truth.json").read_text(encoding="utf-8") == GOLDEN_TRUTH.read_text(encoding="utf-8")


def test_the_samples_stay_small_enough_for_version_control() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 600_000


def test_every_rule_of_a_row_is_planted_somewhere() -> None:
    truth = truth_of(samples())
    planted = {entry["rule"] for entry in truth["findings"] + truth["info_findings"]}
    assert ALL_RULES - planted == set()
    assert {"F02", "F06", "F09"} <= planted


def test_every_container_and_a_false_xls_occur() -> None:
    assert {delivery.container for delivery in samples().deliveries} == set(WRITERS)


def test_a_finding_points_at_the_row_that_shows_the_fault() -> None:
    placed = {delivery.path: delivery for delivery in samples().deliveries}
    for entry in truth_of(samples())["findings"]:
        if entry["rule"] == "D01":
            sheet = placed[entry["file"]].sheets[0]
            assert "HS-KHONG-SO" in sheet.rows[entry["row"] - 1]


def test_no_list_is_so_faulty_that_it_would_be_held() -> None:
    for path, verdict in truth_of(samples())["deliveries"].items():
        if verdict["status"].startswith("published"):
            assert verdict["rows_quarantined"] < 10 or verdict["rows_quarantined"] <= verdict["rows_read"] / 10, path


def test_the_statutory_form_adds_up_and_carries_over() -> None:
    forms = list(truth_of(samples())["dossier_form"].values())
    for form in forms:
        assert form["received_total"] == form["online"] + form["direct_postal"] + form["carried_over"] == form["resolved"] + form["open"]
        assert form["resolved"] == form["early"] + form["on_time"] + form["late"]
        assert form["open"] == form["open_in_time"] + form["open_overdue"]
    assert [form["open"] for form in forms[:-1]] == [form["carried_over"] for form in forms[1:]]


def test_no_number_could_belong_to_a_real_person() -> None:
    for person in make_ward(5, 2000).people:
        assert re.fullmatch(r"03[01][0-3]\d\d000\d{3}", person.personal_id)
        assert re.fullmatch(r"0900000\d{3}", person.phone)


def test_people_have_numbers_of_their_own() -> None:
    people = make_ward(5, 2000).people
    assert len({person.personal_id for person in people}) == len({person.bhxh_number for person in people}) == len(people) == 2000


def test_a_ward_of_any_size_keeps_its_shape(tmp_path: Path) -> None:
    deliveries = write_ward_month(tmp_path, people=200)
    assert Counter(delivery.source for delivery in deliveries).total() == 5
    assert sorted(path.suffix for path in tmp_path.rglob("*.*")) == [".xlsx"] * 5


@pytest.mark.parametrize("size", [1, 40])
def test_a_small_ward_has_exactly_the_people_asked_for(size: int) -> None:
    assert len(make_ward(1, size).people) == size


def test_the_truth_is_plain_json() -> None:
    assert set(json.loads(GOLDEN_TRUTH.read_text(encoding="utf-8"))) == {
        "ward",
        "seed",
        "population",
        "months",
        "deliveries",
        "findings",
        "info_findings",
        "repairs",
        "indicators",
        "dossier_form",
    }
