"""The tools of painting in a row that wraps where it is too narrow: tools, classes or value, brush, Done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from engine.data import Painted
from engine.data.painted import FURTHEST, MAX_CLASSES
from playground.lettering import fix
from playground.paint.class_button import ClassButton
from playground.paint.hand import LEAST_RADIUS, MOST_RADIUS, Tool
from playground.widgets.buttons import IconButton, PrimaryButton
from playground.widgets.flow import Flow
from playground.widgets.labeled_field import label
from playground.widgets.number_slider import NumberSlider
from playground.widgets.row import row
from playground.widgets.scales import Limits, Linear, Log
from playground.widgets.slider import Slider
from playground.widgets.themed import Themed, set_role

# Tool, icon, name, what it does, key.
TOOLS: tuple[tuple[Tool, str, str, str, str], ...] = (
    (
        "brush",
        "brush",
        "Brush",
        "Drag: points fall where the brush goes.",
        "B",
    ),
    ("point", "plus", "Single point", "Click: one point exactly there.", "P"),
    ("select", "lasso", "Select", "Drag around points to select them; Shift adds to what is selected.", "S"),
    ("move", "move", "Move", "Drag a point, or all that are selected, to another place.", "M"),
    (
        "flip",
        "flip",
        "Flip label",
        "Drag over points: each gets the next class, a value its sign turned.",
        "X",
    ),
    ("erase", "eraser", "Eraser", "Drag over points: they go, those of the test part as well.", "E"),
)
SIZES = Log(LEAST_RADIUS, MOST_RADIUS, per_decade=12)
DENSITIES = Linear(1, 20, 1)
VALUE_TIP = "The number that new points have: colour shows it, as behind the points."


class Toolbar(Themed, QWidget):
    """It emits what the user chose; `show_...` never emits."""

    tool_chosen = Signal(str)
    class_chosen = Signal(int)
    class_added = Signal()
    value_chosen = Signal(float)
    radius_chosen = Signal(float)
    density_chosen = Signal(int)
    done = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Painting tools")
        self.tools: dict[str, QToolButton] = {}
        self._tool_group, self._class_group = QButtonGroup(self), QButtonGroup(self)
        self.classes = [ClassButton(index) for index in range(MAX_CLASSES)]
        self.add = IconButton(
            "plus", "Add a class", "One class more, up to six: the output gets a unit more."
        )
        # Typed numbers may be beyond the slider.
        self.value = NumberSlider(Limits("Value", -FURTHEST, FURTHEST), Linear(-1, 1, 0.05), VALUE_TIP)
        self.brush = Slider("Brush size", SIZES.steps, "Larger: points lie further apart. Keys [ and ].")
        self.density = Slider("Density", DENSITIES.steps, "Higher: more points fall where the brush goes.")
        self.finish = PrimaryButton("check", "Done", "Back to the network; the points stay. Enter or Esc.")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._names = [label(name, "sentence", "body") for name in ("Brush", "Density", "Value")]
        self._class_part = _in_lines(*self.classes, self.add)
        self._value_part = _together(self._names[2], self.value)
        fix(self.value.slider, 90)
        fix(self.value.field, 52)
        for slider in (self.brush, self.density):
            fix(slider, 68)
        flow = Flow(gap=10, line_gap=4)
        line = self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        line.setContentsMargins(12, 6, 14, 2)
        line.setSpacing(10)
        line.addLayout(flow, 1)
        line.addWidget(self.finish, 0, Qt.AlignmentFlag.AlignTop)
        for part in (
            self._make_tools(),
            self._class_part,
            self._value_part,
            _together(self._names[0], self.brush),
            _together(self._names[1], self.density),
        ):
            flow.addWidget(part)

    def _make_tools(self) -> QWidget:
        for index, (tool, icon, name, tip, key) in enumerate(TOOLS):
            button = IconButton(icon, name, f"{tip} Key {key}.", size=32)
            set_role(button, "tool")
            button.setCheckable(True)
            self._tool_group.addButton(button, index)
            self.tools[tool] = button
        return _in_lines(*self.tools.values())

    @property
    def contents(self) -> tuple[object, ...]:
        """What needs room."""
        return self._value_part.isHidden(), *(button.isHidden() for button in (*self.classes, self.add))

    def set_beside(self, beside: bool) -> None:
        """Beside the paper there is room for the sliders without their names, and for Done below them."""
        way = QBoxLayout.Direction
        self._line.setDirection(way.TopToBottom if beside else way.LeftToRight)
        self._line.setAlignment(self.finish, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for name in self._names:
            name.setVisible(not beside)

    def _connect(self) -> None:
        self._tool_group.idClicked.connect(self._choose_tool)
        for button in self.classes:
            self._class_group.addButton(button, button.index)
        self._class_group.idClicked.connect(self.class_chosen)
        self.add.clicked.connect(self.class_added)
        self.value.changed.connect(self._choose_value)
        self.value.refused.connect(self.refused)
        self.brush.dragged.connect(self._choose_size)
        self.density.dragged.connect(self._choose_density)
        self.finish.clicked.connect(self.done)

    # What is shown

    def show_tool(self, tool: str) -> None:
        """This tool is in the hand."""
        self.tools[tool].setChecked(True)

    def show_classes(self, data: Painted, n_shown: int, chosen: float) -> None:
        """So many classes to choose from, or a value; and what new points get."""
        self._class_part.setVisible(not data.values)
        self._value_part.setVisible(data.values)
        for button in self.classes:
            button.setVisible(button.index < n_shown)
        self.add.setVisible(n_shown < MAX_CLASSES)
        if data.values:
            self.value.set_value(chosen)
        else:
            self.classes[round(chosen)].setChecked(True)
        for button in self.classes[:n_shown]:
            many = data.counts[button.index] if not data.values and button.index < data.n_classes else 0
            button.setAccessibleName(f"Class {button.index}, {many} point{'' if many == 1 else 's'}")

    def show_brush(self, radius: float, density: int) -> None:
        """How large the brush is, and how dense."""
        self.brush.set_position(SIZES.position(radius))
        self.density.set_position(DENSITIES.position(density))

    # What the user does

    def _choose_tool(self, index: int) -> None:
        self.tool_chosen.emit(TOOLS[index][0])

    def _choose_value(self, value: float, merge_id: str) -> None:
        self.value_chosen.emit(value)

    def _choose_size(self, position: int) -> None:
        self.radius_chosen.emit(SIZES.value(position))

    def _choose_density(self, position: int) -> None:
        self.density_chosen.emit(round(DENSITIES.value(position)))


def _in_lines(*widgets: QWidget) -> QFrame:
    """Widgets that are parted only where they are wider than the whole line."""
    part = QFrame()
    flow = Flow(gap=2, line_gap=2)
    part.setLayout(flow)
    for widget in widgets:
        flow.addWidget(widget)
    return part


def _together(*widgets: QWidget) -> QFrame:
    """Widgets that are never parted by the end of a line."""
    part = QFrame()
    line: QHBoxLayout = row(*widgets)
    line.setSpacing(2)
    part.setLayout(line)
    fix(part, height=34)
    return part
