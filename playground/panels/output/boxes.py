"""The check boxes below the plane: the parts left, others right or, where there is too little room, below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from playground.widgets.check_box import CheckBox

GAP, BETWEEN = 8, 2


class Boxes(QWidget):
    """`parts` stand side by side; `others` end their line where there is room."""

    def __init__(
        self, parts: Sequence[QWidget], others: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = (parts, others)
        self._below: bool | None = None
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for boxes in self._lines:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for box in boxes:
                line.addWidget(box)
            line.addStretch()
            self._box.addLayout(line)
        self._box.setStretch(0, 1)
        self._place(False)

    def _place(self, below: bool) -> None:
        if below is self._below:
            return
        self._below = below
        way = QBoxLayout.Direction
        self._box.setDirection(way.TopToBottom if below else way.LeftToRight)
        self._box.setSpacing(BETWEEN if below else GAP)

    def _wide(self, boxes: Sequence[QWidget]) -> int:
        there = [box.sizeHint().width() for box in boxes if not box.isHidden()]
        return sum(there) + GAP * max(len(there) - 1, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(map(self._wide, self._lines)), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Other data have other boxes, which may need another line."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit_type()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def fit_type(self) -> None:
        """Larger type, too, may leave too little room for one line."""
        first, second = map(self._wide, self._lines)
        self._place(first + GAP + second > self.width())


class Twin(CheckBox):
    """The same check box in another window: what is done to one is done to the other."""

    def __init__(self, original: CheckBox, parent: QWidget | None = None) -> None:
        super().__init__(original.text(), original.accessibleDescription(), original.disc, parent)
        self._original = original
        self.follow()
        original.toggled.connect(self.follow)
        self.clicked.connect(self._pass_on)

    def follow(self, *_: object) -> None:
        """As the original is."""
        self.setChecked(self._original.isChecked())
        self.set_disc(self._original.disc)
        self.setVisible(not self._original.isHidden())

    def _pass_on(self) -> None:
        self._original.click()
        self.follow()
