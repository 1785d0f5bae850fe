"""A card over the window with controls that have no room elsewhere. Esc or a click beside closes it.

It is never higher than the screen; what has no room in it is scrolled.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from playground.widgets.focus import controls, order_focus
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.themed import Themed

RADIUS, EDGE = 8, 8  # pixels that it stays away from the edges of the screen


class Popover(Themed, QFrame):
    """Put controls in with `hold`; `open_below` shows it. It stays left of the widget `beside`, if set."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # leaves the round corners clear
        self.setAccessibleName(name)
        self.beside: QWidget | None = None
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(10)
        scroll = PanelScroll(self._inside, self)
        for ground in (self._inside, scroll.viewport()):
            ground.setAutoFillBackground(False)  # the card paints it, with round corners
        self._inside.installEventFilter(self)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        around.addWidget(scroll)

    def hold(self, parts: Sequence[QWidget]) -> None:
        """Take these, above each other and above what it holds already; what it has stays as it is."""
        for index, part in enumerate(parts):
            if self._column.indexOf(part) < 0:
                self._column.insertWidget(index, part)
                part.setContentsMargins(0, 0, 0, 0)
                part.show()

    def append(self, part: QWidget) -> None:
        """Take one more, below all others."""
        self._column.addWidget(part)
        part.show()

    def open_below(self, button: QWidget) -> None:
        """Show it, right edge under the right edge of the button."""
        self._fit()
        self._open(button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4)))

    def open_at(self, corner: QPoint, room: QRect) -> None:
        """Show it with its upper left corner there, or moved to where it fits into `room` of the screen."""
        self._fit()
        corner.setX(max(room.left() + 8, min(corner.x(), room.right() - self.width() - 8)))
        corner.setY(max(room.top() + 8, min(corner.y(), room.bottom() - self.height() - 8)))
        self._open(corner)

    def _fit(self) -> None:
        """As high as its contents need at its width."""
        self._column.activate()
        wide = self.minimumWidth() or self._column.totalSizeHint().width()
        high = self._column.totalHeightForWidth(wide) if self._column.hasHeightForWidth() else 0
        high = max(high, self._column.totalMinimumSize().height())
        self.resize(wide, min(high, self._screen.height() - 2 * EDGE))

    @property
    def _screen(self) -> QRect:
        return (self.parentWidget() or self).screen().availableGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It grows and shrinks with its contents while it is open."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
            order_focus(self._inside)
        return super().eventFilter(watched, event)

    def _open(self, corner: QPoint) -> None:
        if self.beside is not None:
            edge = self.beside.mapToGlobal(QPoint()).x() - 8
            corner.setX(min(corner.x(), edge - self.width()))
        last = self._screen.bottom() - self.height() - EDGE
        corner.setY(max(self._screen.top() + EDGE, min(corner.y(), last)))
        self.move(corner)
        self.show()
        order_focus(self._inside)
        first = next((control for control in controls(self._inside) if control.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.line_strong))
        painter.setBrush(QColor(self.theme.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
