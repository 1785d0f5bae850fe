"""Story: somebody does not know where a thing is, presses Ctrl+K and types what it might be called."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from playground.actions import ACTIONS
from playground.finder.dialog import Finder
from playground.widgets.find_button import FindButton

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(user) -> Finder:
    user.press(Qt.Key.Key_K, CTRL)
    finder = user.window.findChild(Finder)
    assert isinstance(finder, Finder)
    user.bot.waitUntil(finder.isActiveWindow)
    user.bot.waitUntil(finder.field.hasFocus)
    return finder


def words(finder: Finder) -> list[str]:
    return [entry.words for entry in finder.model.shown]


def type_in(user, text: str) -> None:
    user.bot.keyClicks(QApplication.focusWidget(), text)


def gone(user) -> None:
    user.bot.waitUntil(lambda: user.window.findChild(Finder) is None)


def test_a_few_letters_and_enter_do_it_once_the_dialog_has_closed(user):
    finder = opened(user)
    type_in(user, "blob")
    assert words(finder) == []
    assert "Fewer letters" in finder.foot.text()
    finder.field.clear()
    type_in(user, "add lay")
    assert words(finder)[0] == "Add layer"
    user.press(Qt.Key.Key_Return)
    gone(user)
    user.bot.waitUntil(user.window.network.canvas.hasFocus)
    assert "Enter adds a dense layer" in user.window.status.findChild(object, "hint").text()
    user.press(Qt.Key.Key_Return)
    assert len(user.units) == 3


def test_every_command_of_the_window_can_be_found(user):
    finder = opened(user)
    shown = set(words(finder))
    assert {spec.text for spec in ACTIONS if spec.name != "find_action"} <= shown
    assert {"Undo", "Redo", "Dark", "Light", "leaky ReLU"} <= {
        text[:1].upper() + text[1:] for text in shown
    } | shown
    assert len(finder.model.shown) == len({entry.action for entry in finder.model.shown})


def test_entries_of_sub_menus_are_done_too(user):
    user.press(Qt.Key.Key_1)
    opened(user)
    type_in(user, "softplus")
    user.press(Qt.Key.Key_Return)
    user.bot.waitUntil(lambda: user.experiment.layers[0].activation.name == "softplus")
    opened(user)
    type_in(user, "theme light")
    user.press(Qt.Key.Key_Return)
    user.bot.waitUntil(lambda: user.window.themes.choice == "light")


def test_arrows_move_and_a_click_does_it(user):
    finder = opened(user)
    type_in(user, "layer")
    user.press(Qt.Key.Key_Down)
    user.press(Qt.Key.Key_Down)
    assert finder.current is finder.model.shown[2]
    user.press(Qt.Key.Key_Up)
    assert finder.current is finder.model.shown[1]
    for _ in finder.model.shown[::10]:  # a page is ten rows
        user.press(Qt.Key.Key_PageDown)
    user.press(Qt.Key.Key_Down)
    assert finder.current is finder.model.shown[-1]
    finder.field.setText("copy network")
    row = finder.list.visualRect(finder.model.index(0, 0)).center()
    user.bot.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    gone(user)
    hint = user.window.status.findChild(object, "hint")
    user.bot.waitUntil(lambda: "The network is on the clipboard" in hint.text())


def test_what_cannot_be_had_is_at_the_end_says_why_and_does_nothing(user):
    finder = opened(user)
    type_in(user, "remove layer")
    entry = finder.current
    assert entry is not None
    assert (entry.words, entry.enabled, entry.reason) == ("Remove layer", False, "select a layer first")
    user.press(Qt.Key.Key_Return)
    assert finder.foot.text() == "Not now: select a layer first."
    assert finder.isVisible()
    finder.field.clear()
    enabled = [entry.enabled for entry in finder.model.shown]
    assert enabled == sorted(enabled, reverse=True)
    user.press(Qt.Key.Key_Escape)
    gone(user)
    assert user.units == (4, 2)


def test_where_there_is_no_advice_that_is_the_reason(user):
    finder = opened(user)
    type_in(user, "advice")
    entry = finder.current
    assert entry is not None
    assert (entry.enabled, entry.reason) == (False, "nothing to say against the design")


def test_escape_and_a_click_elsewhere_close_it(user):
    opened(user)
    user.press(Qt.Key.Key_Escape)
    gone(user)
    opened(user)
    user.window.activateWindow()
    gone(user)


def test_the_button_of_the_menu_bar_opens_it_over_the_window(user):
    button = user.window.menus.findChild(FindButton)
    assert isinstance(button, FindButton)
    user.click(button)
    finder = user.window.findChild(Finder)
    assert isinstance(finder, Finder)
    window = user.window
    corner = finder.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint())
    assert abs(2 * corner.x() + finder.width() - window.width()) <= 2
    assert 0 < corner.y() < 100
    assert button.accessibleName() == "Find any action"
    assert "Ctrl+K" in button.toolTip()


def test_a_menu_and_a_dialog_open_from_it_as_well(user):
    user.press(Qt.Key.Key_2)
    opened(user)
    type_in(user, "add to layer")
    user.press(Qt.Key.Key_Return)
    user.bot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    user.window.activateWindow()
    user.bot.waitUntil(user.window.isActiveWindow)
    opened(user)
    type_in(user, "keyboard short")
    user.press(Qt.Key.Key_Return)
    user.bot.waitUntil(
        lambda: any(d.windowTitle() == "Keyboard shortcuts" for d in user.window.findChildren(QDialog))
    )


def test_a_screen_reader_hears_what_the_arrows_choose(user, monkeypatch):
    said: list[str] = []

    class Heard(QAccessibleAnnouncementEvent):
        def __init__(self, widget, message):
            super().__init__(widget, message)
            said.append(message)

    monkeypatch.setattr("playground.finder.dialog.QAccessibleAnnouncementEvent", Heard)
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    opened(user)
    type_in(user, "copy")
    user.press(Qt.Key.Key_Down)
    assert said[-2:] == ["Copy layer, Edit, Ctrl+C", "Copy network, Edit, Ctrl+Shift+C"]
