"""What looks into the data opens by menu, key and Ctrl+K, says what its controls do, and closes with Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QHeaderView, QLineEdit, QTableView

from engine.data import Gauss
from engine.experiment import Experiment
from engine.layers import Dense
from playground.actions.inspection import INSPECTION

WINDOWS = ("hardest", "learning_curve", "normalisation")
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QTableView)


@pytest.fixture
def quick(open_app):
    return open_app(Experiment(data=Gauss(samples=60), layers=(Dense(2),)))


def opened(user, name):
    before = user.window.findChildren(QDialog)
    user.window.commands[name].trigger()
    (window,) = (dialog for dialog in user.window.findChildren(QDialog) if dialog not in before)
    calculation = getattr(window, "calculation", None)
    user.bot.waitUntil(lambda: calculation is None or not calculation.is_running, timeout=10_000)
    return window


@pytest.mark.parametrize("name", WINDOWS)
def test_every_control_is_named_it_fits_a_small_screen_and_esc_closes_it(quick, name):
    window = opened(quick, name)
    found = [w for kind in CONTROLS for w in window.findChildren(kind) if w.isVisible()]
    found = [w for w in found if not w.objectName().startswith("qt_") and not isinstance(w, QHeaderView)]
    found = [w for w in found if not isinstance(w.parent(), QTableView)]
    assert len(found) >= 2
    assert [type(w).__name__ for w in found if not (w.accessibleName() and w.toolTip())] == []
    size = window.minimumSizeHint()
    assert size.width() <= 1024
    assert size.height() <= 700
    quick.bot.waitUntil(window.isActiveWindow)
    quick.bot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_all_stand_in_the_data_menu(quick):
    (menu,) = (
        action.menu() for action in quick.window.menus.actions() if action.text().replace("&", "") == "Data"
    )
    shown = {action.text() for action in menu.actions()}
    assert {spec.text for spec in INSPECTION} <= shown
