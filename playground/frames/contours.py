"""Where the network changes its mind: lines of equal probability, or of another winner."""

from collections.abc import Callable

import numpy as np
from contourpy import contour_generator

from engine.activations import Array
from playground.frames.scene import Scene

BANDS = (0.25, 0.5, 0.75)


def contours(scene: Scene, field: Array) -> dict[float, list[Array]]:
    """Where p crosses each band (two classes), or the winner changes (more); none for regression."""
    if scene.dataset.task == "regression":
        return {}
    axes = _axes(scene, field.shape[-1])
    if len(field) > 1:
        return {0.5: _winner_lines(field, axes)}
    lines = contour_generator(*axes, field[0])
    return {level: [np.asarray(line) for line in lines.lines(level)] for level in BANDS}


def decision_lines(scene: Scene, logits: Array) -> list[Array]:
    """Polylines (k, 2) where the winner changes, from logits (n[L], G, G); none for regression.

    Between two points logits are straighter than probabilities: the lines stay smooth where they are bent.
    """
    if scene.dataset.task == "regression":
        return []
    axes = _axes(scene, logits.shape[-1])
    if len(logits) > 1:
        return _winner_lines(logits, axes)
    return [np.asarray(line) for line in contour_generator(*axes, logits[0]).lines(0.0)]


def sharpened(
    line: Array, scene: Scene, logits: Array, evaluate: Callable[[Array], Array], rounds: int = 3
) -> Array:
    """Points (2, c) of a zero line of `logits` (G, G), moved to where `evaluate`, (2, c) to (c,), is 0.

    Each lies on the edge of a cell, between samples of both signs, and stays on it: regula falsi, Illinois.
    """
    across, down = _axes(scene, len(logits))
    corner = np.array([[across[0]], [down[0]]])
    step = np.array([[across[1]], [down[1]]]) - corner
    place = (line - corner) / step
    moves = np.abs(place - np.rint(place)).argmax(axis=0) == np.array([[0], [1]])
    a = np.where(moves, np.floor(place), np.rint(place))
    b = a + moves
    z_a, z_b = _sample(logits, a), _sample(logits, b)
    weaker: Array | float = 1.0
    was_before: Array | None = None
    for _ in range(rounds):
        middle = _zero(a, b, z_a, z_b)
        z = evaluate(corner + step * middle)
        before = (z < 0) == (z_a < 0)
        if was_before is not None:  # an end that stays again would stay for ever where logits rise in a step
            weaker = np.where(before == was_before, 0.5, 1.0)
        a, z_a = np.where(before, middle, a), np.where(before, z, weaker * z_a)
        b, z_b = np.where(before, b, middle), np.where(before, weaker * z_b, z)
        was_before = before
    return np.asarray(corner + step * _zero(a, b, z_a, z_b))


def _zero(a: Array, b: Array, z_a: Array, z_b: Array) -> Array:
    """Where a straight line from z_a at a to z_b at b is 0; the middle of a level one."""
    share = np.divide(z_a, z_a - z_b, out=np.full(z_a.shape, 0.5), where=z_a != z_b)
    return np.asarray(a + share * (b - a))


def _sample(logits: Array, place: Array) -> Array:
    """The logits at whole columns and rows (2, c)."""
    column, row = np.clip(place, 0, len(logits) - 1).astype(np.intp)
    return np.asarray(logits[row, column], np.float64)


def _axes(scene: Scene, resolution: int) -> tuple[Array, Array]:
    left, right, bottom, top = scene.extent
    return np.linspace(left, right, resolution), np.linspace(top, bottom, resolution)


def _winner_lines(field: Array, axes: tuple[Array, Array]) -> list[Array]:
    """For each class the zero line of its lead over the best of the others."""
    ordered = np.sort(field, axis=0)
    lines: list[Array] = []
    for probability in field:
        best_other = np.where(probability >= ordered[-1], ordered[-2], ordered[-1])
        lines += [np.asarray(line) for line in contour_generator(*axes, probability - best_other).lines(0.0)]
    return lines
