"""Whether there is anything to learn from yet: painted points come one by one, the first are too few."""

from engine.data import Painted
from engine.data.loading import load
from engine.errors import DataError
from engine.experiment import Experiment
from engine.problem import check_stopping


def missing(experiment: Experiment) -> str:
    """What has still to be painted, in one plain sentence; "" where nothing has, and for all other data."""
    if not isinstance(experiment.data, Painted):
        return ""
    try:
        dataset = load(experiment.data)
        codes = experiment.split.assign(dataset, experiment.data.seed)
        check_stopping(experiment, int((codes == 1).sum()))
    except DataError as error:
        return str(error)
    return ""
