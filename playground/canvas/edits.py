"""Edits of the network as pure functions: from an Experiment and a wish to a new one and its name for Undo.

A wish that cannot be granted is None. Hidden layers are numbered 1, 2, ... as on their cards.
"""

from typing import NamedTuple

import msgspec

from engine.activations import AnyActivation
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense
from playground.looks import MAX_CANVAS_UNITS

USUAL_KEEP_PROB = 0.8  # what dropout begins with


class Edit(NamedTuple):
    """A new Experiment, what to call the step, and what it may merge with."""

    experiment: Experiment
    text: str
    merge_id: str = ""


def insert_layer(experiment: Experiment, gap: int, layer: Dense | None = None) -> Edit | None:
    """A layer behind hidden layer `gap` (0: the input), like its neighbour unless one is given."""
    layers = experiment.layers
    if len(layers) >= MAX_LAYERS or not 0 <= gap <= len(layers):
        return None
    new = layer or Dense(4, layers[max(0, gap - 1)].activation if layers else Dense().activation)
    changed = (*layers[:gap], new, *layers[gap:])
    return Edit(experiment.with_(layers=changed), f"add dense layer {gap + 1}")


def remove_layer(experiment: Experiment, number: int) -> Edit | None:
    """Without hidden layer `number`."""
    if not _exists(experiment, number):
        return None
    layers = experiment.layers
    return Edit(experiment.with_(layers=layers[: number - 1] + layers[number:]), f"remove layer {number}")


def move_layer(experiment: Experiment, number: int, gap: int) -> Edit | None:
    """Hidden layer `number` into the gap behind layer `gap`; None where that changes nothing."""
    if (
        not _exists(experiment, number)
        or gap in (number - 1, number)
        or not 0 <= gap <= len(experiment.layers)
    ):
        return None
    layers = list(experiment.layers)
    moved = layers.pop(number - 1)
    place = gap if gap < number else gap - 1
    layers.insert(place, moved)
    return Edit(experiment.with_(layers=tuple(layers)), f"move layer {number} to {place + 1}")


def duplicate_layer(experiment: Experiment, number: int) -> Edit | None:
    """A second layer like hidden layer `number` right behind it."""
    if not _exists(experiment, number):
        return None
    edit = insert_layer(experiment, number, experiment.layers[number - 1])
    return edit and edit._replace(text=f"duplicate layer {number}")


def set_units(experiment: Experiment, number: int, units: int) -> Edit | None:
    """Hidden layer `number` with that many units, within what the canvas can show."""
    if not _exists(experiment, number):
        return None
    before = experiment.layers[number - 1]
    after = msgspec.structs.replace(before, units=max(1, min(units, max(MAX_CANVAS_UNITS, before.units))))
    text = f"units of layer {number}: {before.units} to {after.units}"
    return None if after == before else Edit(with_layer(experiment, number, after), text, f"units {number}")


def set_activation(experiment: Experiment, number: int, activation: AnyActivation) -> Edit | None:
    """Hidden layer `number` with that activation."""
    if not _exists(experiment, number) or experiment.layers[number - 1].activation == activation:
        return None
    after = msgspec.structs.replace(experiment.layers[number - 1], activation=activation)
    return Edit(with_layer(experiment, number, after), f"activation of layer {number} to {activation.label}")


def set_frozen(experiment: Experiment, number: int, frozen: bool) -> Edit | None:
    """Hidden layer `number` frozen, or thawed."""
    if not _exists(experiment, number) or experiment.layers[number - 1].frozen == frozen:
        return None
    after = msgspec.structs.replace(experiment.layers[number - 1], frozen=frozen)
    return Edit(with_layer(experiment, number, after), f"layer {number}: freeze {'on' if frozen else 'off'}")


def set_keep_prob(experiment: Experiment, column: int, keep_prob: float) -> Edit | None:
    """Column `column` (0: the input) with that chance to be kept; 1 is without dropout."""
    if column == 0:
        before, after = experiment.input_keep_prob, experiment.with_(input_keep_prob=keep_prob)
        name = "input keep_prob"
    elif _exists(experiment, column):
        before = experiment.layers[column - 1].keep_prob
        layer = msgspec.structs.replace(experiment.layers[column - 1], keep_prob=keep_prob)
        after, name = with_layer(experiment, column, layer), f"layer {column}: keep_prob"
    else:
        return None
    return None if before == keep_prob else Edit(after, f"{name} {before:g} to {keep_prob:g}")


def set_batch_norm(experiment: Experiment, number: int, on: bool) -> Edit | None:
    """Hidden layer `number` with batch norm, or without."""
    if not _exists(experiment, number) or experiment.layers[number - 1].batch_norm == on:
        return None
    after = msgspec.structs.replace(experiment.layers[number - 1], batch_norm=on)
    return Edit(with_layer(experiment, number, after), f"layer {number}: batch norm {'on' if on else 'off'}")


def _exists(experiment: Experiment, number: int) -> bool:
    return 1 <= number <= len(experiment.layers)


def with_layer(experiment: Experiment, number: int, layer: Dense) -> Experiment:
    """Another hidden layer in place of layer `number`."""
    layers = experiment.layers
    return experiment.with_(layers=(*layers[: number - 1], layer, *layers[number:]))
