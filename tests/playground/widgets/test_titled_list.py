"""A titled list: keys move over entries and never onto headings, and every entry speaks its sentence."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from playground.theme import DARK, LIGHT
from playground.widgets.menu_button import MenuButton
from playground.widgets.titled_list import Titled, TitledList

GROUPS = [
    ("Fruit", [Titled("apple", "Apple", "Red or green."), Titled("pear", "Pear", "Green.")]),
    ("Roots", [Titled("beet", "Beet", "Red " * 60), Titled("turnip", "Turnip", "99 % white.")]),
]


@pytest.fixture
def view(qtbot) -> TitledList:
    widget = TitledList("Food", GROUPS)
    qtbot.addWidget(widget)
    widget.resize(300, 400)
    widget.show()
    widget.activateWindow()
    widget.setFocus()
    widget.set_current("")
    return widget


def test_arrows_home_and_end_pass_over_headings(qtbot, view: TitledList) -> None:
    assert view.current == "apple"
    walked = []
    for key in (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_End,
        Qt.Key.Key_Home,
    ):
        qtbot.keyClick(view, key)
        walked.append(view.current)
    assert walked == ["apple", "pear", "beet", "pear", "turnip", "apple"]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        qtbot.keyClick(view, key)
        assert view.current
    assert view.current == "apple"


def test_first_letters_find_an_entry(qtbot, view: TitledList) -> None:
    qtbot.keyClicks(view, "tu")
    assert view.current == "turnip"


def test_enter_and_a_click_choose(qtbot, view: TitledList) -> None:
    view.set_current("pear")
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["pear"]
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.place("beet").center())
    assert chosen.args == ["beet"]
    view.set_current("apple")
    with qtbot.assertNotEmitted(view.chosen):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_a_long_sentence_gets_the_lines_it_needs(qtbot, view: TitledList) -> None:
    assert view.place("beet").height() > 2 * view.place("pear").height()
    narrow = view.place("beet").height()
    view.resize(600, 400)
    qtbot.waitUntil(lambda: view.place("beet").height() < narrow)


def test_an_entry_is_spoken_with_its_group_and_sentence(view: TitledList) -> None:
    assert view.accessibleName() == "Food"
    spoken = QAccessible.queryAccessibleInterface(view)
    names = [spoken.child(k).text(QAccessible.Text.Name) for k in range(spoken.childCount())]
    assert names[1] == "Apple. Fruit. Red or green."
    assert names[-1] == "Turnip. Roots. 99 % white."


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_the_current_entry_has_the_ground_and_the_ring_of_the_theme(qtbot, view: TitledList, theme) -> None:
    view.set_theme(theme)
    place = view.place("pear")
    view.set_current("pear")
    qtbot.waitUntil(view.hasFocus)
    image = view.grab(place.translated(view.viewport().pos())).toImage()
    colors = {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }
    assert {theme.accent_soft, theme.accent, theme.text} <= colors


def test_a_menu_button_shortens_its_words_with_a_mark(qtbot) -> None:
    button = MenuButton("layers", "Start from a preset", "Undo brings yours back.")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.show()
    assert button.shown_text == button.text()
    whole = button.grab().toImage()
    button.resize(120, button.height())
    assert button.shown_text.endswith("…")
    assert button.accessibleName() == "Start from a preset"
    assert button.grab().toImage() != whole
