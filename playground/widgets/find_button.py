"""The button that looks like a search field: what it opens, and the keys that do the same."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.lettering import fix, px
from playground.widgets.buttons import ICON, TextIconButton, bind
from playground.widgets.key_cap import KeyCap
from playground.widgets.themed import set_role

HEIGHT, EDGE, GAP = 26, 8, 28


class FindButton(TextIconButton):
    """Shows the words and the keys of an action, and triggers it."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__("search", action.text(), action.statusTip(), parent)
        fix(self, height=HEIGHT)
        set_role(self, "find")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._caps = [KeyCap(key, self) for key in keys.split("+")]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, EDGE, 0)
        row.setSpacing(3)
        row.addStretch()
        for cap in self._caps:
            cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(cap)
        bind(self, action)

    def sizeHint(self) -> QSize:
        """Room for the words and the keys behind them."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        keys = sum(cap.sizeHint().width() + 3 for cap in self._caps)
        return QSize(px(2 * EDGE + ICON + 4 + GAP) + words + keys, px(HEIGHT))
