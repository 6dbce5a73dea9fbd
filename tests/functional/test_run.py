"""The README's first run, end to end: the samples against the truth that was planted in them, on every server; and then the same again."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from flows.cli.run import night_document
from flows.pipeline.outcomes import RunResult
from tests.conftest import SERVERS
from tests.support.office import Office, an_office, sample_names, truth
from tests.support.warm_readers import cold_readers

REFUSED = {"held", "unreadable", "unrecognised"}


@dataclass(frozen=True)
class Nights:
    """The first run over the samples, what the warehouse said then, and the second run over the same folder."""

    office: Office
    first: RunResult
    known: dict[str, list[str]]
    values: list[tuple[Any, ...]]
    second: RunResult


@pytest.fixture(scope="module", params=SERVERS)
def nights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with cold_readers(), an_office(request.param, request, tmp_path_factory.mktemp("run"), is_new=True) as office:
        first = office.send_samples()
        known, values = everything_known(office), history(office)
        yield Nights(office, first, known, values, office.send_samples())


def everything_known(office: Office) -> dict[str, list[str]]:
    return {**office.facts(), **office.figures()}


def history(office: Office) -> list[tuple[Any, ...]]:
    return office.rows("select * from mart.indicator_history order by 1, 2, 4, 6, 7, 13")


# --- the first run --------------------------------------------------------------------------------------------------------
def test_every_delivery_ends_as_it_was_made_to(nights: Nights) -> None:
    assert {delivery.file: (delivery.source, delivery.month, delivery.status) for delivery in nights.first.deliveries} == {
        name: (entry["source"], entry["month"], entry["status"]) for name, entry in truth()["deliveries"].items()
    }


def test_rows_are_counted_as_the_truth_counts_them(nights: Nights) -> None:
    for delivery in nights.first.deliveries:
        planted = truth()["deliveries"][delivery.file]
        for name in ("rows_read", "rows_published", "rows_quarantined"):
            assert planted[name] is None or getattr(delivery, name) == planted[name], (delivery.file, name)


def test_rows_read_are_those_published_and_those_quarantined(nights: Nights) -> None:
    for delivery in nights.first.deliveries:
        assert delivery.rows_read == delivery.rows_published + delivery.rows_quarantined, delivery.file


def test_the_audit_says_of_each_delivery_what_the_run_said(nights: Nights) -> None:
    recorded = nights.office.rows(
        "select file_name, source, to_char(month, 'yyyy-mm'), status, rows_read, rows_published, rows_quarantined from audit.delivery"
    )
    assert sorted(recorded) == sorted(
        (row.file, row.source, row.month, row.status, row.rows_read, row.rows_published, row.rows_quarantined)
        for row in nights.first.deliveries
    )


def test_every_planted_fault_is_found_where_it_stands_and_nothing_else(nights: Nights) -> None:
    found = nights.office.rows("""select file_name, sheet_name, row_number, rule_code, severity from audit.finding
                                  where severity in ('critical', 'warning') and rule_code not like 'X%'""")
    planted = [(entry["file"], entry["sheet"], entry["row"], entry["rule"], entry["severity"]) for entry in truth()["findings"]]
    assert Counter(found) - Counter(planted) == Counter(), "found, but not planted"
    assert Counter(planted) - Counter(found) == Counter(), "planted, but not found"


def test_the_counts_that_the_run_prints_are_those_of_its_findings(nights: Nights) -> None:
    """Repairs are told as info beside the findings."""
    recorded = dict(
        nights.office.rows("""select file_name, jsonb_object_agg(severity, count) from (
        select file_name, severity, count(*) from audit.finding where rule_code not like 'X%' group by 1, 2) f group by 1""")
    )
    repairs = dict(
        nights.office.rows(
            "select d.file_name, sum(r.cell_count)::int from audit.repair_count r join audit.delivery d using (delivery_id) group by 1"
        )
    )
    for delivery in nights.first.deliveries:
        counts = recorded.get(delivery.file, {})
        assert (delivery.findings["critical"], delivery.findings["warning"]) == (counts.get("critical", 0), counts.get("warning", 0)), (
            delivery.file
        )
        assert delivery.findings["info"] == counts.get("info", 0) + repairs.get(delivery.file, 0), delivery.file


def test_every_finding_tells_where_and_what_to_do(nights: Nights) -> None:
    assert (
        nights.office.rows("""select rule_code, row_number, column_name, message_vi from audit.finding
        where length(message_vi) < 25 or message_vi !~ '[.!?]$' or state <> 'open' or message_vi ~ '(None|null|nan|\\{|\\})'""")
        == []
    )


def test_every_indicator_has_the_value_that_the_rows_amount_to(nights: Nights) -> None:
    known = {
        (code, f"{month:%Y-%m}", window, area): (numerator, denominator, value, provisional)
        for code, month, window, area, numerator, denominator, value, provisional in nights.office.rows(
            'select indicator_code, month, "window", area_code, numerator, denominator, value, is_provisional from mart.indicator_value'
        )
    }
    for entry in truth()["indicators"]:
        numerator, denominator, value, is_provisional = known[entry["code"], entry["month"], entry["window"], entry["area"]]
        assert float(value) == pytest.approx(entry["value"], abs=1e-6), entry
        assert entry["denominator"] is None or (float(numerator), float(denominator)) == (entry["numerator"], entry["denominator"]), entry
        assert is_provisional == entry.get("provisional", False), entry


def test_no_plan_indicator_has_a_value_that_the_truth_does_not_know(nights: Nights) -> None:
    """Figures beside an indicator, and KT09, which is made of KT08, have none in the truth."""
    known = {
        (code, f"{month:%Y-%m}", window, area)
        for code, month, window, area in nights.office.rows(
            'select indicator_code, month, "window", area_code from mart.indicator_value where is_in_plan and indicator_code <> %s', "KT09"
        )
    }
    stated = {(entry["code"], entry["month"], entry["window"], entry["area"]) for entry in truth()["indicators"]}
    of_unknown_area = {key for key in known if key[3] == "10744-00"}
    # The month's own of shares "in the year" is a difference too; the truth states their year to date alone.
    of_shares = {key for key in known if key[0] in ("KT04", "AN01", "MH03") and key[2] == "month"}
    assert known - stated - of_unknown_area - of_shares == set()


def test_the_statutory_form_prints_the_counts_of_the_log(nights: Nights) -> None:
    names = {
        "received_total": "received_total",
        "received_online": "online",
        "received_direct_postal": "direct_postal",
        "carried_over": "carried_over",
        "resolved_total": "resolved",
        "resolved_early": "early",
        "resolved_on_time": "on_time",
        "resolved_late": "late",
        "open_total": "open",
        "open_in_time": "open_in_time",
        "open_overdue": "open_overdue",
    }
    printed = {
        f"{start:%Y-%m}": dict(zip(names.values(), counts))
        for start, *counts in nights.office.rows(
            f"select period_start, {', '.join(names)} from mart.dossier_form where calendar = 'calendar' and period_kind = "
            "'month' and field_name is null"
        )
    }
    assert printed == truth()["dossier_form"]


def test_the_form_adds_up_in_every_period_and_field_of_work(nights: Nights) -> None:
    assert (
        nights.office.rows("""select * from mart.dossier_form where received_total <> received_online + received_direct_postal +
            carried_over
        or received_total <> resolved_total + open_total or resolved_total <> resolved_early + resolved_on_time + resolved_late
        or open_total <> open_in_time + open_overdue""")
        == []
    )


def test_what_is_carried_over_was_open_at_the_end_of_the_period_before(nights: Nights) -> None:
    pairs = nights.office.rows("""select a.open_total, b.carried_over from mart.dossier_form a
        join mart.dossier_form b on (b.calendar, b.period_kind) = (a.calendar, a.period_kind) and b.period_start = a.period_end + 1
         and b.field_name is not distinct from a.field_name""")
    assert len(pairs) > 4
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_the_fields_of_work_of_a_form_add_up_to_all_of_them(nights: Nights) -> None:
    assert (
        nights.office.rows("""select calendar, period_kind, period_start from mart.dossier_form group by 1, 2, 3
        having sum(received_total) filter (where field_name is not null) <> sum(received_total) filter (where field_name is null)""")
        == []
    )


def test_the_scorecard_has_one_row_for_each_indicator_of_the_plan(nights: Nights) -> None:
    rows = nights.office.rows("select indicator_code, status, value is null from mart.scorecard")
    assert (
        len({code for code, _, _ in rows})
        == len(rows)
        == nights.office.one("select count(*) from warehouse.dim_indicator where is_in_plan = 1")
    )
    assert {status for _, status, _ in rows} <= {"achieved", "on_track", "behind", "missed", "not_judged", "no_data"}
    assert all(is_empty == (status == "no_data") for _, status, is_empty in rows)


def test_the_audit_of_the_run_is_whole(nights: Nights) -> None:
    refused = sum(entry["status"] in REFUSED for entry in truth()["deliveries"].values())
    rows = nights.office.rows(
        "select delivery_count, published_count, refused_count, indicators_changed, finished_at is not null from audit.run order by run_id"
    )
    assert rows[0] == (len(sample_names()), len(sample_names()) - refused, refused, nights.first.indicators_changed, True)


def test_staging_is_empty_after_the_night(nights: Nights) -> None:
    tables = [
        name
        for (name,) in nights.office.rows(
            "select oid::regclass::text from pg_class where relnamespace = 'staging'::regnamespace and relkind = 'r'"
        )
    ]
    assert [name for name in tables if nights.office.one(f"select count(*) from {name}")] == []


def test_the_bytes_of_every_file_are_kept_and_closed_to_others(nights: Nights) -> None:
    landed = [path for path in (nights.office.settings.home / "landed").rglob("*") if path.is_file()]
    assert {path.name for path in landed} == {sha for (sha,) in nights.office.rows("select sha256 from audit.delivery")}
    assert {path.stat().st_mode & 0o777 for path in landed} == {0o600}


# --- the second run -------------------------------------------------------------------------------------------------------
def test_the_same_folder_again_is_all_duplicates(nights: Nights) -> None:
    assert {delivery.file: delivery.status for delivery in nights.second.deliveries} == dict.fromkeys(sample_names(), "duplicate")
    assert not nights.second.is_refused
    assert nights.second.indicators_changed == 0


def test_a_duplicate_says_that_it_was_here_before(nights: Nights) -> None:
    for delivery in nights.second.deliveries:
        assert len(delivery.reasons) == 1
        assert delivery.reasons[0].startswith("Tệp này đã nhận ngày")


def test_a_duplicate_says_what_became_of_the_file_the_first_time(nights: Nights) -> None:
    before = {delivery.file: delivery.status for delivery in nights.first.deliveries}
    words = {
        "published": "đã công bố",
        "published_with_findings": "đã công bố, có điểm cần xem",
        "held": "đang giữ lại",
        "unreadable": "không đọc được",
        "unrecognised": "không nhận ra",
        "superseded": "đã thay bằng bản mới",
    }
    assert {"published", "held"} < set(before.values())
    for delivery in nights.second.deliveries:
        told = re.fullmatch(r"Tệp này đã nhận ngày \d\d/\d\d/\d{4} \(trạng thái khi đó: (.+)\)\. Không có gì mới\.", delivery.reasons[0])
        assert told is not None
        if before[delivery.file] != "duplicate":  # of the same bytes under another name it is the other's status
            assert told[1] == words[before[delivery.file]]


def test_the_same_folder_again_changes_no_fact_and_no_value(nights: Nights) -> None:
    """Nor the time from which a value is known."""
    assert everything_known(nights.office) == nights.known
    assert history(nights.office) == nights.values


def test_the_same_folder_again_adds_no_delivery(nights: Nights) -> None:
    assert nights.office.one("select count(*) from audit.delivery") == len(sample_names())


def test_both_runs_are_told_in_the_shape_that_schedulers_read(nights: Nights) -> None:
    for result in (nights.first, nights.second):
        document = night_document(result)
        assert set(document) == {"run_id", "ward", "deliveries", "indicators_changed", "seconds"}
        assert set(document["seconds"]) == {"read", "clean", "validate", "publish", "indicators", "total"}
        for delivery in document["deliveries"]:
            assert set(delivery) == {
                "file",
                "source",
                "month",
                "status",
                "rows_read",
                "rows_published",
                "rows_quarantined",
                "findings",
                "reasons",
            }
            assert set(delivery["findings"]) == {"critical", "warning", "info"}
