"""The inspector: every field of the selected column, as a strip under the canvas or a card over it."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.activations import Linear
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS, usual
from engine.layers import Dense, Output
from playground.canvas.edits import with_layer
from playground.canvas.faces import equation
from playground.frames import Frame
from playground.lettering import fix, font
from playground.looks import LOOKS
from playground.widgets.buttons import IconButton
from playground.widgets.focus import order_focus
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.plot_numbers import cost
from playground.widgets.themed import Themed, describe
from playground.widgets.toggle import Toggle
from playground.widgets.value_form import TaggedEditor, ValueForm

FIELDS: dict[str, tuple[type, tuple[str, ...]]] = {
    "input": (Experiment, ("input_keep_prob",)),
    "dense": (
        Dense,
        ("units", "activation", "initializer", "keep_prob", "l1", "l2", "batch_norm"),
    ),
    "output": (Output, ("initializer", "l1", "l2")),
}
NORM_TIP = (
    "How steep the cost is along this layer's weights, after clipping if that is on: small beside other "
    "layers, it hardly learns; growing from step to step, the rate is too high."
)
TITLES = {"input": "Input", "dense": "Dense layer", "output": "Output layer"}


class Inspector(Themed, QFrame):
    """Emits `edited(experiment, words for Undo, merge id)`, `duplicate_asked` and `remove_asked`."""

    edited = Signal(object, str, str)
    refused = Signal(str)
    duplicate_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment, self._column, self._kind = Experiment(), 0, "input"
        self.forms: dict[str, ValueForm] = {}
        self.setAccessibleName("Inspector")
        self._number = QLabel()
        self._number.setFont(font("axis", 600))
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fix(self._number, 20, 18)
        self._title = label("", "heading", "section")
        self.equation = ElidedLabel("")
        self.equation.setFont(font("label", mono=True))
        self.norm = label("", "sentence", "label")
        self.norm.setFont(font("label", mono=True))
        describe(self.norm, "Gradient norm of the last step", NORM_TIP)
        self.freeze = Toggle("Freeze", LOOKS["frozen"].tip)
        self.freeze.clicked.connect(self._freeze)
        self._freeze_label = label("Freeze", "sentence", "body")
        self.copy = IconButton("copy", "Duplicate layer", "Put a copy behind this layer.")
        self.copy.clicked.connect(self.duplicate_asked)
        self.trash = IconButton("trash", "Remove layer", "The other layers keep the weights that still fit.")
        self.trash.clicked.connect(self.remove_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(self._number)
        heading.addWidget(self._title)
        heading.addWidget(self.equation, 1)
        heading.addStretch()
        for control in (self.norm, self._freeze_label, self.freeze, self.copy, self.trash):
            heading.addWidget(control)
        self._body = QVBoxLayout(self)
        self._body.setSpacing(6)
        self._body.addLayout(heading)
        self._body.addStretch()
        self.set_in_card(False)

    def set_in_card(self, in_card: bool) -> None:
        """A card has a ground and margins of its own, and no room for the equation."""
        self._in_card = in_card
        self.equation.setVisible(not in_card)
        self._body.setContentsMargins(*((0, 0, 0, 0) if in_card else (16, 8, 16, 12)))

    @property
    def form(self) -> ValueForm:
        """The form of the column that is shown."""
        return self.forms[self._kind]

    def show_column(self, experiment: Experiment, column: int, n_outputs: int = 1) -> None:
        """Show the fields of a column (0 is the input, behind the hidden layers comes the output)."""
        self._experiment, self._column = experiment, column
        hidden = 1 <= column <= len(experiment.layers)
        self._kind = "dense" if hidden else "output" if column else "input"
        if self._kind not in self.forms:
            self._make_form(self._kind)
        for kind, form in self.forms.items():
            form.setVisible(kind == self._kind)
        self.copy.setVisible(hidden)
        self.trash.setVisible(hidden)
        self._show_heading(column, n_outputs)
        self._show_usual_start()
        self.form.show_value(self._subject)
        order_focus(self)

    @property
    def _subject(self) -> Any:
        """The value whose fields are shown."""
        x = self._experiment
        return {"input": x, "output": x.output}.get(self._kind) or x.layers[self._column - 1]

    def show_frame(self, frame: Frame) -> None:
        """The norm of this layer's gradient in the last step."""
        norm = frame.norms.get(self._column)
        text = "" if norm is None or not self._column else f"last step ‖dW‖ {cost(norm)}"
        if text != self.norm.text():
            self.norm.setText(text)

    def _make_form(self, kind: str) -> None:
        self.forms[kind] = ValueForm(FIELDS[kind][0], LOOKS, FIELDS[kind][1])
        self.forms[kind].set_theme(self.theme)
        self.forms[kind].changed.connect(self._take)
        self.forms[kind].refused.connect(self.refused)
        self._body.insertWidget(1, self.forms[kind])

    def _show_heading(self, column: int, n_outputs: int) -> None:
        self.equation.set_text(equation(self._experiment, column, n_outputs) if column else "")
        self._number.setText(str(column))
        self._number.setVisible(column > 0)
        self._title.setText(TITLES[self._kind])
        frozen = getattr(self._subject, "frozen", None)
        self.freeze.setVisible(frozen is not None)
        self._freeze_label.setVisible(frozen is not None)
        self.freeze.setChecked(bool(frozen))

    def _show_usual_start(self) -> None:
        """The usual initialiser is named: it follows the activation."""
        editor = self.form.editors.get("initializer")
        if isinstance(editor, TaggedEditor):
            g = self._subject.activation if self._kind == "dense" else Linear()
            names = {name: start.label for name, start in INITIALIZERS.items()}
            editor.offer(names, f"usual: {usual(g).label}")

    def _take(self, value: Any, words: str, merge_id: str) -> None:
        """A field has another value: ask for the experiment with it."""
        if self._kind == "input":
            self.edited.emit(value, words, merge_id)
            return
        x = self._experiment
        after = x.with_(output=value) if self._kind == "output" else with_layer(x, self._column, value)
        merge = f"layer {self._column} {merge_id}" if merge_id else ""
        self.edited.emit(after, f"layer {self._column}: {words}", merge)

    def _freeze(self, on: bool) -> None:
        self._take(replace(self._subject, frozen=on), f"freeze {'on' if on else 'off'}", "")

    def retheme(self) -> None:
        theme = self.theme
        self._number.setStyleSheet(
            f"background: {theme.accent_fill}; color: {theme.on_accent}; border-radius: 4px;"
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As a strip it has a violet edge at the left."""
        if self._in_card:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.window))
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(self.theme.line))
        painter.fillRect(QRect(0, 0, 3, self.height()), QColor(self.theme.accent))
