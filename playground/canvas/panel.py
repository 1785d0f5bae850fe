"""The centre of the window: the network in numbers, messages, the canvas, and the first call."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.experiment import Experiment
from playground.canvas.designer import NetworkCanvas
from playground.canvas.faces import count, n_outputs, n_parameters, sizes
from playground.canvas.inspector import Inspector
from playground.frames import Frame
from playground.theme import Theme, font
from playground.widgets.focus import move_into
from playground.widgets.popover import Popover

CALL_HEIGHT = 108
CARD_WIDTH = 420


class FirstCall(QFrame):
    """ "Press Space and watch it learn": the one call of the first start. It lets every click through."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Press Space and watch it learn")
        self.setObjectName("first-call")
        self._words = [QLabel("Press", self), QLabel("Space", self), QLabel("and watch it learn", self)]
        self._sentence = QLabel(
            "Blue areas become y = 1, orange areas y = 0. Nothing you do can break it.", self
        )
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addStretch()
        for word in self._words:
            word.setFont(font("title"))
            row.addWidget(word)
        row.addStretch()
        self._words[1].setFixedSize(118, 40)
        self._words[1].setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words[1].setFont(font("number"))
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setSpacing(16)
        box.addLayout(row)
        box.addWidget(self._sentence)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for word in self._words:
            word.setStyleSheet(f"color: {theme.text}; background: transparent;")
        self._words[1].setStyleSheet(
            f"color: {theme.accent}; background: {theme.window}; border-radius: 8px;"
            f"border: 1px solid {theme.accent_line}; border-bottom: 3px solid {theme.accent_line};"
        )
        self._sentence.setStyleSheet(f"color: {theme.text3}; background: transparent;")


class NetworkPanel(QWidget):
    """Heading, a place for messages, the canvas with the first call over it, and the inspector.

    Emits `edited(experiment, words for Undo, merge id)` for canvas and inspector.
    """

    edited = Signal(object, str, str)
    refused = Signal(str)

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = NetworkCanvas(theme, experiment, self)
        self.canvas.setObjectName("canvas")
        self._call = FirstCall(theme, self.canvas.viewport())
        self._call.hide()
        self.canvas.viewport().installEventFilter(self)
        self._experiment, self._theme, self._low = experiment, theme, False
        self._n_outputs = 1
        self.inspector: Inspector | None = None  # made when the first layer is selected
        self.card = Popover("Layer settings", self)
        self.canvas.edited.connect(self.edited)
        self.canvas.selection_changed.connect(self._inspect)
        self.canvas.inspect_asked.connect(self.inspect)
        self._lay_out(self._make_heading())
        self.set_theme(theme)
        self._say(None)

    def _make_heading(self) -> QWidget:
        self._title, self._sizes, self._count = QLabel("Network", self), QLabel(self), QLabel(self)
        self._title.setFont(font("section"))
        self._sizes.setFont(font("body", mono=True))
        self._heading = QWidget(self)
        self._heading.setFixedHeight(40)
        self._heading.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._heading)
        row.setContentsMargins(16, 4, 16, 0)
        row.setSpacing(8)
        for label in (self._title, self._sizes, self._count):
            row.addWidget(label)
        row.addStretch()
        return self._heading

    def _lay_out(self, heading: QWidget) -> None:
        self.messages = QVBoxLayout()
        self.messages.setContentsMargins(16, 0, 16, 0)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(heading)
        box.addLayout(self.messages)
        box.addWidget(self.canvas, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("network-panel")

    def show_first_call(self, shown: bool) -> None:
        """Show or hide the call of the first start."""
        self._call.setVisible(shown)
        self.canvas.keep_free(CALL_HEIGHT if shown else 0)
        self._place_call()

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another network."""
        self._experiment = experiment
        self.canvas.show_experiment(experiment)
        self._inspect()
        self._say(None)

    def show_frame(self, frame: Frame) -> None:
        """Show the live pictures."""
        self.canvas.show_frame(frame)
        if n_outputs(frame) != self._n_outputs:
            self._n_outputs = n_outputs(frame)
            self._inspect()
        self._say(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.setStyleSheet(f"#network-panel {{ background: {theme.canvas}; }}")
        self._heading.setStyleSheet("background: transparent;")
        self._title.setStyleSheet(f"color: {theme.text};")
        for label in (self._sizes, self._count):
            label.setStyleSheet(f"color: {theme.text3};")
        self._theme = theme
        self._call.set_theme(theme)
        self.canvas.set_theme(theme)
        self.card.set_theme(theme)
        if self.inspector is not None:
            self.inspector.set_theme(theme)

    def set_low(self, low: bool) -> None:
        """In a low window the inspector opens as a card over the canvas, when it is asked for."""
        if low != self._low:
            self._low = low
            self.card.hide()
            self._place_inspector()

    @property
    def regions(self) -> list[QWidget]:
        """What F6 goes through: the canvas, and the inspector while it stands under it."""
        shown = not self._low and self.inspector is not None and self.inspector.isVisible()
        return [self, self.inspector] if shown and self.inspector is not None else [self]

    def inspect(self) -> None:
        """The focus goes to the fields of the selected column; in a low window their card opens."""
        column = self.canvas.selection.column
        if column is None or self.inspector is None:
            return
        if self._low:
            below = self.canvas.layout_now.columns[column].card.bottomLeft()
            corner = self.canvas.viewport().mapToGlobal(self.canvas.mapFromScene(below))
            room = QRect(self.mapToGlobal(QPoint()), self.size())
            self.card.setFixedWidth(min(CARD_WIDTH, room.width() - 16))
            self.card.open_at(corner + QPoint(0, 6), room)
        move_into(self.inspector.form)

    def _inspect(self, *_: object) -> None:
        """Show the selected column in the inspector, or nothing."""
        column = self.canvas.selection.column
        if column is not None:
            if self.inspector is None:
                self.inspector = self._make_inspector()
            self.inspector.show_column(self._experiment, column, self._n_outputs)
        else:
            self.card.hide()
        if self.inspector is not None:
            self.inspector.setVisible(self._low or column is not None)

    def _make_inspector(self) -> Inspector:
        self.inspector = inspector = Inspector(self)
        inspector.set_theme(self._theme)
        inspector.edited.connect(self.edited)
        inspector.refused.connect(self.refused)
        inspector.duplicate_asked.connect(self.canvas.duplicate_selected)
        inspector.remove_asked.connect(self.canvas.remove_selected)
        self._place_inspector()
        return inspector

    def _place_inspector(self) -> None:
        if self.inspector is not None:
            self.inspector.set_in_card(self._low)
        if self.inspector is not None and self._low:
            self.card.hold([self.inspector])
        elif self.inspector is not None:
            self._box.addWidget(self.inspector)
            self.inspector.setVisible(self.canvas.selection.column is not None)

    def _say(self, frame: Frame | None) -> None:
        """The network in numbers: n[0] to n[L], and how many parameters."""
        if frame is None:
            n = sizes(self._experiment, n_outputs(self.canvas.frame))
        else:
            n = (frame.shapes[0][1], *(rows for rows, _ in frame.shapes))
        parameters = sum(n_parameters(self._experiment, n))
        for label, text in (
            (self._sizes, " → ".join(map(str, n))),
            (self._count, count(parameters, "parameter")),
        ):
            if label.text() != text:
                label.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the call at the foot of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self._place_call()
        return False

    def _place_call(self) -> None:
        if self._call.isVisibleTo(self):
            view = self.canvas.viewport().rect()
            self._call.setGeometry(0, view.height() - CALL_HEIGHT - 24, view.width(), CALL_HEIGHT)
