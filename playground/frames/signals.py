"""What the Signals panel shows of a moment: every layer's signals, and as they were at recorded epochs."""

from copy import deepcopy
from math import prod

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.network import Parameters
from engine.recording import Moment
from engine.signals import LayerSignals, sample_of, signals
from engine.trainer import Trainer
from engine.updates import update_of
from playground.frames.film import spacing

RIDGES = 8  # recorded moments beside the present one
MASKED = 40  # examples of the next mini-batch whose dropout masks are shown


class Past(msgspec.Struct, frozen=True, eq=False):
    """The signals after an epoch."""

    epoch: int
    layers: tuple[LayerSignals, ...]


class Signals(msgspec.Struct, frozen=True, eq=False):
    """`layers` are those of this moment, `past` of recorded ones, from `examples` training examples.

    `ratios` are ||update of W[l]|| / ||W[l]|| by l, of the next update without dropout; `masks` by column l
    (0: the inputs) which units (n[l], examples) the next mini-batch keeps.
    """

    layers: tuple[LayerSignals, ...]
    past: tuple[Past, ...]
    examples: int
    ratios: dict[int, float]
    masks: dict[int, NDArray[np.bool_]]

    @property
    def growth(self) -> float | None:
        """The variance of the last hidden layer's outputs over that of the inputs; None without one."""
        growths = [state.growth for state in self.layers[:-1]]
        known = [growth for growth in growths if growth is not None]
        return prod(known) if known and len(known) == len(growths) else None


class SignalBuilder:
    """Looks at one trainer, and at what is recorded of its run."""

    def __init__(self, trainer: Trainer, run: Trainer) -> None:
        self._trainer, self._run = trainer, run
        problem = trainer.problem
        self._X, self._Y = sample_of(trainer.network, problem.inputs["train"], problem.targets["train"])
        self._known: dict[int, tuple[Moment, Past]] = {}

    def build(self) -> Signals:
        """The signals of this moment."""
        t = self._trainer
        return Signals(
            layers=self._look(t.parameters, t.statistics),
            past=self._past(),
            examples=self._X.shape[1],
            ratios=self._ratios(),
            masks=self._masks(),
        )

    def _look(self, parameters: Parameters, statistics: Parameters) -> tuple[LayerSignals, ...]:
        return signals(self._trainer.network, parameters, statistics, self._X, self._Y)

    def _past(self) -> tuple[Past, ...]:
        """Evenly spread recorded moments before the present one, each looked at only once."""
        recording, now = self._run.recording, self._trainer.epoch
        step = spacing(now, RIDGES, recording.stride)
        chosen = [m for m in recording.moments if m.epoch % step == 0 and m.epoch < now]
        self._known = {moment.epoch: self._seen(moment) for moment in chosen}
        return tuple(past for _, past in self._known.values())

    def _seen(self, moment: Moment) -> tuple[Moment, Past]:
        known = self._known.get(moment.epoch)
        if known is not None and known[0] is moment:
            return known
        return moment, Past(moment.epoch, self._look(*moment.state.named(self._trainer.network)))

    def _ratios(self) -> dict[int, float]:
        t = self._trainer
        updates = update_of(t, t.network.with_layers(), self._X, self._Y)
        parameters = t.parameters
        weights = {l: parameters[f"W{l}"] for l in range(1, t.network.depth + 1)}
        return {
            l: float(np.linalg.norm(updates[f"W{l}"]) / np.linalg.norm(W))
            for l, W in weights.items()
            if W.any()
        }

    def _masks(self) -> dict[int, NDArray[np.bool_]]:
        """Those that the next step will draw."""
        t = self._trainer
        if not t.network.drops:
            return {}
        m = min(t.runner.buffers.batch, t.problem.inputs["train"].shape[1])
        masks = t.network.draw_masks(m, deepcopy(t.runner.masks))
        kept = {l: mask[:, :MASKED] > 0 for l, mask in enumerate(masks)}
        return {l: mask for l, mask in kept.items() if t.network.keep_probs[l] < 1}
