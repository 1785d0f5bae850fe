"""What a chip would do where it is: a pure decision, made anew with every move of a drag or of the caret.

A dense layer goes into a gap. Activation, dropout and batch norm are fields of a layer: dropped on a column
they act there, dropped into a gap on the layer before it.
"""

from typing import Literal, get_args

import msgspec
from PySide6.QtCore import QPointF

from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense
from playground.canvas import edits
from playground.canvas.drag import new_number, where
from playground.canvas.edits import USUAL_KEEP_PROB, Edit
from playground.canvas.layout import Layout

Chip = Literal["dense", "activation", "dropout", "batch_norm"]
CHIPS: tuple[Chip, ...] = get_args(Chip)
TITLES: dict[Chip, str] = {
    "dense": "Dense",
    "activation": "Activation",
    "dropout": "Dropout",
    "batch_norm": "Batch norm",
}
ICONS: dict[Chip, str] = {**{chip: chip for chip in CHIPS}, "batch_norm": "batch-norm"}


class Target(msgspec.Struct, frozen=True):
    """Where a chip would land: in `gap`, acting on `column`, which it is over if `on_card`.

    `detail` is the second line in the slot, `sentence` what the status bar says. A `refusal` says why nothing
    would happen there.
    """

    chip: Chip
    gap: int
    column: int
    on_card: bool
    detail: str
    sentence: str
    refusal: str = ""

    @property
    def words(self) -> tuple[str, str]:
        """The two lines in the slot: what is dragged and what it will do, or why it cannot."""
        if not self.refusal:
            return TITLES[self.chip], self.detail
        if self.chip == "dense":
            return "full", f"{MAX_LAYERS} layers"
        return ("already", self.detail) if "already" in self.refusal else ("not here", "")

    @property
    def does(self) -> str:
        """The sentence as what a key does: "adds a dense layer ..."."""
        verb, _, rest = self.sentence.partition(" ")
        return f"{verb}s {rest}"


def target_at(layout: Layout, experiment: Experiment, chip: Chip, point: QPointF) -> Target:
    """What the chip would do at a point of the scene; `layout` is that without an open slot."""
    gap = layout.nearest_gap(point.x())
    if chip == "dense":
        return target(experiment, chip, gap)
    over = next((c.index for c in layout.columns if layout.bounds(c.index).contains(point)), None)
    return target(experiment, chip, gap, over)


def target(experiment: Experiment, chip: Chip, gap: int, over: int | None = None) -> Target:
    """What the chip would do in a gap, or on the column that it is `over`."""
    column = gap if over is None else over
    refusal = _refusal(experiment, chip, column)
    if chip == "dense":
        place = where(gap, len(experiment.layers) + 1)
        detail, sentence = f"layer {new_number(gap)}", f"add a dense layer {place}"
    elif chip == "activation":
        detail, sentence = f"of A[{column}]", f"choose the activation of layer {column}"
    else:
        words = TITLES[chip].lower()
        detail = f"on {'A' if chip == 'dropout' else 'Z'}[{column}]"
        sentence = f"put {words} {detail}"
    return Target(chip, gap, column, over is not None, detail, sentence, refusal)


def _refusal(experiment: Experiment, chip: Chip, column: int) -> str:
    last = len(experiment.layers) + 1
    if chip == "dense":
        full = len(experiment.layers) >= MAX_LAYERS
        return f"A network has at most {MAX_LAYERS} hidden layers here." if full else ""
    if column == last:
        return {
            "activation": "The output's function follows from data and loss.",
            "dropout": "The output is never dropped.",
            "batch_norm": "The output has no batch norm here: its logits must be free to grow.",
        }[chip]
    if column == 0:
        return {
            "activation": "The input has no activation.",
            "dropout": "" if experiment.input_keep_prob == 1 else "The input has dropout already.",
            "batch_norm": "The input has no batch norm; normalise it in the data panel.",
        }[chip]
    return _already(chip, column, experiment.layers[column - 1])


def _already(chip: Chip, number: int, layer: Dense) -> str:
    if chip == "dropout" and layer.keep_prob < 1:
        return f"Layer {number} has dropout already."
    if chip == "batch_norm" and layer.batch_norm:
        return f"Layer {number} has batch norm already."
    return ""


def edit_of(experiment: Experiment, landed: Target) -> Edit | None:
    """The edit of a drop; None where it is refused, or where a menu must be asked first (activation)."""
    if landed.refusal or landed.chip == "activation":
        return None
    if landed.chip == "dense":
        return edits.insert_layer(experiment, landed.gap)
    if landed.chip == "dropout":
        return edits.set_keep_prob(experiment, landed.column, USUAL_KEEP_PROB)
    return edits.set_batch_norm(experiment, landed.column, True)
