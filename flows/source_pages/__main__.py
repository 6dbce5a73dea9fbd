"""``python -m flows.source_pages [--check]``: the documentation of the sources."""

import sys

from flows.source_pages.writing import main

sys.exit(main(sys.argv[1:]))
