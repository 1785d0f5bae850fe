"""A Snapshot is a moment of the training: its weights, the optimiser's moments, and how far it was."""

from typing import Any

import msgspec
import numpy as np

from engine import flat
from engine.activations import Array
from engine.batch_norm import Statistics
from engine.network import Network, Parameters
from engine.runner import Runner


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """A moment of the training that it can be brought back to."""

    epoch: int
    iteration: int
    parameters: Array
    moments: Array
    updates: int
    averages: Array
    averaged: float

    @property
    def nbytes(self) -> int:
        """The memory that its arrays take."""
        return int(self.parameters.nbytes + self.moments.nbytes + self.averages.nbytes)

    @classmethod
    def of(cls, runner: Runner, epoch: int, iteration: int) -> "Snapshot":
        """The weights, moments and averages that a runner has at this moment, copied."""
        memory = runner.memory
        return cls(
            epoch,
            iteration,
            memory.P.copy(),
            memory.moments.copy(),
            runner.updates,
            memory.statistics.sums.copy(),
            memory.statistics.count,
        )

    def put_back(self, runner: Runner) -> None:
        """Give the runner these weights, moments and averages again; its place in the epoch stays."""
        memory = runner.memory
        memory.P[:], memory.moments[:] = self.parameters, self.moments
        memory.statistics.sums[:], memory.statistics.count = self.averages, self.averaged
        runner.updates, runner.is_settled = self.updates, False
        memory.norms[...], memory.GG[...] = 0, 0

    def infer(self, network: Network, into: Array) -> None:
        """Write the parameters of `network.inference` at this moment: batch norm folded into W and b."""
        flat.fold(network, self.parameters, self._running(), into)

    def named(self, network: Network) -> tuple[Parameters, Parameters]:
        """W1, b1, ... in course shapes, and the running averages mean1, variance1, ... of batch norm."""
        return flat.unpack(network, self.parameters), flat.statistics_of(network, self._running())

    def _running(self) -> Array:
        statistics = Statistics(self.averages.shape[-1], self.averages.dtype)
        statistics.sums[:], statistics.count = self.averages, self.averaged
        return statistics.averages()

    def rescaled(self, runner: Runner, factors: Any) -> "Snapshot":
        """The same for other hyperparameters: its moments changed by factors, or at zero (None)."""
        if factors is None:
            return msgspec.structs.replace(self, moments=np.zeros_like(runner.memory.moments), updates=0)
        moments = (self.moments * factors).astype(self.moments.dtype)
        return msgspec.structs.replace(self, moments=moments)
