"""The layer morph: a grid of the input plane and some of the examples, carried through the layers.

Its stations are X, Z[1], A[1], Z[2] ... up to the output; the screen moves the same lines and points from one
to the next.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array, Linear
from engine.data.features import raw_names
from engine.network import Cache, Parameters
from engine.trainer import Trainer
from playground.frames.contours import brackets, crossing, decision_lines
from playground.frames.mesh import evenly, mesh_of, thinned
from playground.frames.projection import Projection, deciding, finite, on_polygon, on_screen, project
from playground.frames.scene import Scene, lift
from playground.frames.stations import (
    UNITS,
    Station,
    linear_formula,
    separators,
    sure_answers,
    way_of_answering,
    way_of_showing,
)

FINE, COARSE = 3, 2  # pieces of a line from one crossing to the next
FINE_LIMIT = 20_000  # parameters; above, the mesh is coarse
MOST, MOST_CONTOUR = 400, 600  # examples, and vertices of the contour
NOTHING: Array = np.zeros((2, 0))
NO_LINES: Array = np.zeros((2, 2, 0))


class Morph(msgspec.Struct, frozen=True, eq=False):
    """The stations from the input to the output.

    `places` (k,) are the examples' columns in the data set, `codes` (k,) their parts (0 train, 1 dev).
    `outputs` (n[L], v, v) is what the network says at each point of the mesh, of which every `pieces`-th row
    and column is a line. `lengths` cuts the contour of every station into its lines.
    """

    stations: tuple[Station, ...]
    places: NDArray[np.intp]
    codes: NDArray[np.int8]
    outputs: Array
    pieces: int
    lengths: tuple[int, ...]


class _Columns(NamedTuple):
    """Which columns of what goes through the network are what.

    A vertex of the contour lies between two of them, at its `share` (c,) of the way from `near` to `far`.
    """

    mesh: slice
    points: slice
    near: slice
    far: slice
    share: Array


class _Stop(NamedTuple):
    """A station before it is projected; `A` is (n, columns). `axes` are the names of its first two rows.

    `decision` is (W, b) of the output, for the station that it sees; `is_answer` marks the output itself.
    """

    name: str
    formula: str
    A: Array
    axes: tuple[str, ...] = UNITS
    decision: tuple[Array, Array] | None = None
    is_answer: bool = False


class MorphBuilder:
    """Makes the morphs of one training and plane; all but the contour is prepared once."""

    def __init__(self, trainer: Trainer, scene: Scene) -> None:
        self._problem, self._network, self._scene = trainer.problem, trainer.network, scene
        self._dtype = np.dtype(trainer.experiment.dtype)
        self._pieces = FINE if self._network.n_parameters <= FINE_LIMIT else COARSE
        mesh = mesh_of(scene, self._pieces)
        self._shape, mesh = mesh.shape, mesh.reshape(2, -1)
        self._places = evenly(np.flatnonzero(scene.codes < 2), MOST)
        self._plane = np.hstack([mesh, scene.points[:, self._places]])
        self._inputs = self._prepared(np.hstack([lift(scene, mesh), scene.dataset.X[:, self._places]]))
        self._points = slice(mesh.shape[1], self._plane.shape[1])

    def _prepared(self, X: Array) -> Array:
        return np.asarray(self._problem.imagined(X), self._dtype)

    def build(self, parameters: Parameters, statistics: Parameters, logits: Array) -> Morph:
        """The morph of these weights, with their logits (n[L], G, G) over the plane, first row at the top."""
        lines = thinned(decision_lines(self._scene, logits), MOST_CONTOUR)
        with np.errstate(all="ignore"):
            ends = self._contour(lines, logits, parameters, statistics)
            X = np.hstack([self._inputs, self._prepared(lift(self._scene, ends))])
            caches = self._network.forward(parameters, X, statistics=statistics)
            self._columns = self._divided(caches[-1].Z, sum(map(len, lines)))
            stops = self._decided(list(self._stops(X, caches)), parameters)
            found = self._walk(np.hstack([self._plane, ends]), stops)
            outputs = np.nan_to_num(self._problem.predictions(caches[-1].Z[:, self._columns.mesh]))
        return Morph(
            stations=tuple(found),
            places=self._places,
            codes=self._scene.codes[self._places],
            outputs=outputs.reshape(-1, *self._shape[1:]),
            pieces=self._pieces,
            lengths=tuple(map(len, lines)),
        )

    def _contour(
        self, lines: list[Array], logits: Array, parameters: Parameters, statistics: Parameters
    ) -> Array:
        """The lines in one row, (2, c); of two classes both ends of where the output decides, (2, 2c)."""
        if not lines:
            return NOTHING
        rough = np.vstack(lines).T

        def evaluate(plane: Array) -> Array:
            X = self._prepared(lift(self._scene, plane))
            return finite(self._network.logits(parameters, X, statistics)[0])

        return rough if len(logits) > 1 else np.hstack(brackets(rough, self._scene, logits[0], evaluate))

    def _divided(self, Z: Array, vertices: int) -> _Columns:
        """Each vertex is where Z[L] is 0 on the straight way between its ends, however steep it is there.

        For the units that the output sees this is exact: Z[L] is linear in them.
        """
        points = self._points
        near = slice(points.stop, points.stop + vertices)
        far = slice(Z.shape[1] - vertices, Z.shape[1])
        share = crossing(finite(Z[0, near]), finite(Z[0, far])) if near != far else np.zeros(vertices)
        return _Columns(slice(0, points.start), points, near, far, share)

    def _walk(self, plane: Array, stops: list[_Stop]) -> list[Station]:
        """All stations; each picture is turned to resemble the one before."""
        first = _Stop("X", "X, the input plane", plane, self._scene.axis_names)
        found = [self._station(first, on_screen(self._scene.extent))]
        for stop in stops:
            found.append(self._station(stop, self._projection(stop, found[-1].points)))
        return found

    def _decided(self, stops: list[_Stop], parameters: Parameters) -> list[_Stop]:
        """The same, the one that the output sees with the decision that it takes there."""
        L = self._network.depth
        last = [stop.name for stop in stops].index(f"Z[{L}]") - 1
        if last >= 0 and self._scene.dataset.classes:
            decision = parameters[f"W{L}"], parameters[f"b{L}"]
            stops[last] = stops[last]._replace(decision=decision)
        return stops

    def _stops(self, X: Array, caches: list[Cache]) -> Iterator[_Stop]:
        """What the layers make of X, one after the other."""
        experiment, seen = self._problem.experiment, "X"
        if not self._sees_plane():
            made = "normalised features" if experiment.normalize else "features"
            seen = "A[0]"
            yield _Stop(seen, f"A[0], the {made}", X, experiment.features)
        for l, (layer, cache) in enumerate(zip(self._network.layers, caches, strict=True), start=1):
            formula, is_last = linear_formula(l, layer, seen), l == self._network.depth
            is_linear = isinstance(layer.activation, Linear)
            yield _Stop(f"Z[{l}]", formula if is_last or not is_linear else f"A[{l}] = {formula}", cache.Z)
            seen = f"A[{l}]"
            if not is_linear:
                yield _Stop(seen, f"{seen} = {layer.activation.label}(Z[{l}])", cache.A)
        yield from self._answer(caches[-1].Z)

    def _answer(self, Z: Array) -> Iterator[_Stop]:
        """The probabilities, where there are classes."""
        L, loss = self._network.depth, self._network.loss
        if self._scene.dataset.classes:
            yield _Stop(f"A[{L}]", f"A[{L}] = {loss.output_label}(Z[{L}])", loss.output(Z), is_answer=True)

    def _sees_plane(self) -> bool:
        """Whether the features are the plane itself, but for normalisation."""
        scene = self._scene
        if scene.components is not None or scene.axes[0] == scene.axes[1]:
            return False
        names = raw_names(scene.dataset.n)
        return self._problem.experiment.features == tuple(names[axis] for axis in scene.axes)

    def _projection(self, stop: _Stop, before: Array) -> Projection:
        points = stop.A[:, self._columns.points]
        if stop.is_answer:
            return on_polygon(points, before)
        known = None if stop.decision is None else deciding(stop.decision[0])
        return project(points, stop.A[:, self._columns.mesh], before, known)

    def _station(self, stop: _Stop, projection: Projection) -> Station:
        columns, units, lines = self._columns, len(stop.A), NO_LINES
        if stop.decision is not None and projection.is_straight:
            lines = separators(*stop.decision, projection)
        shown = projection.apply(stop.A)
        near, far = shown[:, columns.near], shown[:, columns.far]
        axes = stop.axes if units == 2 and not stop.is_answer else ()
        return Station(
            name=stop.name,
            formula=stop.formula,
            note=way_of_answering(units) if stop.is_answer else way_of_showing(units, axes, projection),
            units=units,
            axes=axes,
            projection=projection,
            mesh=shown[:, columns.mesh].reshape(self._shape),
            points=shown[:, columns.points],
            contour=near + columns.share * (far - near),
            corners=projection.apply(sure_answers(units)) if stop.is_answer else NOTHING,
            separators=lines,
        )
