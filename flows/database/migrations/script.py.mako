"""${message}"""

from flows.database.migrations import apply

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    apply()
