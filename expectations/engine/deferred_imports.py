"""Deferred imports: modules that Great Expectations imports and that nothing here makes it use. They are loaded when something asks them,
or, where it can do without, not at all.

Data flow: names -> stand-ins in ``sys.modules`` -> the modules themselves, at the first attribute asked
"""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

#: Statistics of distributions, drawings and pages of results, checks of configurations, bars of progress that wait for each other: a third
#: of the import's time, and 78 MB.
DEFERRED = ("scipy.stats", "altair", "mistune", "jsonschema", "asyncio")

#: What Great Expectations and pandas use if it is there: the judge asks no database and reads no file, here or in a store of Amazon's. A
#: fifth of the import's time, 55 MB.
LEFT_OUT = ("sqlalchemy", "pyarrow", "boto3", "botocore")

_METRICS = (
    *("metrics.column", "metrics.column_pair", "metrics.query", "expectations.metrics.query_metrics"),
    *("expectations.metrics.column_aggregate_metrics", "expectations.metrics.column_map_metrics"),
    *("expectations.metrics.column_pair_map_metrics", "expectations.metrics.multicolumn_map_metrics"),
)

#: Packages of Great Expectations whose every module defines one expectation, one metric or one source of data, and builds its classes at
#: import; and the modules of them that the judge uses, or that others build on. A third of the import's time, and with the metrics an
#: eighth of the rest.
UNUSED: Mapping[str, tuple[str, frozenset[str]]] = {
    "expectations.core": ("", frozenset({"expect_table_columns_to_match_set", "expect_table_row_count_to_be_between"})),
    "datasource.fluent": ("_datasource", frozenset({"invalid_datasource", "pandas_datasource"})),
    **dict.fromkeys(_METRICS, ("", frozenset())),
}

#: Modules of which the import takes no more than names: of letters and notices about results, of a service in the cloud, of pages, and of
#: what others are typed and tested with. With asyncio a tenth of the time.
UNUSED_MODULES = (
    "great_expectations.datasource.fluent.fabric",
    "great_expectations.experimental.metric_repository.metrics",
    "great_expectations.render.renderer.email_renderer",
    "email.mime.multipart",
    "email.mime.text",
    "jinja2",
    "pydantic_core.core_schema",
    "pyparsing.testing",
    "requests",
    "requests.adapters",
    "requests.exceptions",
    "smtplib",
)

#: The module that builds a class for each kind of file that pandas reads, from the signatures of its readers: a tenth of the import's time.
READERS = "great_expectations.datasource.fluent.dynamic_pandas"


class DeferredModule(ModuleType):
    """Stands for a module until an attribute is asked. ``importlib.util.LazyLoader`` does not serve: under Python 3.11 a second import of
    a lazy module asks its ``__spec__``, which loads it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)

    def __getattr__(self, name: str) -> Any:
        own = self.__name__
        if sys.modules.get(own) is self:
            del sys.modules[own]
        return getattr(import_module(own), name)


def defer(names: Sequence[str] = DEFERRED) -> None:
    """Put stand-ins where the modules are not loaded yet. Whoever imports one by name gets the stand-in, and by it the module."""
    for name in names:
        if name not in sys.modules:
            sys.modules[name] = DeferredModule(name)


def leave_out(names: Sequence[str] = LEFT_OUT) -> None:
    """Be as a Python in which the packages are not installed: whoever imports one is told so. For a process that judges and does nothing
    else."""
    for name in names:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None is how Python is told so


class _Unused:
    """What is made of it, or of a class that builds on it, does nothing."""

    def __init__(self, *_: object, **__: object) -> None:
        pass


class UnusedModule(ModuleType):
    """Stands for a module of which nobody here uses anything: each name in it is an empty class."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        stand_in = type(name, (_Unused,), {"__module__": self.__name__})
        setattr(self, name, stand_in)
        return stand_in


class NoReaders(UnusedModule):
    """Stands for ``READERS``: no class is built."""

    @staticmethod
    def _generate_pandas_data_asset_models(*_: object, **__: object) -> dict[str, type]:
        return {}


def unused_modules() -> list[str]:
    """Full names, as they stand on the disk: nothing is imported for it."""
    spec = find_spec("great_expectations")
    if spec is None or not spec.submodule_search_locations:
        return []
    return [
        f"great_expectations.{package}.{module.name}"
        for package, (ending, used) in UNUSED.items()
        for module in iter_modules([f"{folder}/{package.replace('.', '/')}" for folder in spec.submodule_search_locations])
        if module.name.endswith(ending) and module.name not in used and not module.ispkg
    ]


def stand_in_for_unused() -> None:
    """For a process that judges and does nothing else."""
    for name in (*unused_modules(), *UNUSED_MODULES):
        sys.modules.setdefault(name, UnusedModule(name))
    sys.modules.setdefault(READERS, NoReaders(READERS))
