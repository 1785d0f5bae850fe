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
from engine.network import Cache, Parameters, Slopes
from engine.trainer import Trainer
from engine.updates import update_of


class Workings(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Mini-batch `number` of `count` of its epoch, in float64; everything is in course shapes.

    `examples` (m,) are its places among the training examples; X (n[0], m) its inputs and Y (n[L], m) its
    targets, 0 and 1 for classes; `masks` are D / keep_prob of A[0] ... A[L-1], None without dropout. `caches`
    and `slopes` are those of layers 1 ... L, `cost` is J of this mini-batch = `data_cost` + penalty,
    `gradients` of it, and `updates` what will be subtracted from each parameter.
    """

    number: int
    count: int
    examples: NDArray[np.intp]
    X: Array
    Y: Array
    masks: list[Array] | None
    parameters: Parameters
    caches: list[Cache]
    slopes: list[Slopes]
    cost: float
    data_cost: float
    gradients: Parameters
    updates: Parameters


def next_step(trainer: Trainer) -> Workings:
    """What the trainer's next step will do."""
    network, runner = trainer.network, trainer.runner
    examples, inputs = _next_batch(trainer)
    Y = trainer.problem.targets["train"][:, examples]
    m, generator = len(examples), deepcopy(runner.masks)
    masks = network.draw_masks(m, deepcopy(runner.masks)) if network.drops else None
    parameters = flat.unpack(network, trainer.theta())
    with np.errstate(all="ignore"):
        caches = network.forward(parameters, inputs, masks)
        slopes = network.backward(parameters, caches, Y)
        data_cost = float(network.loss.total(caches[-1].Z, Y)) / m
        return Workings(
            number=trainer.position + 1,
            count=trainer.steps_per_epoch,
            examples=examples,
            X=inputs,
            Y=network.loss.labels(Y),
            masks=masks,
            parameters=parameters,
            caches=caches,
            slopes=slopes,
            cost=data_cost + network.penalty(parameters, m),
            data_cost=data_cost,
            gradients=network.gradients_of(parameters, caches, slopes),
            updates=update_of(trainer, network, inputs, Y, generator),
        )


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
