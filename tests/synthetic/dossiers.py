"""Dossiers of the one-stop office: one record is one dossier as the log of a month shows it on the month's last day.

Data flow: seed and months -> dossiers with their whole lives -> the log of one month (received in it, or still open when it began).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from tests.synthetic.people import ADDRESS_TAIL, Person, Ward
from tests.synthetic.records import Record, month_end, next_month

#: Code, name, field of work, working days allowed. The six are the ward procedures that the catalogue is shipped with.
PROCEDURES = (
    ("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực", 1),
    ("2.000884", "Chứng thực chữ ký", "Chứng thực", 1),
    ("2.000908", "Cấp bản sao từ sổ gốc", "Chứng thực", 2),
    ("1.001193", "Đăng ký khai sinh", "Hộ tịch", 2),
    ("1.000894", "Đăng ký kết hôn", "Hộ tịch", 5),
    ("2.000635", "Cấp bản sao trích lục hộ tịch", "Hộ tịch", 3),
)
PROCEDURE_WEIGHTS = (34, 14, 8, 18, 8, 18)
CHANNELS = ("Trực tuyến", "Trực tiếp", "Bưu chính công ích")
#: Public holidays and days off near the samples; nothing is received or due on them.
DAYS_OFF = {
    date(2026, 1, 1),
    *(date(2026, 2, day) for day in range(14, 23)),
    date(2026, 4, 27),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 8, 31),
    date(2026, 9, 1),
    date(2026, 9, 2),
    date(2026, 12, 31),
}
WITHDRAWN, REFUSED, OPEN, ASKED, DONE, RETURNED = (
    "Công dân yêu cầu rút hồ sơ",
    "Không được tiếp nhận",
    "Đang xử lý",
    "Yêu cầu bổ sung giấy tờ",
    "Đã xử lý xong",
    "Đã trả kết quả",
)


@dataclass(frozen=True)
class Dossier:
    """A dossier from first to last day; ``finished_at`` may lie far ahead. ``ending`` is RETURNED, WITHDRAWN or REFUSED."""

    code: str
    procedure: tuple[str, str, str, int]
    applicant: Person
    channel: str
    received_at: datetime
    due_at: datetime
    finished_at: datetime
    returned_at: datetime
    ending: str


def make_dossiers(ward: Ward, first_month: date, last_month: date, a_month: int, seed: int) -> list[Dossier]:
    """All dossiers received from the month before ``first_month`` on, about ``a_month`` each month."""
    random = Random(f"{seed} dossiers")
    people, month, made = ward.people, next_month(first_month, -1), []
    while month <= last_month:
        days = [day for day in _days_of(month) if is_working_day(day)]
        for place in range(a_month + random.randint(-a_month // 20, a_month // 20)):
            made.append(_dossier(random, random.choice(people), days[place * len(days) // (a_month + a_month // 20 + 1)], place))
        month = next_month(month)
    return made


def month_log(dossiers: list[Dossier], month: date) -> list[Record]:
    """Those received in the month, and those received before that had no end when it began, in the state of its last day."""
    last_moment = datetime.combine(month_end(month), time(23, 59))
    first_moment = datetime.combine(month, time())
    shown = [
        dossier
        for dossier in dossiers
        if dossier.received_at <= last_moment
        and (dossier.received_at >= first_moment or (dossier.finished_at >= first_moment and dossier.ending != REFUSED))
    ]
    return [_record(dossier, last_moment) for dossier in shown]


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in DAYS_OFF


def working_days_after(day: date, count: int) -> date:
    while count > 0 or not is_working_day(day):
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def _days_of(month: date) -> Iterator[date]:
    return (month + timedelta(days=offset) for offset in range((month_end(month) - month).days + 1))


def _dossier(random: Random, applicant: Person, day: date, place: int) -> Dossier:
    procedure = random.choices(PROCEDURES, PROCEDURE_WEIGHTS)[0]
    received_at = datetime.combine(day, time(random.randint(7, 15), random.randint(0, 59), random.randint(0, 59)))
    due_day = working_days_after(day, procedure[3] + random.choice((0, 0, 0, 1)))
    finished_day = _finished_day(random, day, due_day)
    # Never before the counter opens at 15:30 on the day of receipt, never after the due time of 17:00.
    finished_at = datetime.combine(finished_day, time(16, random.randint(0, 40), random.randint(0, 59)))
    returned_at = datetime.combine(working_days_after(finished_day, random.choice((0, 0, 1))), time(16, 45, random.randint(0, 59)))
    ending = random.choices((RETURNED, WITHDRAWN, REFUSED), (96, 2, 2))[0]
    return Dossier(
        f"H24.40-{day:%y%m%d}-{place + 1:04d}",
        procedure,
        applicant,
        random.choices(CHANNELS, (78, 19, 3))[0],
        received_at,
        datetime.combine(due_day, time(17, 0)),
        finished_at,
        returned_at,
        ending,
    )


def _finished_day(random: Random, received: date, due: date) -> date:
    """Mostly by the due day; one in fourteen late. Nothing stays open on a month's last day when due on that very day."""
    kind = random.choices(("early", "due", "late"), (52, 41, 7))[0]
    if kind == "late" and due != month_end(due):
        return working_days_after(due, random.randint(1, 12))
    if kind == "early":
        return min(due, working_days_after(received, random.randint(0, max(0, (due - received).days - 1))))
    return due


def _record(dossier: Dossier, last_moment: datetime) -> Record:
    finished = dossier.finished_at if dossier.finished_at <= last_moment and dossier.ending != REFUSED else None
    returned = dossier.returned_at if dossier.returned_at <= last_moment and dossier.ending == RETURNED else None
    code, name, field_name, _ = dossier.procedure
    applicant = dossier.applicant
    return Record(
        dossier.code,
        {
            "code": dossier.code,
            "procedure_code": code,
            "procedure_name": name,
            "field_name": field_name,
            "level": "Toàn trình" if dossier.channel == CHANNELS[0] else "Một phần",
            "applicant": applicant.name,
            "phone": applicant.phone,
            "address": f"{applicant.group_name}, {ADDRESS_TAIL}",
            "received_at": dossier.received_at,
            "due_at": dossier.due_at,
            "finished_at": finished,
            "returned_at": returned,
            "channel": dossier.channel,
            "status": _status(dossier, finished, returned),
            "agency": "UBND phường Nguyễn Đại Năng",
            "copies": 1,
            "note": None,
        },
    )


def _status(dossier: Dossier, finished: datetime | None, returned: datetime | None) -> str:
    if dossier.ending == REFUSED:
        return REFUSED
    if finished is None:
        return ASKED if dossier.code[-1] == "7" else OPEN
    if dossier.ending == WITHDRAWN:
        return WITHDRAWN
    return RETURNED if returned else DONE
