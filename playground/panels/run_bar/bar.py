"""The bar itself. What has no room in it, or is needed seldom, is in the card of its last button."""

from collections.abc import Mapping
from itertools import pairwise

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QWidget

from engine.data import Dataset
from engine.experiment import Experiment
from engine.optimizers import OPTIMIZERS
from engine.schedules import MAX_RATE, SCHEDULES
from playground.frames import Frame
from playground.lettering import fix, px
from playground.panels.run_bar.hyperparameters import Hyperparameters
from playground.panels.run_bar.words import read_batch, summary, write_batch
from playground.widgets.buttons import IconButton, TextIconButton, bind
from playground.widgets.choice import Choice
from playground.widgets.flow import Flow
from playground.widgets.focus import held
from playground.widgets.labeled_field import LabeledField
from playground.widgets.number_slider import LogSlider
from playground.widgets.play_button import PlayButton, PlayState
from playground.widgets.popover import Popover
from playground.widgets.readout import Readout
from playground.widgets.scales import Limits, Log, plain, thousands
from playground.widgets.summary_button import SummaryButton
from playground.widgets.themed import Themed, set_role
from playground.widgets.typed_choice import TypedChoice

HEIGHT, FIELD_GAP = 60, 9
SHORT_NAMES = {"time_decay": "1 / epoch", "square_root": "k / √epoch"}  # of schedules, where room is short
PACES: tuple[tuple[str, float | None], ...] = (
    ("Slow motion", 0.2),  # with the usual mini-batches two steps a second
    ("1 epoch/s", 1.0),
    ("5 epochs/s", 5.0),
    ("20 epochs/s", 20.0),
    ("100 epochs/s", 100.0),
    ("Flat out", None),
)
USUAL_PACE = 5.0  # the first network learns its circle in two to four seconds, which can be watched
BATCHES = (1, 4, 10, 16, 32, 64, 128)
RATE = Limits("Learning rate", 1e-8, MAX_RATE)
USUAL_RATES = Log(1e-5, 10)
# Below these widths the bar folds one thing more, even if all would fit: the panels need their rest.
FOLD_WIDTHS = (1360, 1280, 1240)
MOST_FOLDED = 5  # what comes behind these three is folded only where there is no room

SPEED_TIP = (
    "Faster: less to see of each epoch. Slow motion: an epoch in five seconds. "
    "Flat out: as many steps as the computer can do."
)
OPTIMIZER_TIP = (
    "How a gradient becomes a step. Momentum and Nesterov average the last gradients; AdaGrad and RMSprop "
    "give every weight a step size of its own; Adam and AdamW do both."
)
RATE_TIP = (
    "Raise it: each step is longer, the cost falls faster, then starts to jump or grow. "
    "Lower it: steadier but slower."
)
BATCH_TIP = (
    "Smaller: more, noisier steps per epoch. Larger: fewer, smoother ones. "
    "m = 1 is stochastic, all is batch descent."
)
SCHEDULE_TIP = (
    "How alpha falls from epoch to epoch. Constant: it keeps jumping about the minimum. "
    "Falling: long steps first, short ones at the end."
)
SETTINGS_TIP = "Opens everything about how it learns: optimizer, schedule, loss, L1 and L2, early stopping."
CARD_WIDTH = 488


class RunBar(Themed, QWidget):
    """`edited(experiment, undo text, merge id)`, `pace_changed(epochs per second, None = flat out)`."""

    edited = Signal(object, str, str)
    pace_changed = Signal(object)
    refused = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """`actions` has "play", "step", "step_epoch", "same_start" and "new_start"."""
        super().__init__(parent)
        self._experiment = Experiment()
        self._dataset: Dataset | None = None
        self.hyperparameters: Hyperparameters | None = None  # made when the card is first opened
        self._first_start, self._level = False, -1
        self._needed: dict[tuple[bool, int], int] = {}
        self.setAccessibleName("Run bar")
        fix(self, height=HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make_buttons(actions)
        self._make_readouts()
        self._make_settings()
        self._lay_out()
        self.show_experiment(self._experiment)
        self._fold(0)

    def _make_buttons(self, actions: Mapping[str, QAction]) -> None:
        self.play = PlayButton()
        self.step = IconButton("step", "", "")
        self.step_epoch = IconButton("step-epoch", "", "")
        self.same_start = TextIconButton("same-start", "Same start", "")
        self.new_start = TextIconButton("new-start", "New start", "")
        for name in ("play", "step", "step_epoch", "same_start", "new_start"):
            bind(getattr(self, name), actions[name])

    def _make_readouts(self) -> None:
        self.epoch = Readout("Epoch", "0", "How often every training example has been used.")
        self.iteration = Readout("Iteration", "0", "How many mini-batches have been used.")
        self.rate_of_steps = Readout("Steps / s", "0", "Mini-batches per second just now.")
        self.epoch.reserve("0 000")
        self.iteration.reserve("000 000")
        self.rate_of_steps.reserve("00 000")

    def _make_settings(self) -> None:
        self.speed = Choice("Speed", PACES, SPEED_TIP)
        self.speed.set_current(USUAL_PACE)
        self.speed.chosen.connect(self.pace_changed)
        names = [(optimizer.label, name) for name, optimizer in OPTIMIZERS.items()]
        self.optimizer = Choice("Optimizer", names, OPTIMIZER_TIP)
        self.optimizer.chosen.connect(self._choose_optimizer)
        self.rate = LogSlider(RATE, USUAL_RATES, RATE_TIP)
        self.rate.changed.connect(self._set_rate)
        sizes = [(write_batch(size), size) for size in (*BATCHES, None)]
        self.batch = TypedChoice("Mini-batch", sizes, read_batch, write_batch, BATCH_TIP)
        self.batch.chosen.connect(self._choose_batch)
        schedules = [(SHORT_NAMES.get(name, s.label), name) for name, s in SCHEDULES.items()]
        self.schedule = Choice("Schedule", schedules, SCHEDULE_TIP)
        self.schedule.chosen.connect(self._choose_schedule)
        self._speed_field = LabeledField("Speed", self.speed)
        self._schedule_field = LabeledField("Schedule", self.schedule)
        self._fields = [
            LabeledField("Optimizer", self.optimizer),
            LabeledField("Learning rate α", self.rate, "log"),
            LabeledField("Mini-batch", self.batch),
        ]
        self._make_card()

    def _make_card(self) -> None:
        self.settings = SummaryButton("sliders", "Training settings", SETTINGS_TIP)
        self.popover = Popover("Training settings", self)
        fix(self.popover, CARD_WIDTH)
        self._folded = QWidget()
        self._flow = Flow(self._folded)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.popover.hold([self._folded])
        self.settings.clicked.connect(self._open_settings)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        # The bar folds by itself; its contents must not force the window wider.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._row.setContentsMargins(12, 0, 16, 0)
        self._row.setSpacing(4)
        for button in (self.play, self.step, self.step_epoch, self.same_start, self.new_start):
            self._row.addWidget(button)
        self._row.addSpacing(8)
        self._row.addWidget(_rule())
        for readout in (self.epoch, self.iteration, self.rate_of_steps):
            readout.setContentsMargins(12, 0, 0, 0)
            self._row.addWidget(readout, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        self._row.addWidget(self.settings)

    @property
    def pace(self) -> float | None:
        """Epochs per second, None for flat out."""
        pace: float | None = self.speed.currentData()
        return pace

    # What is shown

    def show_experiment(self, experiment: Experiment) -> None:
        """Show how this one learns; emits nothing."""
        self._experiment = experiment
        self.optimizer.set_current(experiment.optimizer.name)
        self.rate.set_value(experiment.learning_rate)
        self.batch.set_current(experiment.batch_size)
        self.schedule.set_current(experiment.schedule.name)
        if self.hyperparameters is not None and self.popover.isVisible():
            self.hyperparameters.show_experiment(experiment)
        self.settings.set_summary(summary(experiment))

    def show_frame(self, frame: Frame) -> None:
        """Show how far the training is."""
        self._dataset = frame.scene.dataset
        if self.hyperparameters is not None and self.popover.isVisible():
            self.hyperparameters.offer(self._dataset)
        self.epoch.set_value(thousands(frame.epoch))
        self.iteration.set_value(thousands(frame.iteration))
        self.rate_of_steps.set_value(thousands(round(float(f"{frame.steps_per_second:.2g}"))))

    def set_running(self, running: bool) -> None:
        """Whether the button would play or pause."""
        self.play.set_state(PlayState.RUNNING if running else PlayState.READY)

    def set_first_start(self, first: bool) -> None:
        """The first start shows one call; the settings wait behind one button."""
        self._first_start = first
        self.play.set_calling(first)
        self._level = -1
        self._fold_to_fit()

    # What the user decides

    def _choose_optimizer(self, name: object) -> None:
        before, after = self._experiment.optimizer, OPTIMIZERS[str(name)]
        if after.name != before.name:
            text = f"optimizer {before.label} to {after.label}"
            self.edited.emit(self._experiment.with_(optimizer=after), text, "")

    def _set_rate(self, rate: float, merge_id: str) -> None:
        text = f"learning rate {plain(self._experiment.learning_rate)} to {plain(rate)}"
        self.edited.emit(self._experiment.with_(learning_rate=rate), text, merge_id)

    def _choose_batch(self, size: object) -> None:
        text = f"mini-batch {write_batch(self._experiment.batch_size)} to {write_batch(size)}"
        self.edited.emit(self._experiment.with_(batch_size=size), text, "")

    def _choose_schedule(self, name: object) -> None:
        before, after = self._experiment.schedule, SCHEDULES[str(name)]
        if after.name != before.name:
            text = f"schedule {before.label} to {after.label}"
            schedule = replace(after, warm_up=before.warm_up)
            self.edited.emit(self._experiment.with_(schedule=schedule), text, "")

    def _open_settings(self) -> None:
        if self.hyperparameters is None:
            self.hyperparameters = self._make_hyperparameters()
        if self._dataset is not None:
            self.hyperparameters.offer(self._dataset)
        self.hyperparameters.show_experiment(self._experiment)
        self.popover.open_below(self.settings)

    def _make_hyperparameters(self) -> Hyperparameters:
        form = Hyperparameters()
        form.edited.connect(self.edited)
        form.refused.connect(self.refused)
        form.set_theme(self.theme)
        self.popover.hold([self._folded, form])
        return form

    # Folding

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_to_fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(400), px(HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(px(FOLD_WIDTHS[0]), px(HEIGHT))

    def fit_type(self) -> None:
        """With larger type the bar folds as if it were so much narrower."""
        self._needed.clear()
        self._fold_to_fit()

    def _fold_to_fit(self) -> None:
        """Fold as little as the width asks for."""
        level = sum(self.width() < px(width) for width in FOLD_WIDTHS)
        while level < MOST_FOLDED and self._needs(level) > self.width():
            level += 1
        self._fold(level)
        self._row.activate()

    def _needs(self, level: int) -> int:
        """The least width at this level; measured once, since fonts differ."""
        key = (self._first_start, level)
        if key not in self._needed:
            self._fold(level)
            self._row.invalidate()
            self._needed[key] = self._row.minimumSize().width()
        return self._needed[key]

    def _fold(self, level: int) -> None:
        """0 shows all; 1 folds speed and schedule, 2 the words of the starts, 3 the iteration.

        4 folds the steps per second, 5 the optimizer.
        """
        if level == self._level:
            return
        self._level = level
        first = self._first_start
        self.same_start.set_compact(level >= 2)
        self.new_start.set_compact(level >= 2)
        self.same_start.setVisible(not first)
        self.iteration.setVisible(not first and level < 3)
        self.rate_of_steps.setVisible(not first and level < 4)
        self.settings.set_compact(not first)
        beside = [self._speed_field, *self._fields, self._schedule_field]
        in_bar = self._fields[1:] if level >= 5 else self._fields if level else beside
        self._place_settings([] if first else in_bar)

    def _place_settings(self, shown: list[LabeledField]) -> None:
        """These stand in the bar, the others in the card that the settings button opens."""
        self.popover.hide()
        folded = [f for f in (self._speed_field, *self._fields, self._schedule_field) if f not in shown]
        for field in folded:
            self._flow.addWidget(field)
            field.setContentsMargins(0, 0, 0, 0)
            field.show()
        self._folded.setVisible(bool(folded))
        for field in shown:
            self._row.removeWidget(field)  # its old place would count in the index of the new one
            at = self._row.indexOf(self.settings)
            self._row.insertWidget(at, field, 0, Qt.AlignmentFlag.AlignVCenter)
            field.setContentsMargins(FIELD_GAP, 0, 0, 0)
            field.show()
        self._order_focus()

    def _order_focus(self) -> None:
        """Tab goes along the bar as it is read, also after fields have come back from the card."""
        order = [control for widget in held(self._row) for control in focusable(widget)]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def focusable(widget: QWidget) -> list[QWidget]:
    """The widget itself or what is inside of it that takes the focus by Tab, from left to right."""
    found = [w for w in (widget, *widget.findChildren(QWidget)) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    # The list of a combo box is a window of its own.
    own = [w for w in found if w.focusProxy() is None and w.window() is widget.window()]
    return sorted(own, key=lambda w: w.mapTo(w.window(), QPoint()).x())


def _rule() -> QFrame:
    rule = QFrame()
    rule.setFixedWidth(1)
    fix(rule, height=28)
    rule.setFrameShape(QFrame.Shape.NoFrame)
    rule.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_role(rule, "rule")
    return rule
