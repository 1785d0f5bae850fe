"""A veil over a panel whose contents are those of a moment ago, with a word on what they wait for."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.lettering import font, px
from playground.widgets.themed import Themed

OPACITY, MARGIN = 0.8, 24


class Veil(Themed, QWidget):
    """Hidden until `cover` is given words; it lets every click through."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = ""
        over.installEventFilter(self)
        self.hide()

    def cover(self, words: str) -> None:
        """Lie over the panel and say this; with no words, show the panel again."""
        self._words = words
        self.setAccessibleName(words)
        self._fit()
        self.setVisible(bool(words))
        self.raise_()
        self.update()

    def _fit(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the panel."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, ground = QPainter(self), QColor(self.theme.window)
        ground.setAlphaF(OPACITY)
        painter.fillRect(self.rect(), ground)
        painter.setFont(font("body", 500))
        painter.setPen(QColor(self.theme.text2))
        room = self.rect().adjusted(px(MARGIN), px(MARGIN), -px(MARGIN), -px(MARGIN))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
