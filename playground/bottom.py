"""What lies under data and network: the timeline, and below it panels behind tabs, of which one is open.

A panel that is not open is hidden, so that it asks for nothing and costs nothing.
"""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.explained import StepPanel
from playground.frames import Frame
from playground.lettering import fix, px
from playground.panels.equations import EquationsPanel
from playground.panels.signals import SignalsPanel
from playground.panels.timeline import TimelinePanel
from playground.side import rule
from playground.widgets.buttons import IconButton, TextIconButton
from playground.widgets.themed import Themed

TABS, LEAST, USUAL = 32, 160, 332
CLOSE_TIP = "Closes the panel; the network has its room again."
EQUATIONS_TIP = "One layer of the next mini-batch, forward and backward: matrices, shapes and every number."
STEP_TIP = "The step that comes next, one stage at a time: see why each weight moves, then let it happen."
SIGNALS_TIP = "How the numbers of every layer are spread: dead, saturated, vanishing and exploding."
OPEN_TIP = "Opens the panel that was open last."


Panel = EquationsPanel | SignalsPanel | StepPanel


class Tab(TextIconButton):
    """The tab of one panel; pressed while that panel is open."""

    def __init__(self, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, text, tooltip, parent)
        self.setCheckable(True)
        fix(self, height=28)


class Bottom(Themed, QWidget):
    """The timeline and the panels; emits `opened(bool)` when one is seen, or none any more.

    `show_frame` reaches all that are seen, `wanted` has the fields of a View that they ask for.
    """

    opened = Signal(bool)
    wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = TimelinePanel()
        self._tabs: dict[str, Tab] = {}
        self._names: list[str] = []
        self.panels: list[Panel] = []
        self._last = ""
        self._pages = QStackedWidget()
        self._pages.hide()
        self.arrow = IconButton("chevron-up", "Open the panel", OPEN_TIP)
        self.arrow.clicked.connect(self._toggle_last)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(10, 2, 10, 2)
        self._row.setSpacing(4)
        self._row.addStretch()
        self._row.addWidget(self.arrow)
        self._tab_row = QWidget()
        self._tab_row.setLayout(self._row)
        self._tab_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.timeline, rule(), self._tab_row, self._pages):
            column.addWidget(part, 1 if part is self._pages else 0)
        self.timeline.wanted.connect(self.wanted)
        self.equations, self.signals = EquationsPanel(), SignalsPanel()
        self.add_panel("equations", "equations", "Equations", EQUATIONS_TIP, self.equations)
        self.add_panel("signals", "signals", "Signals", SIGNALS_TIP, self.signals)
        self.explained = StepPanel()
        self.add_panel("explained", "step", "Step", STEP_TIP, self.explained)

    def add_panel(self, name: str, icon: str, text: str, tooltip: str, panel: Panel) -> None:
        """A panel behind a tab of its own."""
        tab = self._tabs[name] = Tab(icon, text, tooltip)
        tab.setObjectName(name)
        tab.clicked.connect(self._press)
        self._names.append(name)
        self.panels.append(panel)
        self._row.insertWidget(len(self._names) - 1, tab)
        self._pages.addWidget(panel)
        panel.wanted.connect(self.wanted)
        self._tab_row.show()
        self._last = self._last or name

    def show_frame(self, frame: Frame) -> None:
        """Of a frame that with which they can show something."""
        self.timeline.show_frame(frame)
        if self.open_panel:
            self.panels[self._pages.currentIndex()].show_frame(frame)

    @property
    def open_panel(self) -> str:
        """The name of the panel that is open, "" if none is."""
        return self._names[self._pages.currentIndex()] if not self._pages.isHidden() else ""

    @property
    def regions(self) -> list[QWidget]:
        """What F6 visits here."""
        panel = [self.panels[self._pages.currentIndex()]] if self.open_panel else []
        return [self.timeline, *panel]

    def toggle(self, name: str) -> None:
        """Open a panel in place of any other, or close it if it is open."""
        self.show_panel("" if self.open_panel == name else name)

    def show_panel(self, name: str) -> None:
        """Open a panel; "" closes the one that is open."""
        before = self.open_panel
        if name:
            self._last = name
            self._pages.setCurrentIndex(self._names.index(name))
        self._pages.setVisible(bool(name))
        self.setMinimumHeight(self.timeline.height() + px(TABS) + LEAST if name else 0)
        for key, tab in self._tabs.items():
            tab.setChecked(key == name)
        self.arrow.set_icon_name("chevron-down" if name else "chevron-up")
        self.arrow.setAccessibleName("Close the panel" if name else "Open the panel")
        self.arrow.setToolTip(CLOSE_TIP if name else OPEN_TIP)
        if bool(before) != bool(name):
            self.opened.emit(bool(name))

    def _press(self) -> None:
        self.toggle(self.sender().objectName())

    def _toggle_last(self) -> None:
        self.toggle(self.open_panel or self._last)

    def sizeHint(self) -> QSize:
        tabs = px(TABS) if self._tabs else 0
        return QSize(px(600), self.timeline.height() + 1 + tabs + (px(USUAL) if self.open_panel else 0))
