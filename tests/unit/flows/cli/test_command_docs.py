"""What the documents say of commands and options is what the program has, in both directions."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from flows.cli.main import main
from tests.conftest import ROOT

PAGE = "docs/commands.md"
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
}
#: Code that calls the program, inline or as a line of a block.
_CALL = re.compile(r"(?:^|uv run |\$\()chitieu ([^)\n]*)", re.MULTILINE)
_FENCED = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_OPTION = re.compile(r"--[a-z][a-z-]*")


def tree(command: click.Command = main, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, and the program itself."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    if not path:
        yield "", command
    for name in command.list_commands(click.Context(command)):
        inner = command.get_command(click.Context(command), name)
        assert inner is not None, name
        yield from tree(inner, *path, name)


COMMANDS = dict(tree())
COMMON = {"--ward", "--json"}
EVERYWHERE = COMMON | {"--help"}


def options(command: click.Command) -> set[str]:
    return {name for one in command.params if isinstance(one, click.Option) for name in (*one.opts, *one.secondary_opts)}


def sections() -> dict[str, dict[str, str]]:
    """Command -> what its section of the page names in the first column -> meaning."""
    out: dict[str, dict[str, str]] = {}
    for part in DOCUMENTS[PAGE].split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        found = re.fullmatch(r"`chitieu ?([a-z ]*)`", heading)
        assert found, f"{PAGE}: the heading {heading!r} names no command"
        rows = [line.strip("| ").split(" | ", 1) for line in body.splitlines() if line.startswith("| `")]
        out[found[1]] = {first: meaning for first, meaning in rows}
    return out


SECTIONS = sections()


def row_of(parameter: click.Parameter, section: dict[str, str]) -> tuple[str, str]:
    name = parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.name).upper()
    (row,) = [(first, meaning) for first, meaning in section.items() if re.search(rf"`{re.escape(name)}[` ]", first)]
    return row


def calls() -> Iterator[tuple[str, str]]:
    """Each call of the program that a document shows: where, and what follows the program's name."""
    for place, text in DOCUMENTS.items():
        code = [*_FENCED.findall(text), *_INLINE.findall(_FENCED.sub("", text))]
        for piece in code:
            yield from ((place, found[1].replace("\\|", "|")) for found in _CALL.finditer(piece))


def fault_of(words: str) -> str | None:
    """Why there is no such call; None where there is."""
    command: click.Command = main
    names = words.split()
    while isinstance(command, click.Group) and names and not names[0].startswith("-"):
        name = names.pop(0)
        if name == "COMMAND":  # any
            return None
        inner = command.get_command(click.Context(command), name)
        if inner is None:
            return f"there is no command {name!r}"
        command = inner
    unknown = set(_OPTION.findall(" ".join(names))) - options(command) - EVERYWHERE
    return f"there is no option {', '.join(sorted(unknown))}" if unknown else None


def test_the_page_has_a_section_for_every_command_and_no_other() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS, ids=lambda name: name or "chitieu")
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    command, section = COMMANDS[name], SECTIONS[name]
    said = {option for first in section for option in _OPTION.findall(first)}
    assert said == options(command) - COMMON
    arguments = {str(one.name).upper() for one in command.params if isinstance(one, click.Argument)}
    assert {found for first in section for found in re.findall(r"^`([A-Z]+)`$", first)} == arguments
    if not section:
        assert "No further options." in DOCUMENTS[PAGE].split(f"\n## `chitieu {name}`\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS, ids=lambda name: name or "chitieu")
def test_what_an_option_takes_is_documented(name: str) -> None:
    """Required or not, its choices, its default."""
    for parameter in COMMANDS[name].params:
        if set(parameter.opts) & COMMON:
            continue
        first, meaning = row_of(parameter, SECTIONS[name])
        assert meaning.startswith("required: ") == parameter.required, (name, first)
        if isinstance(parameter.type, click.Choice):
            assert set(parameter.type.choices) <= set(_INLINE.findall(meaning)), (name, first)
        if isinstance(parameter, click.Option) and parameter.show_default and not parameter.is_flag:
            assert f"{parameter.default} if not given" in meaning, (name, first)


@pytest.mark.parametrize("option", sorted(COMMON))
def test_every_command_takes_the_common_options(option: str) -> None:
    assert [name for name, command in COMMANDS.items() if name and option not in options(command)] == []
    assert f"\n| `{option}" in DOCUMENTS[PAGE].split("\n## ")[0]


def test_the_readme_names_every_command_and_the_page() -> None:
    shown = {words for place, words in calls() if place == "README.md"}
    assert [name for name in COMMANDS if name and not any(f"{words} ".startswith(f"{name} ") for words in shown)] == []
    assert f"({PAGE})" in DOCUMENTS["README.md"]


def test_no_document_calls_what_does_not_exist() -> None:
    found = list(calls())
    assert len(found) > 40
    assert [f"{place}: chitieu {words}: {fault}" for place, words in found if (fault := fault_of(words))] == []


def test_no_document_names_an_option_that_does_not_exist() -> None:
    """An option named by itself (`--no-history`) is one of ours."""
    known = EVERYWHERE.union(*(options(command) for command in COMMANDS.values()))
    for place, text in DOCUMENTS.items():
        alone = {found[0] for span in _INLINE.findall(_FENCED.sub("", text)) if (found := _OPTION.match(span))}
        assert alone <= known, place


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("run data_raw/samples", None),
        ("vault show --delivery 12 --reason x --json", None),
        ("export --format csv|json --no-history", None),
        ("--version", None),
        ("publish", "there is no command 'publish'"),
        ("vault open", "there is no command 'open'"),
        ("report --month 2026-06 --freeze", "there is no option --freeze"),
        ("run --draft", "there is no option --draft"),
    ],
)
def test_a_call_that_does_not_exist_is_seen(words: str, fault: str | None) -> None:
    assert fault_of(words) == fault


@pytest.mark.parametrize("name", [*COMMANDS, "db", "plan", "review", "vault"], ids=lambda name: name or "chitieu")
def test_every_command_explains_itself(name: str) -> None:
    told = CliRunner().invoke(main, [*name.split(), "--help"])
    assert told.exit_code == 0
    assert told.stdout.startswith(f"Usage: main {name}".rstrip())
    assert all(option in told.stdout for option in options(COMMANDS.get(name, click.Command(None))))
