"""Which data the options mean: a name, with samples and noise, a table, with its target, or a preset's."""

import os
from argparse import Namespace
from pathlib import Path

import msgspec

from engine.data import BY_NAME, AnyData, Table
from engine.data.generators import Generator
from engine.errors import DataError, did_you_mean, shown, shown_path
from playground.commands import UsageError


def source(options: Namespace, usual: AnyData) -> AnyData:
    """The data of --data, else the usual ones, with what else the options say about them.

    Raises UsageError where the options contradict each other.
    """
    seed = getattr(options, "seed", usual.seed) if options.data_seed is None else options.data_seed
    if options.data is None or options.data in BY_NAME:
        data = usual if options.data is None else BY_NAME[options.data]()
        for option in ("target", "task"):
            if getattr(options, option) is not None:
                raise UsageError(f"--{option} belongs to a table; {data.name} has its own target.")
        return changed(options, data, seed)
    if not _is_path(options.data):
        raise UsageError(
            f'"{shown(options.data)}" is no data set; there are {", ".join(BY_NAME)}, '
            f"and table files such as points.csv.{did_you_mean(options.data, BY_NAME)}"
        )
    for option in ("samples", "noise"):
        if getattr(options, option) is not None:
            raise UsageError(f"--{option} belongs to the generated data; a table has its own rows.")
    if options.target is None:
        table = shown_path(options.data)
        raise UsageError(f"--target is missing: name the column of {table} that is to be predicted.")
    return Table(path=options.data, target=options.target, task=options.task or "auto", seed=seed)


def changed(options: Namespace, data: AnyData, seed: int) -> AnyData:
    """The data with that seed and the options' samples and noise. Raises UsageError."""
    given = {k: v for k in ("samples", "noise") if (v := getattr(options, k)) is not None}
    if given and not isinstance(data, Generator):
        raise UsageError(
            f"--{next(iter(given))} belongs to the generated data; {data.name} has its own rows."
        )
    try:
        return msgspec.structs.replace(data, seed=seed, **given)
    except DataError as error:
        raise UsageError(str(error)) from None


def _is_path(word: str) -> bool:
    return word != "" and bool(Path(word).suffix or Path(word).name != word or os.path.exists(word))
