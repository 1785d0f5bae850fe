"""Small values of the canvas's gestures: what is selected, a card being dragged, and the words for places."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from playground.canvas.faces import Face
from playground.canvas.layout import Hit


class Selection(msgspec.Struct, frozen=True):
    """A column (0 is the input) and a unit of it, counted from 0; -1 is the column as a whole."""

    column: int | None = None
    unit: int = -1

    def within(self, sizes: Sequence[int]) -> "Selection":
        """The same where there is such a column of so many units, without a unit that there is not."""
        if self.column is None or not 0 <= self.column < len(sizes):
            return Selection()
        return self if self.unit < sizes[self.column] else Selection(self.column)


@dataclass
class CardDrag:
    """A press on the card of hidden layer `number`; a drag once the pointer has moved far enough."""

    number: int
    start: QPointF
    active: bool = False

    def move(self, position: QPointF) -> None:
        """The pointer is here now."""
        self.active = self.active or not is_click(self.start, position)


def is_click(press: QPointF, release: QPointF) -> bool:
    """Whether the pointer has hardly moved in between."""
    return (release - press).manhattanLength() < QApplication.startDragDistance()


def where(gap: int | None, n_gaps: int) -> str:
    """A gap in words."""
    if gap is None:
        return ""
    before = "the input" if gap == 0 else f"layer {gap}"
    after = "the output" if gap == n_gaps - 1 else f"layer {gap + 1}"
    return f"between {before} and {after}"


def new_number(gap: int, moved: int = 0) -> int:
    """The number that a new layer gets in a gap, or hidden layer `moved` once it stands there."""
    return gap if 0 < moved <= gap else gap + 1


def part_tip(hit: Hit, written: list[Face]) -> str:
    """The tooltip of what lies under the pointer: cause, then effect."""
    face = written[hit.column]
    if hit.part == "unit":
        return ""  # its details are shown as a card
    if hit.part == "map" and hit.column == 0:
        return "Where the inputs are images: the mean of the training part. Above are some of its pixels."
    if hit.part == "map":
        what = f"All of W[{hit.column}], or of its gradient when that is shown, a row per unit"
        return f"{what}: blue is positive, orange negative. Above are the most active units."
    if hit.part == "mark" and face.advice is not None:
        return f"{face.advice.sentence} Click: what can be done."
    part = "badges" if hit.part == "mark" else hit.part
    tips = {
        "minus": "One unit fewer: the layer can draw fewer lines. Key: −",
        "plus": "One unit more: the layer can bend the boundary once more. Key: +",
        "activation": f"The activation g bends each unit's line; here {face.label}. Shift+A: another.",
        "menu": "Duplicate, move or remove this layer.",
        "badges": f"{', '.join(b.words for b in face.badges) or face.detail}. Click or Enter: all settings.",
    }
    return tips.get(part, f"{face.title}: {face.detail}. Drag the card to move the layer, Del removes it.")
