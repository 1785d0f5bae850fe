"""Story: somebody watches the network learn and wants to know more: is the gradient right, what helps?"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from engine.experiment import Experiment
from engine.layers import Dense
from playground.actions import REPORTS
from playground.app import open_window
from playground.reports import COMPUTING, ReportDialog

FOUND = {"check": "great: difference", "race": "\nequal: they differ", "diagnose": "bias ", "graph": "\nJ "}


@pytest.fixture
def training(user):
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch >= 1)
    return user


def open_report(user, name: str) -> ReportDialog:
    """By the mouse: the word Train, then the entry."""
    bar, action = user.window.menus, user.window.commands[name]
    (train,) = (entry for entry in bar.actions() if entry.text() == "&Train")
    user.click(bar, bar.actionGeometry(train).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    user.click(menu, menu.actionGeometry(action).center())
    return dialogs(user)[-1]


def dialogs(user) -> list[ReportDialog]:
    return [dialog for dialog in user.window.findChildren(ReportDialog) if dialog.isVisible()]


def written(user, dialog: ReportDialog) -> str:
    user.bot.waitUntil(lambda: dialog.page.toPlainText() != COMPUTING, timeout=10_000)
    text: str = dialog.page.toPlainText()
    return text


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_is_opened_read_and_copied_while_the_network_learns(training, name):
    before = training.frame.epoch
    dialog = open_report(training, name)
    assert not dialog.isModal()
    text = written(training, dialog)
    assert FOUND[name] in text
    training.click(dialog.copy_button)
    assert QGuiApplication.clipboard().text() == text
    training.click(dialog.close_button)
    assert dialogs(training) == []
    training.until(lambda frame: frame.epoch > before)
    assert training.window.session.running


def test_the_keyboard_alone_opens_reads_and_closes_a_report(training):
    bar = training.window.menus
    (train,) = (entry for entry in bar.actions() if entry.text() == "&Train")
    bar.setActiveAction(train)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in range(20):
        if menu.activeAction() is training.window.commands["check"]:
            break
        training.bot.keyClick(menu, Qt.Key.Key_Down)
    training.bot.keyClick(menu, Qt.Key.Key_Return)
    (dialog,) = dialogs(training)
    text = written(training, dialog)
    dialog.activateWindow()
    dialog.page.setFocus()
    training.bot.keyClick(dialog.page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    training.bot.keyClick(dialog.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text
    training.bot.keyClick(dialog.page, Qt.Key.Key_Escape)
    assert dialogs(training) == []


def test_dropout_is_switched_off_for_the_check_and_the_report_says_so(open_app):
    user = open_app(Experiment(layers=(Dense(4, keep_prob=0.5),)))
    text = written(user, open_report(user, "check"))
    assert text.startswith("Dropout was switched off")
    assert "great: difference" in text


def test_a_large_network_is_told_why_it_is_not_checked(open_app):
    user = open_app(Experiment(layers=(Dense(150), Dense(150))))
    assert "at most 20000" in written(user, open_report(user, "check"))


@pytest.mark.parametrize("close", [ReportDialog.close, lambda dialog: dialog.parent().close()])
def test_closing_while_it_computes_is_no_trouble(training, close: Callable[[ReportDialog], object]):
    dialog = open_report(training, "race")
    assert dialog.page.toPlainText() == COMPUTING
    assert not dialog.copy_button.isEnabled()
    close(dialog)
    assert dialogs(training) == []


def test_there_is_nothing_to_report_on_before_the_first_frame(qtbot, qapp):
    window = open_window(qapp)
    qtbot.addWidget(window)
    assert not any(window.commands[name].isEnabled() for name in REPORTS)
