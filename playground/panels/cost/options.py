"""What else the cost chart can show: iterations instead of epochs, a logarithmic axis, running averages."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.averages import memory
from playground.lettering import fix, px
from playground.widgets.buttons import TextButton
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.number_slider import NumberSlider
from playground.widgets.popover import Popover
from playground.widgets.row import row
from playground.widgets.scales import Limits, Linear
from playground.widgets.segmented import Segmented

MOST = 0.99
BETA_TIP = (
    "Raise it: each point is an average over more of those before it, about 1 / (1 − β), and the line gets "
    "smoother and later. 0 shows the costs as they are. The first averages are corrected for their start."
)
OVER = [
    ("epoch", "epochs", "J after every pass over all examples."),
    (
        "iteration",
        "iterations",
        "The cost of each mini-batch as its step saw it, noise and all.",
    ),
]
AXIS = [
    ("linear", "linear", "Equal steps are equally wide."),
    ("log", "log", "Each tenfold stretch is equally wide: the beginning of a long run can be seen."),
]


class CostOptions(Popover):
    """Emits `wanted` with fields of a View, and `log_across(bool)`."""

    wanted = Signal(dict)
    log_across = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Cost chart", parent)
        self.over, self.axis = Segmented("Cost over", OVER), Segmented("Axis across", AXIS)
        self.beta = NumberSlider(Limits("β", 0, MOST), Linear(0, MOST, 0.01), BETA_TIP)
        fix(self.beta.field, 56)
        self.beta.set_value(0.0)
        self.words = label("")
        self.over.chosen.connect(self._choose_unit)
        self.axis.chosen.connect(self._choose_axis)
        self.beta.changed.connect(self._choose_beta)
        self.saving = QWidget()
        self.save_picture, self.save_lines = TextButton("Save picture…", ""), TextButton("Save lines…", "")
        for button in (self.save_picture, self.save_lines):
            button.clicked.connect(self.hide)  # before a dialog asks for the file
        self.saving.setLayout(row(self.save_picture, self.save_lines))
        self.hold(
            [
                LabeledField("Cost over", self.over),
                LabeledField("Axis across", self.axis),
                LabeledField("Average, β", self.beta),
                self.words,
                self.saving,
            ]
        )
        self.setMinimumWidth(px(220))
        self._say(0.0)

    def _choose_unit(self, unit: str) -> None:
        self.wanted.emit({"cost_over": unit})

    def _choose_axis(self, key: str) -> None:
        self.log_across.emit(key == "log")

    def _choose_beta(self, beta: float, _merge_id: str) -> None:
        self._say(beta)
        self.wanted.emit({"beta": beta})

    def _say(self, beta: float) -> None:
        count = memory(beta)
        self.words.setText(f"over about {count:.0f} values" if beta else "no average: the costs as they are")
