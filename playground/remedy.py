"""After a divergence: the experiment that goes on with a smaller learning rate.

Rates by hand take the place of the experiment's own, so there the cure is one of them.
"""

from msgspec.structs import replace

from engine.experiment import Experiment
from engine.schedules import ByHand


def slowed(experiment: Experiment, rate: float, epoch: int) -> Experiment:
    """The experiment with another learning rate from the next epoch on, `epoch` being done."""
    schedule = experiment.schedule
    if not isinstance(schedule, ByHand):
        return experiment.with_(learning_rate=rate)
    past = tuple(point for point in schedule.points if point[0] <= epoch)
    return experiment.with_(schedule=replace(schedule, points=(*past, (epoch + 1, rate))))
