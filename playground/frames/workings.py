"""The workings of the next step in a frame, for networks that one can afford to work out for every frame.

A step that is explained comes with its outcome, for which it is compiled: only while training rests.
"""

import numpy as np

from engine.foretelling import Foretold, foretell
from engine.trainer import Trainer
from engine.workings import Workings, next_step

# Products of one layer's weight with one example: for so many a frame takes some fifty milliseconds.
MOST_PRODUCTS = 50_000_000
# The matrices are copied in double precision, several times.
MOST_NUMBERS = 500_000


def is_affordable(trainer: Trainer) -> bool:
    """Whether the matrices of a mini-batch are small enough."""
    network, train = trainer.network, trainer.problem.inputs["train"]
    m = min(trainer.experiment.batch_size or train.shape[1], train.shape[1])
    numbers = network.n_parameters + m * sum(network.sizes)
    return bool(m * network.n_parameters <= MOST_PRODUCTS and numbers <= MOST_NUMBERS)


def workings_of(trainer: Trainer) -> Workings | None:
    """What the next step will do, without its compiled updates; None where that would take too long."""
    if not is_affordable(trainer):
        return None
    with np.errstate(all="ignore"):
        return next_step(trainer, updates=False)


def foretold_of(trainer: Trainer) -> tuple[Workings | None, Foretold | None]:
    """The same with the updates, and what comes of them."""
    if not is_affordable(trainer):
        return None, None
    with np.errstate(all="ignore"):
        workings = next_step(trainer)
        return workings, foretell(trainer, workings)
