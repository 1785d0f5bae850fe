"""The Runner takes the lowered steps over the mini-batches of one epoch after another.

It holds what learning changes: the parameters' moments, the order of the examples, the masks of dropout and
the averages of batch norm. Steps are written once per configuration; a live hyperparameter rewrites them and
keeps the rest.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import dropout
from engine.activations import Array
from engine.batches import EpochBuffers
from engine.blas import Threads
from engine.experiment import Experiment
from engine.lanes import Lanes, gain
from engine.memory import Memory
from engine.network import Network
from engine.problem import Problem
from engine.step import Step

# Streams of an experiment's seed: 0 draws the first weights, these the order of the examples (1), the masks
# (engine.dropout) and the augmentation (4).
ORDER, AUGMENTATION = 1, 4


def fill_buffers(
    experiment: Experiment, problem: Problem, dtype: Any, stack: tuple[int, ...] = ()
) -> EpochBuffers:
    """Memory for the training part in mini-batches, laid out as the first layer takes them in."""
    train = problem.inputs["train"]
    batch, ones = experiment.batch_size or train.shape[1], not problem.network.layers[0].batch_norm
    return EpochBuffers(train, problem.targets["train"], batch, dtype, ones, stack)


def write_steps(
    experiment: Experiment, network: Network, memory: Memory, buffers: EpochBuffers
) -> tuple[Step, Step]:
    """The step for whole mini-batches and that for the last one, the same where none is shorter."""
    x, batch, tail = experiment, buffers.batch, buffers.tail
    step = Step(network, x.optimizer, memory, batch, clip_norm=x.clip_norm)
    if not tail:
        return step, step
    return step, Step(network, x.optimizer, memory, tail, batch / tail, x.clip_norm)


class Runner:
    """Steps, buffers and memory for one experiment and the flat parameter vector P.

    `position` counts the mini-batches done in this epoch, `updates` those since the moments were zero;
    `is_augmented` tells whether this epoch's inputs are not those of the problem. With two `threads` a wide,
    plain network learns in two lanes (`engine.lanes`).
    """

    def __init__(self, experiment: Experiment, problem: Problem, P: Array, threads: int = 1) -> None:
        self.experiment, self.problem, self._P, self.threads = experiment, problem, P, threads
        self.position = self.updates = 0
        self.order_rng = np.random.default_rng([experiment.seed, ORDER])
        self.augment_rng = np.random.default_rng([experiment.seed, AUGMENTATION])
        self.masks = dropout.generator(experiment.seed)
        self.is_augmented = False
        self._fill_buffers()
        self._lower()

    def _fill_buffers(self) -> None:
        self.buffers = fill_buffers(self.experiment, self.problem, self._P.dtype)
        self.position = 0

    def _lower(self) -> None:
        """Write the steps of this configuration; the moments start at zero."""
        x, network, batch = self.experiment, self.problem.network, self.buffers.batch
        self.memory = Memory(network, x.optimizer, self._P, self.masks)
        self.step, self._last_step = write_steps(x, network, self.memory, self.buffers)
        in_lanes = self.threads == 2 and gain(network, x.clip_norm)
        self.whole_step = Lanes(network, x.optimizer, self.memory, batch) if in_lanes else self.step
        # A thread of BLAS goes on spinning for a while after its product, and would take a lane's core.
        self.blas_threads = Threads(1 if in_lanes else self.threads)
        self.is_settled = False  # whether the scalars stay as they are from epoch to epoch
        self.scalars: Array = np.zeros((len(x.optimizer.scalars), self.steps_per_epoch), self._P.dtype)
        self._batches = [
            (*views, *(row[k : k + 1].reshape(()) for row in self.scalars))
            for k, views in enumerate(self.buffers.views())
        ]

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one epoch, the smaller last one included."""
        return len(self.buffers.starts)

    @property
    def gradient_scale(self) -> float:
        """c, by which the lowered step's gradients are larger than dW."""
        return float(self.buffers.batch * self.problem.network.loss.delta_scale)

    def begin_epoch(self, number: int) -> None:
        """Draw the order of epoch 1, 2, ..., its augmented inputs and its rates."""
        self.is_augmented = bool(self.experiment.augmentation)
        if self.is_augmented:
            self.buffers.replace(self.problem.augmented(self.augment_rng))
        self.buffers.shuffle(self.order_rng)
        self.plan_scalars(number)

    def plan_scalars(self, number: int) -> None:
        """The optimiser's scalars for the rest of epoch number 1, 2, ..."""
        x, steps = self.experiment, self.steps_per_epoch
        if self.is_settled:
            return
        done = np.arange(self.position, steps, dtype=np.float64) + 1
        rates = x.schedule.rates(x.learning_rate, number, done / steps)
        t = self.updates + done - self.position
        self.scalars[:, self.position :] = x.optimizer.schedule(rates, t, self.gradient_scale)
        self.is_settled = not (self.position or x.optimizer.counts) and x.schedule.is_settled(number)

    def run(self, steps: int) -> int:
        """At most that many mini-batches, to the end of the epoch; how many were done."""
        start, stop = self.position, min(self.position + steps, self.steps_per_epoch)
        whole = stop - 1 if self.buffers.tail and stop == self.steps_per_epoch else stop
        self.whole_step.run(self._batches[start:whole])
        if whole < stop:
            self._last_step.run(self._batches[whole:stop])
        self.updates += stop - start
        tail = self.buffers.tail / self.buffers.batch if whole < stop else 0.0
        self.memory.statistics.count += whole - start + tail
        self.position = stop % self.steps_per_epoch
        return stop - start

    def last_dropped(self) -> dict[int, NDArray[np.bool_]]:
        """By column l the units (n[l],) that dropout left out for the last mini-batch's first example."""
        ended = self.position == 0 and self.buffers.tail
        masks = (self._last_step if ended else self.step).masks
        return {l: mask[:, 0] == 0 for l, mask in masks.items()}

    def retune(self, experiment: Experiment, problem: Problem) -> Any:
        """Go on with other hyperparameters. Moments stay unless the kind of optimiser changes.

        A new mini-batch size begins the epoch again with a new order of all examples; a new augmentation
        begins with the next epoch. Returned are the factors (n_moments, 1) that kept moments changed by, or
        None where they begin at zero.
        """
        self.is_settled = False
        before, elder, scale = self.experiment, self.memory, self._moment_scale()
        self.experiment, self.problem = experiment, problem
        if before.batch_size != experiment.batch_size:
            self._fill_buffers()
        if before.augmentation != experiment.augmentation:
            self.buffers.replace(problem.inputs["train"])
        if _without_rate(before) == _without_rate(experiment):
            return np.ones((len(scale), 1))
        self._lower()
        self.memory.statistics.take(elder.statistics)
        if type(before.optimizer) is not type(experiment.optimizer):
            self.updates = 0
            return None
        factors = (scale / self._moment_scale())[:, None]
        self.memory.moments[:] = elder.moments * factors
        return factors

    def go_on_from(self, elder: "Runner") -> None:
        """Keep the moments of a runner of the same network and optimiser that had other examples."""
        factors = (elder._moment_scale() / self._moment_scale())[:, None]
        self.memory.moments[:] = elder.memory.moments * factors
        self.updates, self.is_settled = elder.updates, False

    def _moment_scale(self) -> Any:
        """Factors that turn the kept moments into those of the course."""
        return self.experiment.optimizer.moment_scale(self.gradient_scale)


def _without_rate(experiment: Experiment) -> Experiment:
    """What the written steps depend on, and more; the rate and its schedule come in as scalars."""
    return experiment.with_(learning_rate=1.0, schedule=Experiment().schedule)
