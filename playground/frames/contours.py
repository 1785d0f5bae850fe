"""Where the network changes its mind: lines of equal probability, or of another winner."""

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
