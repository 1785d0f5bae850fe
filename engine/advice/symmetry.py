"""Units that start alike: the gradient tells them apart only where something behind them differs.

With weights 0 there may be no gradient at all. Source: course, Initialisation.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from engine.activations import Activation
from engine.advice.design import Advice, Design, every, warning
from engine.initializers import AnyInitializer, Constant, Zeros, usual
from engine.layers import Dense


def alike_units(design: Design) -> Iterator[Advice]:
    """Layers whose first weights are all one number. The output may start so, as in logistic regression."""
    for l, layer in enumerate(design.network.layers, start=1):
        name = layer.first_weights.label
        for title, sentence in _troubles(design, l, layer):
            cure = f"Use {usual(layer.activation).label}", design.with_layers(l, initializer=None)
            yield warning(l, f"{name}: {title}", sentence, cure)


def _troubles(design: Design, l: int, layer: Dense) -> Iterator[tuple[str, str]]:
    """The worst that comes of it, in a few words and in a sentence."""
    if not is_alike(layer.first_weights):
        return
    dead = _death(design, l)
    units = every(layer.units, "unit").capitalize()
    if dead:
        yield "learns nothing", dead
    elif l > design.depth or layer.units == 1:
        return
    elif layer.frozen:
        same = f"{units} of layer {l} have the same weights, and frozen they stay so"
        yield "units alike", f"{same}: the layer passes on one number."
    elif is_alike(design.network.layers[l].first_weights) and layer.keep_prob == 1:
        # Equal rows of W[l] and equal columns of W[l+1] have equal gradients. Dropout would tell units apart.
        same = f"{units} of layer {l} start with the same weights, and so do those behind them"
        yield "units alike", f"{same}: they get the same gradient and stay one unit for ever."
    else:
        same = f"{units} of layer {l} start with the same weights and compute the same"
        yield "start alike", f"{same}; only the weights behind them tell them apart, so it learns later."


def _death(design: Design, l: int) -> str:
    """Why layer l, its weights being 0, never learns; nothing where it does.

    Behind it every z is 0 until an activation has g(0) other than 0, since biases start at 0 as well.
    """
    layers = design.network.layers
    if not is_zero(layers[l - 1].first_weights):
        return ""
    if layers[l - 1].frozen:
        return f"The weights of {design.name(l)} are 0 and frozen: no input has a say in any prediction."
    for k in range(l, design.depth + 1):
        g = layers[k - 1].activation
        value, slope = at_zero(g)
        if value:
            return ""
        if not slope:
            start = f"With first weights of 0 in layer {l} every z of layer {k} is 0, where {g.label} is flat"
            return f"{start}: no gradient comes through, and only biases behind it are learned."
        if is_zero(layers[k].first_weights):
            start = f"The first weights of layer {l} and those of {design.name(k + 1)} are 0"
            return f"{start}: each makes the other's gradient 0 as well, and only biases are learned."
    return ""


def is_alike(initializer: AnyInitializer) -> bool:
    """Whether all first weights of a layer are the same number."""
    return isinstance(initializer, Zeros | Constant)


def is_zero(initializer: AnyInitializer) -> bool:
    """Whether they all are 0."""
    return is_alike(initializer) and initializer.mean_square((1, 1)) == 0


@lru_cache(maxsize=64)
def at_zero(g: Activation) -> tuple[float, float]:
    """g(0) and the slope that the engine takes there."""
    zero = np.zeros(1)
    value = g.value(zero)
    return float(value[0]), float(g.derivative(zero, value)[0])
