"""The officer's guide says of every rule what the rule says itself: made again it is the same, and its examples are judged so."""

import re
from functools import cache
from pathlib import Path

import pytest

from expectations.registry import SOURCES
from flows.outputs.officer_guide.examples import examples, sentences
from flows.outputs.officer_guide.file_examples import cross_examples, file_examples
from flows.outputs.officer_guide.files import BEGIN, END, GUIDE, guide_with, main
from flows.outputs.officer_guide.rules_part import SOURCES_VI, is_said_by, rules_part
from flows.outputs.officer_guide.spoilt_rows import good_row
from flows.outputs.rule_catalogue import RuleEntry, cross_entries, file_entries, row_entries
from flows.outputs.source_pages.repairs import MONTH, ward
from flows.validation.decisions import RELEASABLE
from flows.wording.rule_reasons import REASONS_VI
from flows.wording.rules import RULES_VI


@cache
def made() -> str:
    return rules_part()


def section(code: str) -> str:
    return re.split(r"\n#{3,4} ", made().split(f"({code})\n", 1)[1])[0]


def every_entry() -> list[RuleEntry]:
    return [*file_entries(), *(entry for name in SOURCES for entry in row_entries(name, ward(), MONTH)), *cross_entries()]


# --- the file ---------------------------------------------------------------------------------------------------------------
def test_the_guide_on_file_is_the_one_that_the_rules_make() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert guide_with(text, made()) == text, "make it again: uv run python -m flows.outputs.officer_guide"


def test_a_guide_that_differs_is_named_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = tmp_path / "huong-dan-can-bo.md"
    guide.write_text(f"Trước\n\n{BEGIN}\ncũ\n{END}\n\nSau\n", encoding="utf-8")
    monkeypatch.setattr("flows.outputs.officer_guide.files.GUIDE", guide)
    monkeypatch.setattr("flows.outputs.officer_guide.files.rules_part", lambda: "mới\n")
    assert main(["--check"]) == 1 and "flows.outputs.officer_guide" in capsys.readouterr().err
    assert "cũ" in guide.read_text(encoding="utf-8")
    assert main([]) == 0 and main(["--check"]) == 0
    text = guide.read_text(encoding="utf-8")
    assert text.startswith("Trước\n") and text.endswith("\nSau\n") and "mới" in text and "cũ" not in text


def test_a_guide_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="has no part between"):
        guide_with("Trước", "mới")


def test_the_places_of_the_screenshots_are_marked() -> None:
    assert len(re.findall(r"<!-- ảnh màn hình: [^>]+ -->", GUIDE.read_text(encoding="utf-8"))) >= 5


# --- the rules ----------------------------------------------------------------------------------------------------------------
def test_every_rule_stands_in_the_guide_once() -> None:
    headings = re.findall(r"^#### .* \((\w+)\)$", made(), re.MULTILINE)
    assert sorted(headings) == sorted(RULES_VI)
    assert set(SOURCES_VI) == set(SOURCES)
    assert set(REASONS_VI) == set(RULES_VI)


@pytest.mark.parametrize("name", SOURCES)
def test_a_good_row_breaks_no_rule(name: str) -> None:
    assert sentences(name, [good_row(name)]) == {}


@pytest.mark.parametrize("name", SOURCES)
def test_the_example_of_every_rule_breaks_it(name: str) -> None:
    assert set(examples(name)) == {entry.code for entry in row_entries(name, ward(), MONTH)}
    for code, example in examples(name).items():
        assert example.cells_vi and example.message_vi and example.message_vi.split(". ")[0] in section(code).replace("\\", "")


def test_rules_about_files_and_between_lists_have_their_sentence() -> None:
    assert set(file_examples()) == {entry.code for entry in file_entries()}
    assert set(cross_examples()) == {entry.code for entry in cross_entries()}


@pytest.mark.parametrize("entry", every_entry(), ids=lambda entry: entry.code)
def test_a_rule_says_its_severity_and_what_may_be_done(entry: RuleEntry) -> None:
    told = section(entry.code)
    words = {"critical": "Chặn", "warning": "Cần xác nhận", "info": "Lưu ý"}
    levels = ", có khi ".join(f"**{words[severity]}**" for severity in (entry.severity, *entry.sometimes))
    assert f"- Mức: {levels}\n" in told
    assert entry.sometimes == (("critical",) if entry.code == "F12" else ())
    (ways,) = re.findall(r"^- (Có thể: .*|Không phải làm gì.*|Báo người quản trị.*)$", told, re.MULTILINE)
    assert ("công bố" in ways) == (entry.code in RELEASABLE)
    assert REASONS_VI[entry.code].why_vi in told and REASONS_VI[entry.code].basis_vi in told
    assert ("xác nhận đúng" in ways.replace("không xác nhận đúng được", "")) == ("accept" in entry.ways)


@pytest.mark.parametrize(
    ("sentence", "message", "is_said"),
    [
        ("Mã … sai.", "Mã 12 sai.", True),
        ("Mã … sai (…).", "Mã 12 sai (3).", True),
        ("Mã … sai.", "Thiếu mã.", False),
        ("Thiếu mã.", "Thiếu mã.", True),
    ],
)
def test_a_sentence_with_its_blanks_filled_is_known_again(sentence: str, message: str, is_said: bool) -> None:
    assert is_said_by(sentence, message) == is_said
