"""Functions that are named in text, because a process of its own calls them, are there."""

import ast
import re

from flows.system.files import ROOT

_NAMED = re.compile(r'"((?:flows|review|expectations)(?:\.\w+)+):(\w+)"')


def test_each_function_that_a_process_is_told_to_call_is_there() -> None:
    named = {
        found for room in ("flows", "review") for path in (ROOT / room).rglob("*.py") for found in _NAMED.findall(path.read_text("utf-8"))
    }
    assert len(named) >= 4
    missing = []
    for module, function in sorted(named):
        file = ROOT / f"{module.replace('.', '/')}.py"
        tree = ast.parse(file.read_text("utf-8") if file.exists() else "")
        if function not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{module}:{function}")
    assert missing == []
