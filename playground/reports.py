"""What the engine finds out about the weights on the screen, in the words of the shell commands, in a dialog.

A thread computes on a Trainer of its own, made from a frame, so that neither window nor training wait for it.
"""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from engine.diagnostics import diagnose
from engine.errors import EngineError
from engine.race import race_loops
from engine.trainer import Trainer
from playground.checking import checked, trainer_of
from playground.commands import check, graph, race
from playground.commands import diagnose as diagnosis
from playground.frames import Frame
from playground.lettering import font, px
from playground.widgets.themed import describe, set_role

log = logging.getLogger(__name__)

POLL_MS = 20
SMALLEST, LARGEST = (560, 240), (1120, 680)
COMPUTING = "Computing…"

_turn = Lock()  # one computation at a time: a race is timed


class Report(msgspec.Struct, frozen=True):
    """One kind of report: its title, and how its text is made of a trainer."""

    title: str
    write: Callable[[Trainer], str]


def _check(trainer: Trainer) -> str:
    text = check.table(checked(trainer))
    return f"Dropout was switched off for this check.\n{text}" if trainer.network.drops else text


def _race(trainer: Trainer) -> str:
    return race.table(race_loops(trainer))


def _diagnose(trainer: Trainer) -> str:
    text = diagnosis.table(diagnose(trainer))
    if not trainer.experiment.optimizer.n_moments:
        return text
    return f"The update is that of a first step: the optimiser's moments were set to 0 for it.\n{text}"


def _graph(trainer: Trainer) -> str:
    """Of the first training example, as by the shell command."""
    return graph.table(graph.nodes_of(trainer))


REPORTS = {
    "check": Report("Gradient check", _check),
    "race": Report("Loops against matrices", _race),
    "diagnose": Report("Diagnosis of the network", _diagnose),
    "graph": Report("Computation graph", _graph),
}


class Computation:
    """Writes a report in a thread; `text` is None until it is there. Abandoned before its turn it ends."""

    def __init__(self, report: Report, frame: Frame) -> None:
        self.text: str | None = None
        self._report, self._frame = report, frame
        self._abandoned = Event()
        Thread(target=self._run, name="report", daemon=True).start()

    def abandon(self) -> None:
        """Nobody waits for the text any more."""
        self._abandoned.set()

    def _run(self) -> None:
        with _turn:
            if not self._abandoned.is_set():
                self.text = self._written()

    def _written(self) -> str:
        try:
            return self._report.write(trainer_of(self._frame))
        except EngineError as error:
            return str(error)
        except Exception as error:
            log.exception("A report failed.")
            return f"Something went wrong, and your work is safe: {str(error) or type(error).__name__}"


class ReportDialog(QDialog):
    """Shows one report as soon as it is computed. `copy_button` puts its text on the clipboard."""

    def __init__(self, report: Report, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{report.title}, epoch {frame.epoch}")
        self._build()
        self.resize(px(SMALLEST[0]), px(SMALLEST[1]))
        self._computation = Computation(report, frame)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _build(self) -> None:
        self.page = _page()
        self.copy_button, self.close_button = QPushButton("Copy"), QPushButton("Close")
        describe(self.copy_button, "Copy", "Puts the whole text on the clipboard.")
        describe(self.close_button, "Close", "Closes this window; nothing is changed.")
        self.copy_button.setEnabled(False)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close)
        self.close_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.close_button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(12)
        lines.addWidget(self.page)
        lines.addLayout(buttons)
        self.close_button.setFocus()

    def _look(self) -> None:
        """Whether the text is there: then show all of it, as far as the screen allows, and say so."""
        text = self._computation.text
        if text is None:
            return
        self._timer.stop()
        self.page.setPlainText(text)
        self.copy_button.setEnabled(True)
        self._fit(text.split("\n"))
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, f"{self.windowTitle()}: {text.splitlines()[-1]}")
        )

    def _fit(self, lines: list[str]) -> None:
        metrics = self.page.fontMetrics()
        width = max(map(metrics.horizontalAdvance, lines)) + 96
        height = len(lines) * metrics.lineSpacing() + 120
        screen = self.screen().availableGeometry()
        most_wide, most_high = max(LARGEST[0], screen.width() - 80), max(LARGEST[1], screen.height() - 80)
        self.resize(
            min(max(width, px(SMALLEST[0])), px(LARGEST[0]), most_wide),
            min(max(height, px(SMALLEST[1])), px(LARGEST[1]), most_high),
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.page.toPlainText())
        self.copy_button.setText("Copied")

    def done(self, result: int) -> None:
        """Every way of closing comes here; a computation that has begun ends by itself, unheard."""
        self._timer.stop()
        self._computation.abandon()
        super().done(result)


def _page() -> QPlainTextEdit:
    """Columns that can be read, selected by mouse and keyboard, and copied; long lines scroll."""
    page = QPlainTextEdit(COMPUTING)
    page.setReadOnly(True)
    page.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    page.setTabChangesFocus(True)
    page.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    page.setFont(font("label", mono=True))
    page.document().setDocumentMargin(10)
    set_role(page, "report")
    describe(page, "Report", "The numbers as the shell command prints them.")
    return page


def show_report(parent: QWidget, name: str, frame: Frame | None) -> None:
    """Open the report of that name on the weights that are shown; the window stays usable beside it."""
    if frame is not None:
        ReportDialog(REPORTS[name], frame, parent).show()
