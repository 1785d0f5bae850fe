"""Story: somebody draws digits with the mouse and sees, while drawing, what the network takes them for."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt

from engine.presets import PRESETS
from playground.digit_pad import DigitPad

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ONE = [(0.5, 0.2 + 0.05 * k) for k in range(13)]
ZERO = [(0.5 + 0.2 * math.cos(a / 4), 0.5 + 0.3 * math.sin(a / 4)) for a in range(27)]


@pytest.fixture
def artist(open_app):
    """A user with a network that knows the digits, and the pad beside the window."""
    user = open_app(PRESETS["digits"].experiment)
    user.window.session.set_pace(None)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.dev.accuracy > 0.94)
    user.press(Qt.Key.Key_Space)
    opened(user)
    return user


def opened(user):
    user.window.commands["draw_digit"].trigger()
    user.pad = user.window.findChild(DigitPad)
    user.bot.waitExposed(user.pad)


def at(user, place) -> QPoint:
    side = user.pad.paper.width()
    return QPoint(round(place[0] * side), round(place[1] * side))


def draw(user, places, button=LEFT):
    """A stroke of the mouse over the paper."""
    paper = user.pad.paper
    user.bot.mousePress(paper, button, pos=at(user, places[0]))
    for place in places[1:]:
        user.bot.mouseMove(paper, at(user, place))
    user.bot.mouseRelease(paper, button, pos=at(user, places[-1]))


def recognised(user, name):
    user.bot.waitUntil(lambda: user.pad.bars.top == name, timeout=5000)


def test_digits_that_are_drawn_are_recognised(artist):
    draw(artist, ONE)
    recognised(artist, "1")
    assert "Prediction: 1, " in artist.pad.bars.accessibleName()
    artist.click(artist.pad.clear_button)
    artist.bot.waitUntil(lambda: artist.pad.bars.top == "")
    draw(artist, ZERO)
    recognised(artist, "0")


def test_the_answer_follows_the_training(artist):
    draw(artist, ONE)
    recognised(artist, "1")
    before = artist.frame.probe[1]
    artist.press(Qt.Key.Key_Space)  # on the paper: the brush goes down, and no training begins
    assert not artist.window.session.running
    artist.window.session.play()
    artist.until(lambda frame: frame.probe is not None and frame.probe[1] != before)
    assert artist.pad.bars.top == "1"
    artist.window.session.new_start()
    artist.until(lambda frame: frame.probe is not None and frame.epoch == 0)


def test_the_right_button_and_the_eraser_take_ink_away(artist):
    draw(artist, ONE)
    draw(artist, ONE, RIGHT)
    assert artist.pad.paper.strokes == []
    artist.bot.waitUntil(lambda: artist.pad.bars.top == "")
    draw(artist, ONE)
    artist.click(artist.pad.eraser, QPoint(8, 8))
    draw(artist, [(0.4, 0.5), (0.6, 0.5)])
    assert len(artist.pad.paper.strokes) == 2  # the middle is gone


def test_a_one_by_keys(artist):
    paper = artist.pad.paper
    paper.setFocus()
    for _ in range(10):
        artist.bot.keyClick(paper, Qt.Key.Key_Up)
    assert paper.strokes == []
    artist.bot.keyClick(paper, Qt.Key.Key_Space)
    for _ in range(20):
        artist.bot.keyClick(paper, Qt.Key.Key_Down)
    artist.bot.keyClick(paper, Qt.Key.Key_Space)
    artist.bot.keyClick(paper, Qt.Key.Key_Left)
    assert len(paper.strokes) == 1
    recognised(artist, "1")
    artist.bot.keyClick(paper, Qt.Key.Key_E)
    assert artist.pad.eraser.isChecked()
    artist.bot.keyClick(paper, Qt.Key.Key_Delete)
    assert paper.strokes == []


def test_enter_on_the_paper_presses_nothing(artist):
    draw(artist, ONE)
    artist.bot.keyClick(artist.pad.paper, Qt.Key.Key_Return)
    assert artist.pad.paper.strokes
    assert artist.pad.isVisible()


def test_other_data_are_told_and_the_digits_are_a_click_away(user):
    opened(user)
    assert user.pad.digits_button.isVisible()
    assert not user.pad.paper.isEnabled()
    user.click(user.pad.digits_button)
    assert user.experiment.data.name == "digits"
    user.until(lambda frame: frame.scene.dataset.n == 64)
    assert user.pad.paper.isEnabled()
    draw(user, ZERO)
    user.until(lambda frame: frame.probe is not None)
    user.window.document.history.undo()
    user.until(lambda frame: frame.scene.dataset.n == 2)
    assert user.frame.probe is None
    assert not user.pad.bars.isVisible()


def test_closed_it_costs_nothing(artist):
    draw(artist, ONE)
    artist.until(lambda frame: frame.probe is not None)
    artist.pad.close()
    assert artist.window.session.view.probe is None
    artist.until(lambda frame: frame.probe is None)


def test_strokes_are_taken_back_one_by_one_and_so_is_what_was_cleared_or_erased(open_app):
    user = open_app(PRESETS["digits"].experiment)
    opened(user)
    paper, control = user.pad.paper, Qt.KeyboardModifier.ControlModifier
    user.pad.activateWindow()
    user.bot.waitUntil(user.pad.isActiveWindow)
    assert not user.pad.undo_button.isEnabled()
    draw(user, ONE)
    one = paper.strokes
    draw(user, ZERO)
    both = paper.strokes
    draw(user, ZERO, RIGHT)
    assert len(paper.strokes) < 2
    user.click(user.pad.clear_button)
    user.click(user.pad.clear_button)
    assert paper.strokes == []
    user.press(Qt.Key.Key_Z, control)
    user.press(Qt.Key.Key_Z, control)
    assert [a is b for a, b in zip(paper.strokes, both, strict=True)] == [True, True]
    user.click(user.pad.undo_button)
    assert len(paper.strokes) == 1
    assert paper.strokes[0] is one[0]
    user.press(Qt.Key.Key_Z, control)
    assert paper.strokes == []
    assert not user.pad.undo_button.isEnabled()
    paper.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        user.bot.keyClick(paper, key)
    assert len(paper.strokes) == 1
    user.bot.keyClick(paper, Qt.Key.Key_Z, control)
    assert paper.strokes == []
