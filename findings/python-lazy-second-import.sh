#!/usr/bin/env bash
# A lazy module in sys.modules is loaded by the first import statement that names it, used or not.
#
# Library: Python 3.11.7 (importlib.util.LazyLoader), as python3.
# Expected: A module put into sys.modules by LazyLoader is executed when somebody asks an attribute of it: a library that
#   only says "import altair as alt" at its top, and never uses it, costs nothing.
# Seen: The import statement itself asks the module that it finds for __spec__, which is an attribute like any other: the module
#   is executed there and then.
# Matters: The way that the documentation shows does not keep a heavy dependency of a dependency out of a start that never needs
#   it. A stand-in whose __spec__ is its own, and that loads by __getattr__, does.
set -euo pipefail

python3 - <<'PYTHON'
import sys
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType

NAME = "colorsys"


def lazy():
    sys.modules.pop(NAME, None)
    spec = find_spec(NAME)
    spec.loader = LazyLoader(spec.loader)
    module = sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class StandIn(ModuleType):
    def __init__(self):
        super().__init__(NAME)
        self.__spec__ = ModuleSpec(NAME, None)


def loaded_by_import(module):
    exec(f"import {NAME}", {})
    return "rgb_to_hsv" in object.__getattribute__(module, "__dict__")


by_lazy_loader = loaded_by_import(lazy())
sys.modules[NAME] = stand_in = StandIn()
by_stand_in = loaded_by_import(stand_in)
if (by_lazy_loader, by_stand_in) != (True, False):
    sys.exit(f"changed under Python {sys.version.split()[0]}: loaded by import: {by_lazy_loader}, stand-in: {by_stand_in}")

print(f"still so under Python {sys.version.split()[0]}: the import statement loads the lazy module, and leaves a stand-in alone")
PYTHON
