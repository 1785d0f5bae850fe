"""The few dialogs: exporting weights with proof, the keys on one page, about, and the log folder."""

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from engine.errors import EngineError
from engine.export import FORMATS, export_model
from engine.export.proof import Proof
from engine.predict import make_model, predict
from engine.version import app_version
from playground.actions import ACTIONS
from playground.folders import log_folder
from playground.frames import Frame
from playground.panels.export_dialog import ExportErrorDialog, ExportResultDialog
from playground.theme import font
from playground.widgets.key_cap import KeyCap

FOLDER = "export/folder"
MORE_KEYS = (
    ("1 to 9", "Select a layer"),
    ("Left, Right, Up, Down", "With a layer selected: walk over layers and units"),
    ("Enter", "Activation of the selected layer; takes the place chosen after A"),
    ("Esc", "Cancel a drag, or select nothing"),
    ("Tab, Shift+Tab", "Next and previous control"),
)


def export_frame(path: Path, frame: Frame) -> Proof:
    """Write the weights of a frame, proved on its training and dev examples. Raises ExportError."""
    X = frame.problem.unlocked
    model = make_model(frame.problem, frame.parameters, frame.statistics)
    return export_model(path, model, X, predict(frame.problem, frame.parameters, X, frame.statistics))


def export_weights(parent: QWidget, frame: Frame | None) -> None:
    """Ask for a file, write the weights that are shown, and say how well the file agrees with the app."""
    if frame is None:
        return
    path = _ask_for_path(parent)
    if path is None:
        return
    try:
        proof = export_frame(path, frame)
    except EngineError as error:
        answer: QDialog = ExportErrorDialog(str(error), parent)
    else:
        answer = ExportResultDialog(proof, parent)
    answer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    answer.open()


def _ask_for_path(parent: QWidget) -> Path | None:
    """The file the user chooses, with the ending of the chosen format; the folder is remembered."""
    filters = {f"{kind.label} (*{suffix})": suffix for suffix, kind in FORMATS.items()}
    start = str(_usual_folder() / "weights")
    name, chosen = QFileDialog.getSaveFileName(parent, "Export weights", start, ";;".join(filters))
    if not name:
        return None
    path = Path(name)
    if not path.suffix:
        path = path.with_suffix(filters.get(chosen, ".npz"))
        if path.exists() and not _may_replace(parent, path):
            return None
    QSettings().setValue(FOLDER, str(path.parent))
    return path


def _usual_folder() -> Path:
    """Where the last export went, else the documents; home where there are none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = (QSettings().value(FOLDER, ""), documents)
    return next((Path(str(place)) for place in places if place and Path(str(place)).is_dir()), Path.home())


def _may_replace(parent: QWidget, path: Path) -> bool:
    """The file dialog could not ask, because the ending came after it."""
    words = f"{path.name} is already there. Replace it?"
    return QMessageBox.question(parent, "Export weights", words) == QMessageBox.StandardButton.Yes


def show_shortcuts(parent: QWidget, commands: dict[str, QAction]) -> None:
    """All keys on one page, from the action table."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Keyboard shortcuts")
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    rows = [(_keys(commands[spec.name]), spec.text.rstrip("…")) for spec in ACTIONS if spec.keys]
    rows += [(_keys(commands[name]), name.title()) for name in ("undo", "redo")]
    for place, (keys, words) in enumerate((*rows, *MORE_KEYS)):
        grid.addWidget(KeyCap(keys), place // 2, 2 * (place % 2), Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(words), place // 2, 2 * (place % 2) + 1)
    _show(dialog, grid)


def _keys(action: QAction) -> str:
    return " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def _show(dialog: QDialog, content: QGridLayout) -> None:
    box = QVBoxLayout(dialog)
    box.setContentsMargins(20, 16, 20, 16)
    box.setSpacing(16)
    box.addLayout(content)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    box.addWidget(buttons)
    dialog.open()


def show_about(parent: QWidget) -> None:
    """Version and licence."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("About Neural Playground")
    grid = QGridLayout()
    title = QLabel("Neural Playground")
    title.setFont(font("title"))
    grid.addWidget(title, 0, 0)
    grid.addWidget(QLabel(f"Version {app_version()}, MIT licence."), 1, 0)
    grid.addWidget(QLabel("Build a neural network, press Space, and watch it learn."), 2, 0)
    _show(dialog, grid)


def open_log_folder() -> None:
    """Open the folder with the log in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))
