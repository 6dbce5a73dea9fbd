"""The first page of the sources' documentation: the five lists, what is wrong with whole deliveries (F00 to F12), the kinds of repair.

Data flow: contracts, the ward's default limits, ``sql/reference/repair_kinds.csv`` -> ``docs/sources/README.md``
"""

from dataclasses import dataclass

import polars as pl

from expectations.limits import Limits
from expectations.registry import NAMES_VI, REPLACED_WHOLE, SOURCES
from flows.config.reference import read_reference
from flows.outputs.source_pages.markdown import MADE, code, shown, table
from flows.outputs.source_pages.page import told_by_the_module
from flows.outputs.source_pages.repairs import column_examples, layouts, repair_examples

#: Where the examples of the kinds come from: names and numbers of people show them best.
_PEOPLE_FIRST = ("health_insurance", *SOURCES)


@dataclass(frozen=True)
class FileRule:
    """A rule about a whole delivery: ``severities`` as its findings carry them, ``becomes``: what that makes of the delivery."""

    code: str
    severities: tuple[str, ...]
    becomes: str
    condition: str


_CRITICAL, _WARNING, _INFO = ("critical",), ("warning",), ("info",)


def file_rules(limits: Limits) -> tuple[FileRule, ...]:
    """Conditions with the limits that a ward has unless its ``ward.toml`` says others, in the order of their codes."""
    return tuple(sorted((*_not_read(limits), *_held(limits), *_told(limits)), key=lambda rule: rule.code))


def _not_read(limits: Limits) -> tuple[FileRule, ...]:
    """Nothing can be judged: no list, no month, or columns missing."""
    return (
        FileRule("F00", _CRITICAL, "held", "the program itself failed on the file; it is tried again at the next run"),
        FileRule(
            "F01",
            _CRITICAL,
            "unreadable",
            f"no spreadsheet or CSV by its bytes, damaged, locked with a password, more than {limits.max_unpacked_mb} MB "
            "unpacked, or without "
            "a single row of data",
        ),
        FileRule("F02", _CRITICAL, "unrecognised", "no sheet carries the headings of a known source"),
        FileRule("F03", _CRITICAL, "held", "a required column is missing; the nearest heading found is named"),
        FileRule("F04", _CRITICAL, "held", "the month cannot be told, or title, sheet and file or folder name contradict each other"),
    )


def _held(limits: Limits) -> tuple[FileRule, ...]:
    """The list can be read and is doubted as a whole."""
    return (
        FileRule(
            "F05",
            _CRITICAL,
            "held",
            f"last month's list under a new month: more than {_share(limits.same_rows_share)} of the rows say the same, or the "
            "same bytes under "
            "the name of another month",
        ),
        FileRule(
            "F06",
            _CRITICAL,
            "held",
            "the sheet states a total, or a last running number, larger than the rows read, or passes over a running number of groups: a "
            "truncated export; a line of a web grid around the list, on a sheet without one or in a name states more records "
            '("Hiển thị 40/157 hồ sơ", "Showing 1 to 40 of 157 entries") or a page that is not the last ("Trang 1/4"), names rows that are '
            'not shown ("Còn 127 dòng nữa", "Only the first 1,000 rows are shown") or says below the last row that the list goes on ("còn '
            'tiếp"); a text breaks off inside a row, a cell or a letter; rows stand whole in one cell each and cannot be split',
        ),
        FileRule(
            "F07",
            _CRITICAL,
            "held",
            f"more than {_share(limits.row_drop_share)} fewer rows than the latest earlier month that is published (full lists of people)",
        ),
        FileRule(
            "F08",
            _CRITICAL,
            "held",
            f"more than {_share(limits.critical_share)} of the rows are critical, and at least {limits.critical_least}; or all are",
        ),
        FileRule(
            "F13",
            _CRITICAL,
            "held",
            f"it would replace the month's published list, of which less than {_share(limits.replaced_share)} comes again "
            "(people, households, figures; "
            "from five of them on): another part of the same list",
        ),
    )


def _told(limits: Limits) -> tuple[FileRule, ...]:
    """Published, and told."""
    return (
        FileRule(
            "F09",
            _WARNING,
            "published with findings",
            f"more than {_share(limits.row_rise_share)} more rows than last month; columns that nobody knows; a stated total "
            "smaller than the rows read; "
            "lists of another source, without headings or without a required column, beside those that were read; sheets that "
            "cannot be read; rows that stood whole in one cell or had another delimiter, and were split; rows with an identifier that "
            "are neither data, group, sum, note nor signature; rows with a name and little or nothing else, or one cell right of it, that "
            "may be people; rows of the list above its headings; running numbers of households that are passed over",
        ),
        FileRule("F10", _INFO, "published", "the sheet hides rows or columns, or a filter does; they are read like others"),
        FileRule(
            "F11",
            _INFO,
            "published",
            f"a repair that stood in fewer than {_share(limits.repair_low_share)} of last month's rows now stands in more than "
            f"{_share(limits.repair_high_share)}, or the other way round, with at least {limits.repair_jump_least} cells: the "
            "source changed its ways",
        ),
        FileRule(
            "F12",
            (*_WARNING, *_CRITICAL),
            "published with findings; held where nobody can tell",
            "in a column of dates day and month were swapped by a program, or all its days or moments moved by a time zone, and were put "
            "right; or a part of its days carries such a time and a part does not: held where a figure hangs on them; moments "
            "with the sign of Greenwich (Z) of which the hours do not tell whether they are Vietnam's: held where the two readings give "
            "different days or answers",
        ),
        FileRule(
            "F14",
            _CRITICAL,
            "held",
            "a column is ruined as a whole, and last month's was not: more than half of the rows with something in it fail one of H05, "
            "H07, H09, S07, S08, P07, P08, D08, or more than a tenth of the names or places have a sign where a letter was, "
            "or more than half of the names, places or words that a figure counts by are nothing but signs; or all its columns of names, "
            "places and words are blank; lists of ten rows and more",
        ),
        FileRule(
            "F15",
            _WARNING,
            "published with findings",
            "rows are struck through: what the eye sees and what is counted differ; they are counted, and told with their numbers",
        ),
    )


def _share(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def index_page() -> str:
    parts = ["# The five sources", MADE, *_sources(), *_whole_deliveries(), *_repairs()]
    return "\n\n".join(parts) + "\n"


def _sources() -> list[str]:
    rows = [
        (
            f"[`{name}`]({name}.md)",
            NAMES_VI[name],
            told_by_the_module(name)[0].removeprefix("One row is ").rstrip("."),
            "replaces the month's older list" if name in REPLACED_WHOLE else "adds to the month's others",
            len(layouts(name)),
        )
        for name in sorted(SOURCES)
    ]
    return [
        "What other agencies send each month, a page for each: columns and the headings they come under, rules, repairs, layouts.",
        table(("source", "officers say", "one row is", "a newer delivery", "layouts drawn"), rows),
        "A delivery may come as xlsx, xlsm, xlsb, xls, ods, as HTML or SpreadsheetML whatever its name, or as text with commas, "
        "semicolons or tabs in UTF-8, UTF-16 or a Vietnamese code page; a zip file of such files is several deliveries. What it is, is "
        "told by its bytes.",
    ]


def _whole_deliveries() -> list[str]:
    rows = [(rule.code, ", ".join(rule.severities), rule.becomes, rule.condition) for rule in file_rules(Limits())]
    return [
        "## Rules about whole deliveries",
        "The same for all sources. Of a delivery that is held, unreadable or unrecognised nothing is published, and the last "
        "good figures stay. "
        "Limits are those of a ward that sets none (`[limits]` in its `ward.toml`).",
        table(("rule", "severity", "the delivery is", "condition"), rows),
    ]


def _repairs() -> list[str]:
    every = pl.concat([column_examples(), *(repair_examples(name).select("kind", "before", "after") for name in _PEOPLE_FIRST)])
    first = {kind: (before, after) for kind, before, after in shown(every.unique("kind", keep="first", maintain_order=True)).iter_rows()}
    rows = [
        (row["kind_name"], code(row["kind"]), row["description"], *(code(text) for text in first.get(row["kind"], ("", ""))))
        for row in read_reference("repair_kinds")
    ]
    return [
        "## Repairs",
        "What cleaning mends without asking. Each mended cell is kept with both texts in `vault.repair`; `audit.repair_ledger` "
        "counts them by "
        "delivery, column and kind beside the month before, with examples in which people are shapes (9 for a digit, A and a for letters).",
        table(("officers read", "kind", "what is done", "before", "after"), rows),
    ]
