"""No regular expression that meets what strangers wrote works more than in proportion to its length: told from the pattern, not by a clock.

Expressions of polars are no part of this: the engine beneath it (Rust's ``regex``) tries all ways at once and is linear whatever the
pattern.
"""

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import expectations
import flows
import transforms
from expectations.registry import contracts
from tests.support.pattern_growth import growing_loops
from transforms.reading.delivery import read_delivery
from transforms.reading.heading_keys import is_technical
from transforms.reading.left_out import left_out
from transforms.reading.months import month_evidence
from transforms.reading.paging import last_page_of_strip, page_of, records_on_all_pages

PACKAGES = (transforms, expectations, flows)
#: Ways to use a pattern that begin at one place alone.
_AT_ONE_PLACE = {"match", "fullmatch"}
#: These read what the house itself or its administrator wrote.
_OWN_TEXT = {"flows.config.settings", "flows.database.sql_text", "flows.indicators.lineage"}
#: These read a cell of a package to its end and look ahead so that none runs past the next cell: more than an automaton shows.
_CELLS_OF_PACKAGES = {f"transforms.reading.excel_packages.{name}" for name in ("_CELL", "_MARKED_CELL", "_FORMULA_CELL")}


def modules() -> Iterator[ModuleType]:
    """Those that use ``re`` at all."""
    for package in PACKAGES:
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*.py")):
            if re.search(r"^(?:import re$|from re )", path.read_text(encoding="utf-8"), re.MULTILINE):
                yield importlib.import_module(".".join((package.__name__, *path.relative_to(root).with_suffix("").parts)))


def compiled(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Patterns that stand in a module under a name, alone or several together."""
    for name, value in vars(module).items():
        several = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple, set, frozenset)) else (value,)
        for one in several:
            yield from ((name, part) for part in (one if isinstance(one, tuple) else (one,)) if isinstance(part, re.Pattern))


def inline(module: ModuleType) -> Iterator[tuple[int, str, str | bytes]]:
    """Patterns that are written where they are used: line, how they are used, pattern; those put together from pieces are worked out."""
    for call in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)):
            continue
        if call.func.value.id != "re" or call.func.attr in ("compile", "escape", "Pattern"):
            continue
        try:
            pattern = eval(compile(ast.Expression(call.args[0]), "pattern", "eval"), dict(vars(module)))
        except NameError:  # a pattern handed over by the caller, where it stands as text
            continue
        yield call.lineno, call.func.attr, pattern.pattern if isinstance(pattern, re.Pattern) else pattern


def is_searched(module: ModuleType, name: str) -> bool:
    """Whether a pattern may begin anywhere: any use but ``match`` and ``fullmatch`` in its module."""
    used = set(re.findall(rf"\b{name}\.(\w+)\(", Path(str(module.__file__)).read_text(encoding="utf-8")))
    return not used or not used <= _AT_ONE_PLACE


def every_pattern() -> list[tuple[str, str | bytes, int, bool]]:
    """Where, pattern, flags, whether it is searched; once each, in the module where it stands first."""
    found: dict[tuple[str | bytes, int, bool], str] = {}
    for module in modules():
        if module.__name__ in _OWN_TEXT:
            continue
        for name, pattern in compiled(module):
            found.setdefault((pattern.pattern, pattern.flags, is_searched(module, name)), f"{module.__name__}.{name}")
        for line, how, text in inline(module):
            found.setdefault((text, 0, how not in _AT_ONE_PLACE), f"{module.__name__}:{line}")
    return [(where, *key) for key, where in found.items()]


def test_the_work_of_every_pattern_grows_as_the_text_does() -> None:
    patterns = every_pattern()
    growing = {where: loops for where, text, flags, searched in patterns if (loops := growing_loops(text, flags, is_search=searched))}
    assert len(patterns) > 80
    assert growing.keys() - _CELLS_OF_PACKAGES == set(), growing


def test_no_group_is_kept_from_giving_back() -> None:
    """A letter or a class may be (``[^<]*+``). Of a group Python before 3.11.5 loses matches (gh-106052): Debian 12 has 3.11.2."""
    kept = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")
    texts = {where: text.decode("latin-1") if isinstance(text, bytes) else text for where, text, _, _ in every_pattern()}
    assert kept.search(r"(?:<a)*+") and kept.search("(?>a)") and not kept.search(r"[^<]*+(?:<a)*")
    assert [where for where, text in texts.items() if kept.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "is_search"),
    [
        (r"[A-Za-z]+(?:[A-Z_][A-Za-z0-9]*)+", False),  # how many field names in capitals a word holds can be told in 2 ** length ways
        (r"(?:a+)+b", True),
        (r"(?:\d{1,2}|\d)+x", False),
        (r"\W*(?:thang)?\W*x", True),
        (r"\bky\b[a-z ]*20", True),
        (r"\d+$", True),
        (r"\btu\b.*\bden\b", True),
    ],
)
def test_patterns_that_try_a_text_again_and_again_are_told(pattern: str, is_search: bool) -> None:
    assert growing_loops(pattern, is_search=is_search)


@pytest.mark.parametrize(
    ("pattern", "is_search"),
    [
        (r"[A-Za-z][a-z]*[A-Z_][A-Za-z0-9_]*", False),
        (r"\W*+(?:thang\W*+)?x", False),
        (r"\bky\b[a-z ]{0,60}20", True),
        (r"\d+", True),
        (r"\b(?:kem theo|can cu)\b.*", True),
        (r"^\s*\d+$", True),
    ],
)
def test_patterns_that_go_through_a_text_once_are_let_be(pattern: str, is_search: bool) -> None:
    assert growing_loops(pattern, is_search=is_search) == []


# --- work counted on doubled inputs -------------------------------------------------------------------------------------
def calls_of(work: Callable[[], object]) -> int:
    """How many functions of Python are called: the same on every machine, however busy it is."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def wide_list(notes: int) -> bytes:
    """Fifty people, and columns of notes between blank ones."""
    headings = "STT,Họ và tên,Ngày sinh,Mã số BHXH,Số CCCD,Giá trị sử dụng từ ngày,Giá trị sử dụng đến ngày,Mã đối tượng"
    lines = [headings + "".join(f",,Ghi chú {number}" for number in range(notes))]
    for number in range(50):
        person = f"{number + 1},Lê Thị Bưởi,01/02/1980,{3019100038 + number},0{30180000381 + number},01/01/2026,31/12/2026,HN"
        lines.append(person + "".join(f",,abc {note}" for note in range(notes)))
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def test_columns_of_notes_between_blank_ones_cost_what_they_are() -> None:
    def read(notes: int) -> None:
        reading = read_delivery(wide_list(notes), ("BHYT thang 01-2026.csv",), contracts())
        assert reading.main[0].frame.height == 50

    read(10)  # what is remembered of the contracts is worked out once
    assert calls_of(lambda: read(160)) < 2.3 * calls_of(lambda: read(80))


@pytest.mark.parametrize(
    "piece",
    [
        "MA_SO_BAO_HIEM_",
        "A",
        "a1",
        "ky ",
        "den 1 ",
        "den1h1",
        "tu ngay 1 ",
        "thang 1+1",
        "- ",
        "1 ",
        "01.",
        "1-1 of ",
        "trang 1/",
        "hien thi 1 ",
        "so ban ghi/trang 1 ",
        "1/trang ",
    ],
)
def test_long_texts_of_one_piece_are_read_to_their_end(piece: str) -> None:
    """Each hung one of these patterns, or would, at a length that a cell may have."""
    text = (piece * 40_000)[:32_000]
    assert is_technical(f"{text} (*)") is False
    assert month_evidence([f"{text} (*)"], [], ()) == ()
    assert records_on_all_pages(text) is None and page_of(text) is None and left_out(text) is None
    assert last_page_of_strip(text) is None
