"""How a cloud of n-dimensional activations becomes a picture in a square.

Two units are shown as they are and one on a line; more by their first two principal components, or from
where the output's decision is straight. Each is turned to resemble the one before.
"""

import msgspec
import numpy as np

from engine.activations import Array

MARGIN = 1.08  # the square reaches so much further than what lies in it
GROWTH = 1.6  # the mesh makes the square at most so many times as large as the points alone need it
LARGEST = 1e30  # beyond this a number is cut off: its square must stay finite
FEW = 48  # with more units than this, iteration is faster than all eigenvectors
ROUNDS, SPARE = 24, 6


class Projection(msgspec.Struct, frozen=True, eq=False):
    """A (n, k) becomes (`matrix` A - `centre`) / `half`, (2, k); the square goes from -1 to 1.

    `matrix` is (2, n), `centre` and `half` (2, 1); `explained` is the share of the points' variance that is
    seen, None where they do not vary. Where it `is_straight`, the output's decision is a straight line.
    """

    matrix: Array
    centre: Array
    half: Array
    explained: float | None = 1.0
    is_straight: bool = True

    def apply(self, A: Array) -> Array:
        """Where the columns of A are in the square, float64."""
        return finite((self.matrix / self.half).astype(A.dtype) @ A) - self.centre / self.half


def finite(A: Array) -> Array:
    """As float64, without what is no number, and nothing beyond LARGEST."""
    values = np.asarray(A, np.float64)
    if values.size == 0 or (
        values.min() >= -LARGEST and values.max() <= LARGEST
    ):  # false for what is no number
        return values
    return np.clip(np.nan_to_num(values), -LARGEST, LARGEST)


def on_screen(extent: tuple[float, float, float, float]) -> Projection:
    """Of the plane (left, right, bottom, top), stretched to a square."""
    left, right, bottom, top = extent
    centre, half = (
        np.array([[left + right], [bottom + top]]) / 2,
        np.array([[right - left], [top - bottom]]) / 2,
    )
    return Projection(np.eye(2), centre, MARGIN * half)


def project(points: Array, mesh: Array, before: Array, known: Array | None = None) -> Projection:
    """Of a layer with `points` (n, k) and `mesh` (n, g); before it the points were at `before` (2, k).

    `known` (n, 1 or 2) are orthonormal directions that must lie in the picture.
    """
    points = finite(points)
    matrix, explained = _matrix(points, before, known)
    centre, half = square_around(matrix @ points, finite(matrix.astype(mesh.dtype) @ mesh))
    return Projection(matrix, centre, half, explained, len(points) <= 2 or known is not None)


def on_polygon(points: Array, before: Array) -> Projection:
    """Of the probabilities `points` (C, k): every class pulls to its corner of a regular polygon.

    With two outcomes and one probability, the corners are the ends of a line.
    """
    if len(points) == 1:
        return Projection(np.eye(2, 1), np.array([[0.5], [0.0]]), np.full((2, 1), 0.5 * MARGIN))
    angles = 2 * np.pi * np.arange(len(points)) / len(points)
    polygon = np.stack([np.cos(angles), np.sin(angles)])
    matrix = turn(polygon @ finite(points - points.mean(axis=1, keepdims=True)), before) @ polygon
    return Projection(matrix, np.zeros((2, 1)), np.full((2, 1), MARGIN))


def square_around(points: Array, mesh: Array) -> tuple[Array, Array]:
    """Centre and half of the square around `points` (2, k), larger where `mesh` (2, g) reaches further."""
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    centre = (low + high) / 2
    reach = float((high - low).max()) / 2
    beyond = np.maximum(mesh.max(axis=1) - centre[:, 0], centre[:, 0] - mesh.min(axis=1))
    further = float(beyond.max())
    reach = min(max(reach, further), GROWTH * reach) if reach > 0 else further
    return centre, np.full((2, 1), MARGIN * reach if reach > 0 else 1.0)


def deciding(W: Array) -> Array | None:
    """Orthonormal directions (n, 1 or 2) across which the winner of W a + b changes, for W (C, n).

    One output competes with 0. None where more than three compete: their decisions fill more than a plane.
    """
    if len(W) > 3 or W.shape[1] <= 2:
        return None
    leads = finite(W if len(W) == 1 else W[1:] - W[0])
    return np.linalg.qr(leads.T / max(float(np.abs(leads).max()), 1e-300))[0]


def _matrix(points: Array, before: Array, known: Array | None) -> tuple[Array, float | None]:
    """(2, n), and the share of variance that it leaves visible."""
    n = len(points)
    centred = points - points.mean(axis=1, keepdims=True)
    size = float(np.abs(centred).max())
    if n <= 2:
        return np.eye(2, n), 1.0 if size > 0 else None
    centred /= size or 1.0
    if known is None:
        directions = principal(centred @ centred.T)
    else:
        rest = centred - known @ (known.T @ centred)
        directions = np.hstack([known, principal(rest @ rest.T)])[:, :2]
    scores = directions.T @ centred
    explained = float(np.square(scores).sum() / np.square(centred).sum()) if size > 0 else None
    return turn(scores, before) @ directions.T, explained


def principal(covariance: Array) -> Array:
    """The first two eigenvectors (n, 2) of a covariance (n, n), the largest entry of each positive.

    Of many units by orthogonal iteration, always from the same start (Golub and Van Loan, section 8.2).
    """
    n = len(covariance)
    if n <= FEW:
        directions = np.linalg.eigh(covariance)[1][:, :-3:-1]
    else:
        basis = np.random.default_rng(0).standard_normal((n, 2 + SPARE))
        for _ in range(ROUNDS):
            basis = np.linalg.qr(covariance @ basis)[0]
        directions = basis @ np.linalg.eigh(basis.T @ covariance @ basis)[1][:, :-3:-1]
    largest = directions[np.abs(directions).argmax(axis=0), [0, 1]]
    return np.asarray(directions * np.where(largest < 0, -1.0, 1.0))


def turn(scores: Array, before: Array) -> Array:
    """The rotation or reflection (2, 2) that brings `scores` (2, k) closest to `before` (2, k).

    It is a rotation where the points lie on a line, which looks the same in a mirror. Source: Schönemann
    1966.
    """
    wanted = before - before.mean(axis=1, keepdims=True)
    U, sizes, Vt = np.linalg.svd(wanted @ scores.T)
    if sizes[0] == 0:
        return np.eye(2)
    if sizes[1] < 1e-9 * sizes[0] and np.linalg.det(U @ Vt) < 0:
        U[:, 1] *= -1
    return np.asarray(U @ Vt)
