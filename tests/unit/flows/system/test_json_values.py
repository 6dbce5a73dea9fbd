"""Values as JSON takes them."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from flows.system.json_values import plain_value


def test_whole_decimals_become_whole_numbers_and_moments_iso_text() -> None:
    value = {
        "count": Decimal("12.0000"),
        "share": Decimal("92.67"),
        "month": date(2026, 7, 1),
        "at": datetime(2026, 7, 1, 8, 30, tzinfo=UTC),
        "rows": (Decimal(1), None, True, "x"),
        "inner": [{"big": Decimal("38750000000")}],
    }
    assert json.loads(json.dumps(plain_value(value))) == {
        "count": 12,
        "share": 92.67,
        "month": "2026-07-01",
        "at": "2026-07-01T15:30:00+07:00",
        "rows": [1, None, True, "x"],
        "inner": [{"big": 38750000000}],
    }
