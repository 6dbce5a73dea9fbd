"""The people of the invented ward: one row is one person, gathered in households of thirteen residential groups.

Data flow: seed and size -> Ward. Personal ids end in 000001-000999, telephones are 0900000xxx: numbers that nobody has.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

WARD_CODE = "10744"
WARD_NAME = "Phường Nguyễn Đại Năng"
ADDRESS_TAIL = "phường Nguyễn Đại Năng, TP Hải Phòng"
GROUP_NAMES = ("Đông Nam", "Tống Buồng", *(f"số {number}" for number in range(3, 14)))
FORMER_UNITS = {"10741": "Phường Thái Thịnh (cũ)", "10744-HT": "Phường Hiến Thành (cũ)", "10747": "Xã Minh Hòa (cũ)"}
#: The former unit of the groups 1 to 13.
FORMER_UNIT_OF_GROUP = ("10744-HT", "10741", *["10744-HT"] * 4, *["10741"] * 3, *["10747"] * 4)
#: Ages are counted on this day, so that a seed gives one ward whatever the month asked for.
CENSUS_DAY = date(2026, 5, 31)

FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đào", "Mạc", "Tạ")
MIDDLE_NAMES = {
    "Nam": ("Văn", "Đức", "Minh", "Quang", "Hữu", "Xuân", "Công", "Đình"),
    "Nữ": ("Thị", "Thu", "Ngọc", "Thanh", "Thúy", "Kim", "Hồng", "Bích"),
}
GIVEN_NAMES = {
    "Nam": (
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Đạt",
        "Giang",
        "Hải",
        "Hiếu",
        "Hưng",
        "Khánh",
        "Lâm",
        "Long",
        "Nghĩa",
        "Phúc",
        "Quân",
        "Sơn",
        "Thành",
        "Tiến",
        "Trung",
        "Vinh",
    ),
    "Nữ": (
        "Anh",
        "Chi",
        "Dung",
        "Diệp",
        "Hà",
        "Hạnh",
        "Hiền",
        "Hòa",
        "Huệ",
        "Lan",
        "Linh",
        "Mai",
        "Nga",
        "Nhung",
        "Oanh",
        "Phương",
        "Thảo",
        "Thủy",
        "Trang",
        "Yến",
    ),
}


@dataclass(frozen=True)
class Person:
    """One inhabitant. ``relation`` is the word of the poverty list; ``job`` is "compulsory", "voluntary", "idle" (in the labour
    force without insurance) or "" (outside the labour force)."""

    index: int
    name: str
    sex: str
    birth_date: date
    personal_id: str
    bhxh_number: str
    group: int
    household: int
    house_number: int
    relation: str
    job: str = ""

    def age(self, day: date) -> int:
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))

    @property
    def phone(self) -> str:
        return f"0900000{self.index % 1000:03d}"

    @property
    def group_name(self) -> str:
        return "Tổ dân phố " + GROUP_NAMES[self.group - 1]

    @property
    def address(self) -> str:
        return f"Số {self.house_number}, {self.group_name}, {ADDRESS_TAIL}"


@dataclass(frozen=True)
class Household:
    """``poverty`` is "HN" (poor), "CN" (near-poor) or "" (neither); the first member is the head."""

    index: int
    number: str
    members: tuple[Person, ...]
    poverty: str = ""

    @property
    def group(self) -> int:
        return self.members[0].group


@dataclass(frozen=True)
class Ward:
    households: tuple[Household, ...]

    @property
    def people(self) -> list[Person]:
        return [person for household in self.households for person in household.members]


def make_ward(seed: int, people_count: int) -> Ward:
    """A ward of exactly ``people_count`` people; the same seed and size give the same ward on every machine."""
    random = Random(f"ward {seed} {people_count}")
    ids = IdentityMill(random)
    households: list[Household] = []
    made = 0
    while made < people_count:
        household = _household(random, ids, len(households), made)
        household = replace(household, members=household.members[: people_count - made])
        households.append(household)
        made += len(household.members)
    return Ward(_with_poverty(random, households))


class IdentityMill:
    """Makes numbers that look right and belong to nobody; each is given out once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: dict[str, int] = {}
        self._bhxh: set[str] = set()

    def personal_id(self, sex: str, birth_date: date) -> str:
        province = "031" if birth_date >= date(2025, 7, 1) or self._random.random() < 0.12 else "030"
        digit = (0 if birth_date.year < 2000 else 2) + (sex == "Nữ")
        stem = f"{province}{digit}{birth_date.year % 100:02d}"
        self._given[stem] = self._given.get(stem, 0) + 1
        if self._given[stem] > 9_999:
            raise ValueError(f"ids {stem}00xxxx are used up: a ward of at most about 900,000 people can be invented")
        return f"{stem}{self._given[stem]:06d}"

    def bhxh_number(self) -> str:
        while True:
            number = self._random.choice(("30", "30", "30", "31", "01")) + f"{self._random.randrange(10**8):08d}"
            if number not in self._bhxh:
                self._bhxh.add(number)
                return number


def _household(random: Random, ids: IdentityMill, index: int, made: int) -> Household:
    group, house_number = random.randint(1, 13), random.randint(1, 210)
    family = random.choice(FAMILY_NAMES)
    members: list[Person] = []
    for relation, sex, age in _places_at_the_table(random):
        own = family if relation in ("Chủ hộ", "Con", "Cháu") else random.choice(FAMILY_NAMES)
        name = f"{own} {random.choice(MIDDLE_NAMES[sex])} {random.choice(GIVEN_NAMES[sex])}"
        born = CENSUS_DAY - timedelta(days=round(age * 365.25) + random.randint(1, 364))
        members.append(
            Person(
                made + len(members),
                name,
                sex,
                born,
                ids.personal_id(sex, born),
                ids.bhxh_number(),
                group,
                index,
                house_number,
                relation,
                _job(random, age),
            )
        )
    return Household(index, f"NDN-{index + 1:05d}", tuple(members))


def _places_at_the_table(random: Random) -> Iterator[tuple[str, str, int]]:
    """Relation, sex and whole years of age of a household's members, the head first."""
    head_age, head_sex = random.randint(26, 74), random.choice(("Nam", "Nam", "Nữ"))
    yield "Chủ hộ", head_sex, head_age
    if random.random() < 0.78:
        spouse_sex = "Nữ" if head_sex == "Nam" else "Nam"
        yield ("Vợ" if spouse_sex == "Nữ" else "Chồng"), spouse_sex, min(78, max(22, head_age + random.randint(-5, 3)))
    for _ in range(random.choice((0, 1, 1, 2, 2, 3))):
        child_age = max(0, head_age - random.randint(22, 34))
        yield "Con", random.choice(("Nam", "Nữ")), min(child_age, 45)
    if head_age > 52 and random.random() < 0.45:
        yield "Cháu", random.choice(("Nam", "Nữ")), random.randint(0, 17)
    if head_age < 52 and random.random() < 0.25:
        sex = random.choice(("Nam", "Nữ"))
        yield ("Bố" if sex == "Nam" else "Mẹ"), sex, min(96, head_age + random.randint(22, 30))


def _job(random: Random, age: int) -> str:
    if not 19 <= age <= 55 or random.random() < 0.12:
        return ""
    return random.choices(("compulsory", "voluntary", "idle"), (44, 11, 45))[0]


def _with_poverty(random: Random, households: list[Household]) -> tuple[Household, ...]:
    """About one household in 45 is poor and one in 20 near-poor, never fewer than three and six."""
    poor_count, near_count = max(3, len(households) // 45), max(6, len(households) // 20)
    chosen = random.sample(range(len(households)), min(poor_count + near_count, len(households)))
    kinds = {index: "HN" if place < poor_count else "CN" for place, index in enumerate(chosen)}
    return tuple(replace(household, poverty=kinds.get(household.index, "")) for household in households)
