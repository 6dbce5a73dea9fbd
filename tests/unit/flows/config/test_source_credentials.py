"""Credentials of a source come from the environment or a private file, and are repeated nowhere."""

from pathlib import Path

import pytest

from flows.config.source_credentials import Credentials, read_credentials, variable
from flows.config.ward import PullSource
from flows.system.errors import SettingsError

SECRET = "Mật khẩu số 7"


def sources(*names: str) -> list[PullSource]:
    return [PullSource(name, f"sftp://h/{number}") for number, name in enumerate(names)]


def written(home: Path, text: str, mode: int = 0o600) -> Path:
    path = home / "credentials.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sở Y tế", "CHITIEU_SOURCE_SO_Y_TE_PASSWORD"),
        ("Bảo hiểm (BHXH) Đà Nẵng", "CHITIEU_SOURCE_BAO_HIEM_BHXH_DA_NANG_PASSWORD"),
        ("…", "CHITIEU_SOURCE_SOURCE_PASSWORD"),
    ],
)
def test_a_variable_bears_the_name_in_plain_letters(name: str, expected: str) -> None:
    assert variable(name, "password") == expected


def test_the_environment_wins_over_the_file_value_by_value(tmp_path: Path) -> None:
    written(tmp_path, '["Sở Y tế"]\nusername = "file"\npassword = "file"\n[of_another_ward]\ntoken = "x"\n')
    read = read_credentials(tmp_path, sources("Sở Y tế", "b"), {"CHITIEU_SOURCE_SO_Y_TE_PASSWORD": SECRET})
    assert read == {"Sở Y tế": Credentials(username="file", password=SECRET), "b": Credentials()}


def test_nothing_secret_is_in_a_repr() -> None:
    full = Credentials(**{what: f"S3CRET{what}" for what in ("password", "token", "key_passphrase", "access_key", "secret_key", "query")})
    assert "S3CRET" not in repr(full) and len(full.secrets) == 6


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, f'[a]\npassword = "{SECRET}"\n', mode)
    with pytest.raises(SettingsError, match=rf"credentials\.toml: found mode {mode:o}, expected 600") as caught:
        read_credentials(tmp_path, sources("a"), {})
    assert SECRET not in str(caught.value)
    path.chmod(0o600)
    assert read_credentials(tmp_path, sources("a"), {})["a"].password == SECRET


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'[a]\npasword = "{SECRET}"\n', "nothing is known by this name"),
        ("[a]\npassword = 20260807\n", "key 'a.password': expected a text in quotes"),
        (f'[a]\npassword = "{SECRET}\n', "not valid TOML"),
    ],
)
def test_a_slip_in_the_file_is_told_without_its_values(tmp_path: Path, text: str, said: str) -> None:
    written(tmp_path, text)
    with pytest.raises(SettingsError, match=said) as caught:
        read_credentials(tmp_path, sources("a"), {})
    assert SECRET not in str(caught.value) and "20260807" not in str(caught.value)


def test_two_sources_that_would_share_a_variable_are_told_apart_by_the_file(tmp_path: Path) -> None:
    read_credentials(tmp_path, sources("Tổ 1", "tờ-1"), {})
    with pytest.raises(SettingsError, match="CHITIEU_SOURCE_TO_1_TOKEN: the sources 'Tổ 1' and 'tờ-1'") as caught:
        read_credentials(tmp_path, sources("Tổ 1", "tờ-1"), {"CHITIEU_SOURCE_TO_1_TOKEN": SECRET})
    assert SECRET not in str(caught.value)
