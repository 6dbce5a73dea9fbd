"""A ward with sources to fetch from, and what its inbox holds afterwards."""

from dataclasses import replace
from pathlib import Path

from flows.config.settings import Settings, load_settings
from flows.config.source_credentials import Credentials
from flows.config.ward import PullSource
from flows.extract.file_steps import Pulled
from flows.extract.landing import find_files
from flows.system.files import ROOT
from flows.vault.file_encryption import read_sealed
from flows.vault.master_keys import master_keys

#: Long enough for a writer in a test to write more, short enough to be waited for.
SETTLE_SECONDS = 0.05


def source(url: object, pattern: str = "**/*", name: str = "a", **more: object) -> PullSource:
    return replace(PullSource(name, str(url), pattern, settle_seconds=SETTLE_SECONDS), **more)  # type: ignore[arg-type]


def settings_with(home: Path, *sources: PullSource, **credentials: Credentials) -> Settings:
    """``credentials``: by the source's name."""
    settings = load_settings(cwd=ROOT, environ={"CHITIEU_HOME": str(home)})
    return replace(settings, ward=replace(settings.ward, sources=sources), source_credentials=credentials)


def fetched(settings: Settings, pulled: Pulled) -> dict[str, bytes]:
    """What the folders hold, opened, by name."""
    keys = master_keys(settings)
    return {item.file_name: read_sealed(item.path, keys) for item in find_files(pulled.folders)}


def steps(pulled: Pulled, step: str) -> list[str | None]:
    return sorted((one.file_name for one in pulled.steps if one.step == step and one.file_name is not None), key=str)


def put(folder: Path, name: str, content: str = "x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path
