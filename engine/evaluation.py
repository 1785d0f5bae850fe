"""Cost and accuracy of the train, dev and test parts at the present weights, without dropout."""

import msgspec
import numpy as np

from engine import flat
from engine.activations import Array
from engine.batches import with_ones
from engine.blas import Threads
from engine.forward import Forward
from engine.memory import Memory
from engine.metrics import r_squared
from engine.problem import Part, Problem


class Metrics(msgspec.Struct, frozen=True):
    """Cost J = data + penalty of one part.

    Accuracy is None for regression, which has an R^2 instead: None, too, where y does not vary.
    """

    cost: float
    accuracy: float | None
    penalty: float = 0.0
    r2: float | None = None


class Evaluator:
    """Predicts all parts of a problem with the parameters and batch-norm averages of a Memory."""

    def __init__(self, problem: Problem, memory: Memory) -> None:
        self.problem, self.memory, self.network = problem, memory, problem.network
        dtype = memory.P.dtype
        self.targets: dict[Part, Array] = {part: Y.astype(dtype) for part, Y in problem.targets.items()}
        # Without batch norm the live vector is what predicts; else its averages are folded in first.
        folded = np.empty(self.network.inference.n_parameters, dtype) if self.network.normalized else None
        self._P: Array = memory.P if folded is None else folded
        self._forwards: dict[Part, Forward] = {}
        self._threads = Threads()

    @property
    def witness(self) -> Part:
        """The part whose cost tells how the present weights do: an epoch's train cost is of those before."""
        return "dev" if self.targets["dev"].size else "train"

    def copy_inference(self, into: Array) -> None:
        """The flat parameter vector of `network.inference`, copied into one of any dtype."""
        if self.network.normalized:
            self._fold()
        np.copyto(into, self._P, casting="same_kind")

    def _fold(self) -> None:
        flat.fold(self.network, self.memory.P, self.memory.statistics.averages(), self._P)

    def forward(self, part: Part, units: bool = True) -> Forward:
        """The lowered forward pass over a part's inputs, ready to be called."""
        if self.network.normalized:
            self._fold()
        inputs = with_ones(self.problem.inputs[part], self._P.dtype)
        return Forward(self.network.inference, self._P, inputs, units)

    def logits(self, part: Part) -> Array:
        """Z[L] (n[L], m) of a part, in memory that the next call overwrites."""
        if part not in self._forwards:
            self._forwards[part] = self.forward(part, units=False)
        elif self.network.normalized:
            self._fold()
        with self._threads:
            return self._forwards[part]()

    def cost(self, part: Part) -> float:
        """J of a part that is not empty."""
        Y = self.targets[part]
        return float(self.network.loss.total(self.logits(part), Y) / Y.shape[1] + self.penalty(part))

    def penalty(self, part: Part) -> float:
        """What L1 and L2 add to J; it counts for the training part alone."""
        if part != "train" or not self.network.is_penalized:
            return 0.0
        return self.network.penalty(flat.views(self.network, self.memory.P), self.targets["train"].shape[1])

    @np.errstate(all="ignore")
    def metrics(self, part: Part) -> Metrics | None:
        """Cost and accuracy of a part, or None where it is empty."""
        Y = self.targets[part]
        m = Y.shape[1]
        if m == 0:
            return None
        Z = self.logits(part)
        data, correct = self.network.loss.total(Z, Y) / m, self.network.loss.correct(Z, Y)
        penalty = self.penalty(part)
        if correct is None:
            return Metrics(data + penalty, None, penalty, r_squared(Z, Y))
        return Metrics(data + penalty, correct / m, penalty)

    def last_logits(self, part: Part) -> Array:
        """Z[L] (n[L], m) of the last time that a part was predicted, without doing it again if it was."""
        known = self._forwards.get(part)
        return self.logits(part) if known is None else known.logits

    def rest(self) -> None:
        """Give back the memory of the forward passes, which are lowered again when they are asked for."""
        self._forwards.clear()
