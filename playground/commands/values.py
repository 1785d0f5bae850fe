"""Words of the command line as values, or one sentence about what was expected and what came."""

import math
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from typing import TypeVar

from engine.data import Split
from engine.errors import EngineError, did_you_mean, shown

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


def numbers(count: int) -> Callable[[str], tuple[float, ...]]:
    """So many finite numbers, with commas between them."""

    def parse(word: str) -> tuple[float, ...]:
        parts = word.split(",")
        if len(parts) != count:
            raise ArgumentTypeError(f'expected {count} numbers with commas between, not "{shown(word)}".')
        return tuple(number(part) for part in parts)

    return parse


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
    return checked(lambda: Split(train=train, dev=dev, test=test))


def features(word: str) -> tuple[str, ...]:
    """Input features, separated by commas outside of brackets; whether the data have them is seen later."""
    parts, depth = [""], 0
    for c in word:
        depth += (c == "(") - (c == ")")
        if c == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += c
    return tuple(part.strip() for part in parts)


def checked(build: Callable[[], T]) -> T:
    """What is built; a complaint of the engine becomes one about this word."""
    try:
        return build()
    except EngineError as error:
        raise ArgumentTypeError(str(error)) from None
