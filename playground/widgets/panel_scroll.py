"""A scroll area for panels, whose scroll bar lies over their right margin.

With room of its own the bar would make panels narrower; a picture that is as high as it is wide would then be
lower, the bar not needed any more, and Qt would show and hide it until the stack overflows.
"""

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QScrollBar, QWidget

EDGE = 12  # pixels that stay free around what is brought into view


class PanelScroll(QScrollArea):
    """Scrolls downwards only; `inside` is as wide as the area."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.hide()
        own = self.verticalScrollBar()
        own.rangeChanged.connect(self._take_range)
        own.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(own.setValue)

    def event(self, event: QEvent) -> bool:
        """Unseen it lays nothing out: a window on its way out would ask layouts whose items are gone."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutRequest) and not self.isVisible():
            return QAbstractScrollArea.event(self, event)
        return super().event(event)

    def _take_range(self, first: int, last: int) -> None:
        self.bar.setSingleStep(self.verticalScrollBar().singleStep())
        self.bar.setRange(first, last)
        self.bar.setVisible(last > first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def fit_type(self) -> None:
        """The bar stands at the right edge, as wide as the style makes it."""
        wide = self.bar.sizeHint().width()
        self.bar.setPageStep(self.height())
        self.bar.setGeometry(self.width() - wide, 0, wide, self.height())
        self.bar.raise_()


def bring_into_view(widget: QWidget) -> None:
    """Scroll the panel around a widget until it is seen, once everything has found its place."""
    QTimer.singleShot(0, widget, partial(_bring, widget))


def _bring(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None and not isinstance(area, PanelScroll):
        area = area.parentWidget()
    if area is not None and widget.isVisible():
        area.ensureWidgetVisible(widget, 0, EDGE)
