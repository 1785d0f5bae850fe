"""The centre of the window: the network in numbers, messages, the canvas, and the first call."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.advice import Advice
from engine.experiment import Experiment
from playground.canvas.advice_card import AdviceCard
from playground.canvas.designer import NetworkCanvas
from playground.canvas.faces import n_outputs, n_parameters, sizes
from playground.canvas.heading import Heading
from playground.canvas.inspector import Inspector
from playground.canvas.unit_card import UnitCard
from playground.canvas.weights_card import WeightsCard
from playground.frames import Frame, Place
from playground.lettering import fix, font, px
from playground.theme import Theme
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
        fix(self._words[1], 118, 40)
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
    weight_edited = Signal(object, float, float)
    refused = Signal(str)

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = NetworkCanvas(theme, experiment, self)
        self.heading = Heading(self)
        self.canvas.setObjectName("canvas")
        self._call = FirstCall(theme, self.canvas.viewport())
        self._call.hide()
        self.canvas.resized.connect(self._place_call)
        self._experiment, self._theme, self._low = experiment, theme, False
        self._n_outputs, self._show = 1, "output"
        self._told: object = None  # what network the heading tells of
        self.inspector: Inspector | None = None  # made when the first layer is selected
        self.card = Popover("Layer settings", self)
        self.unit_card = UnitCard(self.canvas.viewport())
        self.weights_card: WeightsCard | None = None  # these two are made when they are first asked for
        self.advice_card: AdviceCard | None = None
        self.canvas.edited.connect(self.edited)
        self.canvas.selection_changed.connect(self._inspect)
        self.canvas.inspect_asked.connect(self.inspect)
        self.canvas.unit_shown.connect(self._show_unit)
        self.canvas.weights_asked.connect(self._show_weights)
        self.canvas.zoom_changed.connect(self.heading.show_zoom)
        self.heading.show_chosen.connect(self._choose_show)
        self.heading.advice.clicked.connect(self.open_advice)
        self.canvas.advice_asked.connect(self._open_advice_on)
        self._lay_out()
        for before, after in pairwise((self.canvas, *self.heading.tools)):
            self.setTabOrder(before, after)  # F6 leads to the network itself
        self.set_theme(theme)
        self._say(None)

    def _lay_out(self) -> None:
        self.messages = QVBoxLayout()
        self.messages.setContentsMargins(16, 0, 16, 0)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.heading)
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
        self._show_unit(None)
        self._inspect()
        self._say(None)

    def show_frame(self, frame: Frame) -> None:
        """Show the live pictures."""
        self.canvas.show_frame(frame)
        self.unit_card.show_frame(frame)
        if self.inspector is not None:
            self.inspector.show_frame(frame)
        if self.weights_card is not None:
            self.weights_card.show_frame(frame)
        if n_outputs(frame) != self._n_outputs:
            self._n_outputs = n_outputs(frame)
            self._inspect()
        self._say(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.setStyleSheet(f"#network-panel {{ background: {theme.canvas}; }}")
        self._theme = theme
        self.heading.set_theme(theme)
        self.unit_card.set_theme(theme)
        for card in (self.weights_card, self.advice_card):
            if card is not None:
                card.set_theme(theme)
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
            self.card.setFixedWidth(min(px(CARD_WIDTH), room.width() - 16))
            self.card.open_at(corner + QPoint(0, 6), room)
        move_into(self.inspector.form)

    def _inspect(self, *_: object) -> None:
        """Show the selected column in the inspector, or nothing."""
        self._show_unit(None)
        column = self.canvas.selection.column
        self.canvas.wish(norms=column is not None)
        if column is not None:
            if self.inspector is None:
                self.inspector = self._make_inspector()
            self.inspector.show_column(self._experiment, column, self._n_outputs)
            if self.canvas.frame is not None:
                self.inspector.show_frame(self.canvas.frame)
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

    def show_as(self, show: str) -> None:
        """What thumbnails and links stand for; what they stand for already gives way to outputs."""
        wanted = "output" if show == self._show != "output" else show
        self.heading.switch.set_current(wanted)
        self._choose_show(wanted)

    def _choose_show(self, show: str) -> None:
        self._show = show
        self.canvas.wish(show=show)

    def _show_unit(self, place: Place | None) -> None:
        """The details of the unit under the pointer, else of the selected one; they come with the frames."""
        place = place or self.canvas.selected_unit
        area = self.canvas.area_of(place)
        if area is None:
            place = None
        self.canvas.wish(unit=place)
        self.unit_card.show_unit(place, area or QRect())

    def _show_weights(self, place: Place, source: int) -> None:
        """The weights into a unit, as numbers to be typed over."""
        frame = self.canvas.frame
        if frame is None or not 1 <= place.column <= len(frame.shapes):
            return
        if place.unit >= frame.shapes[place.column - 1][0]:
            return  # the frame is still that of the network before
        if self.weights_card is None:
            self.weights_card = WeightsCard(self)
            self.weights_card.edited.connect(self.weight_edited)
            self.weights_card.refused.connect(self.refused)
            self.weights_card.addActions(self.card.actions())
            self.weights_card.set_theme(self._theme)
        self.canvas.wish(selected=place)
        self.weights_card.show_unit(place, source, frame)
        area = self.canvas.area_of(place) or self.canvas.area_of(Place(place.column, -1)) or QRect()
        corner = self.canvas.viewport().mapToGlobal(area.topRight() + QPoint(12, 0))
        self.weights_card.open_at(corner, QRect(self.mapToGlobal(QPoint()), self.size()))
        self.weights_card.begin()

    def show_advice(self, advice: tuple[Advice, ...]) -> None:
        """What there is to say against the design: marks on the cards, and a count in the heading."""
        if self.advice_card is not None and advice != self.canvas.advice:
            self.advice_card.hide()  # what it offers is about the design before
        self.canvas.show_advice(advice)
        self.heading.show_advice(advice)

    def open_advice(self) -> None:
        """All advice, below its button in the heading."""
        if self.canvas.advice:
            self._fill_advice(self.canvas.advice).open_below(self.heading.advice)

    def _open_advice_on(self, column: int) -> None:
        """What there is to say against one column, below its card."""
        corner = self.canvas.layout_now.columns[column].card.bottomLeft()
        place = self.canvas.viewport().mapToGlobal(self.canvas.mapFromScene(corner)) + QPoint(0, 6)
        advice = tuple(item for item in self.canvas.advice if item.column == column)
        self._fill_advice(advice).open_at(place, QRect(self.mapToGlobal(QPoint()), self.size()))

    def _fill_advice(self, advice: tuple[Advice, ...]) -> AdviceCard:
        if self.advice_card is None:
            self.advice_card = AdviceCard(self)
            self.advice_card.taken.connect(self._take_advice)
            self.advice_card.addActions(self.card.actions())
            self.advice_card.set_theme(self._theme)
        self.advice_card.show_advice(advice, len(self.canvas.layout_now.columns))
        return self.advice_card

    def _take_advice(self, advice: Advice) -> None:
        """Do what was offered, unless the design has changed since."""
        if advice.cure is not None and advice in self.canvas.advice:
            words, cured = advice.cure
            self.edited.emit(cured, f"{words[0].lower()}{words[1:]}", "")

    def _say(self, frame: Frame | None) -> None:
        """The network in numbers: n[0] to n[L], and how many parameters."""
        told = None if frame is None else (self._experiment, frame.shapes)
        if told is not None and told == self._told:
            return
        self._told = told
        if frame is None:
            n = sizes(self._experiment, n_outputs(self.canvas.frame))
        else:
            n = (frame.shapes[0][1], *(rows for rows, _ in frame.shapes))
        self.heading.show_network(n, sum(n_parameters(self._experiment, n)))

    def fit_type(self) -> None:
        """The call is as high as its words."""
        self._place_call()

    def _place_call(self) -> None:
        if self._call.isVisibleTo(self):
            view = self.canvas.viewport().rect()
            high = px(CALL_HEIGHT)
            # At the foot of the canvas.
            self._call.setGeometry(0, view.height() - high - px(24), view.width(), high)
