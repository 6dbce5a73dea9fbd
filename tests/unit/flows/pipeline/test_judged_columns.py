"""A finding may be answered in any cell that its rule looks at."""

from datetime import date
from pathlib import Path

import pytest

from flows.config.settings import load_settings
from flows.pipeline.judged_columns import judged_columns
from flows.system.files import ROOT

WARD = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(Path("unused"))}).ward


@pytest.mark.parametrize(
    ("source", "rule", "columns"),
    [
        ("health_insurance", "H02", {"valid_from", "valid_to"}),
        ("health_insurance", "H01", {"personal_id", "social_insurance_number"}),
        ("social_insurance", "S07", {"personal_id", "birth_date"}),
        ("social_insurance", "S06", {"birth_date"}),
    ],
)
def test_a_rule_looks_at_the_cells_that_it_speaks_of(source: str, rule: str, columns: set[str]) -> None:
    assert columns <= judged_columns(source, WARD, date(2026, 6, 1))[rule]


def test_cells_that_a_rule_does_not_look_at_are_none_of_its() -> None:
    assert not {"full_name", "personal_id", "address"} & judged_columns("health_insurance", WARD, date(2026, 6, 1))["H02"]
