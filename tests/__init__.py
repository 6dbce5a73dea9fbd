"""Tests of the product, on real parts, and its benchmarks."""

import os
import sys


def _with_one_thread() -> None:
    """Polars in this process works in one thread. Lists of tests are small, a session has as many processes as the machine has cores,
    and handing such work to threads was a seventh of its processor time. What tests start as programs has as many threads as a user's."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    import polars  # noqa: F401, as it is imported it makes its threads

    del os.environ["POLARS_MAX_THREADS"]


if "pytest" in sys.modules and "polars" not in sys.modules and "POLARS_MAX_THREADS" not in os.environ:
    _with_one_thread()
