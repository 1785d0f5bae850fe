"""Advice: what of a design cannot work, or will hardly learn, said before it is trained.

Each rule looks at the experiment alone (and at what its data are, never at the examples), so that all of them
together take a fraction of a millisecond and can be asked at every edit.
"""

from engine.advice.design import Advice, Design
from engine.advice.learning import frozen_through, lambdas, rate
from engine.advice.misfits import misfits
from engine.advice.noise import dropout_before_batch_norm, empty_layers, small_batches
from engine.advice.shape import bottlenecks, linear_layers
from engine.advice.signal import fading, huge_weights
from engine.advice.symmetry import alike_units
from engine.data import Dataset
from engine.experiment import Experiment

__all__ = ["Advice", "advise"]

RULES = (
    misfits,
    alike_units,
    huge_weights,
    fading,
    linear_layers,
    bottlenecks,
    empty_layers,
    dropout_before_batch_norm,
    small_batches,
    frozen_through,
    rate,
    lambdas,
)


def advise(experiment: Experiment, dataset: Dataset | None = None) -> tuple[Advice, ...]:
    """What is impossible or unwise, that of the whole experiment first, then column by column, errors first.

    Without the dataset, what depends on the data is judged for generated points alone. Never raises.
    """
    design = Design.of(experiment, dataset)
    found = [advice for rule in RULES for advice in rule(design)]
    return tuple(sorted(found, key=_place))


def _place(advice: Advice) -> tuple[int, bool]:
    return (-1 if advice.column is None else advice.column, advice.severity != "error")
