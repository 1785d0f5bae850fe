"""A Plane is samples of a scene's plane, top row first, and what the network says of each, unit by unit."""

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import with_ones
from engine.forward import Forward
from engine.network import Network
from engine.products import is_finite
from engine.trainer import Trainer
from playground.frames.pictures import Bytes, by_percentile
from playground.frames.scene import Scene, plane_points
from playground.frames.straight import LEAST, Straight, grid, slopes_of

FINE, FLUID, COARSE, COARSER, COARSEST = 100, 70, 50, 40, 30
UNIT = 50  # samples of a unit's picture each way, at most
# Above this many parameters a picture costs a noticeable part of a core: the plane is sampled more coarsely.
FINE_LIMIT = 20_000
# While training runs the picture is made thirty times a second, and each is seen for a thirtieth. With more
# parameters than each of these it has so many samples each way then; steps are first seen in the large
# pictures of few units.
MOVING = ((6_000, COARSER), (3_000, COARSE), (150, FLUID))
# The same for inputs: every point of the plane has so many numbers, and they are kept.
WIDE, WIDEST = 500, 4000


class Plane:
    """`resolution` samples each way of the plane of one trainer's scene; prepared once.

    `flat` is the vector of the network's inference, which the owner fills before each call. `nowhere` are the
    samples (G, G) where the network has no output, None without any; `inputs` the pictures of the features.
    """

    def __init__(self, trainer: Trainer, scene: Scene, flat: Array, resolution: int) -> None:
        self._trainer, self.resolution = trainer, resolution
        problem, places = trainer.problem, plane_points(scene, resolution)
        X = with_ones(problem.imagined(places), np.float32)
        nowhere = problem.undefined(places).reshape(resolution, resolution)
        self.nowhere: NDArray[np.bool_] | None = nowhere if nowhere.any() else None
        self._every = -(-resolution // UNIT)
        self._straight = self._straighten(flat, X) if len(X) > LEAST else None
        straight = self._straight
        self._forward = (
            Forward(straight.network, straight.flat, grid(resolution))
            if straight is not None
            else Forward(trainer.network.inference, flat, X)
        )
        self.inputs: Bytes = by_percentile(self.thumbnails(self._grid(np.ascontiguousarray(X[:-1]))))

    def _straighten(self, flat: Array, X: Array) -> Straight | None:
        slopes = slopes_of(X, grid(self.resolution))
        return None if slopes is None else Straight(self._trainer.network.inference, flat, slopes)

    def _grid(self, rows: Array) -> Array:
        return rows.reshape(len(rows), self.resolution, self.resolution)

    def predict(self) -> Array:
        """What the network says of every sample (n[L], G, G), in the units of y; an array of its own."""
        with np.errstate(all="ignore"):
            if self._straight is not None:
                self._straight.follow()
            return self._grid(self._trainer.problem.predictions(self._forward()).copy())

    @property
    def logits(self) -> Array:
        """Z[L] (n[L], G, G) of the last prediction."""
        return self._grid(self._forward.logits)

    def outputs(self, column: int, field: Array) -> Array:
        """A[column] (n, G, G) of the last prediction, which has given the `field` of the output column."""
        hidden = self._forward.hidden()
        return self._grid(hidden[column - 1]) if column <= len(hidden) else field

    def thumbnails(self, outputs: Array) -> Array:
        """Of outputs (n, G, G) as many samples as a unit's picture has."""
        return outputs[:, :: self._every, :: self._every]

    def activity(self, column: int) -> Array:
        """The mean size of each output of a column but the input, (n,)."""
        hidden = self._forward.hidden()
        outputs = hidden[column - 1] if column <= len(hidden) else self._forward.logits
        return np.asarray(np.abs(outputs).mean(axis=1))

    def is_finite(self) -> bool:
        """Whether what the network says of every sample is finite."""
        return is_finite(self._forward.logits)

    def is_sound(self) -> bool:
        """Whether every number of the last prediction is finite, those of hidden units too."""
        return self._forward.is_finite()


def resolution_for(network: Network, moving: bool = False) -> int:
    """How many points across and up the plane is sampled at; fewer where it is `moving` with the training."""
    inputs, n_parameters = network.sizes[0], network.n_parameters
    if inputs > WIDEST:
        return COARSEST
    at_rest = FINE if n_parameters <= FINE_LIMIT and inputs <= WIDE else COARSE
    coarser = [side for least, side in MOVING if moving and n_parameters > least]
    return min([at_rest, *coarser])
