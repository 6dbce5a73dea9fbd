"""Which program and which rules made a figure: stored with every delivery."""

from functools import cache

#: Raised by one whenever a rule or a formula of the rule book changes its meaning.
RULE_VERSION = "3"


def rule_version() -> str:
    return RULE_VERSION


@cache
def code_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("chitieu")
    except PackageNotFoundError:
        return "0"
