"""Files dragged on the window: a sheet over all of it says what letting go would do, wherever they are.

The sheet takes the drag itself, so that no field or canvas below it catches what is meant for the window.
"""

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from playground import icons
from playground.importing.droppable import Droppable, droppable
from playground.lettering import font, px
from playground.widgets.themed import Themed

EDGE, CARD, RADIUS, ICON = 12, (440, 132), 12, 28
VEIL = 0.78  # how much of the window's ground lies over what is below


def local_files(mime: QMimeData | None) -> list[str]:
    """The paths of the files that are carried, or that were copied."""
    if mime is None:  # an empty clipboard has none
        return []
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]


class DropWindow(QMainWindow):
    """A window that files can be dropped on, once it has a `DropSheet`."""

    drop_sheet: "DropSheet | None" = None

    # An event filter would be simpler; but it is asked with every painting, and the training waits then.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._give(event):
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not self._give(event):
            super().dragMoveEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        if not self._give(event):
            super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not self._give(event):
            super().dropEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._give(event):
            super().resizeEvent(event)

    def _give(self, event: QEvent) -> bool:
        """Whether the sheet has taken it."""
        return self.drop_sheet is not None and self.drop_sheet.watch(event)


class DropSheet(Themed, QWidget):
    """Emits `dropped(Droppable)`. Hidden until files are over the window."""

    dropped = Signal(object)

    def __init__(self, window: DropWindow) -> None:
        super().__init__(window)
        self._offer: Droppable | None = None
        self._entered = False
        self.setAcceptDrops(True)
        self.hide()
        window.setAcceptDrops(True)
        window.drop_sheet = self

    @property
    def offer(self) -> Droppable | None:
        """What letting go would do now."""
        return None if self.isHidden() else self._offer

    # At the window's own edge, before the sheet is there

    def watch(self, event: QEvent) -> bool:
        """Files that come over the window bring the sheet up; whether the event is done with."""
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            self._show(droppable(local_files(event.mimeData())))
            event.acceptProposedAction()
            return True
        if isinstance(event, QDragLeaveEvent) and self.isVisible():
            QTimer.singleShot(0, self._look_away)  # the sheet is entered right after the window is left
        elif isinstance(event, QDragMoveEvent) and self.isVisible():
            event.acceptProposedAction()
            return True
        elif isinstance(event, QDropEvent) and self.isVisible():
            self.dropEvent(event)
            return True
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._fill()
        return False

    def _look_away(self) -> None:
        if not self._entered:
            self.hide()

    def _show(self, offer: Droppable) -> None:
        self._offer, self._entered = offer, False
        self.setAccessibleName(offer.sentence)
        self._fill()
        self.show()
        self.raise_()
        self.update()

    def _fill(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    # On the sheet

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._entered = True
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._entered = False
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.hide()
        self.dropped.emit(droppable(local_files(event.mimeData())))

    # Looks

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._offer is None:
            return
        theme, possible = self.theme, self._offer.kind != "none"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.window)
        veil.setAlphaF(VEIL)
        painter.fillRect(self.rect(), veil)
        ink = theme.accent if possible else theme.bad
        painter.setPen(QPen(QColor(ink), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE), RADIUS, RADIUS)
        self._card(painter, self._offer, ink)

    def _card(self, painter: QPainter, offer: Droppable, ink: str) -> None:
        theme, possible = self.theme, offer.kind != "none"
        card = QRectF(0, 0, min(px(CARD[0]), self.width() - 4 * EDGE), px(CARD[1]))
        card.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(QColor(theme.accent_line if possible else theme.bad), 1.5))
        painter.setBrush(QColor(theme.accent_soft if possible else theme.bad_soft))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        side = px(ICON)
        at = QRectF(card.center().x() - side / 2, card.top() + px(16), side, side)
        icons.paint(painter, "table" if possible else "error", at, ink)
        painter.setPen(QColor(theme.text))
        painter.setFont(font("section", 600))
        words = card.adjusted(px(16), px(16) + side + px(6), -px(16), -px(34) if possible else -px(12))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(centred), offer.sentence)
        if possible:
            painter.setPen(QColor(theme.text2))
            painter.setFont(font("label"))
            below = QRectF(card.left(), card.bottom() - px(32), card.width(), px(20))
            painter.drawText(
                below, int(centred), "Anywhere in this window · Undo brings back what was before"
            )
