"""The dialogs: nothing on them is cut, and the page of keys names every key of the table."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from playground.actions import ACTIONS, make_actions
from playground.dialogs import show_about, show_shortcuts
from playground.theme import LIGHT, apply
from playground.widgets.key_cap import KeyCap


@pytest.fixture
def window(qtbot, qapp):
    apply(qapp, LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def commands(window) -> dict[str, QAction]:
    actions = make_actions(window, {spec.name: window.update for spec in ACTIONS})
    return actions | {name: QAction(name, window) for name in ("undo", "redo")}


def shown(window) -> QDialog:
    dialog = window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    return dialog


def test_the_page_of_keys_has_them_all_in_full(window, qtbot):
    show_shortcuts(window, commands(window))
    dialog = shown(window)
    qtbot.waitExposed(dialog)
    caps = dialog.findChildren(KeyCap)
    assert {spec.text.rstrip("…") for spec in ACTIONS if spec.keys} <= {
        label.text() for label in dialog.findChildren(QLabel)
    }
    assert [cap.text() for cap in caps if cap.width() < cap.fontMetrics().horizontalAdvance(cap.text())] == []


def test_about_names_version_and_licence(window, qtbot):
    show_about(window)
    words = " ".join(label.text() for label in shown(window).findChildren(QLabel))
    assert "Neural Playground" in words
    assert "MIT" in words
