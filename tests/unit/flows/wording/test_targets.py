"""A target in the words of its three readers: beside a value, on the sheet that is filled in, in a finding about the plan."""

from typing import Any

import pytest

from flows.wording.targets import IN_CATALOGUE, IN_PLAN_FINDING, IN_SCORECARD, Aim, target_vi


def aim(**given: Any) -> Aim:
    return Aim(**{"kind": "floor", "unit": "%", "value": 97.5, "year": 2030} | given)


@pytest.mark.parametrize(
    ("given", "beside", "catalogue", "finding"),
    [
        ({}, "ít nhất 97,5 % đến năm 2030", "Từ 97,5 % trở lên đến hết năm 2030", "ít nhất 97,5 % năm 2030"),
        ({"is_strict": True}, "trên 97,5 % đến năm 2030", "Trên 97,5 % đến hết năm 2030", "trên 97,5 % năm 2030"),
        ({"kind": "ceiling"}, "không quá 97,5 % đến năm 2030", "Không quá 97,5 % đến hết năm 2030", "không quá 97,5 % năm 2030"),
        ({"kind": "ceiling", "is_strict": True}, "dưới 97,5 % đến năm 2030", "Dưới 97,5 % đến hết năm 2030", "dưới 97,5 % năm 2030"),
        (
            {"year": None, "is_every_year": True},
            "ít nhất 97,5 % hằng năm",
            "Từ 97,5 % trở lên hằng năm",
            "ít nhất 97,5 % hằng năm",
        ),
        (
            {"year": None, "is_every_year": True, "from_year": 2028},
            "ít nhất 97,5 % hằng năm",
            "Từ 97,5 % trở lên hằng năm, từ năm 2028",
            "ít nhất 97,5 % năm 2028",
        ),
        ({"value": 100, "is_whole": True}, "100 % đến năm 2030", "Đạt 100 % đến hết năm 2030", "100 % năm 2030"),
        (
            {"kind": "ceiling", "unit": "hộ", "value": 0, "leaves_none": True},
            "không còn hộ nào từ cuối năm 2030",
            "Không quá 0 hộ đến hết năm 2030",
            "không còn hộ nào từ cuối năm 2030",
        ),
        (
            {"unit": "lần", "value": 1.3, "range_to": 1.5},
            "1,3 đến 1,5 lần đến năm 2030",
            "Từ 1,3 lần trở lên đến hết năm 2030",
            "ít nhất 1,3 lần năm 2030",
        ),
        (
            {"kind": "growth", "unit": "đồng", "value": 12.5, "from_year": 2026},
            "tăng ít nhất 12,5 %/năm",
            "Tăng bình quân từ 12,5 %/năm trở lên, giai đoạn 2026-2030",
            "tăng 12,5 %/năm đến năm 2030",
        ),
        ({"kind": "yes", "value": None}, "đạt đến năm 2030", "Được công nhận đến hết năm 2030", "năm 2030"),
        (
            {"value": None, "same_as_in": 2025},
            "không thấp hơn năm 2025",
            "Không thấp hơn mức của năm 2025, đến hết năm 2030",
            "năm 2030",
        ),
        (
            {"kind": "ceiling", "value": None, "same_as_in": 2025},
            "không cao hơn năm 2025",
            "Không cao hơn mức của năm 2025, đến hết năm 2030",
            "năm 2030",
        ),
        (
            {"unit": "đồng", "value": 40_000_000_000, "is_strict": True},
            "trên 40 tỷ đồng đến năm 2030",
            "Trên 40.000.000.000 đồng đến hết năm 2030",
            "trên 40.000.000.000 đồng năm 2030",
        ),
    ],
)
def test_a_target_is_told_in_the_words_of_its_reader(given: dict[str, Any], beside: str, catalogue: str, finding: str) -> None:
    assert [target_vi(aim(**given), words) for words in (IN_SCORECARD, IN_CATALOGUE, IN_PLAN_FINDING)] == [beside, catalogue, finding]


def test_stated_targets_keep_their_third_decimal() -> None:
    """The scorecard rounds to what its columns show; the plan's text is told as it stands."""
    assert target_vi(aim(value=1.255), IN_SCORECARD) == "ít nhất 1,26 % đến năm 2030"
    assert target_vi(aim(value=1.255), IN_CATALOGUE) == "Từ 1,255 % trở lên đến hết năm 2030"
