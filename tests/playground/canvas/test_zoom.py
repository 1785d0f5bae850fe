"""The canvas larger and smaller: by wheel and command, about the pointer, never beyond its limits."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from engine.layers import Dense
from playground.canvas.designer import NetworkCanvas
from playground.theme import DARK

MIDDLE = QPoint(450, 300)


@pytest.fixture
def canvas(qtbot):
    view = NetworkCanvas(DARK, Experiment(layers=(Dense(4),) * 12))
    qtbot.addWidget(view)
    view.resize(900, 640)
    view.show()
    qtbot.waitExposed(view)
    return view


def turn(view, degrees: int, keys=Qt.KeyboardModifier.NoModifier, at: QPoint = MIDDLE) -> None:
    where = QPointF(at)
    wheel = QWheelEvent(
        where,
        view.viewport().mapToGlobal(where),
        QPoint(),
        QPoint(0, degrees),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)


def test_the_wheel_scrolls_to_the_side_and_with_ctrl_it_zooms(canvas):
    bar = canvas.horizontalScrollBar()
    turn(canvas, -120)
    assert bar.value() == 120
    assert canvas.zoom == 1
    turn(canvas, 120, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == 1.25
    assert canvas.transform().m11() == 1.25


def test_what_is_under_the_pointer_stays_there_when_it_zooms_in(canvas, qtbot):
    at = QPoint(450, 300)
    qtbot.mouseMove(canvas.viewport(), at)
    canvas.set_zoom(1.5)
    before = canvas.mapToScene(at)
    turn(canvas, 120, Qt.KeyboardModifier.ControlModifier, at)
    after = canvas.mapToScene(at)
    assert abs(after.x() - before.x()) < 12
    assert abs(after.y() - before.y()) < 12


def test_zoom_has_limits(canvas):
    for _ in range(30):
        canvas.zoom_in()
    assert canvas.zoom == 3
    for _ in range(30):
        canvas.zoom_out()
    assert canvas.zoom == 0.25


def test_fit_shows_the_whole_network_and_never_enlarges(canvas):
    canvas.fit()
    assert canvas.zoom < 1
    assert canvas.layout_now.width * canvas.zoom <= canvas.viewport().width() + 1
    canvas.show_experiment(Experiment())
    canvas.fit()
    assert canvas.zoom == 1


def test_smaller_means_more_room_for_units(canvas):
    canvas.show_experiment(Experiment(layers=(Dense(30),)))
    assert canvas.layout_now.columns[1].folded
    canvas.set_zoom(0.5)
    assert not canvas.layout_now.columns[1].folded


def test_the_middle_button_moves_the_picture(canvas, qtbot):
    view, bar = canvas.viewport(), canvas.horizontalScrollBar()
    qtbot.mousePress(view, Qt.MouseButton.MiddleButton, pos=QPoint(400, 300))
    drag(view, QPoint(340, 300))
    assert bar.value() == 60
    qtbot.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=QPoint(340, 300))
    drag(view, QPoint(300, 300), Qt.MouseButton.NoButton)
    assert bar.value() == 60


def drag(view, to: QPoint, button=Qt.MouseButton.MiddleButton) -> None:

    where = QPointF(to)
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        view,
        QMouseEvent(
            QEvent.Type.MouseMove, where, view.mapToGlobal(where), Qt.MouseButton.NoButton, button, none
        ),
    )


def test_larger_type_draws_everything_larger(canvas):
    wide = canvas.layout_now.columns[1].card.width()
    canvas.set_type_scale(1.5)
    assert canvas.transform().m11() == 1.5
    assert canvas.layout_now.columns[1].card.width() == wide
