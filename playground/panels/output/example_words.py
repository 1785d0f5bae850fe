"""One example in words: its row, its features, its label, what the network says of it, and its loss."""

import numpy as np

from engine.data import Dataset, Generator
from playground.frames import Example, Frame
from playground.widgets.plot_numbers import MINUS, column, cost, number

MOST_VALUES = 40  # features that are told one by one
DOUBT = "may be mislabelled"


def value_text(value: float) -> str:
    """A raw value in at most four digits, as few as it has."""
    return f"{value:.4g}".replace("-", MINUS)


def class_text(data: Dataset, index: int) -> str:
    """A class by its name; one that is only a number as "y = 1"."""
    name = data.classes[index]
    return f"{data.target} = {name}" if name.lstrip("-").isdigit() else name


def label_text(data: Dataset, label: float) -> str:
    """The label of an example, or its value."""
    return class_text(data, int(label)) if data.n_classes else f"{data.target} = {value_text(label)}"


def title_of(example: Example, data: Dataset) -> str:
    """Row 12 of 500, train."""
    return f"Row {number(example.place + 1, 0)} of {number(data.m, 0)}, {example.part}"


def features_of(example: Example, data: Dataset) -> list[str]:
    """x₁ 1.2 of every column."""
    pairs = zip(data.columns, example.values.tolist(), strict=True)
    return [f"{column(name)} {value_text(value)}" for name, value in pairs]


def answer_of(example: Example, data: Dataset) -> str:
    """What the network says, and how sure it is."""
    if not data.n_classes:
        return f"{value_text(float(example.outputs[0]))}"
    winner = int(np.argmax(example.probabilities))
    return f"{class_text(data, winner)}, p {number(float(example.probabilities[winner]), 3)}"


def doubt_of(example: Example, data: Dataset) -> str:
    """That the label may be wrong, and what it may have to be; else nothing."""
    return "" if example.suggested < 0 else f"{DOUBT}: {class_text(data, example.suggested)}?"


def is_same(before: Frame, after: Frame, place: int) -> bool:
    """Whether the column `place` is the same example in the data of both frames.

    Points that are drawn stay themselves while they are moved; elsewhere the features must be the same.
    """
    old, new = before.scene.dataset, after.scene.dataset
    if old is new:
        return True
    if place >= min(old.m, new.m) or old.columns != new.columns:
        return False
    was, now = before.experiment.data, after.experiment.data
    if isinstance(was, Generator) and type(was) is type(now):
        return was.seed == now.seed
    return bool(np.array_equal(old.X[:, place], new.X[:, place]))


def sentence_of(example: Example, data: Dataset) -> str:
    """All of it, for a screen reader."""
    told = features_of(example, data)
    shown = [] if data.image is not None else told[:MOST_VALUES]
    more = f"and {len(told) - MOST_VALUES} more features" if len(told) > MOST_VALUES else ""
    parts = [
        title_of(example, data),
        *shown,
        more if data.image is None else "an image",
        f"label {label_text(data, example.label)}",
        f"the network says {answer_of(example, data)}",
        f"loss {cost(example.loss)}",
        doubt_of(example, data),
    ]
    return ", ".join(part for part in parts if part)
