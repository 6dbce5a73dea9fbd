"""A child of ``chitieu serve``: runs a module, or a function of one, and ends when its parent does, however that ends.

``python -m flows.kept MODULE [ARGUMENT ...]`` runs the module as a program, ``MODULE:FUNCTION`` calls the function with the arguments.
Standard input is the parent's end of a pipe that nobody writes to: its end means that the parent is gone, even by ``kill -9``, when no
signal reaches a child.
"""

import os
import runpy
import signal
import sys
import threading
from importlib import import_module

#: Time for an orderly end; what still runs then is stuck.
_GRACE_SECONDS = 20.0


def main(target: str, arguments: list[str]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, _, function = target.partition(":")
    if function:
        getattr(import_module(module), function)(*arguments)
        return
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
