"""Command line of the generator: ``samples FOLDER``, ``ward-month FOLDER [--people 29083] [--month 2026-07]`` and ``golden``."""

import argparse
from datetime import date
from pathlib import Path

from flows.system.files import ROOT
from tests.synthetic.golden import write_golden
from tests.synthetic.samples import write_samples
from tests.synthetic.ward_month import MONTH, WARD_PEOPLE, write_ward_month

GOLDEN_TRUTH = ROOT / "tests" / "golden" / "samples_truth.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.synthetic", description="Makes invented exports of an invented ward.")
    commands = parser.add_subparsers(dest="command", required=True)
    samples = commands.add_parser("samples", help="the samples and their truth, the same bytes every time")
    samples.add_argument("folder", type=Path)
    samples.add_argument("--truth", type=Path, default=GOLDEN_TRUTH)
    month = commands.add_parser("ward-month", help="one month of the five sources in a ward's real size, as xlsx")
    month.add_argument("folder", type=Path)
    month.add_argument("--people", type=int, default=WARD_PEOPLE)
    month.add_argument("--month", type=lambda text: date.fromisoformat(f"{text}-01"), default=MONTH, help="YYYY-MM")
    commands.add_parser("golden", help="the golden tidy frames that every layout is compared with")
    options = parser.parse_args()
    if options.command == "golden":
        write_golden()
    elif options.command == "samples":
        write_samples(options.folder, options.truth)
    else:
        for delivery in write_ward_month(options.folder, options.people, options.month):
            print(delivery.path, delivery.verdict()["rows_read"], "rows")


if __name__ == "__main__":
    main()
