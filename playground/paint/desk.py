"""Where the tools of painting stand: above the paper, or beside it where that leaves the paper larger.

In a low window with large type they would else take the room of the paper.
"""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.lettering import px
from playground.paint.easel import Easel
from playground.paint.note import Note
from playground.paint.toolbar import Toolbar

SHARE = 0.5  # of the height that the paper has at least, if it can
LEAST = 120  # pixels of the height
WIDEST = 0.6  # of the width for the tools beside the paper
WIDE, WIDER = 120, 8  # pixels of the tools beside the paper, and steps to more where they need it


class Desk(QWidget):
    """`messages` is the place for what is said above everything."""

    def __init__(self, toolbar: Toolbar, note: Note, easel: Easel) -> None:
        super().__init__()
        self._toolbar, self._note, self._easel = toolbar, note, easel
        self._known: tuple[object, ...] = ()
        self.is_beside = False
        self.messages = QVBoxLayout()
        self.messages.setContentsMargins(16, 0, 16, 0)
        self._tools = QWidget()
        lines = QVBoxLayout(self._tools)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(toolbar)
        lines.addLayout(self.messages)
        lines.addWidget(note)
        lines.addStretch(1)
        self._lines = lines
        for part in (self._tools, easel):
            part.setParent(self)
        self._tools.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """It finds room in a low window, too."""
        return QSize(self._lines.minimumSize().width(), px(LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """More classes, or other buttons, may need another line."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit_type()
        return False

    def fit_type(self) -> None:
        """Above, if half of the height is left to the paper then; else beside."""
        if self._state() == self._known:
            return
        self._dress(beside=False)
        above = self._lines.heightForWidth(self.width())
        side = self._easel.side_in(QSize(self.width(), self.height() - above))
        if side < SHARE * self.height():
            self._dress(beside=True)
            room = QSize(self.width() - self._column, self.height())
            self._dress(beside=self._easel.side_in(room) > side)
        self._place()
        self._known = self._state()

    def _state(self) -> tuple[object, ...]:
        """What decides on the places of all parts; as it is now, so that an answer to itself is none."""
        lines = self._lines
        tall = lines.heightForWidth(self._tools.width())
        return self.size(), self._toolbar.contents, self._note.contents, lines.minimumSize(), tall

    @property
    def _column(self) -> int:
        """How wide the tools are beside the paper: as narrow as they find room in the height."""
        least = max(px(WIDE), self._lines.minimumSize().width())
        widths = range(least, max(least + 1, round(WIDEST * self.width())), px(WIDER))
        return next((w for w in widths if self._lines.heightForWidth(w) <= self.height()), widths[-1])

    def _dress(self, beside: bool) -> None:
        self.is_beside = beside
        for part in (self._toolbar, self._note, self._easel):
            part.set_beside(beside)
        self._forget_sizes()

    def _forget_sizes(self) -> None:
        """Layouts hear of changes far below them only later; here they are asked at once."""
        for widget in self._tools.findChildren(QWidget):
            widget.updateGeometry()

    def _place(self) -> None:
        wide, high = self.width(), self.height()
        if self.is_beside:
            column = self._column
            self._tools.setGeometry(0, 0, column, high)
            self._easel.setGeometry(column, 0, wide - column, high)
        else:
            above = self._lines.heightForWidth(wide)
            self._tools.setGeometry(0, 0, wide, above)
            self._easel.setGeometry(0, above, wide, high - above)
