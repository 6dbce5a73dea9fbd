"""``python -m flows.outputs.officer_guide [--check]``: the rules part of the officer's guide."""

import sys

from flows.outputs.officer_guide.files import main

sys.exit(main(sys.argv[1:]))
