"""Proposals: the nearest word, the exchanged day, last month's value, and none where two are equally near."""

import polars as pl
import pytest

from transforms.cleaning.proposals import LAST_MONTH, NEAREST, SWAPPED, candidates, nearest_word, of_last_month, sole, with_days_swapped

GROUPS = {
    "Tổ dân phố Đông Nam": "Đông Nam",
    "TDP Đông Nam": "Đông Nam",
    "Thôn Đông Nam": "Đông Nam",
    "TDP Đông Bắc": "Đông Bắc",
    "TDP số 3": "TDP số 3",
    "TDP số 13": "TDP số 13",
    "TDP Đồng Văn": "Đồng Văn",
    "TDP Đồng Vân": "Đồng Vân",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TDP Đông Naam", "Đông Nam"),
        ("TDP Đôgn Nam", "Đông Nam"),
        ("TDP Đông Na", "Đông Nam"),
        ("Thôn Đồng Ngoài", None),  # two slips and more are another place
        ("TDP Đông Lam", None),  # nor is the first letter of a word a slip
        ("TDPs 3", None),
        ("tdp  số03", "TDP số 3"),
        ("tdp dong bac.", "Đông Bắc"),
        ("Tổ dân phô Đông  Namm", "Đông Nam"),
        ("TDP sô 3", "TDP số 3"),
        ("TDP só 03", "TDP số 3"),
        ("TDP số 31", None),  # a number is never guessed
        ("TDP số 1", None),
        ("TDP Đồng Van", None),  # two are equally near
        ("Thôn Cầu", None),
        ("TD", None),
        ("", None),
    ],
)
def test_the_nearest_word(text: str, expected: str | None) -> None:
    assert nearest_word(text, GROUPS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/31/2026", "31/05/2026"),
        ("5/31/2026", "31/05/2026"),
        ("03/07/2026", "07/03/2026"),
        ("03.07.2026 08:30", "07.03.2026 08:30"),
        ("31/12/2026", None),  # 31 is no month
        ("07/07/2026", None),
        ("12/45/2026", None),
        ("chưa rõ", None),
        (None, None),
    ],
)
def test_the_day_with_its_month_exchanged(text: str | None, expected: str | None) -> None:
    frame = pl.DataFrame({"day": [text]}, schema={"day": pl.String})
    assert frame.select(with_days_swapped(pl.col("day"))).item() == expected


NOW = pl.DataFrame(
    {
        "finding": [1, 2, 3, 4],
        "full_name": ["Nguyễn Văn A", "TRẦN THỊ B", "Lê Văn C", "Phạm Văn D"],
        "personal_id": ["03019", None, "030190000003", "030190000004"],
        "social_insurance_number": ["0112000001", "0112000002", None, "0112000009"],
        "birth_date": ["01/02/1990", "03/04/1985", "05/06/1970", "07/08/1960"],
    }
)
BEFORE = pl.DataFrame(
    {
        "full_name": ["nguyễn văn a", "Trần Thị B", "Trần Thị B", "Vũ Văn E"],
        "personal_id": ["030090000001", "030185000002", "030185000003", "030190000004"],
        "social_insurance_number": ["0112000001", "0112000002", "0112000002", "0112000005"],
        "birth_date": ["01/02/1990", "03/04/1985", "03/04/1985", "01/01/1999"],
    }
)


def test_a_person_is_the_same_by_a_number_and_the_name_alone() -> None:
    last = of_last_month(NOW, BEFORE, "health_insurance")
    told = {row["finding"]: row for row in last.iter_rows(named=True)}
    assert set(told) == {1, 2}  # of 4 the number is another person's
    assert told[1]["personal_id"] == "030090000001"
    assert told[2]["personal_id"] is None and told[2]["birth_date"] == "03/04/1985"  # two rows that say two things say nothing


def test_a_dossier_and_a_figure_are_the_same_by_their_codes() -> None:
    log = pl.DataFrame({"finding": [7], "dossier_code": ["h24.115-260601-0001 "], "due_at": ["chưa rõ"]})
    before = pl.DataFrame({"dossier_code": ["H24.115-260601-0001", "H24.115-260601-0002"], "due_at": ["15/06/2026", "16/06/2026"]})
    assert of_last_month(log, before, "dossiers").rows() == [(7, "H24.115-260601-0001", "15/06/2026")]
    figures = pl.DataFrame({"finding": [8], "indicator_code": ["XH13"], "area": ["TDP số 3"]})
    then = pl.DataFrame({"indicator_code": ["XH13", "XH14"], "area": ["tdp số 3", "TDP số 3"], "value": ["12", "13"]})
    assert of_last_month(figures, then, "department_report")["value"].to_list() == ["12"]


def test_candidates_of_all_kinds_and_the_one_that_is_left() -> None:
    rows = NOW.with_columns(
        pl.Series("residential_group", ["TDP Đông Naam", "TDP Đông Nam", None, "TDP Đồng Van"]),
        pl.Series("valid_from", ["05/31/2026", "chưa rõ", None, "01/01/2026"]),
    )
    found = candidates(
        rows,
        of_last_month(NOW, BEFORE, "health_insurance"),
        ("personal_id", "residential_group", "valid_from"),
        dates={"valid_from"},
        words={"residential_group": GROUPS},
    )
    told = set(found.select("finding", "column_name", "after", "why").rows())
    assert told == {
        (1, "valid_from", "31/05/2026", SWAPPED),
        (1, "residential_group", "Đông Nam", NEAREST),
        (1, "personal_id", "030090000001", LAST_MONTH),
        (2, "residential_group", "Đông Nam", NEAREST),
    }
    assert sole(found)["finding"].to_list() == [2]
