"""The panels behind the tabs are made when they are opened first, and are then as if they had been there."""

import subprocess
import sys

from PySide6.QtCore import QSettings, Qt

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from playground.theme import DARK, LIGHT
from playground.widgets.themed import themed_inside

NET = Experiment(data=Circle(samples=80), layers=(Dense(3), Dense(2)))
BEHIND = ("playground.panels.equations", "playground.panels.signals", "playground.explained")


def test_the_window_is_loaded_without_what_is_behind_tabs():
    loaded = "import sys, playground.main_window; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert "playground.bottom" in found.stdout.split()
    assert not [name for name in found.stdout.split() if name.startswith(BEHIND)]


def test_a_panel_that_is_opened_late_has_theme_layer_and_place(open_app):
    QSettings().setValue("first_steps/seen", True)
    user = open_app(NET)
    bottom = user.window.bottom
    made: list[str] = []
    bottom.made.connect(made.append)
    user.window.themes.set_choice("dark")
    user.window.network.canvas.select(2)
    user.window.session.step()
    user.until(lambda frame: frame.iteration == 1)
    assert made == []
    user.click(bottom._tabs["equations"])
    user.bot.waitUntil(lambda: bottom.equations.page is not None)
    assert made == ["equations"]
    assert bottom.equations.page.layer == 2
    assert bottom.regions == [bottom.timeline, bottom.equations]
    assert {widget.theme for widget in themed_inside(bottom.equations)} == {DARK}
    user.click(bottom._tabs["signals"])
    user.click(bottom._tabs["equations"])
    assert made == ["equations", "signals"]
    user.window.themes.set_choice("light")
    assert {bottom.equations.theme, bottom.signals.theme} == {LIGHT}
    bottom.equations.layer_chosen.emit(1)
    assert user.window.network.canvas.selection.column == 1
    bottom.made.disconnect(made.append)


def test_the_step_panel_knows_from_the_first_that_training_runs(open_app):
    QSettings().setValue("first_steps/seen", True)
    user = open_app(NET)
    user.press(Qt.Key.Key_Space)
    user.until(lambda frame: frame.epoch > 0)
    user.click(user.window.bottom._tabs["explained"])
    assert user.window.bottom.explained.note.text().startswith("Training runs. Pause it")
    user.press(Qt.Key.Key_Space)
    user.bot.waitUntil(lambda: user.window.bottom.explained.told is not None)
