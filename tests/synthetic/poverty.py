"""The poverty list of a month: one record is one household with its member rows, as the ward's last decision left it.

Data flow: ward, month, first month -> (households listed, households that left in the month).
"""

from datetime import date, timedelta
from random import Random

from tests.synthetic.people import Household, Person, Ward
from tests.synthetic.records import Record, month_end

CLASS_TEXT = {"HN": "Hộ nghèo", "CN": "Hộ cận nghèo"}
DEPRIVATIONS = (
    "Việc làm",
    "Người phụ thuộc trong hộ gia đình",
    "Dinh dưỡng",
    "Bảo hiểm y tế",
    "Trình độ giáo dục của người lớn",
    "Tình trạng đi học của trẻ em",
    "Chất lượng nhà ở",
    "Diện tích nhà ở bình quân đầu người",
    "Nguồn nước sinh hoạt",
    "Nhà tiêu hợp vệ sinh",
    "Sử dụng dịch vụ viễn thông",
    "Phương tiện phục vụ tiếp cận thông tin",
)


def poverty_records(ward: Ward, month: date, first_month: date, seed: int) -> tuple[list[Record], list[Record]]:
    """Households listed at the month's end, in the order of groups, and those that left it in the month.

    From the second month on one near-poor household leaves each month.
    """
    steps = (month.year - first_month.year) * 12 + month.month - first_month.month
    known = sorted((household for household in ward.households if household.poverty), key=lambda household: household.group)
    near_poor = [household for household in known if household.poverty == "CN"]
    gone = {household.index for household in near_poor[:steps]}
    leaving = [household for household in near_poor[:steps]][-1:]
    listed = [household for household in known if household.index not in gone]
    return [_record(household, month, seed) for household in listed], [_record(household, month, seed) for household in leaving]


def _record(household: Household, month: date, seed: int) -> Record:
    random = Random(f"{seed} poverty {household.index}")
    count = random.randint(3, 6) if household.poverty == "HN" else random.randint(0, 2)
    lacking = sorted(random.sample(range(12), count))
    decided = date(2026, 1, 5) + timedelta(days=random.randint(0, 120))
    head = household.members[0]
    values = {
        "household_number": household.number,
        "head_name": head.name,
        "group": head.group,
        "group_name": head.group_name,
        "poverty": household.poverty,
        "class_text": CLASS_TEXT[household.poverty],
        "b1": random.randint(16, 33) * 5,
        "b2": 10 * count,
        "lacking": lacking,
        "member_count": len(household.members),
        "decision_number": f"{random.randint(20, 400)}/QĐ-UBND",
        "decision_date": decided,
        "no_labour": all(not person.job for person in household.members),
    }
    return Record(household.index, values, members=[_member(person, month) for person in household.members])


def _member(person: Person, month: date) -> Record:
    return Record(
        person.index,
        {
            "name": person.name,
            "relation": person.relation,
            "birth_date": person.birth_date,
            "sex": person.sex,
            "personal_id": person.personal_id,
            "ethnicity": "Kinh",
            "age": person.age(month_end(month)),
            "group_name": person.group_name,
        },
    )
