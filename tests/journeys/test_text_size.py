"""Story: somebody shows the program on a projector, or reads with difficulty, and makes everything larger."""

import contextlib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.exceptions import TimeoutError as PytestQtTimeout

from engine.data.augmentation import Jitter, Reflection, Rotation
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from playground.first_steps import SEEN
from playground.text_size import TextSize
from tests.journeys.conftest import User
from tests.journeys.pictures import cut_words, misplaced, photograph, usual_type


@pytest.fixture(autouse=True)
def past_the_first_start(qapp) -> Iterator[None]:
    QSettings().setValue(SEEN, True)
    yield
    usual_type(qapp)


def sizes(user: User) -> dict[str, bool]:
    """The entries of View > Text size, and whether they are ticked."""
    menu = next(m for m in user.window.menus.findChildren(QMenu) if m.title() == "Text size")
    return {action.text(): action.isChecked() for action in menu.actions()}


def choose(user: User, words: str) -> None:
    group = user.window.menus._sizes
    next(action for action in group.actions() if action.text() == words).trigger()
    user.bot.wait(1)


def test_the_menu_says_how_large_everything_is_and_makes_it_so(user):
    play, canvas = user.window.run_bar.play, user.window.network.canvas
    assert sizes(user) == {"100 %": True, "125 %": False, "150 %": False}
    small_scale = canvas.transform().m11()
    choose(user, "150 %")
    assert sizes(user) == {"100 %": False, "125 %": False, "150 %": True}
    assert user.window.commands["projector"].isChecked()
    assert (play.height(), play.font().pixelSize()) == (72, 20)
    assert canvas.transform().m11() == pytest.approx(1.5 * small_scale)
    choose(user, "125 %")
    assert play.height() == 60
    assert not user.window.commands["projector"].isChecked()
    choose(user, "100 %")
    assert (play.height(), play.font().pixelSize()) == (48, 13)


def test_projector_mode_is_one_key_there_and_back(user):
    projector = user.window.commands["projector"]
    keys = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    user.press(Qt.Key.Key_P, *keys)
    assert projector.isChecked()
    assert sizes(user)["150 %"]
    user.press(Qt.Key.Key_P, *keys)
    assert not projector.isChecked()
    assert sizes(user)["100 %"]
    choose(user, "125 %")
    projector.trigger()
    assert sizes(user)["150 %"]


def test_the_next_window_is_as_large(open_app):
    first = open_app()
    choose(first, "125 %")
    first.window.close()
    assert QSettings().value(TextSize.KEY, type=int) == 125
    again = open_app()
    assert again.window.run_bar.play.height() == 60
    assert sizes(again)["125 %"]


def test_a_damaged_setting_is_the_usual_size(open_app):
    QSettings().setValue(TextSize.KEY, "huge")
    assert open_app().window.run_bar.play.height() == 48


def test_the_window_folds_as_if_it_were_so_much_smaller(user):
    window = user.window
    window.resize(1440, 900)
    assert not window.side.folded
    choose(user, "150 %")  # as 960 x 600 would
    assert window.side.folded
    assert not window.output.metrics.train.isVisible()
    assert not window.run_bar.iteration.isVisible()
    assert not window.network.heading.switch.isVisible()
    window.resize(2000, 1300)
    user.bot.waitUntil(window.network.heading.switch.isVisible)
    assert not window.side.folded
    assert window.output.metrics.train.isVisible()
    window.resize(1440, 900)
    choose(user, "100 %")
    assert not window.side.folded
    assert window.run_bar.iteration.isVisible()


def test_nothing_a_person_decided_has_changed(user):
    before, entries = user.experiment, user.window.document.history.count()
    choose(user, "150 %")
    assert user.experiment is before
    assert user.window.document.history.count() == entries


def test_lines_and_points_are_larger_too(user, monkeypatch):
    widths: list[float] = []

    def show(stroke: object, path: QPainterPath, color: str, width: float) -> None:
        if not path.isEmpty():
            widths.append(width)

    monkeypatch.setattr("playground.panels.cost.curves.Stroke.show", show)
    user.window.session.step_epoch()
    user.until(lambda frame: frame.epoch == 1)
    cost, points = user.window.cost, user.window.output.plane.points
    user.window.catch_up()
    photograph(cost)
    usual = points.items[0].scatter.opts["size"]
    assert set(widths) == {2.0}
    choose(user, "150 %")
    widths.clear()
    user.window.catch_up()
    photograph(cost)
    assert set(widths) == {3.0}
    assert points.items[0].scatter.opts["size"] == pytest.approx(1.5 * usual)


# What opens over the window

RICH = Experiment().with_(
    optimizer=OPTIMIZERS["adamw"],
    schedule=SCHEDULES["staircase"],
    augmentation=(Jitter(), Rotation(), Reflection()),
    early_stopping=EarlyStopping(),
    clip_norm=1.0,
)
COMMANDS = ("edit_weights", "presets", "network_list", "find_action", "shortcuts", "about", "morph")


def look_at(user: User, widget: QWidget, what: object = "") -> None:
    """Its layouts come to rest within a moment, and then all words have room and a place of their own."""

    def wrong() -> list[str]:
        return [*cut_words(widget), *misplaced(widget)]

    with contextlib.suppress(PytestQtTimeout):
        user.bot.waitUntil(lambda: not wrong(), timeout=1000)
    assert wrong() == [], what


@pytest.mark.parametrize("words", ["100 %", "125 %", "150 %"])
def test_cards_are_in_order_and_on_the_screen(open_app, words):
    user = open_app(RICH)
    window = user.window
    window.resize(1100, 700)
    choose(user, words)
    window.run_bar._open_settings()
    card, screen = window.run_bar.popover, window.screen().availableGeometry()
    look_at(user, card)
    assert screen.top() <= card.y()
    assert card.geometry().bottom() <= screen.bottom()
    card.hide()
    for column in range(4):
        window.network.canvas.select(column)
        window.commands["inspect_layer"].trigger()
        card = window.network.card if window.network.card.isVisible() else window.network.inspector
        assert card.isVisible()
        look_at(user, card, column)


@pytest.mark.parametrize("words", ["100 %", "125 %", "150 %"])
def test_what_commands_open_is_in_order(user, words):
    window = user.window
    choose(user, words)
    window.network.canvas.select(1)
    for name in COMMANDS:
        before = set(tops())
        window.commands[name].trigger()
        user.bot.waitUntil(lambda before=before: any(w not in before for w in tops()))
        for opened in set(tops()) - before:
            look_at(user, opened, name)
            opened.close()


def tops() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
