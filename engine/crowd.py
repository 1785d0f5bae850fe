"""A crowd: K networks of one shape trained at once, each line of the step one call for all of them.

At playground size a step's time is the number of its calls, so sixteen networks cost little more than a few.
That serves races, seeds and searches. The networks may differ in seed, learning rate and first weights; data
and everything else are shared.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import dropout, flat
from engine.activations import Array
from engine.batches import with_ones
from engine.blas import Threads
from engine.denormals import Flushing
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.forward import Forward
from engine.memory import Memory
from engine.network import Parameters
from engine.problem import Part, Problem
from engine.runner import ORDER, fill_buffers, write_steps
from engine.trainer import BLOW_UP, FLOOR, Trainer

OWN = ("seed", "learning_rate")  # what may differ from network to network


class Crowd:
    """Trains experiments that differ in seed and learning rate only, K of them, in step.

    `costs` (K,) are the train costs of the last epoch as a Trainer records them, at the start J. A network
    that diverges is left where it was, its `alive` False and its cost infinite from there on; the others go
    on. Raises EngineError for experiments that differ in more, or that one by one suits better.
    """

    def __init__(self, experiments: Sequence[Experiment], problem: Problem | None = None) -> None:
        _check(experiments)
        self.experiments = tuple(experiments)
        first = self.experiments[0]
        self.problem = problem.for_experiment(first) if problem else Problem(first)
        self.network, K = self.problem.network, len(self.experiments)
        self._P: Array = np.empty((K, self.network.n_parameters), first.dtype)
        for x, P in zip(self.experiments, self._P, strict=True):
            flat.pack(self.network, self.network.initial(np.random.default_rng([x.seed, 0])), P)
        self._rngs = [np.random.default_rng([x.seed, ORDER]) for x in self.experiments]
        self.epoch, self.alive = 0, np.ones(K, np.bool_)
        self._lower()
        self._flushing, self._threads = Flushing(), Threads()
        self._forwards: dict[Part, Forward] = {}
        self.costs = self.evaluate("train")
        self._best = np.where(np.isfinite(self.costs), self.costs, math.inf)

    def _lower(self) -> None:
        x, dtype, stack = self.experiments[0], self._P.dtype, self._P.shape[:1]
        self._buffers = fill_buffers(x, self.problem, dtype, stack)
        self._memory = Memory(self.network, x.optimizer, self._P, dropout.generator(x.seed))
        self._step, self._last_step = write_steps(x, self.network, self._memory, self._buffers)
        steps = len(self._buffers.starts)
        self._is_settled = False  # whether the scalars stay as they are from epoch to epoch
        self._scalars: Array = np.empty((len(x.optimizer.scalars), steps, *stack, 1), dtype)
        self._batches = [
            (*views, *(row[k] for row in self._scalars)) for k, views in enumerate(self._buffers.views())
        ]

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one epoch of each network."""
        return len(self._batches)

    @np.errstate(all="ignore")
    def run_epoch(self) -> None:
        """One epoch of every network."""
        with self._flushing, self._threads:
            before, averages = self._P.copy(), self._memory.statistics.averages()
            for rng, order in zip(self._rngs, self._buffers.order, strict=True):
                rng.shuffle(order)
            self._buffers.gather()
            self._plan_scalars()
            whole = self.steps_per_epoch - (1 if self._buffers.tail else 0)
            self._step.run(self._batches[:whole])
            self._last_step.run(self._batches[whole:])
            tail = self._buffers.tail / self._buffers.batch
            self._memory.statistics.count += whole + tail
            self.epoch += 1
            self._judge(before, averages)

    def _plan_scalars(self) -> None:
        if self._is_settled:
            return
        x, steps = self.experiments[0], self.steps_per_epoch
        done = np.arange(steps, dtype=np.float64) + 1
        t = self.epoch * steps + done
        c = self._buffers.batch * self.network.loss.delta_scale
        for k, own in enumerate(self.experiments):
            rates = x.schedule.rates(own.learning_rate, self.epoch + 1, done / steps)
            self._scalars[:, :, k, 0] = x.optimizer.schedule(rates, t, c)
        self._is_settled = not x.optimizer.counts and x.schedule.is_settled(self.epoch + 1)

    def _judge(self, before: Array, averages: Array) -> None:
        """The epoch's costs; a network whose numbers grew without end goes back and counts no more."""
        loss = self.network.loss
        data = sum(loss.terms(Z, Y).sum(axis=(1, 2, 3), dtype=np.float64) for Z, Y in self._buffers.outputs())
        costs = np.asarray(data / self._buffers.m + self._penalties())
        good = np.isfinite(costs) & (costs <= BLOW_UP * np.maximum(self._best, FLOOR))
        self.alive &= good & np.isfinite(self._P).all(axis=1)
        self._P[~self.alive] = before[~self.alive]
        self._memory.statistics.set(averages, ~self.alive)
        self.costs = np.where(self.alive, costs, np.inf)
        self._best = np.minimum(self._best, self.costs)

    def _penalties(self) -> NDArray[np.float64]:
        if not self.network.is_penalized:
            return np.zeros(len(self._P))
        m = self._buffers.m
        return np.array([self.network.penalty(flat.views(self.network, P), m) for P in self._P])

    @np.errstate(all="ignore")
    def evaluate(self, part: Part) -> NDArray[np.float64]:
        """J of every network on a part, (K,); NaN where the part is empty. The penalty counts for train."""
        Y = self.problem.targets[part]
        if not Y.size:
            return np.full(len(self._P), math.nan)
        terms = self.network.loss.terms(self._logits(part), Y.astype(self._P.dtype))
        data = terms.sum(axis=(1, 2), dtype=np.float64) / Y.shape[1]
        return np.asarray(data + self._penalties() if part == "train" else data)

    def _logits(self, part: Part) -> Array:
        """Z[L] (K, n[L], m) of a part."""
        network = self.network.inference
        if part not in self._forwards:
            folded = np.empty((len(self._P), network.n_parameters), self._P.dtype)
            self._forwards[part] = Forward(
                network, folded, with_ones(self.problem.inputs[part], folded.dtype)
            )
        forward = self._forwards[part]
        flat.fold(self.network, self._P, self._memory.statistics.averages(), forward.flat)
        return forward()

    def parameters(self, k: int) -> Parameters:
        """Copies of the W1, b1, ... of network k in course shapes."""
        return flat.unpack(self.network, self._P[k])

    def trainer(self, k: int) -> Trainer:
        """A Trainer with the weights and averages of network k, to look closer or to go on alone.

        Its moments begin at zero.
        """
        trainer = Trainer(self.experiments[k], self.problem)
        averages = self._memory.statistics.averages()[:, k]
        trainer.load(self.parameters(k), flat.statistics_of(self.network, averages))
        trainer.epoch, trainer.iteration = self.epoch, self.epoch * self.steps_per_epoch
        trainer.begin_history()
        return trainer


def _check(experiments: Sequence[Experiment]) -> None:
    if not experiments:
        raise EngineError("A crowd has at least one network, and none came.")
    first = experiments[0]
    for x in experiments:
        if x.with_(**{name: getattr(first, name) for name in OWN}) != first:
            raise EngineError(
                "The networks of a crowd may differ in seed and learning rate only, but more differs. Make "
                "the rest equal."
            )
    drops = first.input_keep_prob < 1 or any(layer.keep_prob < 1 for layer in first.layers)
    if drops or first.augmentation or first.early_stopping:
        raise EngineError(
            "Networks with dropout, augmentation or early stopping are trained one by one, not as a crowd."
        )
