"""A number by mouse, keys or typing: signals only for the user, and nothing invalid gets through."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from playground.widgets.number_slider import LogSlider, ValueSlider
from playground.widgets.scales import Limits, Linear, Log

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def rate(qtbot) -> LogSlider:
    widget = LogSlider(Limits("Learning rate", 1e-5, 10), Log(1e-5, 10), "Raise it: each step is longer.")
    widget.set_value(0.03)
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    return widget


def replace_text(qtbot, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_arrow_and_page_keys_move_it(qtbot, rate: LogSlider) -> None:
    with qtbot.waitSignal(rate.changed) as up:
        qtbot.keyClick(rate.slider, Qt.Key.Key_Right)
    assert up.args == [pytest.approx(0.034, abs=0.002), "Learning rate"]
    qtbot.keyClick(rate.slider, Qt.Key.Key_PageUp)
    assert rate.value == pytest.approx(0.14, abs=0.01)
    qtbot.keyClick(rate.slider, Qt.Key.Key_Home)
    assert rate.value == 1e-5
    qtbot.keyClick(rate.slider, Qt.Key.Key_End)
    assert rate.value == 10
    assert rate.field.text() == "10"


def test_dragging_emits_on_the_way_with_one_merge_id(qtbot, rate: LogSlider) -> None:
    heard: list[tuple[float, str]] = []
    rate.changed.connect(lambda value, merge: heard.append((value, merge)))
    slider = rate.slider
    middle = slider.height() // 2
    qtbot.mousePress(slider, LEFT, pos=QPoint(10, middle))
    for x in (20, 40, slider.width()):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width(), middle))
    assert heard[0][0] == pytest.approx(1e-5, rel=0.5)
    assert heard[-1][0] == 10
    assert {merge for _, merge in heard} == {"Learning rate"}


def test_typing_commits_on_enter_without_merging(qtbot, rate: LogSlider) -> None:
    with qtbot.waitSignal(rate.changed) as typed:
        replace_text(qtbot, rate.field, "0.125")
    assert typed.args == [0.125, ""]
    assert rate.slider.value() == rate.scale.position(0.125)


@pytest.mark.parametrize("text", ["quick", "-1", "0", "11"])
def test_invalid_text_is_refused_and_the_value_comes_back(qtbot, rate: LogSlider, said, text: str) -> None:
    with qtbot.waitSignal(rate.refused) as refused, qtbot.assertNotEmitted(rate.changed):
        replace_text(qtbot, rate.field, text)
    assert said == refused.args
    assert refused.args[0].startswith("Learning rate must be a number from 0.00001 to 10, not")
    assert rate.field.text() == "0.03"
    assert rate.value == 0.03


def test_escape_gives_the_value_back(qtbot, rate: LogSlider) -> None:
    rate.field.setFocus()
    qtbot.keyClicks(rate.field, "7")
    with qtbot.assertNotEmitted(rate.changed):
        qtbot.keyClick(rate.field, Qt.Key.Key_Escape)
    assert rate.field.text() == "0.03"


def test_setting_from_outside_is_silent_and_spares_what_is_being_typed(qtbot, rate: LogSlider) -> None:
    with qtbot.assertNotEmitted(rate.changed):
        rate.set_value(1.0)
    assert rate.field.text() == "1"
    rate.field.setFocus()
    rate.field.selectAll()
    qtbot.keyClicks(rate.field, "0.0")
    rate.set_value(2.0)
    assert rate.field.text() == "0.0"


def test_the_wheel_passes_by(qtbot, rate: LogSlider) -> None:
    at = QPointF(20, 10)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 120), buttons, keys, Qt.ScrollPhase.NoScrollPhase, False)
    rate.slider.wheelEvent(event)
    assert not event.isAccepted()
    assert rate.value == 0.03


def test_a_value_slider_shows_its_name_and_number(qtbot) -> None:
    widget = ValueSlider(Limits("Noise", 0, 0.5), Linear(0, 0.5, 0.01), "More noise blurs the classes.")
    qtbot.addWidget(widget)
    widget.set_value(0.2)
    assert widget.field.text() == "0.20"
    assert widget.slider.accessibleName() == "Noise"
    assert "blurs" in widget.slider.toolTip()
