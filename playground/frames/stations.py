"""A station of the layer morph: what the network has made of the input plane at one place, in words too."""

from itertools import combinations

import msgspec
import numpy as np

from engine.activations import Array
from engine.layers import Dense
from playground.frames.projection import Projection

ASIDE = 4.0  # separators lie at most so far from the middle of the square: beyond the edge of any window
UNITS = ("unit 1", "unit 2")
SPREAD = "the height only spreads the examples"


class Station(msgspec.Struct, frozen=True, eq=False):
    """The plane and the examples at one place of the network, in the square from -1 to 1.

    A short `name` (A[2]), the `formula` it is computed by, a `note` on how so many `units` are shown, and the
    names of the `axes` where these are units. `mesh` is (2, v, v), the lowest row of the plane
    first; `points` (2, k); `contour` (2, c), the lines where the network
    changes its mind. `corners` (2, C) are the places of the sure answers, at the output alone. `separators`
    (2, 2, s) lead from [:, 0] to [:, 1]: there the output decides, in the picture of the units that it sees.
    """

    name: str
    formula: str
    note: str
    units: int
    axes: tuple[str, ...]
    projection: Projection
    mesh: Array
    points: Array
    contour: Array
    corners: Array
    separators: Array

    @property
    def title(self) -> str:
        """What is shown, in words."""
        return f"{self.formula}, {self.note}"

    @property
    def scale(self) -> tuple[float, float]:
        """How many units of the layer the square is wide and high."""
        width, height = 2 * self.projection.half[:, 0]
        return float(width), float(height)


def way_of_showing(units: int, axes: tuple[str, ...], projection: Projection) -> str:
    """How so many units are shown on a plane; two that are features or the plane itself by their names."""
    if units == 1:
        return f"1 unit, on a line: {SPREAD}"
    if units == 2:
        directions = f"{axes[0]} to the right, {axes[1]} up"
        return f"2 units as they are: {directions}" if axes == UNITS else directions
    if projection.explained is None:
        return f"{units} units: the same numbers for all points"
    how = (
        "turned until the decision is straight"
        if projection.is_straight
        else "first two principal components"
    )
    return f"{units} units: {how}, {100 * projection.explained:.0f} % of the variance"


def way_of_answering(units: int) -> str:
    """How probabilities are shown."""
    if units == 1:
        return f"the probability, on a line from 0 to 1: {SPREAD}"
    return f"{units} probabilities: every class draws to its corner"


def sure_answers(units: int) -> Array:
    """The outputs (units, C) of a network that has no doubt."""
    return np.array([[0.0, 1.0]]) if units == 1 else np.eye(units)


def linear_formula(l: int, layer: Dense, before: str) -> str:
    """How Z[l] is computed from `before`."""
    product = f"W[{l}] {before}"
    return f"Z[{l}] = batch norm of {product}" if layer.batch_norm else f"Z[{l}] = {product} + b[{l}]"


def separators(W: Array, b: Array, projection: Projection) -> Array:
    """Where the winner of W a + b changes, for W (C, n), b (C, 1), in a picture that shows it; (2, 2, s).

    A single output competes with 0.
    """
    W = W.astype(np.float64) @ projection.matrix.T
    b = b + W @ projection.centre
    W = W * projection.half.T
    if len(W) == 1:
        W, b = np.vstack([W, np.zeros((1, 2))]), np.vstack([b, [[0.0]]])
    pieces = [_between(W, b[:, 0], i, j) for i, j in combinations(range(len(W)), 2)]
    found = [piece for piece in pieces if piece is not None]
    return np.stack(found, axis=2) if found else np.zeros((2, 2, 0))


def _between(W: Array, b: Array, i: int, j: int) -> Array | None:
    """The piece (2, 2) of the line on which i and j are equal where no other is larger, if any is near."""
    normal, offset = W[i] - W[j], b[i] - b[j]
    length = float(np.hypot(*normal))
    if not 0 < length < np.inf or abs(offset) > ASIDE * length:
        return None
    foot, along = -offset * normal / length**2, np.array([-normal[1], normal[0]]) / length
    low, high = -ASIDE, ASIDE
    for k in range(len(W)):
        if k in (i, j):
            continue
        slope, lead = (W[i] - W[k]) @ along, (W[i] - W[k]) @ foot + b[i] - b[k]
        if slope > 0:
            low = max(low, -lead / slope)
        elif slope < 0:
            high = min(high, -lead / slope)
        elif lead < 0:
            return None
    return np.stack([foot + low * along, foot + high * along], axis=1) if low < high else None
