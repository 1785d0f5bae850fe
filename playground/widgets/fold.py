"""A heading that unfolds what belongs to it. What is folded stays as left."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, set_role

CHEVRON = 12


class Fold(Themed, QWidget):
    """`title` with a chevron; `body` below it while open. Emits `toggled` for the user."""

    toggled = Signal(bool)

    def __init__(self, title: str, body: QWidget, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self.button = QPushButton(f" {title}")
        self.button.setCheckable(True)
        self.button.setFont(font("body", 500))
        fix(self.button, height=28)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_role(self.button, "fold")
        describe(self.button, title, tooltip)
        prepare(self.button)
        self._head = QHBoxLayout()
        self._head.addWidget(self.button)
        self._beside: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head)
        column.addWidget(body)
        self.button.toggled.connect(self._show)
        self.button.clicked.connect(self.toggled)
        self._show(False)
        self.fit_type()

    def fit_type(self) -> None:
        """The chevron is as large as the type beside it."""
        self.button.setIconSize(QSize(px(CHEVRON), px(CHEVRON)))
        self.retheme()

    @property
    def is_open(self) -> bool:
        """Whether the body shows."""
        return self.button.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or close it without a signal."""
        self.button.setChecked(is_open)

    def put_beside(self, widget: QWidget) -> None:
        """Something at the end of the heading's line, for as long as it is open."""
        self._beside.append(widget)
        self._head.addWidget(widget)
        widget.setVisible(self.is_open)

    def _show(self, is_open: bool) -> None:
        for part in (self.body, *self._beside):
            part.setVisible(is_open)
        self.retheme()

    def retheme(self) -> None:
        name = "chevron-down" if self.is_open else "chevron-right"
        self.button.setIcon(icons.icon(name, self.theme.text3, px(CHEVRON)))
