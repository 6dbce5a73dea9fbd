"""Linear programmes of some dozens of unknowns, by HiGHS.

Asked directly: SciPy, which asks the same solver, takes half a second of processor time and fifty megabytes to import.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

#: Within the solver's own tolerance a number is a whole one.
_NEARLY = 1e-6


class NoSolutionError(Exception):
    """No numbers fulfil the sums within their limits, or the solver found none."""


def solution(
    costs: "NDArray[float64]",
    sums: "NDArray[float64]",
    totals: "NDArray[float64]",
    least: "NDArray[float64]",
    most: "NDArray[float64]",
    *,
    is_whole: bool = False,
) -> "NDArray[float64]":
    """The unknowns x with ``sums @ x == totals`` and ``least <= x <= most`` (infinite: no limit) of which ``costs @ x`` is least; whole
    numbers if ``is_whole``. ``sums``: a row an equation, a column an unknown. Raises ``NoSolutionError``.

    Where the best of all numbers are whole ones, as nearly always in tables that add up, they are the best whole ones too and branch and
    bound is spared.
    """
    import numpy

    best = _solved(costs, sums, totals, least, most, is_whole=False)
    if not is_whole or numpy.abs(best - numpy.round(best)).max(initial=0.0) < _NEARLY:
        return numpy.round(best) if is_whole else best
    return _solved(costs, sums, totals, least, most, is_whole=True)


def _solved(
    costs: "NDArray[float64]",
    sums: "NDArray[float64]",
    totals: "NDArray[float64]",
    least: "NDArray[float64]",
    most: "NDArray[float64]",
    *,
    is_whole: bool,
) -> "NDArray[float64]":
    """By HiGHS: the simplex, or branch and bound."""
    import highspy
    import numpy

    rows, columns = numpy.nonzero(sums)
    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = sums.shape
    programme.col_cost_, programme.col_lower_, programme.col_upper_ = (numpy.asarray(part, numpy.double) for part in (costs, least, most))
    programme.row_lower_ = programme.row_upper_ = numpy.asarray(totals, numpy.double)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = numpy.searchsorted(rows, numpy.arange(len(sums) + 1))
    programme.a_matrix_.index_, programme.a_matrix_.value_ = columns, sums[rows, columns]
    if is_whole:
        programme.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1)):
        solver.setOptionValue(option, value)
    solver.passModel(programme)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoSolutionError(f"HiGHS ended with {solver.modelStatusToString(solver.getModelStatus())}")
    return numpy.array(solver.getSolution().col_value)
