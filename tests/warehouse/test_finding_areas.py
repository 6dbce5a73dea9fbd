"""An upgraded warehouse says of which group a finding's row is, as far as what is published tells it; nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from flows.database.sql_text import read_sql
from tests.support.office import Office, an_office, the_samples

AREAS = "select finding_id, area_code from audit.finding order by 1"


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=the_samples) as made:
        yield made


def test_findings_of_before_groups_were_noted_are_given_theirs_from_the_facts(office: Office) -> None:
    before = dict(office.rows(AREAS))
    assert office.settings.database_url is not None
    with psycopg.connect(office.settings.database_url) as connection:
        connection.execute("update audit.finding set area_code = null")
        connection.execute(read_sql("schema/040_finding_areas.sql").encode())
    after = dict(office.rows(AREAS))
    told = {number for number, area in after.items() if area is not None}
    assert {number: area for number, area in after.items() if area is not None} == {number: before[number] for number in told}
    sources = office.rows("select distinct source from audit.finding where finding_id = any(%s) order by 1", sorted(told))
    assert [source for (source,) in sources] == ["department_report", "health_insurance", "poverty", "social_insurance"]
    waiting = office.rows(
        """select finding_id from audit.finding f where finding_id = any(%s) and exists (
               select from vault.quarantined_row q where q.delivery_id = f.delivery_id and q.row_number = f.row_number
                 and q.sheet_name is not distinct from f.sheet_name)""",
        [number for number, area in before.items() if area is not None and number not in told],
    )
    placed = {number for number, area in before.items() if area is not None}
    assert waiting  # their place is sealed
    assert len(placed - told) - len(waiting) < len(told) / 4  # a row that stands there twice is published once
