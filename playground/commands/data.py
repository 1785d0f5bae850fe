"""`nnplay data`: a data set as CSV, with its split."""

import sys
from argparse import Namespace

from engine.data import Split
from engine.data.csv_writer import csv_lines, write_csv
from engine.errors import ExportError
from engine.files import check_writable
from playground.commands import UsageError
from playground.commands.sources import named_source

HELP = "Write a data set as CSV: columns x1, x2, ..., y and split, in full precision."


def run(options: Namespace) -> int:
    """Write the data set that the options describe. Raises UsageError, ExportError, OSError."""
    dataset = named_source(options, options.kind, options.seed).load()
    codes = (options.split or Split()).assign(dataset, options.seed)
    if options.out is None:
        for line in csv_lines(dataset, codes):
            print(line)
        return 0
    try:
        check_writable(options.out)
    except ExportError as error:
        raise UsageError(str(error)) from None
    write_csv(dataset, codes, options.out)
    if not options.quiet:
        print(f"{options.out}: {dataset.m} examples", file=sys.stderr)
    return 0
