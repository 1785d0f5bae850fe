"""`nnplay data`: a data set as CSV or as NumPy arrays, with its split."""

from argparse import Namespace

from engine.data import Circle, Dataset, Split
from engine.data.csv_writer import csv_lines, write_csv
from engine.data.dataset import Codes
from engine.data.loading import load
from engine.data.npz_writer import write_npz
from engine.errors import DataError, ExportError
from engine.files import check_writable
from playground.commands import UsageError, refused_as, tell
from playground.commands.sources import source

HELP = "Write a data set with its split as CSV, or as .npz arrays where the file ends so, in full precision."


def run(options: Namespace) -> int:
    """Write the data set that the options describe. Raises UsageError, ExportError, OSError."""
    dataset = load(source(options, Circle()))
    codes = _codes(options, dataset)
    if options.out is None:
        for line in csv_lines(dataset, codes):
            print(line)
        return 0
    with refused_as(UsageError, options.out):
        check_writable(options.out)
    with refused_as(ExportError, options.out):
        if options.out.suffix.lower() == ".npz":
            write_npz(dataset, codes, options.seed, options.out)
        else:
            write_csv(dataset, codes, options.out)
    if not options.quiet:
        tell(f"{options.out}: {dataset.m} examples")
    return 0


def _codes(options: Namespace, dataset: Dataset) -> Codes:
    try:
        return (options.split or Split()).assign(dataset, options.seed)
    except DataError as error:
        raise UsageError(f"--split: {error}") from None
