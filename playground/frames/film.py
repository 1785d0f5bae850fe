"""The film of a run: pictures of what the network said of the plane at evenly spread epochs.

They are made from the recorded weights, and each only once: while the run grows, every second picture makes
room for new ones, as in the recording.
"""

import msgspec
import numpy as np

from engine.activations import Array
from engine.batches import with_ones
from engine.forward import Forward
from engine.recording import Moment
from engine.trainer import Trainer
from playground.frames.scene import Scene, plane_points

SIDE = 28  # pixels of a picture, as large as it is shown


class Still(msgspec.Struct, frozen=True, eq=False):
    """The output `field` (n[L], 28, 28) after an epoch, first row at the top."""

    epoch: int
    field: Array


class Timeline(msgspec.Struct, frozen=True, eq=False):
    """What is recorded of a run: its `epochs`, the `newest` one, the `best` of the dev cost, its film.

    `branched` are the epochs where the run left others behind. `live` tells whether the frame shows the
    newest moment and not a recorded one.
    """

    epochs: tuple[int, ...]
    newest: int
    best: int | None
    stills: tuple[Still, ...]
    branched: tuple[int, ...] = ()
    live: bool = True


class Film:
    """Makes the timeline of one trainer's run."""

    def __init__(self, trainer: Trainer, scene: Scene) -> None:
        self._trainer = trainer
        self._flat: Array = np.empty(trainer.network.inference.n_parameters, np.float32)
        self._weights: Array = np.empty(self._flat.shape, trainer.snapshot().parameters.dtype)
        inputs = with_ones(trainer.problem.imagined(plane_points(scene, SIDE)), np.float32)
        self._forward = Forward(trainer.network.inference, self._flat, inputs)
        self._known: dict[int, tuple[Moment, Still]] = {}

    def timeline(self, slots: int) -> Timeline:
        """The recording, with at most so many pictures."""
        recording = self._trainer.recording
        moments, newest = recording.moments, self._trainer.epoch
        step = spacing(newest, slots, recording.stride)
        epochs = [moment.state.epoch for moment in moments]
        chosen = [k for k, epoch in enumerate(epochs) if epoch % step == 0] if slots else []
        self._known = {epochs[k]: self._developed(moments[k]) for k in chosen}
        return Timeline(
            epochs=tuple(epochs),
            newest=newest,
            best=None if recording.best is None else recording.best.epoch,
            stills=tuple(still for _, still in self._known.values()),
        )

    def _developed(self, moment: Moment) -> tuple[Moment, Still]:
        """The picture of a moment, made anew only if it is not the one that is known of this epoch."""
        known = self._known.get(moment.epoch)
        if known is not None and known[0] is moment:
            return known
        moment.state.infer(self._trainer.network, self._weights)
        np.copyto(self._flat, self._weights, casting="same_kind")
        with np.errstate(all="ignore"):
            outputs = self._trainer.problem.predictions(self._forward())
        return moment, Still(moment.epoch, outputs.reshape(-1, SIDE, SIDE).copy())


def spacing(newest: int, slots: int, stride: int) -> int:
    """Epochs from one picture to the next, so that at most `slots` are needed: a power of two of strides."""
    step = stride
    while slots and newest // step >= slots:
        step *= 2
    return step
