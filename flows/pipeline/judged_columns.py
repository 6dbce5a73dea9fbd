"""Judged columns: which cells of a row a rule looks at, for a finding that points at one of them may be answered in another.

Data flow: a source's rules -> the columns in their expressions -> ``judged_columns`` -> ``review.workbook.request``
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from expectations.registry import source
from flows.validation.context import rule_context

if TYPE_CHECKING:
    from flows.config.ward import Ward

#: What cleaning makes of cells under another name.
_MADE_OF = {
    "age_years": ("birth_date",),
    "birth_year": ("birth_date",),
    "person_id": ("personal_id", "social_insurance_number"),
    "area_code": ("residential_group",),
}


def judged_columns(source_name: str, ward: "Ward", month: date) -> dict[str, frozenset[str]]:
    """Code of a rule -> columns of the contract."""
    own = source(source_name)
    known = {column.name for column in own.contract.all_columns}
    rules = (rule for part in own.parts for rule in part.book.rules(rule_context(ward, month, None, source_name)))
    roots = ((rule.code, {*rule.bad.meta.root_names(), *rule.message.meta.root_names()}) for rule in rules)
    return {code: frozenset(name for root in names for name in _columns(root, known)) for code, names in roots}


def _columns(root: str, known: Collection[str]) -> Iterator[str]:
    """ "valid_from_raw" is of valid_from."""
    yield from (name for name in _MADE_OF.get(root, ()) if name in known)
    yield from (name for name in known if root == name or root.startswith(f"{name}_"))
