"""One row before the officer: its findings, its surroundings, why the rule exists, what was decided before, and what may be proposed.

Data flow: audit.finding, audit.decision, ``flows.pipeline.surroundings``, ``flows.pipeline.cell_proposals`` -> ``row_page`` -> the page,
``chitieu review show``
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.system.errors import ChitieuError
from flows.wording.rule_reasons import REASONS_VI
from flows.wording.rules import RULES_VI

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.pipeline.surroundings import LookedAt, RowView

#: More words than these are no expectation that somebody reads.
_MOST_WORDS = 20
WHYS_VI = {
    "nearest_word": "tên đã biết gần nhất",
    "days_swapped": "đổi chỗ ngày và tháng",
    "last_month": "như tháng trước của cùng người hoặc hồ sơ",
}


@dataclass(frozen=True)
class Proposal:
    """A change of one cell that would meet the rule. ``rows``: findings of the rule that the same change of the same text would meet.

    ``before`` and ``after`` as they may be shown: of a personal column masked, unless they were asked for. ``text`` and ``value``: what the
    cell says and what a correction would write, in clear and never shown.
    """

    sheet_name: str | None
    row_number: int
    rule_code: str
    column_name: str
    heading: str
    before: str
    after: str
    why: str
    rows: int
    is_personal: bool
    text: str
    value: str

    @property
    def why_vi(self) -> str:
        return WHYS_VI[self.why]

    def as_json(self) -> dict[str, Any]:
        shown = ("sheet_name", "row_number", "rule_code", "column_name", "heading", "before", "after", "why", "rows")
        return {name: getattr(self, name) for name in shown}


@dataclass(frozen=True)
class Known:
    """What the landed file says: ``view`` is None where it is no longer at hand, and ``missing_vi`` says so."""

    view: "RowView | None" = None
    proposal: Proposal | None = None
    expected_vi: str = ""
    missing_vi: str = ""
    row_identity: str | None = None


FILE_GONE_VI = "Tệp gốc không còn được giữ hoặc không mở được, nên không xem được các ô. Hãy xem bản lưu của đơn vị gửi."


def known_of_row(
    engine: "Engine",
    settings: "Settings",
    delivery_id: int,
    place: tuple[str | None, int],
    rule_code: str | None,
    *,
    is_masked: bool = True,
) -> Known:
    """The row's surroundings and the proposal for it, from the landed files; without a rule the surroundings alone."""
    looked = looked_or_none(engine, settings, delivery_id)
    return known_in(engine, looked, place, rule_code, is_masked=is_masked) if looked else Known(missing_vi=FILE_GONE_VI)


def looked_or_none(engine: "Engine", settings: "Settings", delivery_id: int) -> "LookedAt | None":
    """None where the landed file is not at hand, or no list is read in it."""
    from flows.pipeline.surroundings import looked_at

    try:
        return looked_at(engine, settings, delivery_id)
    except ChitieuError:
        return None


def known_in(
    engine: "Engine", looked: "LookedAt", place: tuple[str | None, int], rule_code: str | None, *, is_masked: bool = True
) -> Known:
    from flows.pipeline.surroundings import identity_of_row, surroundings

    view = surroundings(looked, *place, is_masked=is_masked)
    if view is None:
        return Known(missing_vi="Dòng này không còn trong danh sách đọc được của tệp.")
    identity = identity_of_row(looked, *place)
    if rule_code is None:
        return Known(view, row_identity=identity)
    with engine.connect() as connection:
        found = proposals_of(connection, looked, rule_code, is_masked=is_masked)
    own = next((one for one in found if (one.sheet_name, one.row_number) == place), None)
    return Known(view, own, expected_vi(looked, rule_code, own), row_identity=identity)


def expected_vi(looked: "LookedAt", rule_code: str, proposal: Proposal | None) -> str:
    """What should stand there: the one value that is near, else one of the words that may, else what the rule says."""
    from flows.pipeline.cell_proposals import words_of
    from flows.pipeline.judged_columns import judged_columns

    if proposal is not None:
        return f"{proposal.heading}: {proposal.after} ({proposal.why_vi})"
    for column in sorted(judged_columns(looked.source, looked.run.ward, looked.month).get(rule_code, ())):
        words = list(dict.fromkeys(words_of(looked.source, column, looked.run.ward).values()))
        if 0 < len(words) <= _MOST_WORDS:
            return "một trong: " + "; ".join(words)
    return RULES_VI[rule_code]


def reason_of(rule_code: str, severity: str) -> dict[str, str]:
    """What the rule asks, why it exists, on what it stands and what may be done."""
    from flows.outputs.rule_catalogue import WAYS_VI, ways_of

    why, basis = REASONS_VI[rule_code]
    ways = ", ".join(WAYS_VI[way] for way in ways_of(rule_code, severity))
    return {"name_vi": RULES_VI[rule_code], "why_vi": why, "basis_vi": basis, "ways_vi": ways or "không phải làm gì, chỉ để biết"}


# --- proposals ----------------------------------------------------------------------------------------------------------
def proposals_of(connection: "Connection", looked: "LookedAt", rule_code: str | None = None, *, is_masked: bool = True) -> list[Proposal]:
    """For the open findings of the rule in the delivery, or of all rules."""
    import polars as pl

    from flows.database.frames import read_frame
    from flows.pipeline.cell_proposals import proposals

    findings = read_frame(
        connection,
        """select distinct sheet_name, row_number::bigint as row_number, rule_code from audit.finding
           where delivery_id = %s and state = 'open' and severity <> 'info' and row_number is not null and row_identity is not null
             and (%s::text is null or rule_code = %s)""",
        (looked.delivery_id, rule_code, rule_code),
        {"sheet_name": pl.String, "row_number": pl.Int64, "rule_code": pl.String},
    )
    return _shown(looked, proposals(looked, findings), is_masked)


def _shown(looked: "LookedAt", found: "pl.DataFrame", is_masked: bool) -> list[Proposal]:
    from flows.pipeline.sent_rows import columns_of, masked_text

    columns = {
        (table.sheet_name, column.name): column
        for table in reversed(looked.read.reading.tables)
        for column in columns_of(table, looked.source, looked.run.ward)
    }
    out = []
    for row in found.iter_rows(named=True):
        column = columns[row["sheet_name"], row["column_name"]]
        hides = is_masked and column.is_personal
        before, after = (masked_text(column, text or "") if hides else text or "" for text in (row["before"], row["after"]))
        out.append(
            Proposal(
                row["sheet_name"],
                row["row_number"],
                row["rule_code"],
                column.name,
                column.heading,
                before,
                after,
                row["why"],
                row["rows"],
                column.is_personal,
                row["before"] or "",
                row["after"],
            )
        )
    return out


def proposals_of_delivery(engine: "Engine", settings: "Settings", delivery_id: int, rule_code: str | None = None) -> list[Proposal]:
    """Masked; none where the landed file is not at hand."""
    looked = looked_or_none(engine, settings, delivery_id)
    if looked is None:
        return []
    with engine.connect() as connection:
        return proposals_of(connection, looked, rule_code)


def same_change(found: Sequence[Proposal], of: Proposal) -> list[Proposal]:
    """The proposal and those of other rows that change the same text into the same, by the same rule."""
    wanted = (of.rule_code, of.column_name, of.text, of.value)
    return [one for one in found if (one.rule_code, one.column_name, one.text, one.value) == wanted]
