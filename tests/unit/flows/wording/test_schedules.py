"""The hour of the night in words."""

import pytest

from flows.wording.schedules import schedule_vi

HERE = "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("cron", "told"),
    [
        ("30 1 * * *", "hằng ngày lúc 01:30 (giờ Việt Nam)"),
        ("5  23 * * *", "hằng ngày lúc 23:05 (giờ Việt Nam)"),
        ("0 6 * * 1", "thứ hai hằng tuần lúc 06:00 (giờ Việt Nam)"),
        ("0 6 * * 0,6", "thứ bảy và chủ nhật hằng tuần lúc 06:00 (giờ Việt Nam)"),
        ("0 6 * * 7,0", "chủ nhật hằng tuần lúc 06:00 (giờ Việt Nam)"),
        ("0 6 * * 5,1,3", "thứ hai, thứ tư và thứ sáu hằng tuần lúc 06:00 (giờ Việt Nam)"),
    ],
)
def test_a_daily_or_weekly_night_is_told_by_its_hour(cron: str, told: str) -> None:
    assert schedule_vi(cron, HERE) == told


@pytest.mark.parametrize("cron", ["*/15 1 * * *", "30 1 1 * *", "30 25 * * *", "30 1 * * mon", "60 1 * * *", "30 1 * * 1-5", "30 1 * 2 *"])
def test_any_other_night_is_told_as_configured(cron: str) -> None:
    told = schedule_vi(cron, HERE)
    assert f"“{cron}”" in told and "giờ Việt Nam" in told and " lúc " not in told


def test_another_time_zone_is_named() -> None:
    assert schedule_vi("30 1 * * *", "Asia/Tokyo") == "hằng ngày lúc 01:30 (múi giờ Asia/Tokyo)"
