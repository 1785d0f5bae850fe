"""The window with the hardest examples: sorted by loss, live, and which labels may be mistakes.

A row that is chosen is ringed on the plane. While the window is closed nothing is computed for it.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QTableView, QVBoxLayout, QWidget

from engine.label_errors import ENOUGH
from playground.frames import Frame
from playground.frames.examples import Hardest
from playground.hardest.rows import ExampleRows, MarkPainter
from playground.lettering import font, px
from playground.presence import WaitingVeil
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.labeled_field import label
from playground.widgets.plot_numbers import number
from playground.widgets.row import row
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed, describe, set_role

SIZE = (720, 560)
SLOW = 1.0  # seconds; a list older than this says so
WHICH = (
    ("all", "All", "The examples with the largest losses, whatever the reason."),
    ("doubtful", "May be mislabelled", "Only those whose label the network contradicts with confidence."),
)
RULE = (
    "A label is in doubt where the network gives another class a higher p than it gives that class on "
    f"average on the dev examples labelled so (on train examples where a class has fewer than {ENOUGH}). "
    "Wrong labels that were learned by heart are overlooked in the training part. Source: Northcutt 2021."
)
NONE_FLIPPED = (
    "No label is a mistake: these data are generated, and none is flipped. A large loss is the network's own "
    "or that of an example among those of another class."
)
UNSURE = "Whether labels are wrong cannot be told before the network gets most of them right."


class HardestWindow(Themed, QDialog):
    """Non-modal, beside the main window. `look_at` rings an example, or none."""

    def __init__(
        self,
        session: Session,
        themes: ThemeController,
        look_at: Callable[[int | None], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Hardest examples")
        self.resize(px(SIZE[0]), px(SIZE[1]))
        self._session, self._themes, self._look_at = session, themes, look_at
        self._frame: Frame | None = None
        self._shown: Hardest | None = None
        self._filling = False
        self._build()
        self.set_theme(themes.theme)
        themes.changed.connect(self.set_theme)
        session.frame_ready.connect(self.show_frame)
        session.show(hardest=True)
        self.veil = WaitingVeil(self, session, themes)

    def _build(self) -> None:
        self.summary, self.findings = label("", "heading", "body", 600), label("", "sentence")
        self.rule = label(RULE)
        for text in (self.findings, self.rule):
            text.setWordWrap(True)
        self.which = Segmented("Which examples", WHICH)
        self.which.chosen.connect(self._fill)
        self.model = ExampleRows(self)
        self.table = self._make_table()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 14)
        lines.setSpacing(8)
        lines.addLayout(row(self.summary, None, self.which))
        lines.addWidget(self.findings)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.rule)
        self.table.setFocus()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        set_role(table, "ranking")  # before its header is made to look like something else
        table.setModel(self.model)
        table.setItemDelegateForColumn(0, MarkPainter(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(26))
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setHighlightSections(False)
        table.setFont(font("body"))
        describe(table, "Hardest examples", "Choose a row: its point is ringed on the plane (Up, Down).")
        table.selectionModel().selectionChanged.connect(self._choose)
        return table

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """The list of a frame, if it is another one, and the row of the example that is looked at."""
        self._frame = frame
        if frame.hardest is not None and frame.hardest is not self._shown:
            self._shown = frame.hardest
            self._fill()
            self._tell(frame.hardest)
        self._mark(frame.view.example)

    def _fill(self, *_: object) -> None:
        found, frame = self._shown, self._frame
        if found is None or frame is None:
            return
        doubtful = self.which.current == "doubtful" and found.n_flipped != 0
        rows, suggested = (
            (found.doubtful, found.doubtful_suggested) if doubtful else (found.rows, found.suggested)
        )
        before = self.model.rowCount()
        self._filling = True
        self.model.show_rows(frame.scene.dataset, rows, suggested)
        self._filling = False
        if not before:
            self.table.resizeColumnsToContents()  # later it would jump about with every frame
        self._mark(frame.view.example)

    def _mark(self, place: int | None) -> None:
        """Select the row of an example, wherever it has come to stand; the list does not scroll for it."""
        index = self.model.index(self.model.row_of(place), 0)
        if index.row() == self.selected_row:
            return
        self._filling = True
        self.table.setAutoScroll(False)
        if index.isValid():
            self.table.setCurrentIndex(index)
        else:
            self.table.selectionModel().clear()
        self.table.setAutoScroll(True)
        self._filling = False

    def _tell(self, found: Hardest) -> None:
        """What the list is, and how many labels are in doubt."""
        m = number(found.m, 0)
        listed = f"The {number(len(found.rows), 0)} of {m} train and dev examples with the largest loss"
        slow = f", every {number(found.seconds, 0)} s" if found.seconds > SLOW else ""
        self.summary.setText(listed + slow)
        self.findings.setText(findings_of(found))
        is_asked = len(found.doubts.thresholds) > 0 and found.n_flipped != 0
        self.which.setVisible(is_asked)
        self.rule.setVisible(is_asked)

    def retheme(self) -> None:
        """The markers have other colours."""
        self.model.set_theme(self.theme)
        self.table.viewport().update()

    # What the user does

    @property
    def selected_row(self) -> int:
        """The chosen row, -1 for none."""
        return next((index.row() for index in self.table.selectionModel().selectedRows()), -1)

    def _choose(self, *_: object) -> None:
        place = self.model.place(self.selected_row)
        if not self._filling and place is not None:
            self._look_at(place)

    def done(self, result: int) -> None:
        """Every way of closing comes here: from now on frames come without the list."""
        self._session.frame_ready.disconnect(self.show_frame)
        self._themes.changed.disconnect(self.set_theme)
        self._session.show(hardest=False)
        super().done(result)


def findings_of(found: Hardest) -> str:
    """How many labels may be mistakes, and of flipped ones how many that catches."""
    if not len(found.doubts.thresholds):
        return "Sorted by loss; of numbers to predict no label can be in doubt."
    if found.n_flipped == 0:
        return NONE_FLIPPED
    if not found.doubts.is_judged:
        return UNSURE
    words = {0: "No label seems to be a mistake.", 1: "1 label may be a mistake."}
    told = words.get(found.n_doubtful, f"{number(found.n_doubtful, 0)} labels may be mistakes.")
    if found.n_flipped is None:
        return told
    return (
        f"{told} Of the {number(found.n_flipped, 0)} labels that the generator flipped, "
        f"{number(found.n_caught or 0, 0)} are among them."
    )


def show_hardest(
    parent: QWidget, session: Session, themes: ThemeController, look_at: Callable[[int | None], object]
) -> None:
    """Open the window, or bring the one that is open to the front."""
    window = parent.findChild(HardestWindow)
    if window is None:
        window = HardestWindow(session, themes, look_at, parent)
    window.show()
    window.raise_()
    window.activateWindow()
