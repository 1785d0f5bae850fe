"""What painting does to points, as functions from painted data to painted data.

Distances are shares of the paper's side, 0 to 1 from left to right and from bottom to top, so that a brush is
round on the screen whatever the plane shows. Coordinates are (2, k), masks (m,).
"""

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.data import Painted
from engine.data.dataset import Floats
from engine.data.painted import MAX_POINTS, Area

Mask = NDArray[np.bool_]
DIGITS = 4  # of a place on the plane: more than the eye tells apart, and short in a file


def to_paper(X: Floats, area: Area) -> Floats:
    """Places (2, k) on the plane as shares of the paper."""
    left, right, bottom, top = area
    return np.stack([(X[0] - left) / (right - left), (X[1] - bottom) / (top - bottom)])


def to_plane(U: Floats, area: Area) -> Floats:
    """Shares (2, k) of the paper as places on the plane; what lies beyond its edge comes to lie on it."""
    left, right, bottom, top = area
    x, y = np.clip(U, 0, 1)
    X = np.stack([left + x * (right - left), bottom + y * (top - bottom)])
    finest = max(right - left, top - bottom) * 10.0**-DIGITS
    return np.round(X, max(0, int(np.ceil(-np.log10(finest))))) + 0.0  # no -0.0, which looks odd in a file


def shares(data: Painted) -> Floats:
    """Where the points are on the paper, (2, m)."""
    return to_paper(data.table[:, :2].T, data.area)


def none_of(data: Painted) -> Mask:
    """A mask with no point in it."""
    return np.zeros(len(data.points), dtype=np.bool_)


def within(data: Painted, at: Floats, radius: float) -> Mask:
    """The points under a brush at the share `at` (2,)."""
    return np.asarray(np.hypot(*(shares(data) - at[:, None])) <= radius)


def nearest(data: Painted, at: Floats, reach: float) -> Mask:
    """The point that is closest to `at`, if one is within reach."""
    found = none_of(data)
    if found.size:
        distance = np.hypot(*(shares(data) - at[:, None]))
        found[distance.argmin()] = distance.min() <= reach
    return found


def inside(data: Painted, lasso: Floats) -> Mask:
    """The points inside a polygon (2, k): a ray to the right meets its edges an odd number of times."""
    x, y = shares(data)
    found = none_of(data)
    for (x1, y1), (x2, y2) in zip(lasso.T, np.roll(lasso, -1, axis=1).T, strict=True):
        is_left = ((x2 - x1) * (y - y1) > (x - x1) * (y2 - y1)) == (y2 > y1)
        found ^= ((y1 > y) != (y2 > y)) & is_left
    return found


def put(data: Painted, U: Floats, y: float) -> Painted:
    """The points with new ones of one class or value at the shares U, as many as there is room for."""
    U = U[:, : MAX_POINTS - len(data.points)]
    if not U.size:
        return data
    n_classes = data.n_classes if data.values else max(data.n_classes, round(y) + 1)
    return replace(data, points=data.points + data.new_points(to_plane(U, data.area), y), n_classes=n_classes)


def spray(at: Floats, radius: float, k: int, rng: np.random.Generator) -> Floats:
    """k places (2, k) spread evenly over a brush at the share `at` (2,), or at k shares (2, k)."""
    r, angle = radius * np.sqrt(rng.random(k)), 2 * np.pi * rng.random(k)
    return np.asarray(at.reshape(2, -1) + r * np.stack([np.cos(angle), np.sin(angle)]))


def folded(U: Floats) -> Floats:
    """Shares (2, k) beyond an edge of the paper, mirrored in it: else they would pile up on the edge."""
    return np.asarray(1 - np.abs(1 - np.abs(U)))


def erased(data: Painted, chosen: Mask) -> Painted:
    """The points without the chosen ones."""
    if not chosen.any():
        return data
    kept = (point for point, gone in zip(data.points, chosen.tolist(), strict=True) if not gone)
    return replace(data, points=tuple(kept))


def moved(data: Painted, chosen: Mask, by: Floats) -> Painted:
    """The chosen points moved by the shares `by` (2,) together, as far as all of them stay on the paper."""
    U = shares(data)[:, chosen]
    if not U.size:
        return data
    shift = np.clip(by, np.minimum(-U.min(axis=1), 0), np.maximum(1 - U.max(axis=1), 0))
    if not shift.any():
        return data
    points = list(data.points)
    places = to_plane(U + shift[:, None], data.area).T.tolist()
    for i, (x1, x2) in zip(np.flatnonzero(chosen).tolist(), places, strict=True):
        points[i] = points[i]._replace(x1=x1, x2=x2)
    return replace(data, points=tuple(points))


def flipped(data: Painted, chosen: Mask) -> Painted:
    """The chosen points in the next class, behind the last one in the first; a value changes its sign."""
    if not chosen.any():
        return data
    points = list(data.points)
    for i in np.flatnonzero(chosen).tolist():
        y = points[i].y
        points[i] = points[i]._replace(y=0.0 - y if data.values else (y + 1) % data.n_classes)
    return replace(data, points=tuple(points))


def in_values(data: Painted) -> Painted:
    """Classes as values, from -1 for the first to 1 for the last."""
    last = data.n_classes - 1
    points = (point._replace(y=2 * point.y / last - 1) for point in data.points)
    return replace(data, points=tuple(points), values=True)


def in_classes(data: Painted) -> Painted:
    """Values as two classes: above 0 and not."""
    points = (point._replace(y=float(point.y > 0)) for point in data.points)
    return replace(data, points=tuple(points), values=False, n_classes=2)
