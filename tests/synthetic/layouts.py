"""The registry of layouts: every way that a source may be laid out, what of it then shows, and the containers that can hold it.

Data flow: name -> Layout -> sheets drawn from the cast -> what must be read of them, row by row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.synthetic import (
    layouts_cards,
    layouts_dossiers,
    layouts_health,
    layouts_households,
    layouts_one_stop,
    layouts_participants,
    layouts_poverty,
    layouts_social,
)
from tests.synthetic.reference_records import MONTH, cast
from tests.synthetic.sheets import Sheet
from tests.synthetic.writers import FLAT_CONTAINERS, WORKBOOKS

_PERSON = {
    "name": ("full_name",),
    "bhxh_number": ("social_insurance_number",),
    "personal_id": ("personal_id",),
    "birth_date": ("birth_date", "birth_precision"),
    "birth_male": ("birth_date", "birth_precision", "sex"),
    "sex": ("sex",),
    "birth_female": ("birth_date", "birth_precision", "sex"),
    "group_name": ("area_code",),
    "place": ("area_code",),
    "address": ("address", "area_code"),
    "phone": ("phone",),
}
_MOMENTS = ("received", "due", "finished", "returned")
#: Source -> field of its records -> the tidy columns that come of a column showing it.
TIDY: dict[str, dict[str, tuple[str, ...]]] = {
    "health_insurance": _PERSON
    | {
        "household_number": ("household_number",),
        "card_number": ("card_number",),
        "object_code": ("object_code",),
        "valid_from": ("valid_from",),
        "valid_to": ("valid_to",),
    },
    "social_insurance": _PERSON
    | {
        "kind_text": ("insurance_kind",),
        "status": ("status",),
        "from_month": ("from_month",),
        "to_month": ("to_month",),
        "packed_note": ("birth_date", "birth_precision", "phone"),
    },
    "dossiers": {
        "code": ("dossier_code",),
        "procedure_code": ("procedure_code",),
        "procedure_name": ("procedure_name",),
        "field_name": ("field_name",),
        "applicant": ("applicant_name",),
        "phone": ("phone",),
        "address": ("address",),
        "address_and_phone": ("address", "phone"),
        "channel": ("channel_code",),
        "status": ("status_code",),
        **{f"{name}_on": (f"{name}_on",) for name in _MOMENTS},
        **{f"{name}_at": (f"{name}_on", f"{name}_at", f"{name}_at_has_time") for name in _MOMENTS},
    },
    "poverty": _PERSON
    | {
        "household_number": ("household_number",),
        "head_name": ("head_full_name",),
        "relation": ("relation", "is_head"),
        "class_text": ("classification",),
        "b1": ("b1_score",),
        "b2": ("b2_score",),
        "no_labour": ("is_without_labour",),
        "member_count": ("member_count",),
        "decision_number": ("decision_number",),
        "decision_date": ("decision_date",),
        **{f"lacking_{number:02d}": (f"deprived_{number:02d}",) for number in range(1, 13)},
    },
    "department_report": {
        "code": ("indicator_code",),
        "area": ("area_code",),
        "month": ("month",),
        "numerator": ("numerator",),
        "denominator": ("denominator",),
        "value": ("value",),
    },
}


@dataclass(frozen=True)
class Layout:
    """``told``: tidy columns that no column shows but group rows, titles or sheet names tell. ``needs_sheets``: it is no list
    without its sheets, so that only workbooks hold it."""

    name: str
    source: str
    draw: Callable[..., list[Sheet]]
    told: tuple[str, ...] = ()
    needs_sheets: bool = False

    @property
    def containers(self) -> tuple[str, ...]:
        return WORKBOOKS if self.needs_sheets else (*WORKBOOKS, *FLAT_CONTAINERS)

    def sheets(self) -> list[Sheet]:
        return _drawn(self.name)

    def shows(self, sheets: list[Sheet]) -> list[str]:
        """The tidy columns that must come of every list on these sheets, in the order of the truth."""
        rows = {id(row) for row in cast(self.source).rows}
        of_lists = [
            {column for field in sheet.fields for column in TIDY[self.source].get(field, ())}
            for sheet in sheets
            if rows & sheet.places.keys()
        ]
        tidy = {*self.told, *set.intersection(*of_lists)}
        return [name for name in cast(self.source).truth()[0] if name in tidy]

    def rows(self, sheets: list[Sheet]) -> dict[tuple[str, int], int]:
        """Sheet and Excel row -> place in the truth, for every record that the sheets show."""
        places = {id(row): place for place, row in enumerate(cast(self.source).rows)}
        return {(sheet.name, number): places[key] for sheet in sheets for key, number in sheet.places.items() if key in places}


_TOLD = {
    "dossiers_register": ("field_name",),
    "health_by_group": ("area_code",),
    "poverty_own": ("classification",),
    "poverty_grouped": ("classification", "area_code"),
    "social_d05_print": ("insurance_kind",),
    "social_by_kind": ("insurance_kind",),
}
_NEED_SHEETS = ("health_by_group", "social_by_kind")
_DRAWN = {
    "dossiers": (
        layouts_dossiers.dossiers_register,
        layouts_dossiers.dossiers_flat,
        layouts_dossiers.dossiers_web,
        layouts_one_stop.dossiers_statutory,
        layouts_one_stop.dossiers_tandan,
        layouts_one_stop.dossiers_igate,
        layouts_one_stop.dossiers_feed,
    ),
    "health_insurance": (
        layouts_health.health_flat,
        layouts_health.health_d03,
        layouts_health.health_ivan,
        layouts_health.health_by_group,
        layouts_cards.health_d03_print,
        layouts_cards.health_1111,
        layouts_cards.health_ivan_full,
        layouts_cards.health_renewals,
        layouts_cards.health_two_lists,
        layouts_cards.health_real_dates,
    ),
    "social_insurance": (
        layouts_social.social_flat,
        layouts_social.social_d05,
        layouts_participants.social_d05_print,
        layouts_participants.social_residents,
        layouts_participants.social_by_kind,
    ),
    "poverty": (
        layouts_poverty.poverty_national,
        layouts_poverty.poverty_own,
        layouts_households.poverty_national_full,
        layouts_households.poverty_marked,
        layouts_households.poverty_grouped,
    ),
    "department_report": (layouts_social.report_workbook,),
}
LAYOUTS: dict[str, Layout] = {
    draw.__name__: Layout(draw.__name__, source, draw, _TOLD.get(draw.__name__, ()), draw.__name__ in _NEED_SHEETS)
    for source, draws in _DRAWN.items()
    for draw in draws
}


@cache
def _drawn(name: str) -> list[Sheet]:
    layout = LAYOUTS[name]
    told = cast(layout.source)
    if layout.source == "poverty":
        return layout.draw(told.records, told.left, MONTH)
    return layout.draw(told.records, told.left) if layout.source == "department_report" else layout.draw(told.records, MONTH)
