"""The Document: the current Experiment and its undo history. One command class serves every edit.

Weights are results, not decisions; only one that was set by hand is a step of the history too.
"""

import time
from itertools import count
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.experiment import Experiment

MERGE_SECONDS = 1.0
REPLACE_ID = 1
GESTURE = "gesture"

_gestures = count(1)


def gesture(name: str) -> str:
    """A merge id for one gesture, such as a stroke: its edits are one step, however long it takes."""
    return f"{GESTURE} {next(_gestures)}: {name}"


class ReplaceExperiment(QUndoCommand):
    """One Experiment in place of another. Edits of the same control within a second become one step.

    Those of one gesture always do.
    """

    def __init__(self, document: "Document", after: Experiment, text: str, merge_id: str) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, document.experiment, after
        self._merge_id, self._time = merge_id, time.monotonic()

    def id(self) -> int:
        return REPLACE_ID if self._merge_id else -1

    def takes_in(self, other: QUndoCommand) -> bool:
        """Whether the other one becomes part of this step."""
        if not isinstance(other, ReplaceExperiment) or other._merge_id != self._merge_id:
            return False
        if not self._merge_id:
            return False
        return other._time - self._time <= MERGE_SECONDS or self._merge_id.startswith(GESTURE)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceExperiment) or not self.takes_in(other):
            return False
        self._after, self._time = other._after, other._time
        self.setText(_merged_text(self.text(), other.text()))
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        self._document.show(self._after)

    def undo(self) -> None:
        self._document.show(self._before)


class WeightPlace(NamedTuple):
    """One number of the parameters: W1, b1, ..., row and column counted from 0."""

    name: str
    row: int
    column: int

    def __str__(self) -> str:
        """As the course writes it: W[2] (3, 1), rows and columns counted from 1."""
        letters = self.name.rstrip("0123456789")
        place = f"({self.row + 1}, {self.column + 1})" if letters == "W" else f"({self.row + 1})"
        return f"{letters}[{self.name[len(letters) :]}] {place}"


class SetWeight(QUndoCommand):
    """A number of the parameters set by hand. Undo puts back what it was then, whatever was learned since."""

    def __init__(self, document: "Document", place: WeightPlace, before: float, after: float) -> None:
        super().__init__(f"{place} {before:.3g} to {after:.3g}".replace("-", "\u2212"))
        self._document, self._place, self._before, self._after = document, place, before, after

    def redo(self) -> None:
        self._document.weight_set.emit(self._place, self._after)

    def undo(self) -> None:
        self._document.weight_set.emit(self._place, self._before)


def _merged_text(first: str, last: str) -> str:
    """ "noise 0 to 0.1" and "noise 0.1 to 0.2" are "noise 0 to 0.2"."""
    start, separator, _ = first.partition(" to ")
    _, found, end = last.partition(" to ")
    return f"{start} to {end}" if separator and found else last


class Document(QObject):
    """Holds the current Experiment. `changed` is emitted with each new one, never for an equal value.

    `begun` comes before it where the new one is no edit but another project.
    """

    changed = Signal(object)
    begun = Signal()
    weight_set = Signal(object, float)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = experiment
        self.history = QUndoStack(self)
        self.merging = False  # whether the present edit takes the place of the one before in the history

    @property
    def experiment(self) -> Experiment:
        """The current one."""
        return self._experiment

    def edit(self, experiment: Experiment, text: str, merge_id: str = "") -> None:
        """Replace the current Experiment; `text` names the step in Undo. Edits with one merge id merge."""
        if experiment != self._experiment:
            command = ReplaceExperiment(self, experiment, text, merge_id)
            self.merging = self._will_merge(command)
            self.history.push(command)
            self.merging = False

    def replace(self, experiment: Experiment, text: str) -> None:
        """The same for one that may be equal, where something else than the experiment is another."""
        self.history.push(ReplaceExperiment(self, experiment, text, ""))

    def _will_merge(self, command: ReplaceExperiment) -> bool:
        place = self.history.index()
        last = self.history.command(place - 1) if place else None
        saved = self.history.cleanIndex() == place  # what was saved stays a step of its own
        return isinstance(last, ReplaceExperiment) and not saved and last.takes_in(command)

    def set_weight(self, place: WeightPlace, before: float, after: float) -> None:
        """Set one number of the trained parameters by hand, as a step that can be undone."""
        if after != before:
            self.history.push(SetWeight(self, place, before, after))

    def begin(self, experiment: Experiment) -> None:
        """Start anew with this one, without a history: a new project, or one from a file."""
        self.history.clear()
        self.begun.emit()
        self.show(experiment)

    def show(self, experiment: Experiment) -> None:
        """Make this the current one without a history step (undo and redo come this way)."""
        if experiment is not self._experiment:
            self._experiment = experiment
            self.changed.emit(experiment)
