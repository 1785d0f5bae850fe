"""The main window only composes: edits go to the Document, commands to the Session, frames to the panels."""

from PySide6.QtGui import QCloseEvent, QDrag, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from engine.advice import advise
from engine.experiment import Experiment
from engine.presets import Preset
from playground.actions import REPORTS, make_actions
from playground.bottom import Bottom
from playground.canvas.panel import NetworkPanel
from playground.centre import Centre
from playground.changes import changes
from playground.document import Document
from playground.explaining import Explaining
from playground.first_steps import FirstSteps
from playground.frames import Frame, Scene
from playground.handlers import make_handlers
from playground.importing.drop import DropWindow
from playground.importing.importer import Importer
from playground.inspection import bind_buttons
from playground.lettering import PERCENTS, px, scale
from playground.menus import Menus
from playground.messages import Messages
from playground.output_commands import bind_output
from playground.panels.cost import CostPanel
from playground.panels.data import DataPanel
from playground.panels.layers import LayersPanel
from playground.panels.output import OutputPanel
from playground.panels.run_bar import RunBar
from playground.projects import Projects
from playground.regions import move_focus
from playground.rota import Part, Rota
from playground.seal import Seal
from playground.session import Session
from playground.side import Docks, RightSide, Side
from playground.status import Status
from playground.text_size import TextSize
from playground.theme import Theme, ThemeController
from playground.widgets.banner import Banner
from playground.widgets.popover import Popover
from playground.wiring import connect_parts

NARROW, LOW, LOW_INSPECTOR = 1200, 790, 800
SMALLEST = (1100, 700)
EYE = (
    "show_output",
    "show_weights",
    "show_gradients",
    "masks",
    "zoom_in",
    "zoom_out",
    "morph",
    "network_list",
)
# Seconds, a little less than five, six and twelve frames.
COST_EVERY, NUMBERS_EVERY, FILM_EVERY = 0.16, 0.195, 0.395
HINT = "Space plays and pauses · Right: one mini-batch · A adds a layer"


class MainWindow(DropWindow):
    """Everything a person sees. `themes` applies colours, `sizes` the size of type, the Session trains."""

    def __init__(self, themes: ThemeController, sizes: TextSize, experiment: Experiment) -> None:
        super().__init__()
        self.themes, self.sizes = themes, sizes
        self.document = Document(experiment, self)
        self.session = Session(self.document, self)
        self._started = False
        self._scene: Scene | None = None
        self._experiment_shown: Experiment | None = None
        self._lineage: object = None
        self._origin = experiment.data.origin
        self._build(experiment)
        self._rota = Rota(
            (
                Part(self.cost.show_frame, COST_EVERY),
                Part(self._show_numbers, NUMBERS_EVERY),
                Part(self.timeline.show_frame, FILM_EVERY),
            ),
            self,
        )
        self._connect()
        self.seal, self.explaining = Seal(self), Explaining(self)
        self.setWindowTitle("Neural Playground")
        self.setMinimumSize(*SMALLEST)
        self.resize(1440, 900)
        self._show_experiment(experiment)
        self._set_theme(themes.theme)
        self._fit_type()
        self.first_steps = FirstSteps(self)
        self._select()

    # Composition

    def _build(self, experiment: Experiment) -> None:
        self.network = NetworkPanel(self.themes.theme, experiment, self)
        self.data, self.layers = DataPanel(self), LayersPanel(self)
        self.output, self.cost = OutputPanel(self), CostPanel(self)
        self.docks = Docks(self)
        self.bottom = Bottom(self.docks.bottom)
        self.timeline = self.bottom.timeline
        self.commands = make_actions(self, make_handlers(self))
        bind_buttons(self)
        bind_output(self)
        self.run_bar = RunBar(self.commands, self)
        self.menus = Menus(self.commands, self.document.history, self)
        self.status = Status(self)
        self.banner = Banner(self)
        self.network.messages.addWidget(self.banner)
        self.messages = Messages(self.banner, self.document, self.session)
        self.setMenuBar(self.menus)
        self.setStatusBar(self.status)
        self.centre = Centre(self.network, self)
        self.setCentralWidget(self.centre)
        shown = [self.commands[name] for name in EYE]
        self.network.heading.set_actions(shown, self.commands["fit"], self.commands["natural_size"])
        for card in (self.run_bar.popover, self.network.card):
            card.addActions([self.commands[name] for name in ("undo", "redo", "play")])
        self._add_run_bar()
        self.side = Side([self.data, self.layers], self.docks.left)
        self.network.canvas.pressed.connect(self.side.close_overlay)
        self.right = RightSide([self.output, self.cost], self.cost, self.docks.right)
        self.run_bar.popover.beside = self.layers.popover.beside = self.right  # the result stays in view
        self.docks.fill(self.side, self.right, self.bottom)
        self.importer, self.projects = Importer(self), Projects(self)

    def _add_run_bar(self) -> None:
        bar = self.addToolBar("Run bar")
        bar.setMovable(False)
        bar.toggleViewAction().setVisible(False)
        bar.addWidget(self.run_bar)

    def _connect(self) -> None:
        connect_parts(self)
        self.layers.started.connect(self._begin_preset)
        self.bottom.opened.connect(self._fit_bottom)
        self.network.canvas.selection_changed.connect(self._select)
        self.menus.theme_flipped.connect(self._flip_theme)
        self.menus.text_size_chosen.connect(self._set_text_size)
        self.sizes.changed.connect(self._fit_type)
        self.themes.changed.connect(self._set_theme)
        self.document.changed.connect(self._show_experiment)
        self.document.history.undoTextChanged.connect(self._name_undo)
        self.document.changed.connect(self._mark)
        self.session.frame_ready.connect(self._show_frame)
        self.session.running_changed.connect(self._set_running)
        self._enable_reports(False)

    def _enable_reports(self, possible: bool) -> None:
        for name in REPORTS:
            self.commands[name].setEnabled(possible)

    def next_region(self) -> None:
        """The focus goes to the next part of the window."""
        self.side.open_overlay()
        move_focus(self._regions(), 1)

    def last_region(self) -> None:
        """The focus goes to the part before."""
        self.side.open_overlay()
        move_focus(self._regions(), -1)

    def _regions(self) -> list[QWidget]:
        return [
            self.run_bar,
            self.side.panels,
            *self.centre.regions,
            *self.bottom.regions,
            *self.right.regions,
        ]

    def open_presets(self) -> None:
        """The list of presets, also where the palette is folded away."""
        self.side.open_overlay()
        self.layers.open_presets()

    def _begin_preset(self, preset: Preset) -> None:
        """A preset has replaced everything: it begins with its own first weights, and says what to see."""
        self.network.canvas.select(None)
        self.side.close_overlay()
        self.messages.show_preset(preset)

    # What is shown

    def _show_experiment(self, experiment: Experiment) -> None:
        """The document has another experiment: everything that shows a decision shows this one."""
        for panel in (self.run_bar, self.data, self.network, self.status):
            panel.show_experiment(experiment)
        self._advise(experiment)
        self._select()
        source = experiment.data.origin
        if source != self._origin:
            self._origin = source
            self.session.show(axes=None, pca=None, held=())  # the plane of other columns means nothing here

    def _advise(self, experiment: Experiment) -> None:
        """Say what of the design cannot work or hardly learns; of tables once their data are known."""
        frame = self.session.frame
        known = frame is not None and frame.experiment.data == experiment.data
        advice = advise(experiment, frame.scene.dataset if frame is not None and known else None)
        self.network.show_advice(advice)
        self.commands["advice"].setEnabled(bool(advice))

    def _mark(self, experiment: Experiment) -> None:
        """Leave a mark on the cost curve where a hyperparameter was changed while it learned."""
        frame = self.session.frame
        if frame is None or frame.epoch == 0:
            return
        for text in changes(frame.experiment, experiment):
            self.cost.mark(frame.epoch, text, frame.iteration)
            self.timeline.mark(frame.epoch, text)

    def _show_frame(self, frame: Frame) -> None:
        if frame.scene is not self._scene:
            self._scene = frame.scene
            self._advise(frame.experiment)
        only_weights = frame.experiment is self._experiment_shown
        self._experiment_shown = frame.experiment
        self.network.show_frame(frame)
        self.output.show_pictures(frame)
        self.bottom.show_frame(frame)
        self.status.show_frame(frame)
        self._rota.show(frame, moving=self.session.running and only_weights)
        self._enable_reports(True)
        if frame.lineage is not self._lineage:
            self._lineage = frame.lineage
            self.cost.clear_marks()
            self.timeline.clear_marks()

    def catch_up(self) -> None:
        """Every panel shows the last frame now, before a picture is taken."""
        self._rota.catch_up()

    def _show_numbers(self, frame: Frame) -> None:
        """What is read in passing."""
        self.run_bar.show_frame(frame)
        self.output.show_numbers(frame)
        self.data.show_frame(frame)

    def _set_running(self, running: bool) -> None:
        self.run_bar.set_running(running)
        self.commands["play"].setText("Pause" if running else "Play")
        self.status.set_running(running)

    def _set_theme(self, theme: Theme) -> None:
        for part in (
            self.run_bar,
            self.network,
            self.side,
            self.data,
            self.layers,
            self.right,
            self.bottom,
            self.status,
            self.banner,
        ):
            part.set_theme(theme)
        self.menus.show_theme(theme, self.themes.choice)

    def _set_text_size(self, percent: int) -> None:
        self.sizes.set_percent(percent, self.themes.theme)

    def toggle_projector(self) -> None:
        """Everything large, or as usual."""
        self._set_text_size(PERCENTS[0] if self.sizes.percent == PERCENTS[-1] else PERCENTS[-1])

    def _fit_type(self, *_: object) -> None:
        """Larger type needs wider docks; the network is drawn larger as a whole."""
        self.network.canvas.set_type_scale(scale())
        self.commands["projector"].setChecked(self.sizes.percent == PERCENTS[-1])
        self.menus.show_theme(self.themes.theme, self.themes.choice)
        self._collapse()
        self.docks.fit_type()

    def _flip_theme(self) -> None:
        self.themes.set_choice("light" if self.themes.theme.is_dark else "dark")

    def _select(self, *_: object) -> None:
        """Commands on a layer are there while one is selected."""
        column, last = self.network.canvas.selection.column, len(self.document.experiment.layers) + 1
        self.menus.show_selection(column, last)
        self.bottom.show_layer(column)
        selected = bool(self.network.canvas.selected_layer)
        keys = "+ and − units · I settings · Shift+A activation · Alt+Left/Right move" if selected else HINT
        self.status.set_usual_hint(self.centre.keys or keys)

    def show_keys(self) -> None:
        """Say what the keys do now."""
        self._select()

    def _name_undo(self, text: str) -> None:
        if text and not self.centre.keys:
            self.status.hint(f"Ctrl+Z undoes “{text}”")

    # Opening and closing

    def showEvent(self, event: QShowEvent) -> None:
        """The worker starts with the first showing."""
        if not self._started:
            self._started = True
            self.session.start()
            self.projects.recovery.offer()
        super().showEvent(event)

    def shut_down(self) -> bool:
        """Stop timer and thread; whether the thread has left in time."""
        stopped = not self._started or self.session.close()
        self._started = False
        return stopped

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._collapse():
            self.docks.restore_widths()

    def _collapse(self) -> bool:
        """A narrow window folds the left side, a low one makes the output smaller; whether it folded anew.

        With larger type it does so as if it were so many times smaller.
        """
        self.output.set_low(self.height() < px(LOW), max(0, SMALLEST[1] - round(self.height() / scale())))
        self.network.set_low(self.height() < px(LOW_INSPECTOR) or bool(self.bottom.open_panel))
        narrow = self.width() < px(NARROW)
        changed = narrow != self.side.folded
        self.side.set_folded(narrow)
        return changed

    def _fit_bottom(self, _open: bool) -> None:
        """A panel below takes the room of the inspector, which is a card then."""
        self._collapse()
        self.docks.fit_bottom()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.projects.may_leave():
            event.ignore()
            return
        self.projects.close()
        if self.layers.dragging:
            QDrag.cancel()  # the loop of a drag does not end by itself once its window is gone
        self.centre.show_network()
        for card in self.findChildren(Popover):
            card.hide()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.shut_down()
        super().closeEvent(event)
