"""Words of the command line as values, or one sentence about what was expected and what came."""

import math
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from typing import TypeVar

from engine.activations import ACTIVATIONS, Tanh
from engine.data import Split
from engine.errors import EngineError, did_you_mean, shown
from engine.layers import Dense

T = TypeVar("T")


def named(what: str, table: Mapping[str, T]) -> Callable[[str], T]:
    """The entry of a table that a word names."""

    def parse(word: str) -> T:
        if word in table:
            return table[word]
        names = ", ".join(table)
        raise ArgumentTypeError(
            f'"{shown(word)}" is no {what}; there are {names}.{did_you_mean(word, table)}'
        )

    return parse


def one_of(what: str, *words: str) -> Callable[[str], str]:
    """One of the words, as it is."""
    return named(what, {word: word for word in words})


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number within limits."""
    limits = f"from {least} to {most}" if most is not None else f"of at least {least}"

    def parse(word: str) -> int:
        digits = word.removeprefix("-")
        number = int(word) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None
        if number is None or number < least or (most is not None and number > most):
            raise ArgumentTypeError(f'expected a whole number {limits}, not "{shown(word)}".')
        return number

    return parse


def number(word: str) -> float:
    """A finite number; its limits are the experiment's business."""
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ArgumentTypeError(f'expected a number, not "{shown(word)}".')
    return value


def batch_size(word: str) -> int | None:
    """A number of examples, or None for "all"."""
    if word.casefold() == "all":
        return None
    try:
        return whole(1)(word)
    except ArgumentTypeError:
        raise ArgumentTypeError(
            f'expected "all" or a whole number of at least 1, not "{shown(word)}".'
        ) from None


def split(word: str) -> Split:
    """Percentages such as 60/20/20."""
    parts = word.split("/")
    try:
        train, dev, test = (float(part) / 100 for part in parts)
    except ValueError:
        raise ArgumentTypeError(
            f'expected percentages for train/dev/test such as 60/20/20, not "{shown(word)}".'
        ) from None
    return _checked(lambda: Split(train=train, dev=dev, test=test))


def layers(word: str) -> tuple[Dense, ...]:
    """Hidden layers such as 8:tanh,4:relu; tanh where no activation is named."""
    return tuple(_layer(part.strip()) for part in word.split(","))


def _layer(word: str) -> Dense:
    units, colon, activation = word.partition(":")
    if not (units.isascii() and units.isdigit() and len(units) <= 18):
        raise ArgumentTypeError(f'expected a layer as UNITS:ACTIVATION such as 8:tanh, not "{shown(word)}".')
    g = named("activation", ACTIVATIONS)(activation) if colon else Tanh()
    return _checked(lambda: Dense(int(units), g))


def features(word: str) -> tuple[str, ...]:
    """Names of input features, separated by commas; whether the data have them is seen later."""
    return tuple(part.strip() for part in word.split(","))


def _checked(build: Callable[[], T]) -> T:
    try:
        return build()
    except EngineError as error:
        raise ArgumentTypeError(str(error)) from None
