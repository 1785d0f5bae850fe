"""The window of all metrics: of every part side by side, and the confusion matrix of a chosen one, live.

A cell that is chosen lights up its points on the plane. While it is closed nothing is computed for it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.data import Dataset
from engine.metrics import Classification, Measures, Regression
from engine.problem import PARTS, Part
from playground.frames import Frame
from playground.panels.output.confusion import ConfusionMatrix, Spot
from playground.panels.output.example_words import class_text
from playground.panels.output.judged import Cell
from playground.panels.output.score_table import ScoreTable
from playground.widgets.labeled_field import Sentence, label
from playground.widgets.plot_numbers import cost, number, percent
from playground.widgets.row import row
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed

OF_PARTS = [
    ("train", "Train", "The examples that it learns from."),
    ("dev", "Dev", "The examples that it never learns from."),
    ("test", "Test", "The examples that were revealed last."),
]
NONE = "–"
TABLE_TIP = (
    "Precision: of what it called so, the share that is so. Recall: of what is so, the share that it called "
    "so. F1: their harmonic mean. R²: the share of the variance of y that it knows; RMSE: the usual error."
)
CLASS_TIP = "The same measures of each class of the chosen part, and how many examples it has."
HINT = "A row for each label, a column for each answer. Click a cell to see its points."


class MeasuresWindow(Themed, QDialog):
    """Non-modal. Emits `lit(Cell or None)`: what the plane is to show; `show_frame` for every frame."""

    lit = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Metrics")
        self._frame: Frame | None = None
        self._cell: Cell | None = None
        self.table, self.classes = (
            ScoreTable("Metrics", TABLE_TIP),
            ScoreTable("Metrics of classes", CLASS_TIP),
        )
        self.matrix, self.part = ConfusionMatrix(), Segmented("Part", OF_PARTS)
        self.matrix.chosen.connect(self._choose)
        self.part.chosen.connect(self._change_part)
        self.part.set_current("dev")
        self.words = Sentence(HINT)
        self._lay_out()

    def _lay_out(self) -> None:
        self._left, self._right = QWidget(), QWidget()
        left, right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        for lines in (left, right):
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(8)
        left.addLayout(row(label("Confusion matrix", "heading", "section"), None, self.part))
        left.addWidget(self.words)
        left.addWidget(self.matrix, 1)
        right.addWidget(label("Metrics", "heading", "section"))
        right.addWidget(self.table)
        self._heading = label("Classes", "heading", "section")
        right.addSpacing(8)
        right.addWidget(self._heading)
        right.addWidget(self.classes)
        right.addStretch()
        sides = QHBoxLayout(self)
        sides.setContentsMargins(20, 16, 20, 16)
        sides.setSpacing(24)
        sides.addWidget(self._left, 1)
        sides.addWidget(self._right)

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """The numbers of a frame, once it has them."""
        if not frame.measures:
            return
        before, self._frame = self._frame, frame
        if before is None or before.scene.dataset is not frame.scene.dataset:
            self._choose(None)
        self.part.offer(list(frame.measures))
        self.table.show_rows(*rows_of(frame))
        self._show_part()
        if before is None:
            self.adjustSize()
            self.matrix.setFocus()

    def _show_part(self) -> None:
        frame = self._frame
        if frame is None:
            return
        found, data = frame.measures[self._part], frame.scene.dataset
        has_classes = isinstance(found, Classification)
        for widget in (self._left, self._heading, self.classes):
            widget.setVisible(has_classes)
        if isinstance(found, Classification):
            self._heading.setText(f"Classes, {self._part}")
            self.matrix.show_counts(found, data.classes)
            self.classes.show_rows(*class_rows(found, data.classes), signs=True)
            self.words.set_text(HINT if self._cell is None else self.matrix.sentence(Spot(*self._cell[1:])))

    @property
    def _part(self) -> Part:
        return next(part for part in PARTS if part == self.part.current)

    # What the user does

    def _choose(self, spot: Spot | None) -> None:
        """Light up a cell; it is told once more, for whoever clears it elsewhere."""
        cell = None if spot is None else Cell(self._part, *spot)
        self.matrix.light(spot)
        if cell != self._cell:
            self._cell = cell
            self.lit.emit(cell)
            self._show_part()

    def _change_part(self, _key: str) -> None:
        """The same cell of the other part."""
        self._choose(self.matrix.lit)
        self._show_part()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first puts out the light, then closes."""
        if event.key() == Qt.Key.Key_Escape and self._cell is not None:
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Every way of closing comes here: all points are as usual again."""
        self._choose(None)
        super().done(result)


def rows_of(frame: Frame) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """(headings, rows) of the table of all parts."""
    known = zip(PARTS, (frame.train, frame.dev, frame.test), strict=True)
    shown = [(part, metrics) for part, metrics in known if metrics is not None and part in frame.measures]
    texts = [(*_texts(frame.measures[part]), cost(metrics.cost)) for part, metrics in shown]
    rows = [(name, *(text[k] for text in texts)) for k, name in enumerate(_names(frame.scene.dataset))]
    return ("", *(part.capitalize() for part, _ in shown)), rows


def _names(data: Dataset) -> tuple[str, ...]:
    if not data.n_classes:
        return "R²", "RMSE, as y", "MAE, as y", "Examples", "Cost J"
    of = class_text(data, 1) if data.n_classes == 2 else "mean"
    return "Accuracy", *(f"{name}, {of}" for name in ("Precision", "Recall", "F1")), "Examples", "Cost J"


def _texts(found: Measures) -> tuple[str, ...]:
    if isinstance(found, Regression):
        r2 = NONE if found.r2 is None else number(found.r2, 3)
        return r2, cost(found.rmse), cost(found.mae), number(found.m, 0)
    s = found.summary
    shares = map(percent, (found.accuracy, s.precision, s.recall, s.f1))
    return *shares, number(found.m, 0)


def class_rows(
    found: Classification, classes: tuple[str, ...]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """(headings, rows) of the table of classes."""
    rows = [
        (name, *map(percent, (s.precision, s.recall, s.f1)), number(s.support, 0))
        for name, s in zip(classes, found.scores, strict=True)
    ]
    return ("Class", "Precision", "Recall", "F1", "Examples"), rows
