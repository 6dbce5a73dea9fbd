"""An error is told by its kind and its place; its text may quote a row."""

from flows.database.sql_text import read_sql
from flows.system.errors import describe_without_data


def test_an_error_of_the_program_is_told_by_its_kind_and_its_line() -> None:
    try:
        read_sql("nowhere/Nguyễn Thị Bí Mật.sql")
    except OSError as error:
        told = describe_without_data(error)
    assert told.startswith("FileNotFoundError in flows/database/sql_text.py:")
    assert "Bí Mật" not in told


def test_an_error_from_elsewhere_is_told_by_its_kind_alone() -> None:
    assert describe_without_data(ValueError("030085000123")) == "ValueError"
