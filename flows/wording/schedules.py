"""Schedules of the nightly run in Vietnamese words.

Data flow: ``cron`` and time zone of ``ward.toml`` -> ``schedule_vi`` -> the state of the service
"""

import re

_HERE = "Asia/Ho_Chi_Minh"
_DAYS_VI = ("chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_PLAIN = re.compile(r"(?P<minute>[0-5]?\d) (?P<hour>[01]?\d|2[0-3]) \* \* (?P<days>\*|[0-7](?:,[0-7])*)", re.ASCII)


def schedule_vi(cron: str, timezone: str) -> str:
    """ "hằng ngày lúc 01:30 (giờ Việt Nam)", "thứ hai hằng tuần lúc …"; of what is neither daily nor weekly the text as configured."""
    zone = "giờ Việt Nam" if timezone == _HERE else f"múi giờ {timezone}"
    found = _PLAIN.fullmatch(" ".join(cron.split()))
    if found is None:
        return f"theo lịch cron “{cron}” của phường ({zone}): phút, giờ, ngày, tháng, thứ"
    return f"{_days_vi(found['days'])} lúc {int(found['hour']):02d}:{int(found['minute']):02d} ({zone})"


def _days_vi(days: str) -> str:
    if days == "*":
        return "hằng ngày"
    names = dict.fromkeys(_DAYS_VI[day] for day in sorted((int(text) for text in days.split(",")), key=lambda day: day or 7))
    *first, last = names
    return f"{', '.join(first)} và {last} hằng tuần" if first else f"{last} hằng tuần"
