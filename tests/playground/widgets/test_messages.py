"""Read-outs and banners: what they show, what they say to a screen reader, and when they keep still."""

import pytest
from PySide6.QtCore import Qt

from playground.theme import DARK, LIGHT
from playground.widgets.banner import Banner
from playground.widgets.readout import Readout
from playground.widgets.themed import reduce_motion

LEFT = Qt.MouseButton.LeftButton


def test_a_readout_names_its_value(qtbot) -> None:
    readout = Readout("Epoch", "0")
    qtbot.addWidget(readout)
    readout.set_value("214")
    assert readout.value == "214"
    assert readout.accessibleName() == "Epoch 214"
    assert not readout.is_flashing


def test_a_change_by_the_user_flashes_and_ends(qtbot) -> None:
    readout = Readout("Rate", "0.03")
    qtbot.addWidget(readout)
    readout.show()
    readout.set_value("0.1", flash=True)
    assert readout.is_flashing
    readout.grab()
    qtbot.waitUntil(lambda: not readout.is_flashing)


def test_reduced_motion_keeps_still(qtbot) -> None:
    reduce_motion(True)
    readout = Readout("Rate", "0.03")
    qtbot.addWidget(readout)
    readout.set_value("0.1", flash=True)
    assert not readout.is_flashing


@pytest.fixture
def banner(qtbot) -> Banner:
    widget = Banner()
    qtbot.addWidget(widget)
    return widget


def test_a_banner_shows_words_icon_and_ways_on(qtbot, banner: Banner) -> None:
    assert not banner.isVisible()
    banner.show_message(
        "error",
        "The cost became NaN at epoch 37",
        "You are back at epoch 36.",
        [("go", "Go on"), ("why", "Why?")],
    )
    assert banner.isVisible()
    assert banner.accessibleName() == "Error: The cost became NaN at epoch 37. You are back at epoch 36."
    assert not banner._mark.pixmap().isNull()
    with qtbot.waitSignal(banner.chosen) as chosen:
        qtbot.mouseClick(banner.buttons[0], LEFT)
    assert chosen.args == ["go"]
    assert not banner.isVisible()


def test_a_banner_is_dismissed(qtbot, banner: Banner) -> None:
    banner.show_message("warning", "Look closer", "")
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(banner.close_button, LEFT)
    assert not banner.isVisible()


def test_a_second_message_replaces_the_first(qtbot, banner: Banner) -> None:
    banner.show_message("error", "One", "First.", [("a", "A")])
    banner.show_message("message", "Two", "Second.")
    assert banner.buttons == []
    assert banner.title.text() == "Two"


def test_severities_differ_in_shape_not_only_in_colour(qtbot, banner: Banner) -> None:
    shapes = []
    for severity in ("error", "warning", "message"):
        banner.show_message(severity, "Title", "Sentence.")
        for theme in (DARK, LIGHT):
            banner.set_theme(theme)
        shapes.append(banner._mark.pixmap().toImage().createAlphaMask())
    assert shapes[0] != shapes[1]
    assert shapes[1] != shapes[2]


def test_new_values_cost_no_new_layout(qtbot) -> None:
    readout = Readout("Epoch", "0")
    qtbot.addWidget(readout)
    readout.reserve("0 000")
    for value in ("1", "214", "2140"):
        readout.set_value(value)
        assert readout.number.minimumSize() == readout.number.maximumSize()
    readout.set_value("123 456 789")
    assert readout.number.width() >= readout.number.fontMetrics().horizontalAdvance("123 456 789")
