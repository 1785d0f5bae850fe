"""The network in words, part by part: what its list shows, and what a screen reader hears on the canvas.

Layers are named as on their cards. Numbers are said only while the frame has a network of the same shape.
"""

import math
from functools import cached_property

from engine.advice import Advice
from engine.experiment import Experiment
from playground.canvas.drag import Selection
from playground.canvas.faces import Face, describe, faces, n_outputs, pretty_feature, sizes
from playground.canvas.key import Key
from playground.frames import Frame
from playground.widgets.scales import MINUS, plain


class Words:
    """Sentences on one experiment and the last frame of it; columns, units and weights count from 0."""

    def __init__(
        self,
        experiment: Experiment,
        frame: Frame | None = None,
        selection: Selection | None = None,
        advice: tuple[Advice, ...] = (),
    ) -> None:
        self.experiment, self.frame, self.selection = experiment, frame, selection or Selection()
        self.advice = advice
        self.sizes = sizes(experiment, n_outputs(frame))

    @cached_property
    def _faces(self) -> list[Face]:
        return faces(self.experiment, self.frame, self.advice)

    def of(self, key: Key) -> str:
        """The sentence on a part of the network."""
        column, unit, source = key
        if source >= 0:
            return self.weight(column, unit, source)
        return self.unit(column, unit) if unit >= 0 else self.layer(column)

    def layer(self, column: int) -> str:
        """ "Layer 2 of 4, dense, 8 units, ReLU, keep probability 0.8, W 8 by 8, selected"."""
        return describe(self._faces[column], column, len(self.sizes), self.selection.column == column)

    def unit(self, column: int, unit: int) -> str:
        """ "Layer 2 unit 5, bias −0.88", or of the input "Feature x₁"."""
        chosen = ", selected" if self.selection == Selection(column, unit) else ""
        return f"{self._named(column, unit)}{self._bias(column, unit)}{self._left_out(column, unit)}{chosen}"

    def weight(self, column: int, unit: int, source: int) -> str:
        """ "Weight from layer 1 unit 3 to layer 2 unit 5, −0.48": what goes into a unit."""
        ends = f"from {_inside(self._named(column - 1, source))} to {_inside(self._named(column, unit))}"
        frame = self._frame_of(column)
        return f"Weight {ends}" + (
            f", {spoken(frame.parameters[f'W{column}'][unit, source])}" if frame else ""
        )

    def _named(self, column: int, unit: int) -> str:
        if column == 0:
            return f"Feature {pretty_feature(self.experiment.features[unit])}"
        return f"Layer {column} unit {unit + 1}"

    def _bias(self, column: int, unit: int) -> str:
        """What shifts the unit's z: b[l], or the beta[l] that batch norm has instead."""
        frame = self._frame_of(column)
        for name, words in ((f"b{column}", "bias"), (f"beta{column}", "beta")):
            if frame is not None and name in frame.parameters:
                return f", {words} {spoken(frame.parameters[name][unit, 0])}"
        return ""

    def _left_out(self, column: int, unit: int) -> str:
        frame = self._frame_of(column)
        dropped = frame.dropped.get(column) if frame is not None else None
        return ", left out by dropout in this step" if dropped is not None and dropped[unit] else ""

    def _frame_of(self, column: int) -> Frame | None:
        """The frame where it has numbers of this very network: after an edit the next one is on its way."""
        if self.frame is None or not 0 < column <= len(self.frame.shapes):
            return None
        fits = self.frame.shapes[column - 1] == (self.sizes[column], self.sizes[column - 1])
        return self.frame if fits else None


def _inside(name: str) -> str:
    """A name in the middle of a sentence."""
    return name[0].lower() + name[1:]


def spoken(value: float) -> str:
    """A weight as it is said: two decimals, or two digits where decimals would say too little."""
    number = float(value)
    if not math.isfinite(number):
        return "not a number"
    usual = 0.1 <= abs(number) < 1e6
    return f"{number:.2f}".replace("-", MINUS) if usual else plain(float(f"{number:.2g}"))
