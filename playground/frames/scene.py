"""The Scene is what stays the same from frame to frame of one problem: the data and the plane they lie on.

The plane is spanned by two columns, the others at their training mean, or by two principal components. Where
there is only one column, the plane is the same all the way up.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data import Dataset, Generator, Painted
from engine.data.drift import Difference
from engine.problem import Problem
from playground.frames.leading import leading
from playground.frames.one_column import heights, reach
from playground.frames.spread import Spread, drift_of, fitting, spread_of
from playground.frames.telling import telling_axes
from playground.frames.view import Held, View


class Components(msgspec.Struct, frozen=True, eq=False):
    """The first two principal components of the standardised training part.

    `mean` and `std` are (n, 1), `directions` (n, 2) orthonormal, `explained` the share of variance of each.
    """

    mean: Array
    std: Array
    directions: Array
    explained: tuple[float, float]

    def project(self, X: Array) -> Array:
        """Raw columns X (n, m) on the plane, (2, m)."""
        towards = self.directions / self.std
        return np.asarray((X.T @ towards - self.mean.T @ towards).T)  # of X of images the fast way round

    def lift(self, points: Array) -> Array:
        """Points (2, k) of the plane as raw columns (n, k)."""
        return np.asarray(self.mean + self.std * (self.directions @ points))

    @property
    def names(self) -> tuple[str, str]:
        """The two axes, with the variance explained."""
        first, second = (f"PC{i} {100 * share:.0f} %" for i, share in enumerate(self.explained, start=1))
        return first, second


class Scene(msgspec.Struct, frozen=True, eq=False):
    """The data and their plane.

    `extent` is (left, right, bottom, top) in the units of the axes; `codes` are 0 train, 1 dev, 2 test.
    `axes` span the plane unless there are `components`; the columns of `held` stand at other numbers than at
    their training mean. `spread` is of the training part, `differences` what dev and test have from it.
    """

    dataset: Dataset
    codes: NDArray[np.int8]
    axes: tuple[int, int]
    extent: tuple[float, float, float, float]
    components: Components | None
    spread: Spread
    held: Held = ()
    differences: tuple[Difference, ...] = ()

    @property
    def has_one_column(self) -> bool:
        """Whether what is to be predicted goes up, for want of a second column."""
        return self.dataset.n == 1

    @property
    def is_curve(self) -> bool:
        """Whether the output is one number for every place on a line: a curve says all of it."""
        return self.has_one_column and not self.dataset.n_classes

    @property
    def points(self) -> Array:
        """All examples on the plane, (2, m)."""
        X = self.dataset.X
        if self.has_one_column:
            return np.stack([X[0], heights(self.dataset)])
        return X[list(self.axes)] if self.components is None else self.components.project(X)

    @property
    def axis_names(self) -> tuple[str, str]:
        """The names of the two axes."""
        if self.components is not None:
            return self.components.names
        if self.has_one_column:
            return self.dataset.columns[0], self.dataset.target
        across, up = self.axes
        return self.dataset.columns[across], self.dataset.columns[up]


def make_scene(problem: Problem, view: View) -> Scene:
    """The plane that the view asks for: 6 to each side for generated data, else the data with a margin."""
    data, codes = problem.dataset, problem.codes
    wanted = view.axes if data.n > 2 else None  # two columns always stand as they are named
    axes = wanted if wanted is not None and max(wanted) < data.n else telling_axes(data, codes)
    asked = data.image is not None and wanted is None if view.pca is None else view.pca
    components = principal_components(data, codes) if asked and data.n > 2 else None
    held = () if components is not None else fitting(view.held, data.n, axes)
    nowhere = (0.0, 1.0, 0.0, 1.0)
    scene = Scene(data, codes, axes, nowhere, components, spread_of(problem), held, drift_of(problem))
    low, high = scene.points.min(axis=1), scene.points.max(axis=1)
    source = problem.experiment.data
    if isinstance(source, Painted):
        left, right, bottom, top = source.area  # the paper stays where it is while points come and go
        low, high = np.minimum(low, (left, bottom)), np.maximum(high, (right, top))
    elif isinstance(source, Generator):
        low, high = np.minimum(low, -6.0), np.maximum(high, 6.0)
    else:
        margin = 0.08 * np.where(high > low, high - low, 1.0)
        low, high = low - margin, high + margin
    if scene.has_one_column:
        low[1], high[1] = reach(data)
    extent = (float(low[0]), float(high[0]), float(low[1]), float(high[1]))
    return msgspec.structs.replace(scene, extent=extent)


def principal_components(data: Dataset, codes: NDArray[np.int8]) -> Components:
    """Of the training part, every column divided by its standard deviation, constant ones left as they are.

    A component's sign is such that its largest entry is positive. Source: Pearson 1901.
    """
    X = data.X[:, codes == 0]
    mean, std = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    std = np.where(std > 64 * np.finfo(np.float64).eps * np.abs(mean), std, 1.0)
    Z = (X - mean) / std
    squares, directions = leading(Z)
    largest = directions[np.abs(directions).argmax(axis=0), [0, 1]]
    shares = np.maximum(squares, 0) / max(float(np.square(Z).sum()), 1e-300)
    signed = directions * np.where(largest < 0, -1.0, 1.0)
    return Components(mean, std, signed, (float(shares[0]), float(shares[1])))


def plane_points(scene: Scene, resolution: int) -> Array:
    """Raw inputs (n, G*G) of the plane, top row first; what does not span it stays where it is held."""
    left, right, bottom, top = scene.extent
    across, up = np.meshgrid(np.linspace(left, right, resolution), np.linspace(top, bottom, resolution))
    return lift(scene, np.stack([across.ravel(), up.ravel()]))


def lift(scene: Scene, points: Array) -> Array:
    """Points (2, k) of the plane as raw columns (n, k)."""
    if scene.components is not None:
        return scene.components.lift(points)
    lifted = np.repeat(scene.spread.centre(scene.held), points.shape[1], axis=1)
    lifted[scene.axes[1]], lifted[scene.axes[0]] = points[1], points[0]
    return lifted
