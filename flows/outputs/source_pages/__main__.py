"""``python -m flows.outputs.source_pages [--check]``: the documentation of the sources."""

import sys

from flows.outputs.source_pages.files import main

sys.exit(main(sys.argv[1:]))
