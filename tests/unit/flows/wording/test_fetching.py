"""Every reason for which a file is not fetched has Vietnamese words: those who read the status in the morning read Vietnamese."""

import ast
from collections.abc import Iterator

import pytest

from flows.system.files import ROOT
from flows.wording.fetching import reason_vi
from flows.wording.night import failed_vi, waiting_vi

FETCHING = ROOT / "flows/extract/fetching"


def text_of(node: ast.expr) -> str:
    """A literal, or a text with parts that are filled in when it is told; "" for what a library says."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return ""


def reasons() -> Iterator[str]:
    """First arguments of what is raised, and what waiting files are waited for."""
    for path in sorted(FETCHING.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in ("SourceFailure", "ConnectionLostError", "FileNotFoundError") and node.args:
                yield text_of(node.args[0])
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                yield text_of(node.value.elts[-1])
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("_WRITTEN", "_CHANGING", "_READ_ONLY", "found"):
                yield text_of(node.value)


REASONS = sorted({reason for reason in reasons() if " " in reason})


def test_reasons_are_found() -> None:
    assert len(REASONS) > 30 and "it is being written at this moment" in REASONS


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_has_words(reason: str) -> None:
    assert reason_vi(reason), reason


def test_the_words_stand_before_the_sentence_for_whoever_looks_after_the_computer() -> None:
    line = {"file_name": None, "place_name": "BHXH", "file_count": 0, "message": "there is no such folder. Check the address."}
    assert list(failed_vi([line])) == [
        "Không làm được: cả nguồn (nguồn BHXH): không thấy thư mục. Cho người phụ trách máy: there is no such folder. Check the address."
    ]
    waits = {**line, "file_name": "a.xlsx", "message": "it is being written at this moment."}
    (told,) = waiting_vi([waits])
    assert told.startswith("Đang chờ nơi gửi ghi xong: a.xlsx (nguồn BHXH): tệp đang được ghi. Cho người phụ trách máy:")
    assert list(failed_vi([{**line, "message": "some library's words"}])) == ["Không làm được: cả nguồn (nguồn BHXH): some library's words"]
