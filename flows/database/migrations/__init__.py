"""Alembic's environment and its thin revisions: each applies files of ``sql/`` as they stand."""

from flows.database.sql_text import comment_statements, read_sql


def apply(*names: str) -> None:
    """Run the files of ``sql/`` and set the comments that stand in them."""
    from alembic import op

    connection = op.get_bind()
    for name in names:
        sql = read_sql(name)
        for statement in (sql, *comment_statements(sql)):
            connection.exec_driver_sql(statement.replace("%", "%%") if "%" in statement else statement)
