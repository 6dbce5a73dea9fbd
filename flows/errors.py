"""What a user can mend: one family of exceptions, each a finished sentence that is printed without a traceback."""


class ChitieuError(Exception):
    """The message says where, what was found, what was expected and what to do. Exit status 1: the run itself failed."""

    exit_code = 1


class SettingsError(ChitieuError):
    """The environment, the ``.env`` file or a ward's folder says something that the program cannot work with."""
