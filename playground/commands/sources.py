"""Which data the options mean: a name, with samples and noise, or a table, with its target."""

import os
from argparse import Namespace
from pathlib import Path

import msgspec

from engine.data import BY_NAME, AnyData, NamedData, Table
from engine.data.generators import Generator
from engine.errors import DataError, did_you_mean, shown, shown_path
from playground.commands import UsageError
from playground.commands.notation import tag_of


def source(options: Namespace, seed: int) -> AnyData:
    """The value of --data. Raises UsageError where the options contradict each other."""
    if options.data in BY_NAME:
        for option in ("target", "task"):
            if getattr(options, option) is not None:
                raise UsageError(f"--{option} belongs to a table; {options.data} has its own target.")
        return named_source(options, BY_NAME[options.data], seed)
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


def named_source(options: Namespace, kind: type[NamedData], seed: int) -> NamedData:
    """Data of that kind with the options' samples and noise. Raises UsageError."""
    given = {k: v for k in ("samples", "noise") if (v := getattr(options, k)) is not None}
    if given and not issubclass(kind, Generator):
        raise UsageError(
            f"--{next(iter(given))} belongs to the generated data; {tag_of(kind)} has its own rows."
        )
    try:
        return msgspec.structs.replace(kind(seed=seed), **given)
    except DataError as error:
        raise UsageError(str(error)) from None


def _is_path(word: str) -> bool:
    return word != "" and bool(Path(word).suffix or Path(word).name != word or os.path.exists(word))
