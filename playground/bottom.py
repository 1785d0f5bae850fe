"""What lies under data and network: the timeline, and below it panels behind tabs, of which one is open.

A panel that is not open is hidden, so that it asks for nothing and costs nothing. It is made when it is
opened for the first time, for a start need not wait for what nobody sees yet.
"""

from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.frames import Frame
from playground.lettering import fix, px
from playground.panels.timeline import TimelinePanel
from playground.side import rule
from playground.widgets.buttons import IconButton, TextIconButton
from playground.widgets.themed import Themed

if TYPE_CHECKING:
    from playground.explained import StepPanel
    from playground.panels.equations import EquationsPanel
    from playground.panels.signals import SignalsPanel

    Panel = EquationsPanel | SignalsPanel | StepPanel

TABS, LEAST, USUAL = 32, 160, 332
CLOSE_TIP = "Closes the panel; the network has its room again."
EQUATIONS_TIP = "One layer of the next mini-batch, forward and backward: matrices, shapes and every number."
STEP_TIP = "The step that comes next, one stage at a time: see why each weight moves, then let it happen."
SIGNALS_TIP = "How the numbers of every layer are spread: dead, saturated, vanishing and exploding."
OPEN_TIP = "Opens the panel that was open last."


class Behind(NamedTuple):
    """What a tab looks like, and the panel behind it."""

    icon: str
    text: str
    tooltip: str


PANELS = {
    "equations": Behind("equations", "Equations", EQUATIONS_TIP),
    "signals": Behind("signals", "Signals", SIGNALS_TIP),
    "explained": Behind("step", "Step", STEP_TIP),
}


def make_panel(name: str) -> "Panel":
    """The panel behind a tab; only now its modules are loaded."""
    if name == "equations":
        from playground.panels.equations import EquationsPanel

        return EquationsPanel()
    if name == "signals":
        from playground.panels.signals import SignalsPanel

        return SignalsPanel()
    from playground.explained import StepPanel

    return StepPanel()


class Tab(TextIconButton):
    """The tab of one panel; pressed while that panel is open."""

    def __init__(self, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, text, tooltip, parent)
        self.setCheckable(True)
        fix(self, height=28)


class Bottom(Themed, QWidget):
    """The timeline and the panels; emits `opened(bool)` when one is seen, or none any more.

    `show_frame` reaches all that are seen, `wanted` has the fields of a View that they ask for. `made(name)`
    tells of a panel that is there from now on; `layer_chosen(l)` and `graph_asked()` are the user's wishes.
    """

    opened = Signal(bool)
    wanted = Signal(dict)
    made = Signal(str)
    layer_chosen = Signal(int)
    graph_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = TimelinePanel()
        self._tabs: dict[str, Tab] = {}
        self._panels: dict[str, Panel] = {}
        self._open, self._last = "", "equations"
        self._column: int | None = None
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.timeline, rule(), self._tab_row, self._pages):
            column.addWidget(part, 1 if part is self._pages else 0)
        self.timeline.wanted.connect(self.wanted)
        for name, behind in PANELS.items():
            self._add_tab(name, behind)

    def _add_tab(self, name: str, behind: Behind) -> None:
        tab = Tab(behind.icon, behind.text, behind.tooltip)
        tab.setObjectName(name)
        tab.clicked.connect(self._press)
        self._row.insertWidget(len(self._tabs), tab)
        self._tabs[name] = tab

    def _panel(self, name: str) -> "Panel":
        """The panel of that name; the first time it is made."""
        if name not in self._panels:
            panel = self._panels[name] = make_panel(name)
            self._pages.addWidget(panel)
            panel.set_theme(self.theme)
            panel.wanted.connect(self.wanted)
            if name == "equations":
                self._meet(cast("EquationsPanel", panel))
            self.made.emit(name)
        return self._panels[name]

    def _meet(self, panel: "EquationsPanel") -> None:
        panel.layer_chosen.connect(self.layer_chosen)
        panel.graph_asked.connect(self.graph_asked)
        panel.show_layer(self._column)

    @property
    def equations(self) -> "EquationsPanel":
        """The panel with the equations of a layer."""
        return cast("EquationsPanel", self._panel("equations"))

    @property
    def signals(self) -> "SignalsPanel":
        """The panel with the signals of every layer."""
        return cast("SignalsPanel", self._panel("signals"))

    @property
    def explained(self) -> "StepPanel":
        """The panel that explains the next step."""
        return cast("StepPanel", self._panel("explained"))

    def show_layer(self, column: int | None) -> None:
        """The layer that is selected elsewhere, whose equations are shown."""
        self._column = column
        if "equations" in self._panels:
            self.equations.show_layer(column)

    def show_frame(self, frame: Frame) -> None:
        """To the panel that is open; the timeline gets its frames by itself."""
        if self._open:
            self._panel(self._open).show_frame(frame)

    @property
    def open_panel(self) -> str:
        """The name of the panel that is open, "" if none is."""
        return self._open

    @property
    def regions(self) -> list[QWidget]:
        """What F6 visits here."""
        return [self.timeline, *([self._panel(self._open)] if self._open else [])]

    def toggle(self, name: str) -> None:
        """Open a panel in place of any other, or close it if it is open."""
        self.show_panel("" if self.open_panel == name else name)

    def show_panel(self, name: str) -> None:
        """Open a panel; "" closes the one that is open."""
        before, self._open = self._open, name
        if name:
            self._last = name
            self._pages.setCurrentWidget(self._panel(name))
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
        self.toggle(self._open or self._last)

    def sizeHint(self) -> QSize:
        tabs = px(TABS) if self._tabs else 0
        return QSize(px(600), self.timeline.height() + 1 + tabs + (px(USUAL) if self.open_panel else 0))
