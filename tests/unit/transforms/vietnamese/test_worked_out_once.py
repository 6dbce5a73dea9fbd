"""Values worked out once: nobody who is called back by polars waits for somebody who waits for polars."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]

#: Two threads ask places that nobody has asked yet; polars has one thread. A watchdog ends those that wait for each other.
TWO_AT_ONCE = """
import faulthandler
from threading import Barrier, Thread

import polars as pl

from transforms.vietnamese.areas import Area
from transforms.vietnamese.places import Places, _codes_of_areas

assert pl.thread_pool_size() == 1
faulthandler.dump_traceback_later(50, exit=True)
names = [f"Tổ dân phố số {n}" for n in range(1, 200)]
areas = [Area("P", "Phường Nguyễn Đại Năng", "ward"), *(Area(name[-3:], name, "residential_group", (f"{name} cũ",)) for name in names)]
frame = pl.DataFrame({name: [f"TDP số {n} {name}" for n in range(400)] for name in "abcdef"})

def ask(places, names, together):
    together.wait()
    frame.with_columns(places.area_code_in_address(pl.col(name)).alias(f"{name}_") for name in names)

for _ in range(60):
    _codes_of_areas.cache_clear()
    places, together = Places(areas, [f"Tỉnh Hải Dương {n}" for n in range(30)]), Barrier(2)
    both = [Thread(target=ask, args=(places, names, together), daemon=True) for names in ("a", "bcdef")]
    for one in both:
        one.start()
    for one in both:
        one.join()
print("both")
"""


def test_two_threads_that_ask_at_once_never_wait_for_each_other() -> None:
    own = {**os.environ, "POLARS_MAX_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", TWO_AT_ONCE], cwd=ROOT, env=own, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "both\n"), done.stderr
