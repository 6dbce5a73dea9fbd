"""Accounts from the command line: made, listed, renewed and locked; a password is never an option."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.main import main

PASSWORD = "mật khẩu của tôi 7\n"


@pytest.fixture
def environ(one_database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"CHITIEU_DATABASE_URL": one_database_url, "CHITIEU_HOME": str(tmp_path / "home")}


def user(environ: dict[str, str], *arguments: str, typed: str = PASSWORD) -> Result:
    return CliRunner().invoke(main, ["user", *arguments, "--ward", "nguyen-dai-nang"], input=typed, env=environ)


def test_an_account_is_made_listed_renewed_and_locked(environ: dict[str, str]) -> None:
    assert "Chưa có tài khoản nào" in user(environ, "list").output
    assert "Đã tạo tài khoản 'Lan' (Lãnh đạo)" in user(environ, "add", "Lan", "--role", "leader", "--password-stdin").output
    asked = user(environ, "add", "Bình", typed=PASSWORD * 2)
    assert "Đã tạo tài khoản 'Bình'" in asked.output and PASSWORD.strip() not in asked.output
    assert "Đã đổi mật khẩu" in user(environ, "password", "lan", "--password-stdin").output
    assert "Đã khóa" in user(environ, "disable", "Lan").output
    listed = json.loads(user(environ, "list", "--json").output)["accounts"]
    assert [(one["name"], one["role"], one["disabled"]) for one in listed] == [("Bình", "officer", False), ("Lan", "leader", True)]


def test_slips_are_sentences(environ: dict[str, str]) -> None:
    for arguments, typed, told in (
        (("add", "Lan", "--password-stdin"), "ngắn\n", "ít nhất 10 ký tự"),
        (("add", "<b>", "--password-stdin"), PASSWORD, "Tên đăng nhập gồm"),
        (("disable", "Không ai"), "", "Không có tài khoản"),
    ):
        done = user(environ, *arguments, typed=typed)
        assert done.exit_code == 2 and told in done.output, done.output
        assert "Traceback" not in done.output
