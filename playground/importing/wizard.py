"""The wizard for tables, in the right side of the window: file, columns, split. Its end alone changes data.

Whatever it reads is read in a thread. What is chosen is one value, and what that gives is tried out at once,
so that sentences and pictures are about the whole table; a large one is read no sooner than it must be.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from engine.data.preview import Preview
from engine.data.reading import Reading
from engine.data.source import Progress
from playground.importing.choices import Beginning, Choices
from playground.importing.columns_step import ColumnsStep
from playground.importing.draft import column_names, first_draft
from playground.importing.file_step import FileStep
from playground.importing.job import Job, Work
from playground.importing.parts import Notice
from playground.importing.split_step import SplitStep
from playground.importing.steps import Steps
from playground.importing.trial import Origin, Trial, facts, try_out
from playground.widgets.panel_scroll import bring_into_view

FILE, COLUMNS, SPLIT = range(3)
STEPS = ("File", "Columns", "Split")
LARGE = 8 * 2**20  # bytes; larger tables are read whole only when the columns are settled
SETTLE_MS, PATIENCE_MS = 120, 250  # a choice may be followed by another one; what is quick needs no bar
UNREAD = (
    "This table is large, so the whole of it is read with Next; up to here only its first rows are known."
)
STOPPED = "The reading was stopped. Change a column, or press the button below, to read it again."


def _look(origin: Origin, progress: Progress) -> Preview:
    found = origin.look()
    progress(1.0)
    return found


class ImportWizard(Steps):
    """Emits `chosen(Choices)` at its end, `closed()` when it is left, `another_asked()` for another file."""

    chosen = Signal(object)
    closed = Signal()
    another_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.file, self.columns, self.division = FileStep(), ColumnsStep(), SplitStep()
        super().__init__(STEPS, (self.file, self.columns, self.division), parent)
        self._beginning: Beginning | None = None
        self._preview: Preview | None = None
        self._source: Reading | None = None
        self._trial: Trial | None = None
        self._failure = ""
        self._importing = False
        self.job = Job(self)
        self.job.finished.connect(self._finish)
        self.job.failed.connect(self.say_failure)
        self._settle, self._patience = (
            self._timer(SETTLE_MS, self._try),
            self._timer(PATIENCE_MS, self._say_wait),
        )
        self._connect()

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def _connect(self) -> None:
        for button, act in (
            (self.close_button, self.close_wizard),
            (self.cancel_button, self.close_wizard),
            (self.back_button, self._go_back),
            (self.next_button, self._go_on),
            (self.waiting.stop_button, self._stop),
        ):
            button.clicked.connect(act)
        self.file.another_asked.connect(self.another_asked)
        self.file.sheet_chosen.connect(self._choose_sheet)
        self.columns.drafted.connect(self._draft)
        self.job.progressed.connect(self.waiting.show_share)

    # Opening and closing

    def begin(self, beginning: Beginning) -> None:
        """Look at a table, in a thread, and then ask what is what in it."""
        self._stop_reading()
        self._beginning, self._preview, self._source, self._trial = beginning, None, None, None
        self._failure = ""
        origin = beginning.origin
        self.title.setText("Import a table" if beginning.source is None else "Change columns")
        self.setAccessibleName(f"{self.title.text()}: {origin.name}")
        self.card.show_file(origin.name, "", origin.path or "The table that was copied")
        self.file.show_origin(origin)
        self.division.set_choices(beginning.split, beginning.normalize)
        self.division.show_trial(None)
        self.columns.clear_trial()
        self._show_step(FILE)
        self._read(partial(_look, origin))

    def _choose_sheet(self, sheet: str) -> None:
        """Look at another sheet of the same workbook."""
        beginning = self._beginning
        if beginning is not None:
            self.begin(replace(beginning, origin=replace(beginning.origin, sheet=sheet)))

    def close_wizard(self) -> None:
        """Leave it; nothing has been changed."""
        self._stop_reading()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read for a wizard that nobody sees, such as that of a closed window."""
        if not event.spontaneous():
            self._stop_reading()
        super().hideEvent(event)

    @property
    def trial(self) -> Trial | None:
        """What the present choices give; None while that is not known."""
        return self._trial

    def _stop_reading(self) -> None:
        self._settle.stop()
        self._patience.stop()
        self.job.stop()
        self._importing = False
        self.waiting.hide()

    def forget(self) -> None:
        """Let go of examples that may be large; the wizard is not seen any more."""
        self._trial = None
        self.columns.show_trial(None)
        self.division.show_trial(None)

    # Reading

    def _read(self, work: Work) -> None:
        self.job.start(work)
        self._patience.start()

    def _say_wait(self) -> None:
        if self.job.is_running and self._beginning is not None:
            self.waiting.begin(f"Reading {self._beginning.origin.name}")
            self.waiting.show_share(self.job.share)

    def _stop(self) -> None:
        self._stop_reading()
        notice = self.file.notice if self._preview is None else self._notice
        notice.show_sentence(STOPPED, "message")
        self._show_buttons()

    @property
    def _notice(self) -> Notice:
        return self.division.notice if self.rail.current == SPLIT else self.columns.notice

    def _finish(self, result: object) -> None:
        self._patience.stop()
        self.waiting.hide()
        if isinstance(result, Preview):
            self._take_preview(result)
        elif isinstance(result, Trial):
            self._take_trial(result)

    def say_failure(self, sentence: str) -> None:
        """What is wrong with the table or with the choices stands where it can be put right."""
        self._patience.stop()
        self.waiting.hide()
        self._importing, self._failure = False, sentence
        if self._preview is None:
            self.file.notice.show_sentence(sentence, "error")
            if self.cancel_button.hasFocus():
                self.file.other_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._show_step(COLUMNS)
            self.columns.notice.show_sentence(sentence, "error")
            bring_into_view(self.columns.notice)
        self._show_buttons()

    def _take_preview(self, preview: Preview) -> None:
        beginning = self._beginning
        if beginning is None:
            return
        kept = beginning.source
        if kept is None or not column_names(kept) <= {column.name for column in preview.columns}:
            kept = first_draft(beginning.origin.source(preview.target), preview)
        else:
            preview = replace(preview, is_target_guessed=False)  # it has been chosen
        self._preview = preview
        self.card.show_file(beginning.origin.name, facts(preview), "\n".join(preview.notes))
        self.file.show_notes(preview.notes)
        self.file.show_sheets(preview.sheets, preview.sheet)
        self.columns.set_plane(beginning.axes, beginning.pca)
        self._draft(kept)
        self._show_step(COLUMNS)
        self.columns.grid.setFocus(Qt.FocusReason.TabFocusReason)

    def _draft(self, source: Reading) -> None:
        """Other choices: show them at once, and what they give as soon as it is known."""
        if self._preview is None:
            return
        self._stop_reading()
        self._source, self._trial, self._failure = source, None, ""
        self.columns.show_draft(self._preview, source)
        self.columns.show_trial(None)
        self.division.show_trial(None)
        if self._is_large:
            self.columns.clear_trial()
            self.columns.notice.show_sentence(UNREAD, "message")
        else:
            self._settle.start()
        self._show_buttons()

    @property
    def _is_large(self) -> bool:
        return self._beginning is not None and self._beginning.origin.size > LARGE

    def read_again(self) -> None:
        """The file has changed since it was read."""
        self._trial, self._importing = None, True
        self._try()
        self._show_buttons()

    def take_focus(self) -> None:
        """The focus goes to what can be done now."""
        if self._preview is None:
            self.cancel_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focus_page()

    def _try(self) -> None:
        if self._source is not None:
            self._read(partial(try_out, self._source))

    def _take_trial(self, trial: Trial) -> None:
        if self._preview is None or self._beginning is None:
            return
        self._trial = trial
        rows = facts(self._preview, trial.dataset.m if self._preview.rows is None else None)
        self.card.show_file(self._beginning.origin.name, rows, "\n".join(self._preview.notes))
        self.columns.show_trial(trial)
        self.division.show_trial(trial)
        for notice in (self.columns.notice, self.division.notice):
            notice.show_sentence("\n".join(trial.dataset.notes))
        self._show_buttons()
        if self._importing:
            self._import(trial)

    # Steps

    def _show_step(self, step: int) -> None:
        self.show_page(step)
        self._show_buttons()

    def _show_buttons(self) -> None:
        step, again = self.rail.current, self._beginning is not None and self._beginning.source is not None
        last = "Use these columns" if again else "Import"
        words = ("Next: columns", "Next: split", last)[step]
        self.next_button.setText(words)
        self.next_button.setAccessibleName(words)
        self.next_button.setEnabled(self._source is not None and not self._failure and not self._importing)
        self.back_button.setVisible(step > FILE)

    def _go_back(self) -> None:
        self._show_step(max(FILE, self.rail.current - 1))
        self.focus_page()

    def _go_on(self) -> None:
        if self.rail.current < SPLIT:
            self._show_step(self.rail.current + 1)
            self.focus_page()
        elif self._trial is not None:
            self._import(self._trial)
            return
        else:
            self._importing = True
        if self.rail.current == SPLIT and self._trial is None and not self.job.is_running:
            self._settle.stop()
            self._try()
        self._show_buttons()

    def _import(self, trial: Trial) -> None:
        self._importing, beginning = False, self._beginning
        if beginning is not None:
            split, normalize, plane = self.division.split, self.division.normalize, self.columns.plane
            again = beginning.source is not None
            self.chosen.emit(Choices(beginning.origin, trial, split, normalize, plane, again))
