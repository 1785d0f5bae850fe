"""Words as numbers: classes of a target, and the columns of 0 and 1 that stand for a category."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data.columns import NUMBER, Words, is_number
from engine.data.dataset import Floats
from engine.data.reading import Encoding
from engine.errors import DataError, shown

MAX_CLASSES = 1000
MAX_CATEGORIES = 100
FEW_ROWS = 10  # so many rows may all have another word
DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}( .*)?")
DECORATED = re.compile(r"[$€£¥]?\s*[-+]?\d[\d.,'\s]*\s*[%$€£¥]?")

Indices = NDArray[np.int64]


def ordered(column: Words) -> tuple[tuple[str, ...], Indices]:
    """The names of the different words in order, and per row the index of its name, -1 for an empty cell.

    Words that are all numbers are one where their numbers are, and stand in their order.
    """
    words = [word for word in column.words if word]
    if words and not column.order and all(is_number(word, column.decimal_comma) for word in words):
        value_of = {word: float(word.replace(",", ".")) for word in words}
        values = sorted(set(value_of.values()))
        place = {value: i for i, value in enumerate(values)}
        names, index = tuple(map(class_name, values)), {word: place[v] for word, v in value_of.items()}
    else:
        place_of = {word: i for i, word in enumerate(column.order)}
        names = tuple(sorted(words, key=lambda word: (place_of.get(word, len(place_of)), word)))
        index = {word: i for i, word in enumerate(names)}
    table = np.array([index.get(word, -1) for word in column.words], np.int64)
    return names, table[column.codes]


def class_name(value: float) -> str:
    """A number as the name of a class: 2.0 is "2"."""
    return str(int(value)) if value.is_integer() else str(value)


def check_classes(names: Sequence[str], column: str) -> None:
    """Raises DataError unless these can be the classes of a target."""
    if len(names) == 1:
        raise DataError(
            f'Column "{shown(column)}" holds only the class "{shown(names[0])}"; two are needed at least.'
        )
    if len(names) > MAX_CLASSES:
        raise DataError(
            f'Column "{shown(column)}" holds {len(names)} different classes; {MAX_CLASSES} are the most.'
        )


def check_category(column: Words, is_said: bool) -> None:
    """Raises DataError where a column of words can hardly be a category; `is_said` if somebody says it is."""
    name, words = shown(column.name), [word for word in column.words if word]
    if not words:
        raise DataError(f'Column "{name}" is empty; leave it out.')
    if not is_said:
        _check_meaning(name, words)
    rows = len(column.codes)
    if len(words) > MAX_CATEGORIES or (not is_said and rows > FEW_ROWS and 2 * len(words) > rows):
        count = f"{'more than ' if column.is_full else ''}{len(words)}"
        raise DataError(
            f'Column "{name}" holds {count} different texts such as "{shown(words[0])}", '
            "too many for a category; leave it out."
        )


def _check_meaning(name: str, words: Sequence[str]) -> None:
    """What is meant as a date or a number makes no sense as one word among others."""
    for pattern, meant in (
        (DATE, "dates"),
        (DECORATED, "what looks like numbers but is not written as such,"),
    ):
        found = [word for word in words if pattern.fullmatch(word) and not NUMBER.fullmatch(word)]
        if 2 * len(found) > len(words):
            raise DataError(
                f'Column "{name}" holds {meant} such as "{shown(found[0])}"; write plain numbers, '
                "leave the column out, or take it as a category."
            )


def encode(names: Sequence[str], index: Indices, encoding: Encoding) -> Floats:
    """The columns (n, m) that stand for a category: one of 0 and 1 per name, or one of places."""
    if encoding == "ordinal":
        return index[None, :].astype(np.float64)
    one_hot: Floats = (np.arange(len(names))[:, None] == index).astype(np.float64)
    return one_hot


def encoded_names(column: str, names: Sequence[str], encoding: Encoding) -> tuple[str, ...]:
    """What those columns are called."""
    return (column,) if encoding == "ordinal" else tuple(f"{column}={name}" for name in names)


def encoding_note(column: str, count: int, encoding: Encoding) -> str:
    """What became of a column of words, in a sentence."""
    if encoding == "ordinal":
        return f"The words of {shown(column)} became the numbers 0 to {count - 1}, in alphabetical order."
    return f"The words of {shown(column)} became {count} columns of 0 and 1, one per word."
