"""The file ``ward.toml`` read and checked.

Data flow: ``wards/<slug>/ward.toml`` and ``plan.toml`` -> ``Ward``; what is wrong is a sentence with file, key, found, expected
"""

import unicodedata
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from expectations.limits import Limits
from flows.config.cron import next_due
from flows.config.plan import read_plan
from flows.config.reference import PovertyStandard, Procedure, poverty_standards, procedures
from flows.config.toml_table import TomlTable, read_toml
from flows.config.ward import (
    AreaMember,
    DossierSettings,
    Publication,
    Retention,
    Schedule,
    Ward,
)
from flows.config.ward_sources import read_sources
from flows.config.ward_submissions import read_calendar, read_people
from transforms.vietnamese.areas import Area

if TYPE_CHECKING:
    from transforms.reading.answers import HeadingAnswer


_UNKNOWN_AREA_NAME = "Không rõ"
_UNKNOWN_AREA_KIND: Any = "unknown"  # no text names this area, so the kinds that cleaning matches do not list it
#: From which the next night is looked for: a schedule is right or wrong whatever day it is.
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_LONG_AGO, _FOR_EVER = date(1900, 1, 1), date(9999, 12, 31)
_TOP_KEYS = (
    "lists",
    "ward",
    "former_unit",
    "residential_group",
    "dossiers",
    "poverty",
    "limits",
    "calendar",
    "schedule",
    "source",
    "procedure",
    "columns",
    "publication",
    "retention",
    "submission",
    "person",
)
_WARD_KEYS = (
    "code",
    "name",
    "short_name",
    "aliases",
    "valid_from",
    "province_name",
    "province_code",
    "old_province_name",
    "old_province_code",
    "old_district_name",
    "decree",
)


def read_ward(folder: Path) -> Ward:
    """The folder's name is the slug. Mistakes in either file are ``SettingsError``: file, key, found, expected."""
    top = read_toml(folder / "ward.toml").only(*_TOP_KEYS)
    head = top.table("ward").only(*_WARD_KEYS)
    areas, members = _areas(top, head)
    calendar = top.table("calendar").only("extra_days_off", "extra_working_days")
    return Ward(
        slug=folder.name,
        folder=folder,
        code=_ward_code(head),
        name=head.text("name"),
        short_name=head.text("short_name"),
        province_name=head.text("province_name"),
        province_code=_province_code(head, "province_code"),
        old_province_name=head.text("old_province_name"),
        old_province_code=_province_code(head, "old_province_code"),
        old_district_name=head.optional_text("old_district_name"),
        valid_from=head.day("valid_from"),
        areas=areas,
        limits=_limits(top.table("limits")),
        procedures=_procedures(top),
        schedule=_schedule(top.table("schedule")),
        sources=read_sources(top),
        dossiers=_dossiers(top.table("dossiers")),
        poverty_standards=_poverty_standards(top.table("poverty")),
        extra_days_off=calendar.days("extra_days_off"),
        extra_working_days=calendar.days("extra_working_days"),
        plan_info=read_plan(folder / "plan.toml", frozenset(area.code for area in areas)),
        headings=_headings(top.table("columns")),
        members=members,
        residence=_residence(top.table("poverty")),
        publication=_publication(top.table("publication")),
        retention=_retention(top.table("retention")),
        in_parts=_in_parts(top.table("lists")),
        calendar=read_calendar(top.table("submission")),
        people=read_people(top),
    )


def _ward_code(head: TomlTable) -> str:
    return head.text("code", pattern=r"\d{5}", expected="the five digits of the ward's GSO code, in quotes")


def _province_code(head: TomlTable, key: str) -> str:
    return head.text(key, pattern=r"\d{2}", expected="the two digits of the province's code, in quotes")


_AREA_KEYS = ("code", "name", "aliases", "valid_from", "valid_to", "decree")


def _areas(top: TomlTable, head: TomlTable) -> tuple[tuple[Area, ...], tuple[AreaMember, ...]]:
    """The areas as they are now, with the names of earlier members as aliases; and every member.

    A code that stands twice is one area that changed: its tables tell the days on which each began.
    """
    code = _ward_code(head)
    former, groups = top.tables("former_unit"), top.tables("residential_group")
    since, decree = head.day("valid_from"), head.optional_text("decree")
    listed = [
        (
            head,
            Area(code, head.text("name"), "ward", head.texts("aliases"), None),
            AreaMember(code, head.text("name"), "ward", None, since, _FOR_EVER, decree),
        )
    ]
    former_codes = tuple(table.text("code") for table in former)
    for table in groups:
        table.only(*_AREA_KEYS, "former_unit")
        group_code = table.text("code", pattern=rf"{code}-(?!00)\d\d", expected=f"the ward's code and two digits, such as {code}-01")
        unit = table.choice("former_unit", former_codes)
        area = Area(group_code, table.text("name"), "residential_group", table.texts("aliases"), unit)
        listed.append((table, area, _member(table, area, since, _FOR_EVER, decree)))
    for table in former:
        table.only(*_AREA_KEYS)
        area = Area(table.text("code"), table.text("name"), "former_unit", table.texts("aliases"), None)
        listed.append((table, area, _member(table, area, _LONG_AGO, since - timedelta(days=1), decree)))
    areas, members = _one_area_a_code(listed)
    unknown = Area(f"{code}-00", _UNKNOWN_AREA_NAME, _UNKNOWN_AREA_KIND, (), None)
    return (*areas, unknown), (*members, AreaMember(unknown.code, unknown.name, _UNKNOWN_AREA_KIND, None, _LONG_AGO, _FOR_EVER, None))


def _member(table: TomlTable, area: Area, first: date, last: date, decree: str | None) -> AreaMember:
    """``first``, ``last``, ``decree``: what holds where the table says nothing."""
    valid_from = table.day("valid_from") if "valid_from" in table.values else first
    valid_to = table.day("valid_to") if "valid_to" in table.values else last
    if valid_to < valid_from:
        raise table.wrong("valid_to", f"a day not before valid_from ({valid_from:%Y-%m-%d})", str(valid_to))
    return AreaMember(area.code, area.name, area.kind, area.former_unit, valid_from, valid_to, table.optional_text("decree") or decree)


def _one_area_a_code(listed: "list[tuple[TomlTable, Area, AreaMember]]") -> "tuple[list[Area], list[AreaMember]]":
    """Members of one code end the day before the next one begins; names of all of them find the area."""
    by_code: dict[str, list[tuple[TomlTable, Area, AreaMember]]] = {}
    for item in listed:
        by_code.setdefault(item[1].code, []).append(item)
    areas, members = [], []
    for versions in by_code.values():
        versions.sort(key=lambda item: item[2].valid_from)
        newest = versions[-1][1]
        for (_, _, member), (table, area, following) in pairwise(versions):
            if member.valid_from == following.valid_from or area.kind != member.kind or "valid_from" not in table.values:
                raise table.wrong("code", f"a code that no other place has, or valid_from of the day on which '{member.name}' became this")
            members.append(replace(member, valid_to=min(member.valid_to, following.valid_from - timedelta(days=1))))
        members.append(versions[-1][2])
        names = dict.fromkeys(name for _, area, _ in reversed(versions) for name in (area.name, *area.aliases))
        areas.append(replace(newest, aliases=tuple(name for name in names if name != newest.name)))
    _are_told_apart([versions[-1][0] for versions in by_code.values()], areas)
    return areas, members


def _are_told_apart(tables: list[TomlTable], areas: "list[Area]") -> None:
    """No name or alias for two places: the row that bears it could not be counted for either."""
    names: dict[str, Area] = {}
    for table, area in zip(tables, areas, strict=True):
        for name in (area.name, *area.aliases):
            other = names.setdefault(_folded(name), area)
            if other is not area:
                key = "name" if name == area.name else "aliases"
                raise table.wrong(key, f"names that no other place has; '{other.name}' ({other.code}) has it too", name)


def _folded(name: str) -> str:
    """Case, blanks and composition apart. Accents count: Hiến Thành and Hiền Thành are two places."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _limits(table: TomlTable) -> Limits:
    table.only(*(field.name for field in fields(Limits)))
    default = Limits()
    return Limits(
        max_unpacked_mb=table.whole("max_unpacked_mb", default.max_unpacked_mb, least=1),
        reading_memory_mb=table.whole("reading_memory_mb", default.reading_memory_mb, least=256),
        reading_seconds=table.whole("reading_seconds", default.reading_seconds, least=5),
        same_rows_share=table.share("same_rows_share", default.same_rows_share),
        row_drop_share=table.share("row_drop_share", default.row_drop_share),
        row_rise_share=table.share("row_rise_share", default.row_rise_share),
        replaced_share=table.share("replaced_share", default.replaced_share),
        critical_share=table.share("critical_share", default.critical_share),
        critical_least=table.whole("critical_least", default.critical_least, least=1),
        repair_low_share=table.share("repair_low_share", default.repair_low_share),
        repair_high_share=table.share("repair_high_share", default.repair_high_share),
        repair_jump_least=table.whole("repair_jump_least", default.repair_jump_least, least=1),
    )


def _publication(table: TomlTable) -> Publication:
    table.only("small_cell", "small_cell_indicators")
    default = Publication()
    codes = table.texts("small_cell_indicators") if "small_cell_indicators" in table.values else default.small_cell_indicators
    return Publication(table.whole("small_cell", default.small_cell, least=0), tuple(code[:4] for code in codes))


def _retention(table: TomlTable) -> Retention:
    table.only("landed_months", "vault_months")
    default = Retention()
    return Retention(
        table.whole("landed_months", default.landed_months, least=0), table.whole("vault_months", default.vault_months, least=0)
    )


def _in_parts(table: TomlTable) -> frozenset[str]:
    from expectations.registry import REPLACED_WHOLE

    return frozenset(table.only("in_parts").texts("in_parts", tuple(sorted(REPLACED_WHOLE))))


def _schedule(table: TomlTable) -> Schedule:
    table.only("cron", "timezone", "told")
    timezone = table.text("timezone", "Asia/Ho_Chi_Minh")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise table.wrong("timezone", "a time zone such as 'Asia/Ho_Chi_Minh'") from None
    cron = table.text("cron", "30 1 * * *")
    if next_due(cron, timezone, _ANY_DAY) is None:
        raise table.wrong("cron", "five fields of a moment that comes, such as '30 1 * * *' (every night at 01:30)")
    return Schedule(cron, timezone, table.texts("told"))


def _dossiers(table: TomlTable) -> DossierSettings:
    table.only("agency_codes", "count_withdrawn_as_on_time")
    return DossierSettings(table.texts("agency_codes"), table.flag("count_withdrawn_as_on_time", True))


def _headings(columns: TomlTable) -> "tuple[HeadingAnswer, ...]":
    """``[columns.<source>]``: heading as written = column of the contract, or "ignored"."""
    from expectations.registry import SOURCES
    from flows.config.heading_answers import HeadingError, checked_answer

    columns.only(*SOURCES)
    answers: dict[tuple[str, str], HeadingAnswer] = {}
    for name in columns.values:
        table = columns.table(name)
        for heading in table.values:
            try:
                answer = checked_answer(name, heading, table.text(heading))
            except HeadingError as error:
                raise table.wrong(heading, error.expected) from None
            other = answers.setdefault((name, answer.key), answer)
            if other.column != answer.column:
                raise table.wrong(heading, f"the same as for '{other.heading}', which is the same heading")
    return tuple(answers.values())


def _poverty_standards(table: TomlTable) -> tuple[PovertyStandard, ...]:
    return poverty_standards(_residence(table))


def _residence(table: TomlTable) -> str:
    return table.only("residence").choice("residence", ("urban", "rural"), "urban")


def _procedures(top: TomlTable) -> tuple[Procedure, ...]:
    """The catalogue that is shipped and what the ward adds; the ward's own line wins where both name a code."""
    catalogue = {(procedure.code, procedure.valid_from): procedure for procedure in procedures()}
    for table in top.tables("procedure"):
        table.only("code", "name", "field_name", "valid_from", "valid_to", "legal_basis")
        code = table.text("code", pattern=r"[123]\.\d{6}", expected="a short procedure code such as 1.001193, in quotes")
        first = table.day("valid_from") if "valid_from" in table.values else _LONG_AGO
        last = table.day("valid_to") if "valid_to" in table.values else _FOR_EVER
        catalogue[code, first] = Procedure(
            code, table.text("name"), table.text("field_name"), first, last, table.optional_text("legal_basis")
        )
    return tuple(catalogue.values())
