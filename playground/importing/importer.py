"""The ways in: a menu, a button, a drop and a paste lead to the wizard, and its end to one step of Undo."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from engine.data.loading import known
from engine.data.reading import Reading
from engine.errors import EngineError
from engine.experiment import Experiment
from playground.importing.choices import Beginning, Choices
from playground.importing.drop import DropSheet, local_files
from playground.importing.droppable import TABLES, Droppable, droppable
from playground.importing.pasting import looks_like_table
from playground.importing.rereading import Rereading
from playground.importing.trial import Origin, origin_of
from playground.panels.data.known import with_data
from playground.widgets.scales import thousands
from playground.widgets.themed import announce

if TYPE_CHECKING:
    from playground.importing.wizard import ImportWizard
    from playground.main_window import MainWindow

FOLDER = "import/folder"
FILTER = f"Tables ({' '.join(f'*{ending}' for ending in TABLES)});;All files (*)"
EMPTY = "The clipboard holds no text. Copy the cells of a table first, with the column names above."


class Importer(QObject):
    """Opens the wizard in the right side of a window. Emits `edited(experiment, undo text, merge id)`."""

    edited = Signal(object, str, str)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.wizard: ImportWizard | None = None
        self._before: QWidget | None = None
        self.sheet, self.rereading = DropSheet(window), Rereading(window)
        self.sheet.dropped.connect(self._take_drop)
        window.data.own.import_asked.connect(self.ask_file)
        window.data.own.note.change_asked.connect(self.change_columns)
        self.edited.connect(window.document.edit)
        window.document.changed.connect(self._look_at_data)
        window.themes.changed.connect(self.sheet.set_theme)
        self.sheet.set_theme(window.themes.theme)
        self._look_at_data(window.document.experiment)

    def _look_at_data(self, experiment: Experiment) -> None:
        """Columns can be changed of a table only."""
        self._window.commands["change_columns"].setEnabled(isinstance(experiment.data, Reading))

    # Ways in

    def ask_file(self) -> None:
        """Ask for a file; its folder is remembered."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = str(QSettings().value(FOLDER, documents) or documents)
        path, _ = QFileDialog.getOpenFileName(self._window, "Import a table", folder, FILTER)
        if path:
            self.open_path(path)

    def open_path(self, path: str) -> None:
        """Open the wizard on a file, or what takes images on a folder; of others say what can be read."""
        self._take_drop(droppable([path]))

    def takes_clipboard(self) -> bool:
        """Whether the clipboard holds a table, or a file that was copied, rather than a layer."""
        clipboard = QGuiApplication.clipboard()
        return bool(local_files(clipboard.mimeData())) or looks_like_table(clipboard.text())

    def paste(self) -> None:
        """Open the wizard on the text of the clipboard, or on the file that was copied."""
        clipboard = QGuiApplication.clipboard()
        if files := local_files(clipboard.mimeData()):
            self._take_drop(droppable(files))
        elif text := clipboard.text():
            self._begin(Origin(text=text))
        else:
            self._say(EMPTY)

    def change_columns(self) -> None:
        """Open the wizard on the table in use, with the present choices."""
        origin = origin_of(self._window.document.experiment.data)
        if origin is not None:
            self._begin(origin, again=True)

    def _take_drop(self, offer: Droppable) -> None:
        if offer.kind == "table":
            QSettings().setValue(FOLDER, str(Path(offer.path).parent))
            self._begin(Origin(path=offer.path))
        elif offer.kind == "project":
            self._window.projects.open_path(offer.path)
        elif offer.kind == "images":
            from playground.importing.images_sheet import open_images

            open_images(self._window, offer.path)
        else:
            self._say(offer.sentence)

    # The wizard

    def _begin(self, origin: Origin, again: bool = False) -> None:
        wizard = self._shown_wizard()
        wizard.begin(self._beginning(origin, again))
        wizard.take_focus()

    def _shown_wizard(self) -> "ImportWizard":
        from playground.importing.wizard import ImportWizard

        window = self._window
        if self.wizard is None:
            self.wizard = ImportWizard(window.right)
            self.wizard.chosen.connect(self._accept)
            self.wizard.closed.connect(self._leave)
            self.wizard.another_asked.connect(self.ask_file)
        if not self.wizard.isVisible():
            self._before = QApplication.focusWidget()
        window.side.close_overlay()
        window.right.show_instead(self.wizard)
        self.wizard.set_theme(window.themes.theme)
        return self.wizard

    def _beginning(self, origin: Origin, again: bool) -> Beginning:
        experiment, frame = self._window.document.experiment, self._window.session.frame
        if not again or not isinstance(experiment.data, Reading):
            return Beginning(origin, experiment.split, experiment.normalize)
        axes, pca = None, False
        if frame is not None and frame.experiment is experiment:
            across, up = frame.scene.axes
            axes = frame.scene.dataset.columns[across], frame.scene.dataset.columns[up]
            pca = frame.scene.components is not None
        # Of a table that came in a project the file itself is looked at again.
        return Beginning(origin, experiment.split, experiment.normalize, experiment.data.plain, axes, pca)

    def _leave(self) -> None:
        """The result again, and the focus where it was."""
        self._window.right.show_result()
        if self.wizard is not None:
            self.wizard.forget()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self._window.network.canvas.setFocus()

    def _accept(self, choices: Choices) -> None:
        """One step of Undo; the data have been read, and the training takes them as they are."""
        data, wizard = choices.data, self._shown_wizard()
        if known(data) is None:
            wizard.read_again()
            return
        try:
            after = with_data(self._window.document.experiment, data)
        except EngineError as error:
            wizard.say_failure(str(error))
            return
        self._leave()
        self.edited.emit(after.with_(split=choices.split, normalize=choices.normalize), choices.text, "")
        self._window.session.show(axes=choices.axes, pca=choices.plane is None)
        rows = thousands(choices.trial.dataset.m)
        self._say(f"{rows} rows of {choices.origin.name} · Ctrl+Z brings the old data back")

    def _say(self, sentence: str) -> None:
        """In the status bar, and to a screen reader."""
        self._window.status.say(sentence)
        announce(self._window.status, sentence)
