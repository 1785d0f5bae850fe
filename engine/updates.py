"""The next update of a training, known before it is made."""

import numpy as np

from engine import dropout, flat
from engine.activations import Array
from engine.batches import EpochBuffers
from engine.memory import Memory
from engine.network import Network, Parameters
from engine.step import Step
from engine.trainer import Trainer


def next_update(trainer: Trainer) -> Parameters:
    """What the optimiser would subtract next, float64, given the gradient of the whole training part.

    Without dropout; frozen layers get 0. A mini-batch's own gradient is this one plus noise.
    """
    inputs, targets = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    return update_of(trainer, trainer.network.with_layers(), inputs, targets)


def update_of(
    trainer: Trainer, network: Network, X: Array, Y: Array, masks: np.random.Generator | None = None
) -> Parameters:
    """What the optimiser would subtract given inputs X (n[0], m) and encoded targets Y (n[L], m) as a batch.

    It is the lowered step itself, float64, run on copies with the present moments, rate and clipping.
    `masks` draws those of dropout where the `network` has any.
    """
    x, m, theta = trainer.experiment, X.shape[1], trainer.theta()
    scale = m * network.loss.delta_scale
    memory = Memory(network, x.optimizer, theta.copy(), masks or dropout.generator(x.seed))
    memory.moments[:] = _moments(trainer, scale)
    buffers = EpochBuffers(X, Y, m, np.float64, ones=not network.layers[0].batch_norm)
    buffers.gather()
    step = Step(network, x.optimizer, memory, m, clip_norm=x.clip_norm)
    step.run([(*buffers.views()[0], *_scalars(trainer, scale))])
    return flat.unpack(network, theta - memory.P)


def _moments(trainer: Trainer, scale: float) -> Array:
    """The present moments in the form that goes with gradients of that scale."""
    optimizer, runner = trainer.experiment.optimizer, trainer.runner
    factors = optimizer.moment_scale(runner.gradient_scale) / optimizer.moment_scale(scale)
    return np.asarray(runner.memory.moments * factors[:, None])


def _scalars(trainer: Trainer, scale: float) -> list[Array]:
    """The optimiser's scalars for the next mini-batch, 0-d, at that scale of the gradient."""
    x, runner = trainer.experiment, trainer.runner
    share = np.array([(runner.position + 1) / runner.steps_per_epoch])
    rates = x.schedule.rates(x.learning_rate, trainer.epoch + 1, share)
    rows = x.optimizer.schedule(rates, np.array([runner.updates + 1.0]), scale)
    return [row.reshape(()) for row in rows]
