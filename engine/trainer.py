"""The Trainer turns an Experiment into parameters, one mini-batch after another. No thread, no Qt."""

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.batches import EpochBuffers, with_ones
from engine.errors import DataError, DivergedError
from engine.experiment import Experiment
from engine.history import History
from engine.model import Model
from engine.network import Parameters
from engine.plan import Forward, Memory, Step
from engine.predict import make_model, predict
from engine.problem import Part, Problem

# A cost this many times the best one seen is a divergence; the best counts as at least FLOOR, so that a small
# bump of a nearly perfect fit is none.
BLOW_UP = 1e6
FLOOR = 1e-4


class Metrics(msgspec.Struct, frozen=True):
    """Cost J = data + penalty of one part; accuracy is None for regression."""

    cost: float
    accuracy: float | None
    penalty: float = 0.0


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """A moment of the training that it can be brought back to."""

    epoch: int
    iteration: int
    parameters: Array
    moments: Array
    updates: int


class Trainer:
    """Learns an Experiment. Same experiment, same bits: weights and batch order come from its seed alone.

    `epoch` counts whole passes, `iteration` the mini-batches since the start, `position` those of this epoch.
    Raises DataError when the data do not fit. `advance` raises DivergedError after restoring the last good
    weights.
    """

    def __init__(self, experiment: Experiment, problem: Problem | None = None) -> None:
        self.experiment = experiment
        self.problem = problem.for_experiment(experiment) if problem else Problem(experiment)
        self.network = self.problem.network
        self.history = History()
        self.epoch = self.iteration = self.position = 0
        self._updates = 0
        self._best: dict[Part, float] = {}
        self._batch_rng = np.random.default_rng([experiment.seed, 1])
        self._P: Array = np.zeros(self.network.n_parameters, experiment.dtype)
        self.load(self.network.initial(np.random.default_rng([experiment.seed, 0])))
        self._fill_buffers()
        self._lower()
        self._forwards: dict[Part, Forward] = {}
        self._targets = {part: Y.astype(experiment.dtype) for part, Y in self.problem.targets.items()}
        self.begin_history()

    def _fill_buffers(self) -> None:
        x, train = self.experiment, self.problem.inputs["train"]
        batch = x.batch_size or train.shape[1]
        self.buffers = EpochBuffers(train, self.problem.targets["train"], batch, self._P.dtype)
        self.position = 0

    def _lower(self) -> None:
        """Write the steps for this batch size, optimiser and lambda; the moments start at zero."""
        x, batch, tail = self.experiment, self.buffers.batch, self.buffers.tail
        self.memory = Memory(x.optimizer, self._P)
        self._step = Step(self.network, x.optimizer, self.memory, batch, x.l2)
        self._last_step = (
            Step(self.network, x.optimizer, self.memory, tail, x.l2, shrink=batch / tail)
            if tail
            else self._step
        )
        self._scalars = np.zeros((len(x.optimizer.scalars), self.steps_per_epoch), self._P.dtype)
        self._batches = [
            (*views, *(row[k : k + 1].reshape(()) for row in self._scalars))
            for k, views in enumerate(self.buffers.views())
        ]

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one epoch, the smaller last one included."""
        return len(self.buffers.starts)

    @property
    def gradient_scale(self) -> float:
        """c, by which the lowered step's gradients are larger than dW."""
        return float(self.buffers.batch * self.network.loss.delta_scale)

    @property
    def source(self) -> str:
        """The lowered step as Python source."""
        return self._step.source

    def _plan_scalars(self) -> None:
        """The optimiser's scalars for the rest of this epoch."""
        updates = self._updates + 1 + np.arange(self.steps_per_epoch - self.position, dtype=np.float64)
        x = self.experiment
        self._scalars[:, self.position :] = x.optimizer.schedule(
            x.learning_rate, updates, self.gradient_scale
        )

    def step(self) -> None:
        """One mini-batch."""
        self.advance(1)

    def run_epoch(self) -> None:
        """The rest of this epoch: all of it at an epoch's start."""
        self.advance(self.steps_per_epoch)

    @np.errstate(all="ignore")
    def advance(self, steps: int) -> int:
        """At most that many mini-batches, stopping at the epoch's end; how many were done.

        Raises DivergedError when a weight or the epoch's cost is not finite or the cost has blown up; the
        parameters are then those of the end of the last good epoch.
        """
        if self.position == 0:
            self._begin_epoch()
        stop = min(self.position + steps, self.steps_per_epoch)
        self._run(self.position, stop)
        done = stop - self.position
        self.iteration += done
        self._updates += done
        self.position = stop % self.steps_per_epoch
        self._check_weights()
        if self.position == 0:
            self._end_epoch()
        return done

    def _run(self, start: int, stop: int) -> None:
        whole = stop - 1 if self.buffers.tail and stop == self.steps_per_epoch else stop
        self._step.run(self._batches[start:whole])
        if whole < stop:
            self._last_step.run(self._batches[whole:stop])

    def _begin_epoch(self) -> None:
        self._good = self.snapshot()
        self.buffers.fill(self._batch_rng)
        self._plan_scalars()

    def _end_epoch(self) -> None:
        self.epoch += 1
        loss = self.network.loss
        train = sum(loss.total(Z, Y) for Z, Y in self.buffers.outputs()) / self.buffers.m
        train += self._penalty("train")
        witness = self.witness
        present = self._cost(witness)
        judged: list[tuple[Part, float]] = [("train", train), (witness, present)]
        for part, cost in judged:
            if self.has_blown_up(part, cost):
                raise self.diverged()
            self._best[part] = min(self._best[part], cost)
        self.history.record(self.epoch, train, present if witness == "dev" else math.nan)

    @property
    def witness(self) -> Part:
        """The part whose cost tells how the present weights do: an epoch's train cost is of those before."""
        return "dev" if self._targets["dev"].size else "train"

    def has_blown_up(self, part: Part, cost: float) -> bool:
        """Whether the cost of a part is not finite, or BLOW_UP times the best one seen."""
        return not math.isfinite(cost) or cost > BLOW_UP * max(self._best[part], FLOOR)

    def _cost(self, part: Part) -> float:
        """The cost of a part that is not empty, with the present weights."""
        Y = self._targets[part]
        return float(self.network.loss.total(self.logits(part), Y) / Y.shape[1] + self._penalty(part))

    def _penalty(self, part: Part) -> float:
        """It counts for the training part alone."""
        if part != "train":
            return 0.0
        return self.network.penalty(self._P, self.experiment.l2, self.buffers.m)

    def _check_weights(self) -> None:
        if not np.isfinite(self._P).all():
            raise self.diverged()

    def diverged(self) -> DivergedError:
        """Go back to the last good epoch; the error to raise says what happened."""
        epoch = self._good.epoch + 1
        layer = 1 + int(np.argmax([np.abs(np.nan_to_num(b, nan=np.inf)).max() for b in self._blocks()]))
        self.restore(self._good)
        x = self.experiment
        return DivergedError(epoch, layer, x.learning_rate, self._good.epoch, x.l2)

    def _blocks(self) -> list[Array]:
        return self.network.blocks(self._P)

    def begin_history(self) -> None:
        """Start the curve at the present weights."""
        self.history = History()
        self._set_mark()
        if all(map(math.isfinite, self._best.values())):
            self.history.record(self.epoch, self._best["train"], self._best.get("dev", math.nan))

    @np.errstate(all="ignore")
    def _set_mark(self) -> None:
        """Take the present weights as the good ones to go back to, and their cost to compare with."""
        parts: set[Part] = {"train", self.witness}
        costs = {part: self._cost(part) for part in parts}
        self._best = {part: cost if math.isfinite(cost) else math.inf for part, cost in costs.items()}
        self._good = self.snapshot()

    @np.errstate(all="ignore")
    def evaluate(self, part: Part) -> Metrics | None:
        """Cost and accuracy of a part with the present weights, or None where the part is empty.

        The penalty counts for the training part alone.
        """
        Y = self._targets[part]
        m = Y.shape[1]
        if m == 0:
            return None
        Z = self.logits(part)
        data, correct = self.network.loss.total(Z, Y) / m, self.network.loss.correct(Z, Y)
        penalty = self._penalty(part)
        return Metrics(data + penalty, None if correct is None else correct / m, penalty)

    def rest(self) -> None:
        """Give back the memory of the forward passes, which are lowered again when they are asked for."""
        self._forwards.clear()

    def logits(self, part: Part) -> Array:
        """Z[L] (n[L], m) of a part, in memory that the next call overwrites."""
        return self.forward(part)()

    def forward(self, part: Part) -> Forward:
        """The lowered forward pass over a part's inputs."""
        if part not in self._forwards:
            inputs = with_ones(self.problem.inputs[part], self._P.dtype)
            self._forwards[part] = Forward(self.network, self._P, inputs)
        return self._forwards[part]

    def copy_parameters(self, into: Array) -> None:
        """The flat parameter vector, copied into one of the same length and any dtype."""
        np.copyto(into, self._P, casting="same_kind")

    def load(self, parameters: Parameters) -> None:
        """Take W1, b1, ... in course shapes as the weights; the optimiser's moments stay as they are."""
        self.network.pack(parameters, self._P)

    @property
    def parameters(self) -> Parameters:
        """Copies of W1, b1, ... in course shapes and the training dtype."""
        return self.network.unpack(self._P)

    def predict(self, X: Array) -> Array:
        """Probabilities (n[L], m), or values for regression, for raw columns X (n, m)."""
        return predict(self.problem, self.parameters, X)

    def gradients(self, X: Array | None = None, Y: NDArray[Any] | None = None) -> Parameters:
        """dW1, db1, ... of J with its penalty, keyed W1, b1, ... in course shapes, float64.

        For raw columns X (n, m) and class indices or values Y (m,); without both, for the train set. Raises
        DataError where they do not fit the data.
        """
        if X is None and Y is None:
            inputs, targets = self.problem.inputs["train"], self.problem.targets["train"]
        elif X is None or Y is None:
            raise DataError(
                "Gradients need X and Y, but only one came. Give both, or neither for the train set."
            )
        else:
            inputs, targets = self.problem.labelled(X, Y)
        parameters = self.network.unpack(self._P.astype(np.float64))
        found = self.network.gradients(parameters, inputs, targets, self.experiment.l2)
        return {name: found[name] for name in parameters}

    def model(self) -> Model:
        """The trained network as a value that can be exported."""
        return make_model(self.problem, self.parameters)

    def snapshot(self) -> Snapshot:
        """The weights, moments and counters of this moment."""
        return Snapshot(self.epoch, self.iteration, self._P.copy(), self.memory.moments.copy(), self._updates)

    def restore(self, moment: Snapshot) -> None:
        """Bring back the weights, moments and counters of a snapshot, at the start of its epoch."""
        self._P[:] = moment.parameters
        self.memory.moments[:] = moment.moments
        self.epoch, self.iteration, self._updates = moment.epoch, moment.iteration, moment.updates
        self.position = 0

    def retune(self, experiment: Experiment) -> None:
        """Go on with other hyperparameters (rate, mini-batch size, lambda, optimiser) between two steps.

        The parameters stay; the moments stay unless the kind of optimiser changes. A new mini-batch size
        begins the epoch again with a new order of all examples.
        """
        before, moments = self.experiment, self._moments()
        self.experiment, self.problem = experiment, self.problem.for_experiment(experiment)
        if before.batch_size != experiment.batch_size:
            self._fill_buffers()
        if before.with_(learning_rate=experiment.learning_rate) != experiment:
            self._lower()
            self._take_moments(moments, type(before.optimizer) is type(experiment.optimizer))
        if self.position:
            self._plan_scalars()
        self._set_mark()

    def take_over(self, elder: "Trainer") -> None:
        """Go on counting where another trainer stood; its curve goes on too while the data are the same."""
        self.epoch, self.iteration = elder.epoch, elder.iteration
        same_data = self.problem.dataset is elder.problem.dataset
        if same_data and np.array_equal(self.problem.codes, elder.problem.codes):
            self.history = elder.history.copy()
            self._set_mark()
        else:
            self.begin_history()

    def _moments(self) -> Array:
        """The optimiser's moments as the course defines them."""
        scale = self.experiment.optimizer.moment_scale(self.gradient_scale)
        return np.asarray(self.memory.moments * scale[:, None])

    def _take_moments(self, moments: Array, same_kind: bool) -> None:
        if same_kind:
            scale = self.experiment.optimizer.moment_scale(self.gradient_scale)
            self.memory.moments[:] = moments / scale[:, None]
        else:
            self._updates = 0
