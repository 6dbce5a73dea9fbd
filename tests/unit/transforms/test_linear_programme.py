"""Linear programmes: whole numbers where they are asked for, the best of them, and what adds up to known totals by itself."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.linear_programme import NoSolutionError, solution
from transforms.suppression import Cell, Sum, _solved

#: Of three numbers up to 1 each two are at most 1: halves have the greatest sum. The last three are what each two leave.
PAIRS = numpy.array([[1, 1, 0, 1, 0, 0], [0, 1, 1, 0, 1, 0], [1, 0, 1, 0, 0, 1]], float)
ALL_THREE = numpy.array([-1.0, -1.0, -1.0, 0.0, 0.0, 0.0])


def test_whole_numbers_are_the_best_whole_ones_where_halves_would_be_better() -> None:
    of_any = solution(ALL_THREE, PAIRS, numpy.ones(3), numpy.zeros(6), numpy.ones(6))
    whole = solution(ALL_THREE, PAIRS, numpy.ones(3), numpy.zeros(6), numpy.ones(6), is_whole=True)
    assert of_any[:3].tolist() == [0.5, 0.5, 0.5]
    assert sorted(whole[:3].tolist()) == [0.0, 0.0, 1.0] and (PAIRS @ whole).tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_no_numbers_fulfil_has_no_solution(is_whole: bool) -> None:
    with pytest.raises(NoSolutionError):
        solution(ALL_THREE, PAIRS, numpy.array([4.0, 1.0, 1.0]), numpy.zeros(6), numpy.ones(6), is_whole=is_whole)


def cell(number: int) -> Cell:
    return "MH03", f"G{number}", 202606, "snapshot"


@given(st.lists(st.dictionaries(st.integers(0, 7), st.sampled_from([-1, 1]), min_size=1), min_size=1, max_size=9))
def test_a_cell_is_known_when_the_sums_lead_to_it_and_only_then(drawn: list[dict[int, int]]) -> None:
    """The rank of the sums, of which numpy's singular values know: it does not rise by a line that states the cell itself."""
    lines: list[Sum] = [{cell(number): sign for number, sign in line.items()} for line in drawn]
    matrix = numpy.array([[line.get(number, 0) for number in range(8)] for line in drawn], float)
    rank = numpy.linalg.matrix_rank(matrix)
    known = {cell(number) for number in range(8) if numpy.linalg.matrix_rank(numpy.vstack([matrix, numpy.eye(8)[number]])) == rank}
    assert _solved(lines, [cell(number) for number in range(8)]) == known
