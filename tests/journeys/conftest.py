"""A user at the real window: opens it, presses keys, clicks, and waits for what should come."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from engine.experiment import Experiment
from playground.app import create_app, open_window
from playground.canvas.layout import Part
from playground.frames import Frame
from playground.widgets.palette_chip import MIME

WAIT = 10_000  # milliseconds; a limit, not an expectation


class User:
    """Drives one window by mouse and keyboard."""

    def __init__(self, qtbot, experiment: Experiment | None = None) -> None:
        self.bot = qtbot
        self.window = open_window(create_app([]), experiment)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.until(lambda frame: True)

    @property
    def experiment(self) -> Experiment:
        return self.window.document.experiment

    @property
    def frame(self) -> Frame:
        frame = self.window.session.frame
        assert frame is not None
        return frame

    @property
    def units(self) -> tuple[int, ...]:
        return tuple(layer.units for layer in self.experiment.layers)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """A key, wherever the focus is."""
        together = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            together |= modifier
        self.bot.keyClick(QApplication.focusWidget() or self.window, key, together)

    def until(self, condition: Callable[[Frame], bool]) -> Frame:
        """Wait until a frame of the present experiment fulfils a condition."""

        def fulfilled() -> bool:
            frame = self.window.session.frame
            return frame is not None and frame.experiment is self.experiment and condition(frame)

        self.bot.waitUntil(fulfilled, timeout=WAIT)
        return self.frame

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def choose_data(self, name: str) -> None:
        """A thumbnail of the gallery, in the group that it is in."""
        gallery = self.window.data.gallery
        thumbnail = gallery.thumbnails[name]
        for button in gallery.groups.findChildren(QAbstractButton):
            if not thumbnail.isVisible():
                self.click(button)
        self.click(thumbnail)

    def card(self, column: int, part: Part = "card") -> QPoint:
        """Where a part of a card is on the canvas's viewport."""
        canvas = self.window.network.canvas
        shown = canvas.layout_now.columns[column]
        point = shown.card.topLeft() + QPointF(45, 20) if part == "card" else shown.area(part).center()
        return canvas.mapFromScene(point)

    def gap(self, gap: int) -> QPoint:
        canvas = self.window.network.canvas
        return canvas.mapFromScene(canvas.layout_now.gap(gap).center())

    def click_card(self, column: int, part: Part = "card") -> None:
        self.click(self.window.network.canvas.viewport(), self.card(column, part))

    def drop_chip(self, gap: int) -> None:
        """Drag the Dense chip into a gap."""
        assert self.drag_chip("dense", self.gap(gap))
        self.let_go()

    def drag_chip(self, chip: str, to: QPoint, mime: str = MIME) -> bool:
        """Drag a chip to a point of the canvas: the events that Qt sends there. Whether it is taken."""
        self._carried, self._at = QMimeData(), to
        self._carried.setData(mime, chip.encode())
        enter = QDragEnterEvent(to, *self._how)
        QApplication.sendEvent(self._view, enter)
        if enter.isAccepted():  # else Qt sends nothing more
            QApplication.sendEvent(self._view, QDragMoveEvent(to, *self._how))
        return enter.isAccepted()

    def let_go(self) -> None:
        """Drop what is dragged."""
        QApplication.sendEvent(self._view, QDropEvent(QPointF(self._at), *self._how))

    def leave(self) -> None:
        """Drag it away from the canvas."""
        QApplication.sendEvent(self._view, QDragLeaveEvent())

    @property
    def _view(self) -> QWidget:
        return self.window.network.canvas.viewport()

    @property
    def _how(self):
        return (
            Qt.DropAction.CopyAction,
            self._carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )


@pytest.fixture
def open_app(qtbot):
    """Opens windows; each is closed at the end and must leave nothing behind."""
    users: list[User] = []

    def start(experiment: Experiment | None = None) -> User:
        users.append(User(qtbot, experiment))
        return users[-1]

    yield start
    for user in users:
        user.window.close()


@pytest.fixture
def user(open_app):
    return open_app()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path
