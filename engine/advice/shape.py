"""Layers whose shape or function keeps the network from being what it looks like."""

from collections.abc import Iterator

from engine.activations import Linear, Relu
from engine.advice.design import Advice, Design, several, warning


def linear_layers(design: Design) -> Iterator[Advice]:
    """Hidden layers without a bend: W'(W a + b) + b' is one linear layer. Source: course, Activations.

    One that is narrower than both its neighbours is left alone: it limits the rank, which one layer cannot.
    """
    for l, layer in enumerate(design.experiment.layers, start=1):
        if isinstance(layer.activation, Linear) and layer.units >= _narrowest_neighbour(design, l):
            units = several(layer.units, "unit")
            sentence = (
                f"Layer {l} is linear, so it and {design.name(l + 1)} together are one linear layer: "
                f"its {units} can do nothing that {design.name(l + 1)} cannot do alone."
            )
            yield warning(
                l, "linear: adds nothing", sentence, ("Use ReLU", design.with_layers(l, activation=Relu()))
            )


def _narrowest_neighbour(design: Design, l: int) -> int:
    before, after = design.network.sizes[l - 1], design.network.sizes[l + 1]
    return before if l == design.depth and design.facts is None else min(before, after)


def bottlenecks(design: Design) -> Iterator[Advice]:
    """One unit between wider layers: what it leaves out no later layer brings back.

    A ReLU there may die, and the network with it. Source: Tishby and Zaslavsky 2015 on what a layer passes.
    """
    sizes = design.network.sizes
    for l in range(1, design.depth + 1):
        before, after = sizes[l - 1], sizes[l + 1]
        if sizes[l] == 1 < min(after, *sizes[:l]):
            units = min(before, after)
            sentence = (
                f"Layer {l} has 1 unit, so {design.name(l + 1)} sees a single number of each example, "
                f"and what that leaves out of the {before} before it is lost."
            )
            cure = f"Use {units} units", design.with_layers(l, units=units)
            yield warning(l, "one number passes", sentence, cure)
