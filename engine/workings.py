"""The workings of the next step: every matrix of the next mini-batch on its way forward, back and into W.

It is the step that the training will take, with the order of the examples, the dropout masks and the
augmented inputs that it will draw; the trainer does not change.
"""

from copy import deepcopy

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import flat
from engine.activations import Array
from engine.batch_norm import EPS
from engine.network import Cache, Network, Parameters, Slopes, layer_of
from engine.optimizers import AnyOptimizer
from engine.trainer import Trainer
from engine.updates import update_of


class Workings(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Mini-batch `number` of `count` of its epoch, in float64; everything is in course shapes.

    `examples` (m,) are its places among the training examples; X (n[0], m) its inputs and Y (n[L], m) its
    targets, 0 and 1 for classes; `masks` are D / keep_prob of A[0] ... A[L-1], None without dropout. `caches`
    and `slopes` are those of layers 1 ... L, `Z` their W[l] A[l-1] + b[l], before batch norm. `outputs` are
    A[L] (n[L], m) and `losses` (m,) the L of each example; `cost` is J of this mini-batch = `data_cost` +
    penalty, `gradients` of it, and `updates` what will be subtracted from each parameter, where asked for.

    The `optimizer` has the `moments` v, s of before the step, in the course's form; the step is its number
    `t` since they were zero, and has the learning rate `rate`. `clipped` is what clipping leaves of the
    gradient, 1 without.
    """

    network: Network
    number: int
    count: int
    examples: NDArray[np.intp]
    X: Array
    Y: Array
    masks: list[Array] | None
    parameters: Parameters
    caches: list[Cache]
    slopes: list[Slopes]
    Z: list[Array]
    outputs: Array
    losses: Array
    cost: float
    data_cost: float
    gradients: Parameters
    updates: Parameters
    optimizer: AnyOptimizer
    moments: tuple[Parameters, ...]
    t: int
    rate: float
    clipped: float

    @property
    def m(self) -> int:
        """The number of examples of the mini-batch."""
        return len(self.examples)


def next_step(trainer: Trainer, updates: bool = True) -> Workings:
    """What the trainer's next step will do. Without `updates` it takes no longer than the mathematics."""
    network, runner = trainer.network, trainer.runner
    examples, inputs = _next_batch(trainer)
    Y = trainer.problem.targets["train"][:, examples]
    m, generator = len(examples), deepcopy(runner.masks)
    masks = network.draw_masks(m, deepcopy(runner.masks)) if network.drops else None
    parameters = flat.unpack(network, trainer.theta())
    with np.errstate(all="ignore"):
        caches = network.forward(parameters, inputs, masks)
        slopes = network.backward(parameters, caches, Y)
        losses = np.asarray(network.loss.terms(caches[-1].Z, Y).sum(axis=0))
        data_cost, gradients = float(losses.sum()) / m, network.gradients_of(parameters, caches, slopes)
        return Workings(
            network=network,
            number=trainer.position + 1,
            count=trainer.steps_per_epoch,
            examples=examples,
            X=inputs,
            Y=network.loss.labels(Y),
            masks=masks,
            parameters=parameters,
            caches=caches,
            slopes=slopes,
            Z=[_before_batch_norm(cache) for cache in caches],
            outputs=network.loss.output(caches[-1].Z),
            losses=losses,
            cost=data_cost + network.penalty(parameters, m),
            data_cost=data_cost,
            gradients=gradients,
            updates=update_of(trainer, network, inputs, Y, generator) if updates else {},
            optimizer=trainer.experiment.optimizer,
            moments=_moments(trainer),
            t=runner.updates + 1,
            rate=_rate(trainer),
            clipped=_clipped(network, gradients, trainer.experiment.clip_norm),
        )


def _before_batch_norm(cache: Cache) -> Array:
    known = cache.normalized
    if known is None:
        return cache.Z
    return np.asarray(known.mean + known.Z_norm * np.sqrt(known.variance + EPS))


def _moments(trainer: Trainer) -> tuple[Parameters, ...]:
    """v, s as the course writes them."""
    runner = trainer.runner
    factors = trainer.experiment.optimizer.moment_scale(runner.gradient_scale)
    kept = runner.memory.moments.astype(np.float64) * factors[:, None]
    return tuple(flat.unpack(trainer.network, moment) for moment in kept)


def _rate(trainer: Trainer) -> float:
    """The learning rate of the next mini-batch."""
    x = trainer.experiment
    share = np.array([(trainer.position + 1) / trainer.steps_per_epoch])
    return float(x.schedule.rates(x.learning_rate, trainer.epoch + 1, share)[0])


def _clipped(network: Network, gradients: Parameters, clip_norm: float | None) -> float:
    """By what the gradient is multiplied so that its norm is at most `clip_norm`; frozen layers count not."""
    if clip_norm is None:
        return 1.0
    free = [g for name, g in gradients.items() if not network.layers[layer_of(name) - 1].frozen]
    norm = float(np.sqrt(sum(float(np.square(g).sum()) for g in free)))
    return min(1.0, clip_norm / norm) if norm else 1.0


def _next_batch(trainer: Trainer) -> tuple[NDArray[np.intp], Array]:
    """The places (m,) of the next mini-batch among the training examples, and its inputs (n[0], m)."""
    runner, problem = trainer.runner, trainer.problem
    buffers, start = runner.buffers, trainer.position * trainer.runner.buffers.batch
    order, X = buffers.order, problem.inputs["train"]
    if trainer.position == 0:  # the next epoch has not been drawn yet
        order = order.copy()
        deepcopy(runner.order_rng).shuffle(order)
        if trainer.experiment.augmentation:
            X = problem.augmented(deepcopy(runner.augment_rng))
    examples = order[start : start + buffers.batch]
    if trainer.position and runner.is_augmented:
        rows = buffers.X[start : start + len(examples), : problem.network.n_inputs]
        return examples, rows.T.astype(np.float64)
    return examples, X[:, examples]
