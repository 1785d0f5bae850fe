"""Where the app keeps what is not the user's work."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def log_folder() -> Path:
    """Where the log is kept; made when it is not there."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    folder = Path(QStandardPaths.writableLocation(place)) / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
