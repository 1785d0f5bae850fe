"""Buttons take name, keys and state from an action, and leave Space to the window when clicked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.theme import DARK, LIGHT
from playground.widgets.buttons import IconButton, TextIconButton, bind
from playground.widgets.play_button import PlayButton, PlayState
from playground.widgets.themed import themed_inside


def test_an_icon_button_has_a_name_a_tooltip_and_an_icon(qtbot) -> None:
    button = IconButton("step", "Step", "One mini-batch.")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Step"
    assert "One mini-batch." in button.toolTip()
    dark = button.icon().pixmap(16).toImage()
    button.set_theme(DARK)
    assert button.icon().pixmap(16).toImage() != dark


def test_a_click_does_not_take_the_focus_but_tab_does(qtbot) -> None:
    button = IconButton("step", "Step", "One mini-batch.")
    qtbot.addWidget(button)
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_space_on_a_focused_button_beats_the_shortcut_of_the_window(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = IconButton("step", "Step", "One mini-batch.")
    QVBoxLayout(window).addWidget(button)
    play = QAction(window, shortcut=QKeySequence("Space"))
    window.addAction(play)
    heard: list[str] = []
    play.triggered.connect(lambda: heard.append("play"))
    button.clicked.connect(lambda: heard.append("step"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    button.clearFocus()
    qtbot.keyClick(window, Qt.Key.Key_Space)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert heard == ["play", "step"]


def test_a_bound_button_follows_its_action(qtbot) -> None:
    button = TextIconButton("new-start", "New start", "")
    qtbot.addWidget(button)
    action = QAction("&New start", button, shortcut=QKeySequence("Shift+R"))
    action.setToolTip("New random weights: see how much luck was in it.")
    bind(button, action)
    assert button.accessibleName() == "New start"
    assert "Shift+R" in button.toolTip()
    assert "luck" in button.toolTip()
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    action.setEnabled(False)
    assert not button.isEnabled()


def test_a_compact_button_keeps_its_name(qtbot) -> None:
    button = TextIconButton("same-start", "Same start", "The same first weights.")
    qtbot.addWidget(button)
    wide = button.sizeHint().width()
    button.set_compact(True)
    assert button.sizeHint().width() < wide
    assert button.accessibleName() == "Same start"
    button.set_compact(False)
    assert button.text().strip() == "Same start"


@pytest.mark.parametrize(
    ("state", "name"),
    [(PlayState.READY, "Play"), (PlayState.RUNNING, "Pause"), (PlayState.REWIND, "Rewind")],
)
def test_the_play_button_says_what_a_press_would_do(qtbot, state: PlayState, name: str) -> None:
    button = PlayButton()
    qtbot.addWidget(button)
    button.set_state(state)
    assert button.accessibleName() == name
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_disabled_play_button_gives_the_reason_and_hears_nothing(qtbot) -> None:
    button = PlayButton()
    qtbot.addWidget(button)
    button.set_state(PlayState.DISABLED, "Layer 2 has no units.")
    assert "Layer 2" in button.toolTip()
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_state_of_the_play_button_looks_different_in_both_themes(qtbot) -> None:
    button = PlayButton()
    qtbot.addWidget(button)
    seen = []
    for theme in (DARK, LIGHT):
        button.set_theme(theme)
        for state in PlayState:
            button.set_state(state)
            image = button.grab().toImage()
            assert image not in seen
            seen.append(image)


def test_the_theme_reaches_widgets_deep_inside(qtbot) -> None:
    outer, inner = QWidget(), QWidget()
    qtbot.addWidget(outer)
    inner.setParent(outer)
    button = PlayButton(inner)
    assert list(themed_inside(outer)) == [button]
