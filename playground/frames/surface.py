"""The network's outputs sampled over a rectangle of the plane: of all of it, or, zoomed in, of a part of it.

A part is sampled as finely as the whole, so that what is seen there is as true.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import with_ones
from engine.forward import Forward
from engine.trainer import Trainer
from playground.frames.contours import contours
from playground.frames.scene import Scene, plane_points
from playground.frames.view import Extent

FINER = 150  # samples each way of a large picture: twice a frame's cost, and the eye wants no more
SLACK = 1e-9  # of the width: a rectangle covers itself, whatever was rounded


class Surface(msgspec.Struct, frozen=True, eq=False):
    """`field` (n[L], G, G) over `extent`, first row at the top, and the `contours` of each band of p.

    `nowhere` (G, G) is where a formula among the features has no value, None where all have one.
    """

    extent: Extent
    field: Array
    contours: dict[float, list[Array]]
    nowhere: NDArray[np.bool_] | None = None

    def covers(self, extent: Extent) -> bool:
        """Whether all of a rectangle is sampled."""
        left, right, bottom, top = self.extent
        wide, high = SLACK * (right - left), SLACK * (top - bottom)
        return (
            left - wide <= extent[0]
            and extent[1] <= right + wide
            and bottom - high <= extent[2]
            and extent[3] <= top + high
        )

    def nearest(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the sample next to a point."""
        left, right, bottom, top = self.extent
        rows, columns = self.field.shape[1:]
        i = round(float(np.clip((top - y) / (top - bottom), 0, 1)) * (rows - 1))
        j = round(float(np.clip((x - left) / (right - left), 0, 1)) * (columns - 1))
        return i, j


class SurfaceBuilder:
    """Samples a part of the plane of one scene; the points of the last part are kept. `flat` is live."""

    def __init__(self, trainer: Trainer, flat: Array) -> None:
        self._trainer, self._flat = trainer, flat
        self._made: tuple[Scene, Extent, int] | None = None
        self._forward: Forward | None = None
        self._nowhere: NDArray[np.bool_] | None = None

    def build(self, scene: Scene, extent: Extent | None, resolution: int) -> Surface:
        """At the weights in `flat`; None is the whole plane."""
        wanted = scene.extent if extent is None else extent
        part, made = msgspec.structs.replace(scene, extent=wanted), self._made
        if made is None or made[0] is not scene or made[1:] != (wanted, resolution):
            self._made = scene, wanted, resolution
            self._prepare(part, resolution)
        assert self._forward is not None
        with np.errstate(all="ignore"):
            outputs = self._trainer.problem.predictions(self._forward())
        field = outputs.reshape(-1, resolution, resolution).copy()
        return Surface(wanted, field, contours(part, field), self._nowhere)

    def _prepare(self, part: Scene, resolution: int) -> None:
        problem, places = self._trainer.problem, plane_points(part, resolution)
        inputs = with_ones(problem.imagined(places), self._flat.dtype)
        nowhere = problem.undefined(places).reshape(resolution, resolution)
        self._nowhere = nowhere if nowhere.any() else None
        self._forward = Forward(self._trainer.network.inference, self._flat, inputs, units=False)
