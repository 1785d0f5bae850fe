"""The reel: what an animation is made of, taken from one frame, and the network's output at every moment.

It holds values that nobody changes, so that a thread of its own can work on it while training goes on.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import with_ones
from engine.forward import Forward
from engine.history import Curve
from engine.problem import Problem
from engine.recording import Moment
from playground.frames import Frame, Scene, plane_points
from playground.frames.contours import contours

MOST = 100  # pictures
SIDE = 100  # samples of the plane to each side
COARSE, MANY = 50, 20_000  # for networks of so many parameters


class Picture(NamedTuple):
    """One moment: the output (n[L], G, G) over the plane, first row at the top, and its lines by level.

    Where the plane is `nowhere` (G, G) a formula has no value; None where all have one.
    """

    epoch: int
    train: float
    dev: float
    field: Array
    lines: dict[float, list[Array]]
    nowhere: NDArray[np.bool_] | None


class Reel(NamedTuple):
    """The moments that have a picture, and the whole cost curve."""

    problem: Problem
    scene: Scene
    moments: tuple[Moment, ...]
    curve: Curve


def reel_of(frame: Frame, most: int = MOST) -> Reel:
    """At most so many moments of a frame that brings the recording, evenly spread over its epochs."""
    return Reel(frame.problem, frame.scene, spread(frame.recorded, most), frame.curve)


def spread(moments: tuple[Moment, ...], most: int) -> tuple[Moment, ...]:
    """The first, the last, and those between them that are nearest to even distances."""
    if len(moments) <= most:
        return moments
    epochs = np.array([moment.epoch for moment in moments])
    wanted = np.linspace(epochs[0], epochs[-1], most)
    after = np.clip(np.searchsorted(epochs, wanted), 1, len(epochs) - 1)
    nearest = np.where(wanted - epochs[after - 1] < epochs[after] - wanted, after - 1, after)
    return tuple(moments[k] for k in np.unique(nearest))


def pictures(reel: Reel) -> Iterator[Picture]:
    """The output at every moment of the reel, in order."""
    problem = reel.problem
    network = problem.network
    side = SIDE if network.n_parameters <= MANY else COARSE
    folded: Array = np.empty(network.inference.n_parameters, np.float32)
    places = plane_points(reel.scene, side)
    inputs = with_ones(problem.imagined(places), np.float32)
    undefined = problem.undefined(places).reshape(side, side)
    nowhere = undefined if undefined.any() else None
    forward = Forward(network.inference, folded, inputs, units=False)
    for moment in reel.moments:
        weights: Array = np.empty(folded.shape, moment.state.parameters.dtype)
        moment.state.infer(network, weights)
        np.copyto(folded, weights, casting="same_kind")
        with np.errstate(all="ignore"):
            field = problem.predictions(forward()).reshape(-1, side, side).copy()
        lines = contours(reel.scene, field)
        yield Picture(moment.epoch, moment.train, moment.dev, field, lines, nowhere)
