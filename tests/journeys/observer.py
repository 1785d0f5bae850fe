"""Reports the state of the running program: this file, run as a script, is the program and its observer.

One JSON line after the other goes to the standard output. The program itself knows nothing of it.
"""

import sys
import time
from typing import Any
from unittest.mock import patch

import msgspec
from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMenuBar, QWidget

from playground import __main__, app
from playground.app import open_window
from playground.canvas.designer import NetworkCanvas
from playground.frames import Frame
from playground.main_window import MainWindow

REPORT_MS = 50

Place = tuple[int, int]  # on the screen


class State(msgspec.Struct):
    """One report: the document, the frame on the screen, and the window."""

    time: float
    units: tuple[int, ...]
    kept: tuple[float, ...]  # keep_prob of the input and of every layer
    normalised: tuple[bool, ...]
    seeds: tuple[int, int]  # of data and start
    undo: str
    epoch: int
    iteration: int
    accuracy: float  # in dev
    weight: float  # the first number of W[1]: the same start has the same
    learned: tuple[int, ...]  # the units of the frame
    running: bool
    theme: str
    hint: str
    focus: str
    popup: str
    selected: int
    dev_points: bool
    active: str  # the title of the window with the keyboard
    dragging: bool  # from the palette
    size: Place
    places: dict[str, Place]  # where a user would point at


def observe() -> int:
    """Start the program as `python -m playground` does, with a timer at its window that reports."""

    def open_watched(*arguments: Any) -> MainWindow:
        window = open_window(*arguments)
        timer = QTimer(window)
        timer.timeout.connect(lambda: report(window))
        timer.start(REPORT_MS)
        return window

    with patch.object(app, "open_window", open_watched):
        return __main__.main()


def report(window: MainWindow) -> None:
    """One line, as soon as there is a frame."""
    if window.session.frame is not None:
        sys.stdout.buffer.write(msgspec.json.encode(state_of(window, window.session.frame)) + b"\n")
        sys.stdout.buffer.flush()


def state_of(window: MainWindow, frame: Frame) -> State:
    experiment, canvas = window.document.experiment, window.network.canvas
    focus, popup = QApplication.focusWidget(), QApplication.activePopupWidget()
    hint, active = window.status.findChild(QLabel, "hint"), QApplication.activeWindow()
    return State(
        time=time.monotonic(),
        units=tuple(layer.units for layer in experiment.layers),
        kept=(experiment.input_keep_prob, *(layer.keep_prob for layer in experiment.layers)),
        normalised=tuple(layer.batch_norm for layer in experiment.layers),
        seeds=(experiment.data.seed, experiment.seed),
        undo=window.document.history.undoText(),
        epoch=frame.epoch,
        iteration=frame.iteration,
        accuracy=frame.dev.accuracy or 0.0 if frame.dev else 0.0,
        weight=float(frame.parameters["W1"].flat[0]),
        learned=tuple(rows for rows, _ in frame.shapes[:-1]),
        running=window.session.running,
        theme=window.themes.theme.name,
        hint=hint.text() if hint else "",
        focus=focus.accessibleName() if focus else "",
        popup=popup.property("title") or type(popup).__name__ if popup else "",
        selected=canvas.selected_layer,
        dev_points=window.commands["dev_points"].isChecked(),
        active=active.windowTitle() if active else "",
        dragging=bool(window.findChildren(QDrag)),
        size=(window.width(), window.height()),
        places=controls(window) | parts(canvas) | entries(window.menus) | open_menu(),
    )


def controls(window: MainWindow) -> dict[str, Place]:
    bar, focus = window.run_bar, QApplication.focusWidget()
    shown: dict[str, QWidget] = {"output": window.output, "speed": bar.speed}
    shown |= {chip.kind: chip for chip in window.layers.chips}
    shown |= {"switch": window.menus.switch} | ({"focus": focus} if focus else {})
    return {name: place(widget, widget.rect().center()) for name, widget in shown.items()}


def parts(canvas: NetworkCanvas) -> dict[str, Place]:
    """Where cards can be gripped, and the middles of the gaps."""
    layout = canvas.layout_now
    points = {f"card {c.index}": c.card.topLeft() + QPointF(45, 20) for c in layout.columns}
    points |= {f"unit {c.index}": c.units[0].center() for c in layout.columns}
    points |= {f"gap {gap}": layout.gap(gap).center() for gap in range(layout.n_gaps)}
    return {name: place(canvas.viewport(), canvas.mapFromScene(point)) for name, point in points.items()}


def open_menu() -> dict[str, Place]:
    menu = QApplication.activePopupWidget()
    return entries(menu) if isinstance(menu, QMenu) else {}


def entries(menu: QMenu | QMenuBar) -> dict[str, Place]:
    named = {action.text().strip("&"): menu.actionGeometry(action) for action in menu.actions()}
    return {name: place(menu, area.center()) for name, area in named.items()}


def place(widget: QWidget, point: QPoint) -> Place:
    there = widget.mapToGlobal(point)
    return there.x(), there.y()


if __name__ == "__main__":
    sys.exit(observe())
