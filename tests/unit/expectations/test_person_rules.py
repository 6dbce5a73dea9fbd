"""Rules that hold people of one list against each other."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from expectations.person_rules import name_and_year_collide

_KEYS, _NAMES = st.sampled_from(["a", "b", None]), st.sampled_from(["An", "AN", "Bình", None])
_BIRTHS = st.sampled_from([date(1990, 1, 1), date(1990, 5, 1), date(1991, 1, 1), None])


@given(st.lists(st.tuples(_KEYS, _NAMES, _BIRTHS), max_size=10))
def test_a_row_collides_where_another_of_its_person_has_both_another_name_and_another_year(rows: list[tuple[str, str, date]]) -> None:
    schema = {"person_id": pl.String, "full_name": pl.String, "birth_date": pl.Date}
    judged = pl.DataFrame(rows, schema, orient="row").select(name_and_year_collide()).to_series().to_list()
    known = [None if None in row else (row[0], row[1].lower(), row[2].year) for row in rows]
    collide = [
        None if one is None else any(other and other[0] == one[0] and other[1] != one[1] and other[2] != one[2] for other in known)
        for one in known
    ]
    assert judged == collide
