"""The departmental report of a month: one record is one row of sheet "Chỉ tiêu" (a figure) or "Dân số" (an area's head counts).

Data flow: ward and month -> (figures, head counts). Figures of the year grow from the ward's 2025 result, so that some targets are met and
some missed; head counts are counted from the invented people.
"""

from collections.abc import Iterator
from datetime import date

from tests.synthetic.people import CENSUS_DAY, FORMER_UNIT_OF_GROUP, FORMER_UNITS, GROUP_NAMES, WARD_NAME, Person, Ward
from tests.synthetic.records import Record

BASELINE_MONTH = date(2025, 12, 1)
#: Code: (name, unit, result of 2025, share of it reached in June 2026, further share a month). In the year so far.
YEARLY = {
    "KT01": ("Thu ngân sách nhà nước trên địa bàn", "đồng", 12_400_000_000, 0.58, 0.09),
    "KT02": ("Tổng giá trị sản phẩm trên địa bàn", "đồng", 0, 0.0, 0.0),
    "KT02a": ("Nông, lâm, thủy sản", "đồng", 182_000_000_000, 0.56, 0.08),
    "KT02b": ("Công nghiệp, xây dựng", "đồng", 904_000_000_000, 0.63, 0.10),
    "KT02c": ("Dịch vụ", "đồng", 618_000_000_000, 0.57, 0.085),
    "KT06": ("Cơ sở sản xuất kinh doanh chuyển đổi thành doanh nghiệp", "cơ sở", 4, 0.75, 0.125),
    "KT08": ("Thu nhập bình quân đầu người", "đồng", 68_400_000, 0.59, 0.095),
}
#: Code: (name, unit, values of 2025-12, then of each month from 2026-06 on; the last stands for later ones). Counts and states.
COUNTS = {
    "KT03": ("Vốn đầu tư nguồn ngân sách phường 2026-2030", "đồng", None, 4_150_000_000, 4_900_000_000, 5_600_000_000),
    "KT05": ("Số doanh nghiệp trên địa bàn", "doanh nghiệp", 50, 58, 60, 61),
    "XH07": ("Trường đạt chuẩn quốc gia mức độ II", "trường", 1, 1, 1, 1),
    "XH09": ("Cấp trường (tiểu học, THCS) có nhà đa năng", "cấp trường", 1, 1, 1, 1),
    "XH12": ("Phường đạt chuẩn đô thị văn minh", "1 = có, 0 = chưa", 0, 0, 0, 0),
    "HC03": ("Chính quyền thân thiện", "1 = có, 0 = chưa", 0, 0, 0, 0),
    "AN02": ("Phường không ma túy", "1 = có, 0 = chưa", 1, 1, 1, 1),
}
#: Code: (name, numerator and denominator of 2025-12, then of each month from 2026-06 on).
SHARES = {
    "KT04": ("Tỷ lệ giải ngân vốn đầu tư công", (11_800, 12_000), (6_900, 12_500), (7_700, 12_500), (8_800, 12_500)),
    "KT07": ("Doanh nghiệp có hoạt động đổi mới sáng tạo", (15, 50), (19, 58), (20, 60), (21, 61)),
    "XH03": ("Tỷ lệ tổ dân phố văn hóa", (12, 13), (12, 13), (12, 13), (13, 13)),
    "XH06": ("Trường đạt chuẩn quốc gia mức độ I", (4, 6), (4, 6), (4, 6), (4, 6)),
    "XH08": ('Chỉ tiêu phong trào "Bình dân học vụ số"', (9, 20), (11, 20), (12, 20), (14, 20)),
    "XH10": ("Cơ sở giáo dục công lập có phòng học thông minh", (3, 7), (4, 7), (4, 7), (4, 7)),
    "XH11": ("Trạm y tế đạt chuẩn quốc gia", (2, 3), (2, 3), (2, 3), (3, 3)),
    "HC04": ("Mức độ hài lòng của người dân", (190, 200), (192, 200), (188, 200), (191, 200)),
    "AN01": ("Tuyển chọn và gọi công dân nhập ngũ, nghĩa vụ công an", (14, 14), (14, 14), (14, 14), (14, 14)),
}
#: Code: (name, area or None for the ward, head count it is a share of, share 2025-12, share in 2026-06, a month more, by groups too).
OF_PEOPLE = {
    "XH02": ("Tỷ lệ gia đình văn hóa", None, "family_count", 0.92, 0.93, 0.004, True),
    "XH13": ("Tỷ lệ dân số được sử dụng nước sạch", None, "population_count", 0.962, 0.970, 0.003, True),
    "XH14": ("Trẻ em trong độ tuổi đến trường", None, "school_age_count", 0.98, 0.985, 0.0, False),
    "XH15": ("Lao động qua đào tạo", None, "labour_force_count", 0.42, 0.43, 0.003, False),
    "XH16": ("Lao động có việc làm ổn định", None, "labour_force_count", 0.71, 0.73, 0.004, False),
    "MH01": ('Hộ gia đình đăng ký "Gia đình văn hóa", TDP Đông Nam', 1, "household_count", 0.95, 1.0, 0.0, False),
    "MH02": ('Hộ đạt chuẩn "Gia đình văn hóa", TDP Đông Nam', 1, "household_count", 0.86, 0.88, 0.01, False),
    "MH04": ("Nhân dân tham gia bảo vệ môi trường, TDP Tống Buồng", 2, "household_count", 0.85, 0.9, 0.02, False),
}
#: Cases in the year, that group: 2025-12, then from 2026-06 on; 11 cases in the whole of 2025.
CASES_MH03 = (11, 6, 7, 7)


def report_records(ward: Ward, month: date) -> tuple[list[Record], list[Record]]:
    """Rows of "Chỉ tiêu" in the catalogue's order, then those of "Dân số"."""
    population = population_records(ward, month)
    counts = {record.subject: record.values for record in population}
    figures = [*_yearly(month), *_counts(month), *_shares(month), *_of_people(month, counts), _cases(month)]
    return sorted(figures, key=lambda record: record.values["code"]), population


def population_records(ward: Ward, month: date) -> list[Record]:
    """One row for the ward, each group and each former unit, counted from the people."""
    people = ward.people
    areas: list[tuple[str, str, list[Person]]] = [("10744", WARD_NAME, people)]
    areas += [
        (f"10744-{number:02d}", f"Tổ dân phố {name}", [person for person in people if person.group == number])
        for number, name in enumerate(GROUP_NAMES, 1)
    ]
    areas += [
        (code, name, [person for person in people if FORMER_UNIT_OF_GROUP[person.group - 1] == code]) for code, name in FORMER_UNITS.items()
    ]
    return [Record(code, {"area": name, "month": month, **_head_counts(members)}) for code, name, members in areas]


def _head_counts(people: list[Person]) -> dict[str, int]:
    households = len({person.household for person in people})
    # One in twenty-five household numbers is a single-person household that no family list carries.
    return {
        "population_count": len(people),
        "household_count": households,
        "family_count": sum(1 for index in {person.household for person in people} if index % 25),
        "labour_force_count": sum(1 for person in people if person.job),
        "school_age_count": sum(1 for person in people if 6 <= person.age(CENSUS_DAY) < 15),
    }


def _steps(month: date) -> int:
    """Months since June 2026; -1 stands for the baseline."""
    return -1 if month == BASELINE_MONTH else max(0, (month.year - 2026) * 12 + month.month - 6)


def _figure(
    code: str,
    name: str,
    month: date,
    *,
    area_code: str = "10744",
    area: str = WARD_NAME,
    unit: str = "%",
    numerator: int | None = None,
    denominator: int | None = None,
    value: int | None = None,
) -> Record:
    return Record(
        (code, area_code),
        {
            "code": code,
            "name": name,
            "area_code": area_code,
            "area": area,
            "month": month,
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "unit": unit,
            "note": None,
        },
    )


def _yearly(month: date) -> Iterator[Record]:
    steps = _steps(month)
    values = {code: round(base if steps < 0 else base * (june + more * min(steps, 5))) for code, (_, _, base, june, more) in YEARLY.items()}
    values["KT02"] = values["KT02a"] + values["KT02b"] + values["KT02c"]
    return (_figure(code, YEARLY[code][0], month, unit=YEARLY[code][1], value=value) for code, value in values.items())


def _counts(month: date) -> Iterator[Record]:
    for code, (name, unit, *values) in COUNTS.items():
        value = values[min(_steps(month) + 1, 3)]
        if value is not None:
            yield _figure(code, name, month, unit=unit, value=value)


def _shares(month: date) -> Iterator[Record]:
    for code, (name, *pairs) in SHARES.items():
        numerator, denominator = pairs[min(_steps(month) + 1, 3)]
        scale = 1_000_000 if code == "KT04" else 1
        yield _figure(code, name, month, numerator=numerator * scale, denominator=denominator * scale)


def _of_people(month: date, counts: dict[str, dict[str, int]]) -> Iterator[Record]:
    """Where groups state a share of their own, the ward's numerator is their sum."""
    for code, (name, group, column, base, june, more, by_groups) in OF_PEOPLE.items():
        share = base if _steps(month) < 0 else min(1.0, june + more * _steps(month))
        groups = range(1, 14) if by_groups else [group] if group else []
        stated = {number: round(counts[f"10744-{number:02d}"][column] * share) for number in groups}
        if not group:
            total = counts["10744"][column]
            yield _figure(code, name, month, numerator=sum(stated.values()) if stated else round(total * share), denominator=total)
        for number, numerator in stated.items():
            yield _figure(
                code,
                name,
                month,
                area_code=f"10744-{number:02d}",
                area=f"Tổ dân phố {GROUP_NAMES[number - 1]}",
                numerator=numerator,
                denominator=counts[f"10744-{number:02d}"][column],
            )


def _cases(month: date) -> Record:
    return _figure(
        "MH03",
        "Vụ việc vi phạm trật tự, an ninh, TDP Tống Buồng",
        month,
        area_code="10744-02",
        area="Tổ dân phố Tống Buồng",
        numerator=CASES_MH03[min(_steps(month) + 1, 3)],
        denominator=11,
    )
