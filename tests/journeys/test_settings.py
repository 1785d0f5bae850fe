"""Story: somebody tries the remedies of the course while the network learns: by inspector and card."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from engine.data import Blobs, Split
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.layers import Dense
from engine.losses import Huber, SigmoidSquaredError
from playground.canvas.faces import faces
from playground.widgets.slider import Slider

CTRL = Qt.KeyboardModifier.ControlModifier
SCREEN = "This plugin does not support"


@pytest.fixture
def training(user):
    """A user whose network trains, past the first start."""
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 1)
    return user


def inside(user, name: str, kind: type[QWidget]) -> Any:
    """A control of the inspector's form."""
    return inspector_of(user).form.editors[name].findChild(kind)


def drag(user, slider: Slider, share: float) -> None:
    """Press at the knob's place, pull to a share of the width, let go."""
    to = QPoint(round(share * slider.width()), slider.height() // 2)
    user.bot.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    user.bot.mouseMove(slider, (slider.rect().center() + to) / 2)
    user.bot.mouseMove(slider, to)
    user.bot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=to)


def pick(user, box: QComboBox, words: str) -> None:
    """Choose by the keyboard, as in a list that is not opened: press Down until the words are there."""
    box.setFocus()
    user.bot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() == words:
            return
        user.bot.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == words


def write(user, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    user.bot.keyClicks(field, text)
    user.bot.keyClick(field, Qt.Key.Key_Return)


def inspector_of(user) -> Any:
    """The inspector, or None before anything was selected."""
    return user.window.network.inspector


def open_card(user) -> Any:
    """The hyperparameters behind the last button of the run bar."""
    user.click(user.window.run_bar.settings)
    form = user.window.run_bar.hyperparameters
    assert form is not None
    assert form.isVisible()
    return form


def close_card(user) -> None:
    card = user.window.run_bar.popover
    user.bot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    user.window.activateWindow()  # which a window manager does, and the offscreen platform has none


def settings(form) -> dict[str, Any]:
    return {name: editor for part in form.forms.values() for name, editor in part.editors.items()}


@pytest.mark.qt_log_ignore(SCREEN)
def test_remedies_while_it_trains_and_all_of_them_taken_back(training):
    start = msgspec.json.encode(training.experiment)
    training.click_card(1)
    training.click(inside(training, "batch_norm", QAbstractButton))
    drag(training, inside(training, "keep_prob", Slider), 0.6)
    assert training.experiment.layers[0].batch_norm
    assert 0.5 <= training.experiment.layers[0].keep_prob <= 0.8
    frame = training.until(lambda frame: frame.epoch >= 2 and "gamma1" in frame.parameters)
    assert "b1" not in frame.parameters
    training.click(inspector_of(training).freeze)
    assert training.experiment.layers[0].frozen

    form = open_card(training)
    drag(training, settings(form)["l2"].findChild(Slider), 0.7)
    assert training.experiment.l2 > 0
    close_card(training)
    pick(training, training.window.run_bar.schedule, "cosine")
    assert training.experiment.schedule.name == "cosine"
    assert training.window.session.running
    training.until(lambda frame: frame.epoch >= 3)

    history = training.window.document.history
    assert history.count() >= 5  # the arrow keys pass other schedules on the way
    marks = ", ".join(training.window.cost.marks.marks.texts.values())
    assert all(word in marks for word in ("BN[1]", "keep[1] ", "frozen[1]", "λ ", "schedule cosine"))
    for _ in range(history.count()):
        training.press(Qt.Key.Key_Z, CTRL)
    assert msgspec.json.encode(training.experiment) == start
    training.until(lambda frame: "b1" in frame.parameters)


def test_each_step_of_undo_has_its_name(training):
    training.click_card(2)
    training.click(inside(training, "batch_norm", QAbstractButton))
    write(training, inside(training, "keep_prob", QLineEdit), "0.8")
    training.window.network.canvas.setFocus()
    training.press(Qt.Key.Key_F)
    history = training.window.document.history
    names = [history.text(k) for k in range(history.count())]
    assert names == ["layer 2: batch norm on", "layer 2: keep_prob 1 to 0.8", "layer 2: freeze on"]


def test_what_is_impossible_is_said_and_nothing_changes(training):
    training.click_card(1)
    before = training.experiment
    write(training, inside(training, "keep_prob", QLineEdit), "0")
    assert training.experiment is before
    hint = training.window.status.findChild(object, "hint").text()
    assert hint == "keep_prob must be a number from 0.01 to 1, not 0."
    assert inside(training, "keep_prob", QLineEdit).text() == "1.00"


def test_the_inspector_follows_the_selection(training):
    assert inspector_of(training) is None
    training.click_card(0)
    write(training, inside(training, "input_keep_prob", QLineEdit), "0.9")
    assert training.experiment.input_keep_prob == 0.9
    training.click_card(3)
    write(training, inside(training, "l2", QLineEdit), "0.5")
    assert training.experiment.output.l2 == 0.5
    training.window.network.canvas.setFocus()
    training.press(Qt.Key.Key_1)
    assert set(inspector_of(training).form.editors) >= {"units", "activation", "batch_norm"}
    training.click(inspector_of(training).copy)
    assert training.units == (4, 4, 2)
    training.click(inspector_of(training).trash)
    training.window.network.canvas.setFocus()
    training.press(Qt.Key.Key_Escape)
    assert not inspector_of(training).isVisible()


def test_the_inspector_by_keyboard_alone(training):
    training.window.network.canvas.setFocus()
    training.press(Qt.Key.Key_1)
    training.press(Qt.Key.Key_Return)
    units = inside(training, "units", QLineEdit)
    assert units.hasFocus()
    training.bot.keyClicks(units, "6")
    training.press(Qt.Key.Key_Tab)
    assert training.units == (6, 2)
    seen = set()
    for _ in range(12):
        seen.add(training.window.focusWidget().accessibleName())
        training.press(Qt.Key.Key_Tab)
    assert {"activation", "initialisation", "keep_prob", "L1 lambda", "L2 lambda", "batch norm"} <= seen
    training.window.network.canvas.setFocus()
    training.press(Qt.Key.Key_F6)
    assert inspector_of(training).isAncestorOf(training.window.focusWidget())
    training.press(Qt.Key.Key_F6)
    assert training.window.timeline.isAncestorOf(training.window.focusWidget())
    training.press(Qt.Key.Key_F6)
    assert training.window.output.isAncestorOf(training.window.focusWidget())


def tabbed(user, times: int) -> list[str]:
    """The names of the controls that Tab reaches one after the other."""
    names = []
    for _ in range(times):
        holder = QApplication.focusWidget()
        assert holder is not None
        names.append(holder.accessibleName())
        user.press(Qt.Key.Key_Tab)
    return names


def test_fields_that_come_later_are_reached_in_their_place(training):
    training.click_card(1)
    pick(training, inside(training, "activation", QComboBox), "leaky ReLU")
    inside(training, "activation", QComboBox).setFocus()
    assert tabbed(training, 3) == ["activation", "Leaky ReLU's alpha, typed", "initialisation"]


@pytest.mark.qt_log_ignore(SCREEN)
def test_tab_goes_through_the_card_as_it_is_read(training):
    training.window.resize(1300, 900)
    training.bot.wait(50)
    form = open_card(training)
    first = ["Speed", "Schedule", "beta1, typed", "beta2, typed", "epsilon, typed", "warm-up, typed", "loss"]
    training.click(settings(form)["early_stopping"].toggle)
    training.bot.wait(1)  # the card takes its new field in with the next round of events
    training.window.run_bar.speed.setFocus()
    assert [name.casefold() for name in tabbed(training, 7)] == [name.casefold() for name in first]
    settings(form)["early_stopping"].toggle.setFocus()
    assert tabbed(training, 3) == ["early stopping", "Patience, typed", "jitter"]
    close_card(training)


@pytest.mark.qt_log_ignore(SCREEN)
def test_in_a_low_window_the_inspector_is_a_card(training):
    window = training.window
    window.resize(1100, 700)
    training.bot.wait(50)
    training.click_card(1)
    assert not window.network.card.isVisible()
    training.click_card(1, "badges")
    assert window.network.card.isVisible()
    training.click(inside(training, "batch_norm", QAbstractButton))
    assert training.experiment.layers[0].batch_norm
    card = window.network.card
    assert card.mapToGlobal(card.rect().topRight()).x() <= window.output.mapToGlobal(QPoint()).x()
    assert all(card.rect().contains(w.geometry()) for w in card.children() if isinstance(w, QWidget))
    training.bot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    window.resize(1440, 900)
    training.bot.waitUntil(lambda: inspector_of(training).isVisible())


@pytest.mark.qt_log_ignore(SCREEN)
def test_the_loss_is_chosen_among_those_for_the_data(training):
    form = open_card(training)
    loss = settings(form)["loss"].findChild(QComboBox)
    assert [loss.itemText(k) for k in range(loss.count())] == ["cross-entropy", "squared error"]
    assert not settings(form)["standardize_targets"].isVisible()
    write(training, settings(form)["label_smoothing"].findChild(QLineEdit), "0.1")
    pick(training, loss, "squared error")
    assert training.experiment.loss == SigmoidSquaredError()
    assert training.experiment.label_smoothing == 0  # it belongs to cross-entropy
    assert not settings(form)["label_smoothing"].isVisible()
    training.until(lambda frame: frame.epoch >= 2)
    close_card(training)
    training.choose_data("blobs")
    assert training.experiment.loss is None
    training.until(lambda frame: frame.scene.dataset.task == "multiclass")
    loss = settings(open_card(training))["loss"].findChild(QComboBox)
    assert [loss.itemText(k) for k in range(loss.count())] == ["cross-entropy"]
    close_card(training)


@pytest.mark.qt_log_ignore(SCREEN)
def test_the_card_leaves_the_result_in_view_and_fits_a_small_window(training):
    training.window.resize(1100, 700)
    training.bot.wait(50)
    open_card(training)
    card, output = training.window.run_bar.popover, training.window.output
    assert card.mapToGlobal(card.rect().topRight()).x() <= output.mapToGlobal(QPoint()).x()
    assert card.mapTo(card, card.rect().bottomLeft()).y() <= training.window.height()
    assert training.window.run_bar.schedule.window() is card
    training.bot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_early_stopping_pauses_and_says_whose_weights_these_are(open_app):
    user = open_app(Experiment(early_stopping=EarlyStopping(3), learning_rate=0.3, layers=(Dense(8),)))
    user.window.session.set_pace(None)
    user.press(Qt.Key.Key_Space)
    stop = user.until(lambda frame: frame.early_stop is not None).early_stop
    assert stop is not None
    banner, window = user.window.banner, user.window
    assert banner.isVisible()
    assert banner.title.text() == "Early stopping: no lower dev cost for 3 epochs."
    assert banner.sentence.text() == f"The weights are those of epoch {stop.best_epoch}."
    assert not window.session.running
    assert window.commands["play"].text() == "Play"
    iteration = user.frame.iteration
    user.bot.wait(100)
    assert user.frame.iteration == iteration
    user.click(banner.buttons[0])
    assert window.session.running
    assert not banner.isVisible()
    user.until(lambda frame: frame.iteration > iteration)


def test_early_stopping_without_a_dev_part_is_refused_once(open_app):
    """The worker must not be asked again and again: the message could not be put away."""
    user = open_app(Experiment(split=Split(train=1.0, dev=0.0, test=0.0)))
    with user.bot.waitSignal(user.window.session.failed):
        user.window.document.edit(user.experiment.with_(early_stopping=EarlyStopping()), "early stopping on")
    assert "there is no dev example" in user.window.banner.sentence.text()
    user.click(user.window.banner.close_button)
    user.bot.wait(200)
    assert not user.window.banner.isVisible()


def test_a_batch_normalised_three_class_network_learns_in_the_window(open_app):
    layers = (Dense(8, batch_norm=True, keep_prob=0.9), Dense(4, batch_norm=True, l1=0.01))
    user = open_app(Experiment(data=Blobs(), layers=layers, input_keep_prob=0.95, clip_norm=1.0))
    user.window.session.set_pace(None)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 20 and (frame.train.accuracy or 0) > 0.8)
    user.window.grab()


@pytest.mark.qt_log_ignore(SCREEN)
def test_regression_has_its_own_losses_and_targets(training):
    training.choose_data("plane")
    training.until(lambda frame: frame.scene.dataset.task == "regression")
    form = open_card(training)
    fields = settings(form)
    assert not fields["label_smoothing"].isVisible()
    training.click(fields["standardize_targets"].toggle)
    assert not training.experiment.standardize_targets
    pick(training, fields["loss"].choice, "Huber")
    write(training, fields["loss"].own.form.editors["threshold"].number, "0.5")
    assert training.experiment.loss == Huber(0.5)
    close_card(training)
    training.until(lambda frame: frame.epoch >= 1)
    assert training.window.network.canvas.layout_now.columns[-1].is_output
    assert faces(training.experiment, training.frame)[-1].detail == "loss: Huber"


@pytest.mark.qt_log_ignore(SCREEN)
def test_undo_where_the_number_was_typed(training):
    """The hint says Ctrl+Z: it must hold in the field that still has the focus, and in a card."""
    training.click_card(1)
    keep = inside(training, "keep_prob", QLineEdit)
    write(training, keep, "0.8")
    assert keep.hasFocus()
    training.press(Qt.Key.Key_Z, CTRL)
    assert (training.experiment.layers[0].keep_prob, keep.text()) == (1.0, "1.00")
    training.bot.keyClicks(keep, "0.5")
    training.press(Qt.Key.Key_Z, CTRL)
    assert keep.text() != "0.5"  # what is being typed is the field's own
    l2 = settings(open_card(training))["l2"].findChild(QLineEdit)
    write(training, l2, "0.3")
    training.press(Qt.Key.Key_Z, CTRL)
    assert (training.experiment.l2, l2.text()) == (0.0, "0")
    assert training.window.run_bar.popover.isVisible()
    close_card(training)
