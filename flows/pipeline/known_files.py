"""TODO"""

from flows.extract.landing import Incoming


def _named_months(incoming: Incoming) -> set[tuple[int, int]]:
    from transforms.reading.months import month_evidence

    return {piece.month for piece in month_evidence((), (), incoming.found.parts)}
