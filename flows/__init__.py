"""The world: files, network, clock, environment, database, schedules."""

import os

# The allocator of polars gives memory back to the system as soon as a frame is gone, and asks for it again for the next one: 5 to 9 % of
# the processor time of a ward's month. Pages that are free stay for five seconds. It reads this when polars is loaded, after this line.
os.environ.setdefault("_RJEM_MALLOC_CONF", "oversize_threshold:0,dirty_decay_ms:5000,muzzy_decay_ms:5000")

# A pool of threads that stand ready for great matrices, which are nowhere here: they look for work for a while before they sleep.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
