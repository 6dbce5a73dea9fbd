"""The page about fetching says all that ward.toml, the environment and the extras know, and nothing else."""

import re
import tomllib
from dataclasses import fields

from flows.config.source_credentials import Credentials
from flows.config.ward_sources import KEYS
from flows.extract.fetching.choosing import UNFINISHED
from flows.system.files import ROOT

PAGE = (ROOT / "docs/fetching.md").read_text("utf-8")


def test_every_key_of_a_source_is_documented_and_no_other() -> None:
    table = PAGE.split("| key | meaning |")[1].split("\n\n")[0]
    assert {name for row in table.splitlines() if row.startswith("| `") for name in re.findall(r"`(\w+)`", row.split("|")[1])} == set(KEYS)


def test_every_credential_is_documented_and_no_other() -> None:
    assert set(re.findall(r"CHITIEU_SOURCE_<NAME>_(\w+)", PAGE)) == {one.name.upper() for one in fields(Credentials)}


def test_every_extra_is_named_in_the_readme_and_on_the_page() -> None:
    extras = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
    for text in (PAGE, (ROOT / "README.md").read_text("utf-8")):
        assert set(re.findall(r"chitieu\[(\w+)\]", text)) == extras


def test_the_endings_that_the_page_names_wait() -> None:
    named = re.findall(r"`([.~]\w*)`", PAGE.split("Endings of unfinished transfers wait (")[1].split("…")[0])
    assert len(named) > 4 and set(named) <= set(UNFINISHED)
