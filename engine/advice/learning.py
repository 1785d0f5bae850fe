"""How the network is to learn: rates it does not bear, lambdas that keep it at 0, nothing left to change."""

from collections.abc import Iterator

import msgspec
import numpy as np

from engine.advice.design import Advice, Cure, Design, rounded, warning
from engine.experiment import Experiment
from engine.optimizers import GradientDescent
from engine.schedules import ByHand

# The largest rates with which networks of two or more hidden layers learned normalised points, measured over
# seeds; beyond it the cost jumps. Fewer layers bear more. Those like Adam move each weight by about the rate.
BEARABLE = {"gd": 2.0, "momentum": 5.0, "nesterov": 5.0, "adagrad": 2.0}
ADAPTIVE = 0.5
SHALLOW = {0: 10.0, 1: 3.0}
USUAL_RATE = 0.03
# Clipping bounds the step of those that follow the gradient itself.
FOLLOWING = ("gd", "momentum", "nesterov")
# The data's gradient of a weight is at most about 1. Where lambda / m reaches this the penalty wins: soon in
# all layers together, whose product fades with each of them, later in a single layer. Measured over seeds.
TOGETHER, SINGLE = 0.3, 3.0


def frozen_through(design: Design) -> Iterator[Advice]:
    """Frozen layers are computed with and not trained."""
    layers = design.network.layers
    if all(layer.frozen for layer in layers):
        every = range(1, len(layers) + 1)
        start = "The only layer is" if len(layers) == 1 else f"All {len(layers)} layers are"
        sentence = f"{start} frozen, so training changes no weight and the cost stays where it is."
        yield warning(None, "all is frozen", sentence, ("Thaw all", design.with_layers(*every, frozen=False)))


def peak(x: Experiment) -> float:
    """The highest rate of the schedule, as far as its decay lets one know early on."""
    schedule = x.schedule
    epochs = {1, schedule.warm_up + 1}
    if isinstance(schedule, ByHand):
        epochs |= {max(epoch, schedule.warm_up + 1) for epoch, _ in schedule.points}
    return max(float(schedule.rates(x.learning_rate, epoch, np.ones(1))[0]) for epoch in epochs)


def bearable(design: Design) -> float:
    """The largest rate that such a network usually bears."""
    x = design.experiment
    limit = BEARABLE.get(x.optimizer.name, ADAPTIVE) * SHALLOW.get(design.depth, 1.0)
    clip = x.clip_norm if x.optimizer.name in FOLLOWING else None
    return limit / min(1.0, clip) if clip else limit


def rate(design: Design) -> Iterator[Advice]:
    """A learning rate beyond what is usual. Source: course, Optimisation; Bengio 2012, section 3.1.1."""
    highest, limit = peak(design.experiment), bearable(design)
    if highest > limit:
        sentence = (
            f"Learning rate {highest:g} is above {rounded(limit)}, what such a network bears as a rule with "
            f"{design.experiment.optimizer.label}: the cost jumps instead of falling."
        )
        cure = f"Use rate {USUAL_RATE:g}", _slowed(design.experiment, limit)
        yield warning(None, "rate far too high", sentence, cure)


def _slowed(x: Experiment, limit: float) -> Experiment:
    if isinstance(x.schedule, ByHand):
        points = tuple((epoch, USUAL_RATE if a > limit else a) for epoch, a in x.schedule.points)
        slower = USUAL_RATE if x.learning_rate > limit else x.learning_rate
        return x.with_(learning_rate=slower, schedule=msgspec.structs.replace(x.schedule, points=points))
    growth = max(1.0, peak(x) / x.learning_rate)
    return x.with_(learning_rate=USUAL_RATE / growth)


def lambdas(design: Design) -> Iterator[Advice]:
    """Penalties that leave the weights nothing but 0, for the network and for layers with their own."""
    if design.batch is None:
        return
    x, k = design.experiment, design.depth
    layers = (*x.layers, x.output)
    for name in ("l1", "l2"):
        shared = [layer for layer in layers if getattr(layer, name) is None and not layer.frozen]
        if shared:
            limit = TOGETHER if k and len(shared) > 1 else SINGLE
            yield from _lambda(design, None, name, getattr(x, name), limit)
        for l, layer in enumerate(layers, start=1):
            if not layer.frozen:
                yield from _lambda(design, l, name, getattr(layer, name) or 0.0, SINGLE)


def _lambda(design: Design, column: int | None, name: str, value: float, limit: float) -> Iterator[Advice]:
    """One lambda, of a column or of the network.

    Source: course, Losses: W := (1 - alpha lambda / m) W - alpha dW, of gradient descent.
    """
    batch, highest = design.batch or 1, peak(design.experiment)
    label, pull = f"{name.upper()} lambda", value / batch
    start = f"{label} {value:g} over mini-batches of {batch}"
    factor = 1 - highest * pull
    if name == "l2" and factor <= 0 and _descends_freely(design):
        effect = "it grows without end" if factor <= -1 else "nothing of it stays"
        step = f"{start} and rate {highest:g} multiply every weight by {rounded(factor)} in each step"
        yield warning(column, "L2 flips weights", f"{step}: {effect}.", _lighter(design, column, name))
    elif pull >= limit:
        effect = f"pulls weights to 0 harder than the data can pull back (lambda / m = {rounded(pull)})"
        yield warning(column, f"{label} too large", f"{start} {effect}.", _lighter(design, column, name))


def _descends_freely(design: Design) -> bool:
    """Whether a step is rate times gradient. Where the rate is too high, that is to be mended first."""
    x = design.experiment
    return isinstance(x.optimizer, GradientDescent) and not x.clip_norm and peak(x) <= bearable(design)


def _lighter(design: Design, column: int | None, name: str) -> Cure:
    # Divided by any mini-batch this is far from the limits, and times the rate from 1 as well.
    value = float(f"{0.1 / max(1.0, peak(design.experiment)):.1g}")
    words, lighter = f"Use {name.upper()} lambda {value:g}", {name: value}
    if column is None:
        return words, design.experiment.with_(**lighter)
    return words, design.with_layers(column, **lighter)
