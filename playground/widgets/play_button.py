"""The Play button: one meaning at a time, and the first thing that a new user is asked to press."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.theme import Theme
from playground.widgets.buttons import prepare
from playground.widgets.themed import Themed, describe, focus_ring

WIDTH, HEIGHT, RADIUS = 108, 40, 8
MARGIN = 4  # room for the ring around it
ICON, GAP = 16, 8


class PlayState(Enum):
    """What a press would do."""

    READY = "ready"
    RUNNING = "running"
    DISABLED = "disabled"
    REWIND = "rewind"


FACES = {
    PlayState.READY: ("Play", "play"),
    PlayState.RUNNING: ("Pause", "pause"),
    PlayState.DISABLED: ("Play", "play"),
    PlayState.REWIND: ("Rewind", "rewind"),
}


class PlayButton(Themed, QPushButton):
    """108 x 40 within a margin of 4. Its state is set from outside; a press only emits `clicked`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = PlayState.READY
        self._calling = False
        fix(self, WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN)
        self.setFont(font("section"))
        prepare(self)
        self.set_state(PlayState.READY)

    def set_state(self, state: PlayState, reason: str = "") -> None:
        """Show another state; `reason` says why it is disabled, or adds to the tooltip."""
        self.state = state
        self.setEnabled(state is not PlayState.DISABLED)
        describe(self, FACES[state][0], reason)
        self.update()

    def set_calling(self, calling: bool) -> None:
        """A soft ring that asks for the first press."""
        self._calling = calling
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH + 2 * MARGIN), px(HEIGHT + 2 * MARGIN))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if self._calling and self.state is PlayState.READY and not self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent_soft), 3))
            painter.drawRoundedRect(body.adjusted(-1.5, -1.5, 1.5, 1.5), RADIUS + 1.5, RADIUS + 1.5)
        fill, edge, ink, mark = self._colors(self.theme)
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(edge), 1))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self._face(painter, body, ink, mark)
        if self.hasFocus():
            focus_ring(painter, body, RADIUS, self.theme, gap=1.5)

    def _colors(self, theme: Theme) -> tuple[str, str, str, str]:
        """Fill, edge, word and icon."""
        over = self.underMouse() and self.isEnabled()
        if self.state is PlayState.READY:
            fill = theme.accent_hover if over else theme.accent_fill
            return fill, fill, theme.on_accent, theme.on_accent
        if self.state is PlayState.RUNNING:
            edge = theme.accent if over else theme.accent_line
            return theme.accent_soft, edge, theme.text, theme.accent
        if self.state is PlayState.REWIND:
            return theme.bad_soft, theme.bad, theme.bad, theme.bad
        return theme.raised, theme.line, theme.disabled, theme.disabled

    def _face(self, painter: QPainter, body: QRectF, ink: str, mark: str) -> None:
        word, icon = FACES[self.state]
        metrics = self.fontMetrics()
        side = px(ICON)
        width = px(ICON + GAP) + metrics.horizontalAdvance(word)
        left = body.center().x() - width / 2
        icons.paint(painter, icon, QRectF(left, body.center().y() - side / 2, side, side), mark)
        baseline = body.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(left + px(ICON + GAP), baseline), word)
