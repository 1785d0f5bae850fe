"""The window on normalisation: the scale of every feature, and two pictures of a cost, before and after.

Everything is computed in a thread of its own from the data of the present design.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QTableView, QVBoxLayout, QWidget

from engine.cost_surface import STEPS, Comparison, FeatureScale, check, compare, scales
from engine.errors import DataError
from engine.problem import Problem
from playground.calculation import Calculation, Progress
from playground.frames import Frame
from playground.lettering import font, px
from playground.normalisation.picture import Drawing, SurfacePlot, drawing_of
from playground.normalisation.table import ScaleTable
from playground.normalisation.words import conclusion_of, feature_name, sentence, words_of
from playground.panels.output.example_words import class_text
from playground.presence import WaitingVeil
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.row import row
from playground.widgets.themed import Themed, announce, describe, set_role

SIZE = (780, 720)
TABLE_ROWS = 5
STEP_CHOICES = (5, 10, 25, 50, 100)
ABOUT = "x := (x − μ) / σ, with μ and σ of the training part alone; dev, test and later inputs take the same."
ON = "The inputs of this network are normalised."
OFF = "The inputs of this network are raw: normalisation is off."
FEATURE_TIP = "One of the two features whose weights span the pictures."
CLASS_TIP = "The class that the unit tells from all others."
STEPS_TIP = "More steps: both ways come nearer to the lowest point. See how many the valley needs."

Found = tuple[FeatureScale, Comparison | None, tuple[Drawing, Drawing] | None, str]


class NormalisationWindow(Themed, QDialog):
    """Non-modal, beside the main window; it follows the data and the features of the design."""

    def __init__(self, session: Session, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Normalisation")
        self.resize(px(SIZE[0]), px(SIZE[1]))
        self._session, self._themes = session, themes
        self._problem: Problem | None = None
        self.comparison: Comparison | None = None
        self.calculation = Calculation(self)
        self._build()
        self._lay_out()
        self._connect()
        self.set_theme(themes.theme)
        if session.frame is not None:
            self.show_frame(session.frame)
        self.veil = WaitingVeil(self, session, themes)

    def _build(self) -> None:
        self.state, self.about = label("", "heading", "body", 600), label(ABOUT, "sentence")
        self.model = ScaleTable(self)
        self.table = self._make_table()
        self.first = Choice("First feature", [], FEATURE_TIP)
        self.second = Choice("Second feature", [], FEATURE_TIP)
        self.target = Choice("Class", [], CLASS_TIP)
        self.steps = Choice("Steps", [(str(n), n) for n in STEP_CHOICES], STEPS_TIP)
        self.steps.set_current(STEPS)
        self.raw, self.normalised = SurfacePlot("Raw inputs"), SurfacePlot("Normalised inputs")
        self.raw_words, self.normalised_words = label("", "sentence"), label("", "sentence")
        self.conclusion = label("", "heading", "body", 500)
        for text in (self.about, self.raw_words, self.normalised_words, self.conclusion):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        set_role(table, "ranking")  # before its header is made to look like something else
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(26))
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultSectionSize(px(140))
        table.setFont(font("body"))
        describe(table, "Scale of the features", "μ and σ of every feature, and what is left after them.")
        return table

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 14)
        lines.setSpacing(8)
        for widget in (self.state, self.about, self.table):
            lines.addWidget(widget)
        names = ("w₁ belongs to", "w₂ belongs to", "The unit tells", "Steps")
        controls = (self.first, self.second, self.target, self.steps)
        self.fields = [LabeledField(name, control) for name, control in zip(names, controls, strict=True)]
        lines.addLayout(row(*self.fields, None))
        self.pictures = QWidget()
        pair = row(self._column("Before: raw inputs", self.raw, self.raw_words))
        pair.addWidget(self._column("After: normalised inputs", self.normalised, self.normalised_words))
        pair.setSpacing(16)
        self.pictures.setLayout(pair)
        lines.addWidget(self.pictures, 1)
        lines.addWidget(self.conclusion)

    def _column(self, title: str, plot: SurfacePlot, words: QWidget) -> QWidget:
        column = QWidget()
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(label(title, "heading", "body", 600))
        lines.addWidget(plot, 1)
        lines.addWidget(words)
        words.setMinimumHeight(px(34))
        return column

    def _connect(self) -> None:
        for choice in (self.first, self.second, self.target, self.steps):
            choice.chosen.connect(self._compute)
        self.calculation.came.connect(self._show_found)
        self.calculation.ended.connect(self._show_failure)
        self._themes.changed.connect(self.set_theme)
        self._session.frame_ready.connect(self.show_frame)

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """Nothing, while data, parts and features are the same."""
        before, self._problem = self._problem, frame.problem
        if before is frame.problem:
            return
        self.state.setText(ON if frame.experiment.normalize else OFF)
        if before is None or _key(before) != _key(frame.problem):
            self._offer(frame.problem)
            self._compute()

    def _offer(self, problem: Problem) -> None:
        """The features and classes of these data to choose from."""
        data, features = problem.dataset, problem.experiment.features
        for choice, wanted in ((self.first, 0), (self.second, 1)):
            choice.clear()
            for i, name in enumerate(features):
                choice.addItem(feature_name(name, data), i)
            choice.set_current(min(wanted, len(features) - 1))
        self.target.clear()
        for c in range(data.n_classes):
            self.target.addItem(class_text(data, c), c)
        self.target.set_current(1)
        self.fields[2].setVisible(data.n_classes > 2)

    def _compute(self, *_: object) -> None:
        problem = self._problem
        if problem is None:
            return
        features = (self.first.currentData(), self.second.currentData())
        target, steps = self.target.currentData() or 0, self.steps.currentData()

        def work(progress: Progress) -> Iterator[Found]:
            """In the thread: the table, and the pictures where they make sense."""
            scale = scales(problem)
            progress(0.1)
            try:
                check(problem, features)
                found = compare(problem, features, target, steps)
            except DataError as error:
                yield scale, None, None, str(error)
                return
            progress(0.8)
            yield scale, found, (drawing_of(found.raw), drawing_of(found.normalised)), ""

        self.calculation.start(work)

    def _show_found(self, found: Found) -> None:
        scale, self.comparison, drawings, why_not = found
        if self._problem is None:
            return
        data = self._problem.dataset
        self.model.show_scale(scale, tuple(feature_name(name, data) for name in scale.names))
        rows = min(self.model.rowCount(), TABLE_ROWS) + 1
        self.table.setFixedHeight(rows * px(26) + px(8))
        self.pictures.setVisible(drawings is not None)
        for field in self.fields[:2]:
            field.setVisible(drawings is not None or self.model.rowCount() > 1)
        if drawings is None or self.comparison is None:
            self.conclusion.setText(why_not)
            return
        for plot, words, drawing in zip(
            (self.raw, self.normalised), (self.raw_words, self.normalised_words), drawings, strict=True
        ):
            plot.show_drawing(drawing)
            words.setText(sentence(words_of(drawing.bowl)))
        self.conclusion.setText(conclusion_of(self.comparison))
        announce(self, self.conclusion.text())

    def _show_failure(self, failure: str) -> None:
        if failure:
            self.conclusion.setText(failure)

    def retheme(self) -> None:
        """The pictures have other colours."""
        for plot in (self.raw, self.normalised):
            plot.set_theme(self.theme)

    def done(self, result: int) -> None:
        """Every way of closing comes here."""
        self.calculation.stop()
        self._session.frame_ready.disconnect(self.show_frame)
        self._themes.changed.disconnect(self.set_theme)
        super().done(result)


def _key(problem: Problem) -> tuple[object, ...]:
    """What the tables and pictures depend on."""
    return id(problem.dataset), problem.experiment.features, problem.codes.tobytes()


def show_normalisation(parent: QWidget, session: Session, themes: ThemeController) -> None:
    """Open the window, or bring the one that is open to the front."""
    window = parent.findChild(NormalisationWindow)
    if window is None:
        window = NormalisationWindow(session, themes, parent)
    window.show()
    window.raise_()
    window.activateWindow()
