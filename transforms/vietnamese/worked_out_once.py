"""Values that are worked out when they are first asked for, by whoever asks first; nobody waits for anybody.

A function that polars calls back may stand on the only thread that polars has. If it waited there for a lock (``functools.cached_property``
has one in Python 3.11) whose holder waits for that thread, both would wait for ever. Here two may work out the same; the first one's stays.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class worked_out_once(Generic[Value]):
    """As ``functools.cached_property``, without its lock: for values of which it does not matter who made them."""

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Value:
        kept: dict[str, Value] = instance.__dict__
        return kept[self._name] if self._name in kept else kept.setdefault(self._name, self._work_out(instance))
