"""No regular expression that meets what strangers wrote works more than in proportion to its length: told from the pattern, not by a clock.

Expressions of polars are no part of this: the engine beneath it (Rust's ``regex``) tries all ways at once and is linear whatever the
pattern.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import expectations
import flows
import transforms
from tests.support.pattern_growth import growing_loops

PACKAGES = (transforms, expectations, flows)
#: Ways to use a pattern that begin at one place alone.
_AT_ONE_PLACE = {"match", "fullmatch"}


def modules() -> Iterator[ModuleType]:
    """Those that use ``re`` at all."""
    for package in PACKAGES:
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*.py")):
            if re.search(r"^(?:import re$|from re )", path.read_text(encoding="utf-8"), re.MULTILINE):
                yield importlib.import_module(".".join((package.__name__, *path.relative_to(root).with_suffix("").parts)))


def compiled(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
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
        for name, pattern in compiled(module):
            found.setdefault((pattern.pattern, pattern.flags, is_searched(module, name)), f"{module.__name__}.{name}")
        for line, how, text in inline(module):
            found.setdefault((text, 0, how not in _AT_ONE_PLACE), f"{module.__name__}:{line}")
    return [(where, *key) for key, where in found.items()]


@pytest.mark.parametrize(("where", "pattern", "flags", "searched"), every_pattern())
def test_the_work_of_a_pattern_grows_as_the_text_does(where: str, pattern: str | bytes, flags: int, searched: bool) -> None:
    assert growing_loops(pattern, flags, is_search=searched) == [], where
