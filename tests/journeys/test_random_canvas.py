"""Story: somebody does whatever comes to mind to the network, a thousand times, and takes it all back."""

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from engine.activations import ACTIVATIONS
from engine.experiment import Experiment
from engine.layers import Dense
from playground.canvas.drop import CHIPS

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYS = {
    "+": (Qt.Key.Key_Plus,),
    "-": (Qt.Key.Key_Minus,),
    "[": (Qt.Key.Key_BracketLeft,),
    "]": (Qt.Key.Key_BracketRight,),
    "Del": (Qt.Key.Key_Delete,),
    "Ctrl+D": (Qt.Key.Key_D, CTRL),
    "Ctrl+C": (Qt.Key.Key_C, CTRL),
    "Ctrl+Shift+C": (Qt.Key.Key_C, CTRL, SHIFT),
    "Ctrl+X": (Qt.Key.Key_X, CTRL),
    "Ctrl+V": (Qt.Key.Key_V, CTRL),
    "F": (Qt.Key.Key_F,),
    "P": (Qt.Key.Key_P,),
    "M": (Qt.Key.Key_M,),
    "G": (Qt.Key.Key_G,),
    "Esc": (Qt.Key.Key_Escape,),
    "Space": (Qt.Key.Key_Space, CTRL),
    "step": (Qt.Key.Key_Right, SHIFT),
    "fit": (Qt.Key.Key_0, CTRL),
    "larger": (Qt.Key.Key_Plus, CTRL),
    "smaller": (Qt.Key.Key_Minus, CTRL),
    **{str(number): (getattr(Qt.Key, f"Key_{number}"),) for number in range(1, 5)},
}
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
START = Experiment(layers=(Dense(3), Dense(2)), batch_size=100)
shares = st.floats(-0.1, 1.1)


def encoded(experiment: Experiment) -> bytes:
    return msgspec.json.encode(experiment)


class Whims(RuleBasedStateMachine):
    """Mouse and keys on the canvas of one window, with the experiment kept for every place of the history."""

    user: Any  # of the one window: opening a new one each time would test nothing more

    def __init__(self) -> None:
        super().__init__()
        self.window, self.canvas = self.user.window, self.user.window.network.canvas
        self.history = self.window.document.history

    @initialize()
    def begin(self) -> None:
        self.history.clear()
        self.window.document.show(START)
        self.canvas.set_zoom(1.0)
        self.canvas.select(None)
        self.canvas.set_pinned(())
        self.canvas.setFocus()
        self.known = {0: encoded(START)}

    def settle(self) -> None:
        """What was done has had its effect; the history may have grown or been gone back in."""
        QApplication.processEvents()
        present, place = encoded(self.window.document.experiment), self.history.index()
        if self.history.count() == place:
            self.known = {k: v for k, v in self.known.items() if k < place} | {place: present}
        assert self.known[place] == present

    def at(self, across: float, down: float) -> QPoint:
        view = self.canvas.viewport()
        return QPoint(round(across * view.width()), round(down * view.height()))

    def press(self, *keys) -> None:
        self.canvas.setFocus()
        self.user.press(*keys)

    @rule(name=st.sampled_from(sorted(KEYS)))
    def key(self, name) -> None:
        self.press(*KEYS[name])
        self.settle()

    @rule(keys=st.lists(st.sampled_from(ARROWS), max_size=4), take=st.booleans())
    def caret(self, keys, take) -> None:
        self.press(Qt.Key.Key_A)
        for key in keys:
            if self.canvas.has_caret:
                self.press(key)
        if self.canvas.has_caret:
            self.press(Qt.Key.Key_Return if take else Qt.Key.Key_Escape)
        self.close_menu()
        self.settle()

    @rule(chip=st.sampled_from(CHIPS), across=shares, down=shares, drop=st.booleans())
    def drag_a_chip(self, chip, across, down, drop) -> None:
        self.user.drag_chip(chip, self.at(across, down))
        self.user.let_go() if drop else self.user.leave()
        self.close_menu()
        self.settle()

    @rule(column=st.integers(1, 12), across=shares, down=shares, copy=st.booleans(), escape=st.booleans())
    def drag_a_card(self, column, across, down, copy, escape) -> None:
        if not self.canvas.layout_now.columns[1:-1]:
            return
        column = min(column, len(self.canvas.layout_now.columns) - 2)
        view, start, to = self.canvas.viewport(), self.user.card(column), self.at(across, down)
        bot, left = self.user.bot, Qt.MouseButton.LeftButton
        bot.mousePress(view, left, pos=start)
        bot.mouseMove(view, start + QPoint(25, 3))
        bot.mouseMove(view, to)
        if escape:
            self.press(Qt.Key.Key_Escape)
        bot.mouseRelease(view, left, CTRL if copy else Qt.KeyboardModifier.NoModifier, pos=to)
        self.settle()

    @rule(across=shares, down=shares)
    def click(self, across, down) -> None:
        self.user.click(self.canvas.viewport(), self.at(across, down))
        self.close_menu()
        self.settle()

    @rule(
        column=st.integers(0, 13),
        part=st.sampled_from(["minus", "plus", "activation", "menu", "badges", "mark"]),
    )
    def click_a_part(self, column, part) -> None:
        self.user.click_card(min(column, len(self.canvas.layout_now.columns) - 1), part)
        self.close_menu()
        self.settle()

    @rule(name=st.sampled_from(sorted(ACTIVATIONS)))
    def choose_an_activation(self, name) -> None:
        if self.canvas.selected_layer:
            self.press(Qt.Key.Key_A, SHIFT)
            menu = QApplication.activePopupWidget()
            assert menu is not None
            next(action for action in menu.actions() if action.data() == name).trigger()
            self.close_menu()
        self.settle()

    @rule(times=st.integers(1, 4), back=st.booleans())
    def undo_or_redo(self, times, back) -> None:
        for _ in range(times):
            self.press(Qt.Key.Key_Z, CTRL) if back else self.press(Qt.Key.Key_Z, CTRL, SHIFT)
            self.settle()

    def close_menu(self) -> None:
        """Menus and cards that a gesture may open."""
        QApplication.processEvents()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            QApplication.processEvents()

    @invariant()
    def the_canvas_shows_the_experiment(self) -> None:
        experiment, layout = self.window.document.experiment, self.canvas.layout_now
        assert self.canvas.experiment is experiment
        assert [column.n for column in layout.columns[1:-1]] == [layer.units for layer in experiment.layers]
        cards = [column.card for column in layout.columns]
        assert all(a.right() < b.left() for a, b in pairwise(cards))
        selected = self.canvas.selection.column
        assert selected is None or selected < len(layout.columns)

    def teardown(self) -> None:
        """All the way back, all the way forward, and back again."""
        if not hasattr(self, "known"):
            return
        last = encoded(self.window.document.experiment)
        place = self.history.index()
        while self.history.canUndo():
            self.history.undo()
            assert encoded(self.window.document.experiment) == self.known[self.history.index()]
        assert encoded(self.window.document.experiment) == encoded(START)
        self.history.setIndex(place)
        assert encoded(self.window.document.experiment) == last
        self.window.session.pause()


@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_a_thousand_whims_leave_nothing_that_undo_cannot_take_back(open_app, size):
    user = open_app(START)
    user.window.resize(*size)
    user.window.session.set_pace(None)
    machine = type("OpenWhims", (Whims,), {"user": user})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert user.until(lambda frame: True).train.cost < 1e3
