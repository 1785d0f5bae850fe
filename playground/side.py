"""The sides of the window. The left one folds to a rail in a narrow window, and opens over the canvas."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.lettering import fix, px
from playground.widgets.buttons import IconButton
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.themed import Themed, set_role

# The least, the usual and the greatest width.
LEFT_WIDTH, RIGHT_WIDTH = (240, 264, 360), (280, 344, 480)
RAIL, LEAST_CENTRE = 52, 560


def rule() -> QFrame:
    """A hairline between two panels."""
    line = QFrame()
    line.setFixedHeight(1)
    set_role(line, "rule")
    return line


def stacked(panels: list[QWidget], parent: QWidget, grows: QWidget | None = None) -> QScrollArea:
    """Panels one below the other, scrolled where the window is too low; `grows` takes what room is left."""
    inside = QWidget()
    area = PanelScroll(inside, parent)  # in its place before it is filled: what moves is styled anew
    box = QVBoxLayout(inside)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for index, panel in enumerate(panels):
        if index:
            box.addWidget(rule())
        box.addWidget(panel, 1 if panel is grows else 0)
    if grows is None:
        box.addStretch(1)
    return area


class Side(Themed, QWidget):
    """Panels one below the other in a scroll area, or behind the buttons of a rail."""

    def __init__(self, panels: list[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._area = stacked(panels, self)
        self._area.setAutoFillBackground(True)
        self._rail = QWidget(self)
        fix(self._rail, RAIL)
        self._open_button = IconButton(
            "chevron-right", "Data and layers", "Opens data and layers over the canvas."
        )
        self._open_button.clicked.connect(self.toggle)
        rail = QVBoxLayout(self._rail)
        rail.setContentsMargins(12, 12, 12, 12)
        rail.addWidget(self._open_button)
        rail.addStretch()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._rail)
        self._row.addWidget(self._area)
        self._folded = True
        self.set_folded(False)

    @property
    def folded(self) -> bool:
        """Whether only the rail is there."""
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Fold to the rail, or unfold."""
        if folded == self._folded:
            return
        self._folded = folded
        self._rail.setVisible(folded)
        if folded:
            self._row.removeWidget(self._area)
            self._area.setParent(self.window())
            self._area.hide()
        else:
            self._row.addWidget(self._area)
            self._area.show()
        self.fit_type()
        self._show_state()

    def fit_type(self) -> None:
        """As wide as the rail, or as the panels may be; an open overlay closes."""
        self.close_overlay()
        least, most = (RAIL, RAIL) if self._folded else (LEFT_WIDTH[0], LEFT_WIDTH[2])
        self.setMinimumWidth(px(least))
        self.setMaximumWidth(px(most))

    def toggle(self) -> None:
        """Open the panels over the canvas, or close them again."""
        if self._folded:
            self.open_overlay() if self._area.isHidden() else self.close_overlay()

    @property
    def panels(self) -> QScrollArea:
        """What holds the panels, in its place or over the canvas."""
        return self._area

    def open_overlay(self) -> None:
        """Open the panels over the canvas, if they are folded away."""
        if not self._folded or not self._area.isHidden():
            return
        corner = self.mapTo(self.window(), QPoint(self.width(), 0))
        self._area.setGeometry(corner.x(), corner.y(), px(LEFT_WIDTH[1]), self.height())
        self._area.show()
        self._area.raise_()
        self._area.installEventFilter(self)
        self._area.setFocus()
        self._show_state()

    def close_overlay(self) -> None:
        """Close the panels if they lie over the canvas."""
        if self._folded:
            self._area.hide()
            self._show_state()

    def _show_state(self) -> None:
        self._open_button.set_icon_name("chevron-right" if self._area.isHidden() else "close")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the paper or Esc in the panels closes the overlay."""
        if event.type() == QEvent.Type.MouseButtonPress and watched is not self._area:
            self.close_overlay()
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if self._folded and watched is self._area and escape and event.type() == QEvent.Type.KeyPress:
            self.close_overlay()
            return True
        return False


class RightSide(Themed, QStackedWidget):
    """The result; in its place, for as long as it is asked, something that asks back, such as a wizard."""

    def __init__(self, panels: list[QWidget], grows: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._panels = panels
        self._result = stacked(panels, self, grows)
        self.addWidget(self._result)

    @property
    def regions(self) -> list[QWidget]:
        """What F6 visits here."""
        asking = self.currentWidget()
        return self._panels if asking in (None, self._result) else [asking]

    def show_instead(self, asking: QWidget) -> None:
        """Put something in place of the result."""
        if self.indexOf(asking) < 0:
            self.addWidget(asking)
        self.setCurrentWidget(asking)

    def show_result(self) -> None:
        """The result again; what stood in its place is kept, unseen."""
        self.setCurrentWidget(self._result)


class NoTitle(QWidget):
    """In place of a title bar. A plain widget asks for -1, by which a dock is lower than its contents."""

    def sizeHint(self) -> QSize:
        return QSize(0, 0)


class Docks:
    """Left and right of a window and how wide they are, and what lies under left and centre.

    Made empty: what is to stand in one has it for its parent from the first, since what moves is styled anew.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        areas, corner = Qt.DockWidgetArea, Qt.Corner
        window.setCorner(corner.BottomRightCorner, areas.RightDockWidgetArea)
        window.setCorner(corner.BottomLeftCorner, areas.BottomDockWidgetArea)
        self.bottom = self._dock("Timeline", areas.BottomDockWidgetArea)
        self.left = self._dock("Data and layers", areas.LeftDockWidgetArea)
        self.right = self._dock("Output and cost", areas.RightDockWidgetArea)

    def _dock(self, name: str, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(name, self._window)
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setTitleBarWidget(NoTitle(dock))
        self._window.addDockWidget(area, dock)
        return dock

    def fill(self, left: Side, right: QWidget, bottom: QWidget) -> None:
        """Put them where they belong."""
        self._left, self._right = left, right
        for dock, inside in ((self.left, left), (self.right, right), (self.bottom, bottom)):
            dock.setWidget(inside)

    def fit_bottom(self) -> None:
        """What lies under left and centre is as high as it asks to be."""
        wanted = self.bottom.widget().sizeHint().height()
        self._window.resizeDocks([self.bottom], [wanted], Qt.Orientation.Vertical)

    def show_bottom(self, shown: bool) -> None:
        """Show or hide what lies under left and centre."""
        self.bottom.setVisible(shown)

    def fit_type(self) -> None:
        """Larger type needs wider docks, and a higher one below."""
        self._right.setMinimumWidth(px(RIGHT_WIDTH[0]))
        self._right.setMaximumWidth(px(RIGHT_WIDTH[2]))
        self.restore_widths()
        self.fit_bottom()

    def restore_widths(self) -> None:
        """Their usual widths; the right dock is narrower where the network would have too little room."""
        left = px(RAIL if self._left.folded else LEFT_WIDTH[1])
        room = self._window.width() - left - px(LEAST_CENTRE)
        right = max(px(RIGHT_WIDTH[0]), min(room, px(RIGHT_WIDTH[1])))
        self._window.resizeDocks([self.left, self.right], [left, right], Qt.Orientation.Horizontal)
