"""A Snapshot is a moment of the training: its weights, the optimiser's moments, and how far it was."""

import msgspec

from engine.activations import Array


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """A moment of the training that it can be brought back to."""

    epoch: int
    iteration: int
    parameters: Array
    moments: Array
    updates: int
    averages: Array
    averaged: float
