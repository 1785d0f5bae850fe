"""The few dialogs: going to an epoch, the keys on one page, about, and the log folder."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QInputDialog,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from engine.version import app_version
from playground.actions import ACTIONS
from playground.folders import log_folder
from playground.lettering import font, px, scale
from playground.session import Session
from playground.widgets.key_cap import KeyCap
from playground.widgets.panel_scroll import PanelScroll

EDGE, BAR = 60, 14  # pixels that a page stays away from the edges of the screen; room for its scroll bar
MORE_KEYS = (
    ("1 to 9", "Select a layer"),
    ("Left, Right, Up, Down", "With a layer selected: walk over layers and units"),
    ("Enter", "Activation of the selected layer; takes the place chosen after A"),
    ("Esc", "Cancel a drag, or select nothing"),
    ("Tab, Shift+Tab", "Next and previous control"),
    ("B, P, S, M, X, E", "While painting: brush, point, select, move, flip, eraser"),
    ("0 to 5, [ and ]", "While painting: class of new points, size of the brush"),
    ("Arrows, Space", "While painting: move the brush, or what is selected; put points"),
    ("Shift+arrows, Del", "While painting: select points, erase them"),
)


def go_to_epoch(parent: QWidget, session: Session) -> None:
    """Ask for an epoch and show the moment that was recorded last until then."""
    if session.frame is None:
        return
    newest = int(session.frame.curve.epochs[-1])
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Go to epoch")
    dialog.setLabelText(f"Epoch from 0 to {newest}; the last recorded moment up to it is shown.")
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setIntRange(0, newest)
    dialog.setIntValue(session.frame.epoch)
    dialog.intValueSelected.connect(session.go_to)
    dialog.open()


def show_shortcuts(parent: QWidget, commands: dict[str, QAction]) -> None:
    """All keys on one page, from the action table."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("Keyboard shortcuts")
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    rows = [(_keys(commands[spec.name]), spec.text.rstrip("…")) for spec in ACTIONS if spec.keys]
    rows += [(_keys(commands[name]), name.title()) for name in ("undo", "redo")]
    columns = 1 if scale() > 1 else 2  # two are wider than a screen with large type
    for place, (keys, words) in enumerate((*rows, *MORE_KEYS)):
        row, column = place // columns, 2 * (place % columns)
        grid.addWidget(KeyCap(keys), row, column, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(words), row, column + 1)
    _show(dialog, grid)


def _keys(action: QAction) -> str:
    return " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def _show(dialog: QDialog, content: QGridLayout) -> None:
    box = QVBoxLayout(dialog)
    box.setContentsMargins(20, 16, 20, 16)
    box.setSpacing(16)
    page = QWidget()
    page.setLayout(content)
    content.setContentsMargins(0, 0, px(BAR), 0)
    scroll = PanelScroll(page, dialog)
    scroll.setMinimumWidth(page.sizeHint().width())
    box.addWidget(scroll)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    box.addWidget(buttons)
    around = box.sizeHint().height() - scroll.sizeHint().height()
    room = dialog.screen().availableGeometry().height() - EDGE
    dialog.resize(box.minimumSize().width(), min(page.sizeHint().height() + around, room))
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
