"""Asks for the file to write to: the ending is that of the chosen format, and the folder is remembered."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

FOLDER = "export/folder"


def ask_for_path(
    parent: QWidget, title: str, name: str, formats: Mapping[str, str], usual: str
) -> Path | None:
    """The file the user chooses, or None. `formats` are the labels of endings, `usual` is one of these."""
    filters = {f"{label} (*{suffix})": suffix for suffix, label in formats.items()}
    start = str(usual_folder() / name)
    typed, chosen = QFileDialog.getSaveFileName(parent, title, start, ";;".join(filters))
    if not typed:
        return None
    path = Path(typed)
    if not path.suffix:
        path = path.with_name(path.name + filters.get(chosen, usual))
        if path.exists() and not _may_replace(parent, title, path):
            return None
    QSettings().setValue(FOLDER, str(path.parent))
    return path


def usual_folder() -> Path:
    """Where the last export went, else the documents; home where there are none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = (QSettings().value(FOLDER, ""), documents)
    return next((Path(str(place)) for place in places if place and Path(str(place)).is_dir()), Path.home())


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    """The file dialog could not ask, because the ending came after it."""
    words = f"{path.name} is already there. Replace it?"
    return QMessageBox.question(parent, title, words) == QMessageBox.StandardButton.Yes
