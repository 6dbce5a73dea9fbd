"""Every command and option stands in ``docs/commands.md``; no document names one that the program does not have."""

import re
from collections.abc import Iterator

import click
import pytest

from flows.cli.main import main
from flows.system.files import ROOT

PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "wards/README.md")
)
#: Said once at the head of the page.
COMMON = {"--ward", "--json", "--help"}


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands())


def options_of(command: click.Command) -> set[str]:
    found = {name for option in command.params if isinstance(option, click.Option) for name in (*option.opts, *option.secondary_opts)}
    return {name for name in found if name.startswith("--")}


def sections() -> dict[tuple[str, ...], str]:
    """The page's sections: the words of a command, without its arguments -> what is said of it."""
    parts = re.split(r"^## `chitieu ([^`]+)`$", PAGE, flags=re.MULTILINE)[1:]
    named = (tuple(re.findall(r"(?<![\[\w])[a-z-]+(?![\w\]])", heading)) for heading in parts[::2])
    return dict(zip(named, parts[1::2], strict=True))


def test_the_page_has_a_section_for_every_command_and_no_other() -> None:
    assert sorted(sections()) == sorted(COMMANDS)


@pytest.mark.parametrize("path", sorted(COMMANDS), ids=" ".join)
def test_every_option_of_a_command_is_documented_and_no_other(path: tuple[str, ...]) -> None:
    assert set(re.findall(r"`(--[a-z-]+)[^`]*`", sections()[path])) == options_of(COMMANDS[path]) - COMMON


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_no_command_or_option_that_does_not_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    first_words = {path[0] for path in COMMANDS}
    for line in re.findall(r"(?:`|\$ |run )chitieu ([a-z][^`\n|]*)", text):
        words = line.split()
        named = next((tuple(words[:length]) for length in (2, 1) if tuple(words[:length]) in COMMANDS), None)
        assert named or words[0] in first_words, f"{document}: chitieu {line}"
        told = options_of(COMMANDS[named]) | COMMON if named else set().union(*map(options_of, COMMANDS.values())) | COMMON
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", line)) <= told, f"{document}: chitieu {line}"


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path for path in COMMANDS if not all(re.search(rf"\b{word}\b", text) for word in path)] == []
    assert "docs/commands.md" in text
