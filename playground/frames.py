"""A Frame is everything the panels show of one moment of the training, built in the worker without Qt.

Panels compute nothing: the decision grid, the picture of every unit, the contour and the curve all come in
the Frame.
"""

import msgspec
import numpy as np
from contourpy import contour_generator
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import with_ones
from engine.data import Dataset, Generator
from engine.evaluation import Metrics
from engine.experiment import Experiment
from engine.forward import Forward
from engine.history import Curve
from engine.network import Parameters
from engine.problem import Problem
from engine.trainer import EarlyStop, Trainer

FINE, COARSE = 100, 50
# Above this many parameters a picture costs a noticeable part of a core: the plane is sampled more coarsely.
FINE_LIMIT = 20_000
CURVE_POINTS = 600
BANDS = (0.25, 0.5, 0.75)

Bytes = NDArray[np.uint8]


class View(msgspec.Struct, frozen=True):
    """What the panels want to see: the two raw columns that span the plane; None: those that tell most."""

    axes: tuple[int, int] | None = None


class Scene(msgspec.Struct, frozen=True, eq=False):
    """What stays the same from frame to frame of one problem: the data and the plane they are shown on.

    `extent` is (left, right, bottom, top) in raw units; `codes` are 0 train, 1 dev, 2 test.
    """

    dataset: Dataset
    codes: NDArray[np.int8]
    axes: tuple[int, int]
    extent: tuple[float, float, float, float]

    @property
    def points(self) -> Array:
        """All examples on the plane, (2, m)."""
        return self.dataset.X[list(self.axes)]

    @property
    def axis_names(self) -> tuple[str, str]:
        """The names of the two columns."""
        across, up = self.axes
        return self.dataset.columns[across], self.dataset.columns[up]


class Frame(msgspec.Struct, frozen=True, eq=False):
    """One true moment. `experiment` is the one it was made from: "is this stale?" is an `is` test.

    `field` is (n[L], G, G), first row at the top; `units` one (n, g, g) stack of bytes per column (inputs,
    hidden layers, output), 0 = negative, 255 = positive; `contours` the polylines (k, 2) of each band of p.
    """

    experiment: Experiment
    problem: Problem
    scene: Scene
    epoch: int
    iteration: int
    position: int
    steps_per_epoch: int
    steps_per_second: float
    train: Metrics
    dev: Metrics | None
    curve: Curve
    field: Array
    contours: dict[float, list[Array]]
    units: list[Bytes]
    early_stop: EarlyStop | None
    parameters: Parameters
    statistics: Parameters
    shapes: list[tuple[int, int]]

    @property
    def n_parameters(self) -> int:
        """How many numbers are learned."""
        return sum(array.size for array in self.parameters.values())


class Failure(msgspec.Struct, frozen=True, eq=False):
    """What went wrong in the worker, in the words the user reads; `frame` shows where things stand now."""

    experiment: Experiment
    title: str
    sentence: str
    diverged: bool = False
    suggested_rate: float | None = None
    frame: Frame | None = None


def make_scene(problem: Problem, view: View) -> Scene:
    """The plane of the two chosen columns: 6 to each side for generated data, else the data with a margin."""
    data = problem.dataset
    wanted = view.axes if data.n > 2 else None  # two columns always stand as they are named
    axes = wanted if wanted is not None and max(wanted) < data.n else telling_axes(data, problem.codes)
    low, high = data.X[list(axes)].min(axis=1), data.X[list(axes)].max(axis=1)
    if isinstance(problem.experiment.data, Generator):
        low, high = np.minimum(low, -6.0), np.maximum(high, 6.0)
    else:
        margin = 0.08 * np.where(high > low, high - low, 1.0)
        low, high = low - margin, high + margin
    return Scene(data, problem.codes, axes, (float(low[0]), float(high[0]), float(low[1]), float(high[1])))


def telling_axes(data: Dataset, codes: NDArray[np.int8]) -> tuple[int, int]:
    """The two columns whose class means lie furthest apart for their spread: the F ratio in train."""
    if data.n < 2:
        return 0, 0
    if data.n == 2 or not data.n_classes:
        return 0, 1
    X, y = data.X[:, codes == 0], data.y[codes == 0]
    groups = [X[:, y == c] for c in range(data.n_classes) if (y == c).any()]
    between = sum(g.shape[1] * (g.mean(axis=1) - X.mean(axis=1)) ** 2 for g in groups)
    within = sum(np.square(g - g.mean(axis=1, keepdims=True)).sum(axis=1) for g in groups)
    best = np.argsort(between / np.maximum(within, 1e-12), kind="stable")[-2:]
    return int(best.min()), int(best.max())


def plane_points(scene: Scene, resolution: int) -> Array:
    """Raw inputs (n, G*G) of the plane, top row first; the other columns stay at their training mean."""
    left, right, bottom, top = scene.extent
    across, up = np.meshgrid(np.linspace(left, right, resolution), np.linspace(top, bottom, resolution))
    centre = scene.dataset.X[:, scene.codes == 0].mean(axis=1, keepdims=True)
    points = np.repeat(centre, across.size, axis=1)
    points[scene.axes[1]], points[scene.axes[0]] = up.ravel(), across.ravel()
    return points


def to_bytes(values: Array) -> Bytes:
    """Values -1 ... 1 as 0 ... 255, 0 in the middle."""
    return np.asarray(np.clip(values * 127.5 + 128.0, 0, 255), np.uint8)


def _by_percentile(stack: Array) -> Bytes:
    """Each unit divided by the 98th percentile of its size: for outputs without bounds."""
    sample = np.abs(stack.reshape(len(stack), -1)[:, ::7])
    place = int(0.98 * (sample.shape[1] - 1))
    scale = np.partition(sample, place, axis=1)[:, place]
    return to_bytes(stack / np.maximum(scale, 1e-12)[:, None, None])


def picture(activation: str, stack: Array) -> Bytes:
    """Outputs (n, g, g) of one layer as bytes, by the range of its activation function."""
    if activation == "tanh":
        return to_bytes(stack)
    if activation in ("sigmoid", "softmax"):
        return to_bytes(2 * stack - 1)
    return _by_percentile(stack)


class FrameBuilder:
    """Builds the frames of one trainer; the plane is prepared once."""

    def __init__(self, trainer: Trainer, view: View) -> None:
        self.trainer, self.view = trainer, view
        self.scene = make_scene(trainer.problem, view)
        self.resolution = FINE if trainer.network.n_parameters <= FINE_LIMIT else COARSE
        inputs = with_ones(trainer.problem.prepare(plane_points(self.scene, self.resolution)), np.float32)
        network = trainer.network.inference
        self._flat = np.empty(network.n_parameters, np.float32)
        self._forward = Forward(network, self._flat, inputs)
        self._inputs = _by_percentile(self._grid(np.ascontiguousarray(inputs[:-1]))[:, ::2, ::2])

    def _grid(self, rows: Array) -> Array:
        return rows.reshape(len(rows), self.resolution, self.resolution)

    def build(self, steps_per_second: float) -> Frame:
        """The frame of this moment, for the experiment that the trainer has now.

        Raises DivergedError, the trainer being back at its last good epoch, where the cost has blown up or a
        number is not finite: in a long epoch that is seen here first.
        """
        t = self.trainer
        t.copy_inference(self._flat)
        with np.errstate(all="ignore"):
            field = self._grid(t.problem.predictions(self._forward()).copy())
        train, dev = t.evaluate("train"), t.evaluate("dev")
        if train is None or self._has_diverged(train, dev):
            raise t.diverged()
        return Frame(
            experiment=t.experiment,
            problem=t.problem,
            scene=self.scene,
            epoch=t.epoch,
            iteration=t.iteration,
            position=t.position,
            steps_per_epoch=t.steps_per_epoch,
            steps_per_second=steps_per_second,
            train=train,
            dev=dev,
            curve=t.history.curve(CURVE_POINTS),
            field=field,
            contours=self._contours(field),
            units=self._units(field),
            early_stop=t.early_stop,
            parameters=t.parameters,
            statistics=t.statistics,
            shapes=t.network.shapes,
        )

    def _has_diverged(self, train: Metrics, dev: Metrics | None) -> bool:
        """Whether the trainer would refuse the present weights at an epoch's end, or a number overflowed."""
        blown = self.trainer.has_blown_up(self.trainer.witness, (dev or train).cost)
        return blown or not np.isfinite(train.cost) or not self._forward.is_finite()

    def _units(self, field: Array) -> list[Bytes]:
        names = [layer.activation.name for layer in self.trainer.experiment.layers]
        hidden = [self._grid(A)[:, ::2, ::2] for A in self._forward.hidden()]
        pictures = [picture(name, A) for name, A in zip(names, hidden, strict=True)]
        return [self._inputs, *pictures, picture(self.trainer.network.loss.output_label, field[:, ::2, ::2])]

    def _contours(self, field: Array) -> dict[float, list[Array]]:
        """Where p crosses each band (two classes), or the winner changes (more); none for regression."""
        if self.scene.dataset.task == "regression":
            return {}
        levels, heights = BANDS, field[0]
        if len(field) > 1:
            ordered = np.sort(field, axis=0)
            return {0.5: _winner_lines(field, ordered, self._axes())}
        across, up = self._axes()
        lines = contour_generator(across, up, heights)
        return {level: [np.asarray(line) for line in lines.lines(level)] for level in levels}

    def _axes(self) -> tuple[Array, Array]:
        left, right, bottom, top = self.scene.extent
        return np.linspace(left, right, self.resolution), np.linspace(top, bottom, self.resolution)


def _winner_lines(field: Array, ordered: Array, axes: tuple[Array, Array]) -> list[Array]:
    """For each class the zero line of its lead over the best of the others."""
    lines: list[Array] = []
    for probability in field:
        best_other = np.where(probability >= ordered[-1], ordered[-2], ordered[-1])
        lines += [np.asarray(line) for line in contour_generator(*axes, probability - best_other).lines(0.0)]
    return lines
