"""A folder of images comes into the window: a sheet shows what it will be as data before it replaces any.

It stands in place of the result. A thread reads the images; the data in use stay until all are there.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.data.images import Glimpse, Images, glimpse
from engine.data.loading import load_now
from engine.data.source import Progress
from engine.errors import EngineError
from playground.document import Document
from playground.importing.class_rows import MOST_IMAGES, ClassRows
from playground.importing.job import Job
from playground.importing.parts import FileCard, Notice, Waiting
from playground.panels.data.known import with_data
from playground.widgets.buttons import IconButton, TextButton
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.row import row
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed, keep_keys

if TYPE_CHECKING:
    from playground.main_window import MainWindow
    from playground.side import RightSide

FOLDER = "images/folder"  # the setting
SIDES = (8, 12, 16, 24, 32, 48, 64)
SIDE_TIP = "More pixels: finer images, and many more weights to learn. Fewer: only the coarse shape is left."
INKS = (
    ("grey", "Greys", "One number for each pixel: how bright it is."),
    ("color", "Colours", "Three numbers for each pixel: red, green and blue. Three times as many inputs."),
)
TAKE_TIP = "Reads all images; then they are the data. Undo brings back what was before."


class ImagesSheet(Themed, QWidget):
    """`show_folder` says which; `side`, `inks` and `take_button` are what the user decides with."""

    def __init__(self, document: Document, right: "RightSide") -> None:
        super().__init__(right)
        self._document, self._right = document, right
        self.setAccessibleName("Images from a folder")
        self._path = ""
        self._glimpsing, self._loading = Job(self), Job(self)
        self._make_controls()
        self._make_buttons()
        self._lay_out()
        self._connect()
        keep_keys(self, Qt.Key.Key_Escape)

    def _make_controls(self) -> None:
        self.card, self.notice, self.rows = FileCard(), Notice(), ClassRows()
        entries = [(f"{side} × {side}", side) for side in SIDES]
        self.side = Choice("Pixels", entries, SIDE_TIP)
        self.side.set_current(Images(path="").side)
        self.inks = Segmented("Greys or colours", INKS)
        self.inputs = label("")
        self.inputs.setWordWrap(True)

    def _make_buttons(self) -> None:
        self.close_button = IconButton("close", "Close", "Closes this; the data in use stay as they are.")
        self.cancel_button = TextButton("Cancel", "Closes this; the data in use stay as they are.")
        self.take_button = TextButton("Use these images", TAKE_TIP, primary=True)
        self.waiting = Waiting()

    def _lay_out(self) -> None:
        heading = row(label("Images from a folder", "heading", "section"), None, self.close_button)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(LabeledField("Pixels", self.side))
        fields.addWidget(LabeledField("Kept in", self.inks))
        fields.addStretch()
        scroll = PanelScroll(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        column.addLayout(heading)
        column.addWidget(self.card)
        column.addLayout(fields)
        column.addWidget(self.inputs)
        column.addWidget(scroll, 1)
        column.addWidget(self.notice)
        column.addWidget(self.waiting)
        column.addLayout(row(None, self.cancel_button, self.take_button))

    def _connect(self) -> None:
        self.side.chosen.connect(self._look)
        self.inks.chosen.connect(self._look)
        self.close_button.clicked.connect(self.leave)
        self.cancel_button.clicked.connect(self.leave)
        self.take_button.clicked.connect(self._take)
        self.waiting.stop_button.clicked.connect(self._stop)
        self._glimpsing.finished.connect(self._show_glimpse)
        self._glimpsing.failed.connect(self._refuse)
        self._loading.progressed.connect(self.waiting.show_share)
        self._loading.finished.connect(self._finish)
        self._loading.failed.connect(self._fail)

    @property
    def source(self) -> Images:
        """What is chosen now."""
        return Images(path=self._path, side=self.side.currentData(), color=self.inks.current == "color")

    def show_folder(self, path: str) -> None:
        """Look into this folder."""
        self._path = path
        self.card.show_file(Path(path).name or path, "", path)
        self._look()

    def _look(self, *_: object) -> None:
        """Read the first images of every class anew."""
        self._stop()
        self.notice.show_sentence("")
        self.take_button.setEnabled(False)
        source = self.source
        each = "three" if source.color else "one"
        self.inputs.setText(
            f"{source.n} inputs, {each} for each pixel; images are cut to their middle square."
        )
        self._glimpsing.start(partial(_glimpse, source))

    def _show_glimpse(self, seen: Glimpse) -> None:
        folder = seen.folder
        facts = f"{len(folder.files)} classes, {folder.m} images"
        self.card.show_file(Path(self._path).name or self._path, facts, self._path)
        self.rows.show_glimpse(seen)
        self.notice.show_sentence(" ".join(folder.notes))
        self.take_button.setEnabled(True)

    def _refuse(self, sentence: str) -> None:
        """These images cannot be data, or not like this."""
        self.rows.clear()
        self._fail(sentence)
        self.take_button.setEnabled(False)

    def _take(self) -> None:
        self.notice.show_sentence("")
        self._set_busy(True)
        self._loading.start(partial(load_now, self.source))

    def _finish(self, result: tuple[Images, object]) -> None:
        """All images are in memory: make them the data, in one step."""
        source, before = result[0], self._document.experiment
        try:
            after = with_data(before, source)
        except EngineError as error:  # the folder has changed at this very moment
            self._fail(str(error))
            return
        self._document.edit(after, f"data {before.data.label} to {Path(self._path).name}")
        self.leave()

    def leave(self) -> None:
        """The result again; what is being read is called off."""
        self._right.show_result()

    def _fail(self, sentence: str) -> None:
        self._set_busy(False)
        self.notice.show_sentence(sentence, "error")

    def _stop(self) -> None:
        self._loading.stop()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self.take_button.setEnabled(not busy)
        for control in (self.side, self.inks):
            control.setEnabled(not busy)
        if busy:
            self.waiting.begin("Reading the images")
        else:
            self.waiting.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for images that would not be seen."""
        if not event.spontaneous():
            self._glimpsing.stop()
            self._stop()
        super().hideEvent(event)


def _glimpse(source: Images, progress: Progress) -> Glimpse:
    return glimpse(source, MOST_IMAGES, progress)


def open_images(window: "MainWindow", path: str = "") -> None:
    """Show the sheet for a folder of images that was dropped or chosen; without one ask for it first."""
    folder = path or _ask(window)
    if not folder:
        return
    sheet = window.right.findChild(ImagesSheet)
    if not isinstance(sheet, ImagesSheet):
        sheet = ImagesSheet(window.document, window.right)
        sheet.set_theme(window.themes.theme)
    window.right.show_instead(sheet)
    sheet.show_folder(folder)
    sheet.side.setFocus()


def _ask(parent: QWidget) -> str:
    """The folder that the user chooses, "" for none; the one around it is where the next choice begins."""
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    start = str(QSettings().value(FOLDER, usual))
    chosen = QFileDialog.getExistingDirectory(parent, "A folder whose sub-folders hold images", start)
    if chosen:
        QSettings().setValue(FOLDER, str(Path(chosen).parent))
    return chosen
