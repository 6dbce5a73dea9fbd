"""Refresh of the indicators, their suppression and the findings across sources, after the last delivery of a run; then the members go
that no row names any more.

Data flow: facts -> ``flows.indicators.compute``, ``flows.indicators.suppression``, ``flows.validation.cross_source``
-> ``RunResult``
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from flows.pipeline.outcomes import PUBLISHED, Run, RunResult

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.indicators.compute import Because


def bring_up_to_date(run: Run, *, because: "Because | None" = None, even_if_fresh: bool = False, everything: bool = False) -> None:
    """Indicators and the findings across sources. They are computed again for the months that were touched since they last were, also
    by a run that died before it came to them; for all months if they were computed by another plan, rules or version of the program, or if
    ``everything`` is wanted. ``even_if_fresh``: the findings across sources are judged again in any case."""
    from flows.indicators.compute import computed_from, refresh_indicators, remember_computed
    from flows.indicators.suppression import refresh_suppressed
    from flows.indicators.targets import judgement_refreshed
    from flows.load.unnamed import delete_unnamed
    from flows.validation.cross_source import judge_across

    with run.transaction() as connection:
        state = computed_from(connection, run.ward, run.ward_key)
        if state.is_fresh and not (even_if_fresh or everything):
            return
        everything = everything or not state.is_defined_so
        done = refresh_indicators(connection, run.ward_key, run.result.run_id, because, everything=everything)
        run.result.indicators_changed, run.result.months_computed = done.changed, done.months_computed
        with judgement_refreshed(connection, run.ward_key, only_changed=not everything):
            refresh_suppressed(connection, run.ward, run.ward_key, None if everything else done.changed_months)
            judge_across(connection, run.ward)
            delete_unnamed(connection, run.ward_key)
        remember_computed(connection, run.ward, run.ward_key, state)
        _mark_superseded(connection, run.result)


def _mark_superseded(connection: "Connection", result: RunResult) -> None:
    """A delivery of this very run may have been replaced by a later one of it."""
    superseded = set(
        connection.exec_driver_sql(
            "select file_name from audit.delivery where run_id = %s and status = 'superseded'", (result.run_id,)
        ).scalars()
    )
    result.deliveries = [
        replace(delivery, status="superseded") if delivery.file in superseded and delivery.status in PUBLISHED else delivery
        for delivery in result.deliveries
    ]
