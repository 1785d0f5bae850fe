"""Which data the options mean: a name, with samples and noise, a table, images, or those of a preset."""

import os
from argparse import Namespace
from pathlib import Path

import msgspec

from engine.data import BY_NAME, AnyData, Images
from engine.data.generators import MOST, Generator
from engine.errors import DataError, did_you_mean, shown
from playground.commands import UsageError, readings

# What can be said about points that are drawn.
DRAWN = ("samples", "classes", *MOST)


def source(options: Namespace, usual: AnyData) -> AnyData:
    """The data of --data, else the usual ones, with what else the options say about them.

    Raises UsageError where the options contradict each other.
    """
    seed = getattr(options, "seed", usual.seed) if options.data_seed is None else options.data_seed
    if options.data is not None and options.data not in BY_NAME and os.path.isdir(options.data):
        return _images(options, seed)
    for option in ("side", "color"):
        if getattr(options, option) is not None:
            raise UsageError(f"--{option} belongs to a folder of images; name one with --data.")
    if options.data is None or options.data in BY_NAME:
        data = usual if options.data is None else BY_NAME[options.data]()
        for option in readings.given(options):
            raise UsageError(f"{option} belongs to a table; {data.name} has its own target.")
        return changed(options, data, seed)
    if not _is_path(options.data):
        raise UsageError(
            f'"{shown(options.data)}" is no data set; there are {", ".join(BY_NAME)}, '
            f"table files such as points.csv, and folders of images.{did_you_mean(options.data, BY_NAME)}"
        )
    for option in DRAWN:
        if getattr(options, option) is not None:
            raise UsageError(f"--{option} belongs to the generated data; a table has its own rows.")
    return readings.table(options, seed)


def _images(options: Namespace, seed: int) -> Images:
    """The images in the folder of --data. Raises UsageError for what belongs to other data."""
    drawn = [f"--{option}" for option in DRAWN if getattr(options, option) is not None]
    for option in (*readings.given(options), *drawn):
        raise UsageError(f"{option} is not for a folder of images; its sub-folders are the classes.")
    given = {k: v for k in ("side", "color") if (v := getattr(options, k)) is not None}
    return Images(path=options.data, seed=seed, **given)


def changed(options: Namespace, data: AnyData, seed: int) -> AnyData:
    """The data with that seed and what the options say of samples and noise. Raises UsageError."""
    given = {k: v for k in DRAWN if (v := getattr(options, k)) is not None}
    for option in given:
        if not isinstance(data, Generator):
            raise UsageError(f"--{option} belongs to the generated data; {data.name} has its own rows.")
        if option not in data.settings:
            known = ", ".join(f"--{setting}" for setting in data.settings)
            raise UsageError(f"--{option} means nothing for {data.name}; it has {known}.")
    try:
        return msgspec.structs.replace(data, seed=seed, **given)
    except DataError as error:
        raise UsageError(str(error)) from None


def _is_path(word: str) -> bool:
    return word != "" and bool(Path(word).suffix or Path(word).name != word or os.path.exists(word))
