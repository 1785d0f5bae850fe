"""Where the app keeps what is not the user's work."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def recovery_folder() -> Path:
    """Where unsaved work is put aside from time to time; made when it is not there."""
    return _made("recovery")


def log_folder() -> Path:
    """Where the log is kept; made when it is not there."""
    return _made("log")


def _made(name: str) -> Path:
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    folder = Path(QStandardPaths.writableLocation(place)) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
