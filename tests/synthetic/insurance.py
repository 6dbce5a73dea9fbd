"""Health and social insurance lists of a month: one record is one card, or one participation, of one person.

Data flow: ward and month -> records. What a person holds is drawn once from the seed; months differ by renewals alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.synthetic.people import Household, Person, Ward
from tests.synthetic.records import Record, month_end, next_month

BENEFIT_DIGIT = {"TE": 1, "HN": 2, "CN": 2, "HT": 3}
KIND_TEXT = {"compulsory": "BHXH bắt buộc", "voluntary": "BHXH tự nguyện", "unemployment": "BHTN"}
#: One inhabitant in twelve of those who must see to it themselves has no card at all.
UNINSURED_SHARE = 0.15
EXPIRED_SHARE = 0.02


def health_records(ward: Ward, month: date, seed: int) -> list[Record]:
    """The cards that the month's list shows; a few have run out, and some people have none."""
    return [
        _card(person, household, month, seed)
        for household in ward.households
        for person in household.members
        if _has_card(person, household, month, seed)
    ]


def _draw(seed: int, what: str, person: Person) -> Random:
    return Random(f"{seed} {what} {person.index}")


def _has_card(person: Person, household: Household, month: date, seed: int) -> bool:
    if person.birth_date > month_end(month):
        return False
    by_own_means = _object_code(person, household, month) == "GD"
    return not (by_own_means and _draw(seed, "uninsured", person).random() < UNINSURED_SHARE)


def _object_code(person: Person, household: Household, month: date) -> str:
    age = person.age(month_end(month))
    if household.poverty:
        return household.poverty
    if age < 6:
        return "TE"
    if person.job == "compulsory":
        return "DN"
    if age < 18:
        return "HS"
    return "HT" if age >= 60 else "GD"


def _card(person: Person, household: Household, month: date, seed: int) -> Record:
    code = _object_code(person, household, month)
    random = _draw(seed, "card", person)
    valid_from, valid_to = _validity(code, person, month, random)
    province = person.bhxh_number[:2] if person.bhxh_number[0] == "3" else "30"
    full_number = f"{code}{BENEFIT_DIGIT.get(code, 4)}{province}{person.bhxh_number}"
    return Record(
        person.index,
        {
            "name": person.name,
            "birth_date": person.birth_date,
            "sex": person.sex,
            "personal_id": person.personal_id,
            "bhxh_number": person.bhxh_number,
            "card_number": full_number if random.random() < 0.7 else person.bhxh_number,
            "object_code": code,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "household_number": household.number,
            "group": person.group,
            "group_name": person.group_name,
            "address": person.address,
            "facility": random.choice(("30281", "31015", "30282")),
            "agency": "BHXH cơ sở Kinh Môn",
            "note": None,
        },
    )


def _validity(code: str, person: Person, month: date, random: Random) -> tuple[date, date | None]:
    last_day = month_end(month)
    if code == "TE":
        return person.birth_date, date(person.birth_date.year + 6, person.birth_date.month, min(person.birth_date.day, 28))
    if code in ("HN", "CN"):
        return date(month.year, 1, 1), date(month.year, 12, 31)
    if code == "DN":
        return month, month_end(next_month(month, random.randint(0, 2)))
    if code == "HS":
        start = date(month.year - (month.month < 10), 10, 1)
        return start, date(start.year + 1, 9, 30)
    if code == "HT":
        return date(2025, 1, 1), None
    start = last_day - timedelta(days=random.randint(3, 350))
    if random.random() < EXPIRED_SHARE * 4:
        start = month + timedelta(days=random.randint(0, 20)) - timedelta(days=365)
    return start, start + timedelta(days=364)


def social_records(ward: Ward, month: date, seed: int) -> list[Record]:
    """The participations that the month's list shows, those that were paused among them."""
    return [record for person in ward.people for record in _participations(person, month, seed)]


def _participations(person: Person, month: date, seed: int) -> Iterator[Record]:
    random = _draw(seed, "work", person)
    started = next_month(month.replace(year=2026, month=1), -random.randint(1, 14 * 12))
    started = max(started, next_month(person.birth_date.replace(day=1), 12 * 18))
    if person.job == "compulsory":
        monthly = _draw(seed + month.month, "contract", person).random() < 0.06
        yield _participation(person, "compulsory", month if monthly else started, None, "Đang đóng", random)
        if random.random() < 0.8:
            yield _participation(person, "unemployment", started, None, "Đang đóng", random)
    elif person.job == "voluntary":
        yield _participation(person, "voluntary", month if random.random() < 0.5 else started, None, "Đang đóng", random)
    elif person.job == "idle" and random.random() < 0.15:
        status = random.choice(("Tạm dừng", "Bảo lưu", "Đã hưởng một lần"))
        yield _participation(person, "compulsory", started, next_month(started, random.randint(3, 9)), status, random)


def _participation(person: Person, kind: str, start: date, end: date | None, status: str, random: Random) -> Record:
    employer = None if kind == "voluntary" else f"Công ty TNHH Ví Dụ {random.randint(1, 40):02d}"
    return Record(
        person.index,
        {
            "name": person.name,
            "birth_date": person.birth_date,
            "sex": person.sex,
            "personal_id": person.personal_id,
            "bhxh_number": person.bhxh_number,
            "group": person.group,
            "group_name": person.group_name,
            "address": person.address,
            "kind": kind,
            "kind_text": KIND_TEXT[kind],
            "employer": employer,
            "wage_vnd": random.randint(53, 190) * 100_000,
            "from_month": start,
            "to_month": end,
            "status": status,
            "note": None,
        },
    )


def old_payer(ward: Ward, month: date, seed: int) -> Record:
    """Somebody over 75 who pays voluntarily: no fault of any cell, yet worth asking about. ValueError where nobody is that old."""
    person = next((person for person in ward.people if person.age(month) > 76 and not person.job), None)
    if person is None:
        raise ValueError("nobody in this ward is over 76: take another seed")
    return _participation(person, "voluntary", date(2024, 1, 1), None, "Đang đóng", _draw(seed, "old", person))
