"""The check boxes below the plane: the parts left, one more right or, in a narrow dock, below."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

GAP = 8


class Boxes(QWidget):
    """`parts` stand side by side; `last` ends their line where there is room."""

    def __init__(self, parts: Sequence[QWidget], last: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._last = parts, last
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(2)
        for column, box in enumerate(parts):
            self._grid.addWidget(box, 0, column)
        self._grid.setColumnStretch(len(parts), 1)
        self._below: bool | None = None
        self._place(False)

    def _place(self, below: bool) -> None:
        if below == self._below:
            return
        self._below = below
        where = (1, 0, 1, len(self._parts)) if below else (0, len(self._parts) + 1, 1, 1)
        self._grid.addWidget(self._last, *where)

    def _wide(self, boxes: Sequence[QWidget]) -> int:
        there = [box.sizeHint().width() for box in boxes if not box.isHidden()]
        return sum(there) + GAP * (len(there) - 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(self._parts), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def fit_type(self) -> None:
        """Larger type, too, may leave too little room for one line."""
        self._place(self._wide((*self._parts, self._last)) > self.width())
