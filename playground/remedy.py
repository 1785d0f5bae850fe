"""After a divergence: which learning rate was in use, and the experiment that goes on with a smaller one.

Rates by hand take the place of the experiment's own learning rate, in the message and in its cure.
"""

import numpy as np
from msgspec.structs import replace

from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.schedules import ByHand


def as_trained(error: DivergedError, experiment: Experiment) -> DivergedError:
    """The error with the learning rate of its epoch."""
    if not isinstance(experiment.schedule, ByHand):
        return error
    rate = float(experiment.schedule.rates(experiment.learning_rate, error.epoch, np.ones(1))[0])
    return DivergedError(error.epoch, error.layer, rate, error.good_epoch, error.l2)


def slowed(experiment: Experiment, rate: float, epoch: int) -> Experiment:
    """The experiment with another learning rate from the next epoch on, `epoch` being done."""
    schedule = experiment.schedule
    if not isinstance(schedule, ByHand):
        return experiment.with_(learning_rate=rate)
    past = tuple(point for point in schedule.points if point[0] <= epoch)
    return experiment.with_(schedule=replace(schedule, points=(*past, (epoch + 1, rate))))
