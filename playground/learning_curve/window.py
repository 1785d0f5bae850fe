"""The window of the learning curve: what is to be traced, the picture that grows, and what follows from it.

It trains copies in a thread of its own, while the training in the main window goes on.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from engine.experiment import Experiment
from engine.learning_curve import EPOCHS, SIZES, CurvePlan, LearningCurve, conclusion, empty, plan, trace
from engine.problem import Problem
from playground.calculation import Calculation, Progress
from playground.learning_curve.plot import DASH, CurvePlot
from playground.lettering import px
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.buttons import TextButton
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.number_field import NumberField
from playground.widgets.plot_legend import Legend, Sign
from playground.widgets.plot_numbers import number
from playground.widgets.row import row
from playground.widgets.scales import Limits
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed, announce, describe

SIZE = (640, 620)
COUNTS = (4, 6, 8, 12, 16)
MOST_EPOCHS = 10_000
EPOCHS_TIP = (
    "Every copy is trained for as many iterations as the whole training part takes for these epochs, so that "
    "small parts are trained as long as large ones."
)
SPACINGS = (
    ("log", "same factor", "From size to size m grows by the same factor: small parts are told apart."),
    ("linear", "same step", "From size to size m grows by the same number of examples."),
)
START_TIP = (
    "Trains fresh copies of the network on more and more examples; the training in the window goes on."
)
CANCEL_TIP = "Ends the tracing; the points so far stay."
COPY_TIP = "Puts the points on the clipboard as CSV, for a spreadsheet."
NOT_YET = "The data are still being loaded. Press Start once the output shows them."
STALE = "The design has changed since this curve was traced. Start again to see the new one."


class LearningCurveWindow(Themed, QDialog):
    """Non-modal, beside the main window; it begins at once."""

    def __init__(self, session: Session, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Learning curve")
        self.resize(px(SIZE[0]), px(SIZE[1]))
        self._session, self._themes = session, themes
        self.curve: LearningCurve | None = None
        self._traced: Experiment | None = None
        self._planned: CurvePlan | None = None
        self._at: int | None = None
        self._is_log = True
        self.calculation = Calculation(self)
        self._build()
        self._lay_out()
        self._connect()
        self.set_theme(themes.theme)
        self.start()

    def _build(self) -> None:
        limits = Limits("Epochs", 1, MOST_EPOCHS, whole=True)
        self.epochs = NumberField(limits, lambda value: number(value, 0), EPOCHS_TIP)
        self.epochs.set_value(EPOCHS)
        self.count = Choice("Sizes", [(str(n), n) for n in COUNTS], "How many points the curve has.")
        self.count.set_current(SIZES)
        self.spacing = Segmented("Spacing of the sizes", SPACINGS)
        self.button = TextButton("Start", START_TIP, primary=True)
        self.copy_button = TextButton("Copy as CSV", COPY_TIP)
        self.close_button = TextButton("Close", "Closes this window; a tracing that runs is ended.")
        self.legend, self.read_out = Legend(), label("", "sentence")
        self.plot = CurvePlot(self._themes.theme)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(6))
        describe(self.bar, "Progress", "How much of the tracing is done.")
        self.conclusion, self.note = label("", "heading", "body", 500), label("", "hint")
        for text in (self.conclusion, self.note):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.conclusion.setMinimumHeight(px(52))
        self.note.setMinimumHeight(px(34))

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 14)
        lines.setSpacing(8)
        fields = (LabeledField("Epochs", self.epochs), LabeledField("Sizes", self.count))
        top = row(*fields, LabeledField("Sizes grow by", self.spacing), None, self.button)
        top.setAlignment(self.button, Qt.AlignmentFlag.AlignBottom)
        lines.addLayout(top)
        lines.addWidget(self.bar)
        self.read_out.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.read_out.setMinimumWidth(px(260))
        lines.addLayout(row(self.legend, self.read_out))
        lines.addWidget(self.plot, 1)
        lines.addWidget(self.conclusion)
        lines.addWidget(self.note)
        lines.addLayout(row(None, self.copy_button, self.close_button))

    def _connect(self) -> None:
        self.button.clicked.connect(self.toggle)
        self.copy_button.clicked.connect(self.copy)
        self.close_button.clicked.connect(self.close)
        self.plot.hovered.connect(self._point_at)
        self.plot.left.connect(self._point_away)
        self.calculation.came.connect(self._take)
        self.calculation.progressed.connect(self._show_share)
        self.calculation.ended.connect(self._end)
        self._themes.changed.connect(self.set_theme)
        self._session.document.changed.connect(self._notice)

    # What it does

    def toggle(self) -> None:
        """Start, or end what runs."""
        self.cancel() if self.calculation.is_running else self.start()

    def start(self) -> None:
        """Trace the curve of the present design."""
        frame = self._session.frame
        if frame is None:
            self.note.setText(NOT_YET)
            return
        experiment, problem = self._session.document.experiment, frame.problem
        self._traced, self.curve, self._planned = experiment, None, None
        epochs, count, spacing = round(self.epochs.value), self.count.currentData(), self.spacing.current
        self._is_log, self._at = spacing == "log", None

        def work(progress: Progress) -> Iterator[object]:
            """In the thread: first what is planned, then the curve with ever more points."""
            present: Problem = problem.for_experiment(experiment)
            planned = plan(present, epochs, count, "log" if spacing == "log" else "linear")
            yield planned, empty(present, planned)
            for curve in trace(present, planned, progress):
                yield planned, curve

        self.conclusion.setText("")
        self.note.setText(f"Tracing: {number(count, 0)} copies are trained, one after another.")
        self.calculation.start(work)
        self._show_state()

    def cancel(self) -> None:
        """End the tracing; what there is of the curve stays."""
        self.calculation.stop()
        self._end("", cancelled=True)

    def copy(self) -> None:
        """The points so far on the clipboard, as the shell writes them."""
        from playground.commands.learning_curve import csv_text

        if self.curve is not None:
            QGuiApplication.clipboard().setText(csv_text(self.curve))
            self.copy_button.setText("Copied")

    # What is shown

    def _take(self, result: tuple[CurvePlan, LearningCurve]) -> None:
        self._planned, self.curve = result
        self.copy_button.setText("Copy as CSV")
        self._draw()
        self._show_state()

    def _draw(self) -> None:
        if self.curve is not None and self._planned is not None:
            self.plot.show_curve(self.curve, self._planned.sizes, self._is_log)
            self.conclusion.setText(conclusion(self.curve) if not self.calculation.is_running else "")

    def _show_share(self, share: float) -> None:
        self.bar.setValue(round(100 * share))

    def _end(self, failure: str, cancelled: bool = False) -> None:
        """It is over: the conclusion of all points, or why there is none."""
        points = self.curve.points if self.curve is not None else ()
        whole = self._planned is not None and len(points) == len(self._planned.sizes)
        self.note.setText(failure or (self._facts() if whole else ""))
        if cancelled:
            self.note.setText(f"Ended after {number(len(points), 0)} points. A conclusion needs all of them.")
        elif whole and self.curve is not None:
            self.conclusion.setText(conclusion(self.curve))
            announce(self, self.conclusion.text())
        self._show_state()
        self._notice(self._session.document.experiment)

    def _facts(self) -> str:
        """How the errors were measured."""
        assert self.curve is not None
        what = "misclassified examples" if self.curve.measure == "misclassified" else "1 − R²"
        bad = sum(point.diverged for point in self.curve.points)
        diverged = f" {bad} of the trainings diverged: lower the learning rate." if bad else ""
        return (
            f"Error: {what}. Every copy took {number(self.curve.iterations, 0)} iterations from the same "
            f"first weights and was judged on the same {number(self.curve.dev_examples, 0)} dev examples."
            f"{diverged}"
        )

    def _notice(self, experiment: Experiment) -> None:
        """The curve is that of another design by now."""
        if not self.calculation.is_running and self._traced is not None and experiment != self._traced:
            self.note.setText(STALE)

    def _show_state(self) -> None:
        running = self.calculation.is_running
        self.button.setText("Cancel" if running else "Start")
        describe(self.button, self.button.text(), CANCEL_TIP if running else START_TIP)
        for control in (self.epochs, self.count, self.spacing):
            control.setEnabled(not running)
        self.copy_button.setEnabled(self.curve is not None and bool(self.curve.points))
        if not running:
            self.bar.setValue(0)

    def retheme(self) -> None:
        """The plot and the line samples have other colours."""
        self.plot.set_theme(self.theme)
        dev = Sign("dev", self.theme.dev_curve, pattern=DASH)
        self.legend.set_signs((Sign("train", self.theme.train_curve), dev))

    # Reading the picture

    def _point_at(self, place: float, _height: float) -> None:
        self.read_out.setText(self.plot.read_at(place))

    def _point_away(self) -> None:
        self.read_out.setText(self.plot.read(None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On the plot the arrows go from point to point."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.plot.hasFocus() or self.curve is None or not self.curve.points:
            super().keyPressEvent(event)
            return
        last = len(self.curve.points) - 1
        self._at = (0 if step > 0 else last) if self._at is None else max(0, min(last, self._at + step))
        self.read_out.setText(self.plot.read(self._at))
        announce(self.plot, self.read_out.text())

    def done(self, result: int) -> None:
        """Every way of closing comes here."""
        self.calculation.stop()
        self._session.document.changed.disconnect(self._notice)
        self._themes.changed.disconnect(self.set_theme)
        super().done(result)


def show_learning_curve(parent: QWidget, session: Session, themes: ThemeController) -> None:
    """Open the window, or bring the one that is open to the front."""
    window = parent.findChild(LearningCurveWindow)
    if window is None:
        window = LearningCurveWindow(session, themes, parent)
    window.show()
    window.raise_()
    window.activateWindow()
