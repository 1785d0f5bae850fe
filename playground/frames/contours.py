"""Where the network changes its mind: lines of equal probability, or of another winner."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from contourpy import FillType, LineType, SerialContourGenerator, ZInterp

from engine.activations import Array
from engine.data.dataset import Floats
from playground.frames.scene import Scene
from playground.frames.view import Extent

BANDS = (0.25, 0.5, 0.75)


def contours(scene: Scene, field: Array) -> dict[float, list[Array]]:
    """Where p crosses each band (two classes), or the winner changes (more); none for regression."""
    if scene.dataset.task == "regression":
        return {}
    if len(field) > 1:
        return {0.5: _winner_lines(scene, field)}
    lines = _generator(scene, field[0])
    return {level: [np.asarray(line) for line in lines.lines(level)] for level in BANDS}


def decision_lines(scene: Scene, logits: Array) -> list[Array]:
    """Polylines (k, 2) where the winner changes, from logits (n[L], G, G); none for regression.

    Between two points logits are straighter than probabilities: the lines stay smooth where they are bent.
    """
    if scene.dataset.task == "regression":
        return []
    if len(logits) > 1:
        return _winner_lines(scene, logits)
    return [np.asarray(line) for line in _generator(scene, logits[0]).lines(0.0)]


def brackets(
    line: Array, scene: Scene, logits: Array, evaluate: Callable[[Array], Array], halvings: int = 3
) -> tuple[Array, Array]:
    """Two points (2, c) around each of a zero line of `logits` (G, G); between them `evaluate` changes sign.

    The line meets the edge of a cell between samples of both signs: that edge is halved, and halved again.
    `evaluate` goes from (2, c) to (c,).
    """
    across, down = _axes(scene.extent, len(logits))
    corner = np.array([[across[0]], [down[0]]])
    step = np.array([[across[1]], [down[1]]]) - corner
    place = (line - corner) / step
    moves = np.abs(place - np.rint(place)).argmax(axis=0) == np.array([[0], [1]])
    a = np.where(moves, np.floor(place), np.rint(place))
    b = a + moves
    is_positive = _sample(logits, a) > 0
    changes = is_positive != (_sample(logits, b) > 0)  # not where a sample is 0: that is the place
    a, b = np.where(changes, a, place), np.where(changes, b, place)
    for _ in range(halvings):
        middle = (a + b) / 2
        is_like_a = (evaluate(corner + step * middle) > 0) == is_positive
        a, b = np.where(is_like_a, middle, a), np.where(is_like_a, b, middle)
    return np.asarray(corner + step * a), np.asarray(corner + step * b)


def crossing(z_a: Array, z_b: Array) -> Array:
    """The share of the way from z_a to z_b, both (c,), at which a straight line is 0; half of a level one."""
    share = np.divide(z_a, z_a - z_b, out=np.full(z_a.shape, 0.5), where=z_a != z_b)
    return np.asarray(np.clip(share, 0, 1))


def _sample(logits: Array, place: Array) -> Array:
    """The logits at whole columns and rows (2, c)."""
    column, row = np.clip(place, 0, len(logits) - 1).astype(np.intp)
    return np.asarray(logits[row, column], np.float64)


def _axes(extent: Extent, resolution: int) -> tuple[Floats, Floats]:
    left, right, bottom, top = extent
    return np.linspace(left, right, resolution), np.linspace(top, bottom, resolution)


def _generator(scene: Scene, values: Array) -> SerialContourGenerator:
    """Finds the lines of values (G, G), where these are numbers.

    contourpy's own function for it takes twice as long as the finding, and there is one for each class.
    """
    Z = np.asarray(values, np.float64)
    known = np.isfinite(Z)
    return SerialContourGenerator(
        *_grid(scene.extent, len(Z)),
        Z,
        None if known.all() else ~known,  # type: ignore[arg-type]
        corner_mask=True,
        line_type=LineType.Separate,
        fill_type=FillType.OuterCode,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    )


@lru_cache(maxsize=8)
def _grid(extent: Extent, resolution: int) -> tuple[Floats, Floats]:
    across, down = np.meshgrid(*_axes(extent, resolution))
    return across, down


def _winner_lines(scene: Scene, field: Array) -> list[Array]:
    """For each class that wins anywhere the zero line of its lead over the best of the others."""
    winners, first = field.argmax(axis=0), field.max(axis=0)
    others = field.copy()
    np.put_along_axis(others, winners[None], -np.inf, axis=0)
    second = others.max(axis=0)
    lines: list[Array] = []
    for c in np.unique(winners):
        lead = field[c] - np.where(field[c] >= first, second, first)
        lines += [np.asarray(line) for line in _generator(scene, lead).lines(0.0)]
    return lines
