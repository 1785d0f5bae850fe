"""Every action of the menus is listed once, with its menu, its keys, and why it cannot be had."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from playground.finder.entries import entries, found


@pytest.fixture
def bar(qtbot):
    """File: Save; Edit: Undo, Cut and a sub-menu of two; View: a ticked one. All but Save are off."""
    bar = QMenuBar()
    qtbot.addWidget(bar)
    bar.addMenu("&File").addAction("&Save…").setShortcut("Ctrl+S")
    edit = bar.addMenu("&Edit")
    for text in ("Undo", "Cut && paste"):
        edit.addAction(text).setEnabled(False)
    edit.addSeparator()
    inside = edit.addMenu("Set activation")
    inside.setEnabled(False)
    inside.addAction("ReLU")
    inside.addAction("Lost").setVisible(False)
    ticked = bar.addMenu("View").addAction("Dev points")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    ticked.setStatusTip("Show or hide the examples.")
    return bar


@pytest.fixture
def commands(bar):
    edit = bar.actions()[1].menu()
    names = {"undo": edit.actions()[0], "loose": QAction("Of no menu", bar)}
    return names | {"find_action": QAction("Find any action", bar)}


def test_all_are_there_with_their_menus_and_keys(bar, commands):
    rows = [(entry.words, entry.where, entry.keys) for entry in entries(bar, commands)]
    assert rows == [
        ("Save…", "File", "Ctrl+S"),
        ("Undo", "Edit", ""),
        ("Cut & paste", "Edit", ""),
        ("ReLU", "Edit › Set activation", ""),
        ("Dev points", "View · on", ""),
        ("Of no menu", "", ""),
    ]


def test_those_that_are_off_say_why(bar, commands):
    off = {entry.words: entry.reason for entry in entries(bar, commands) if not entry.enabled}
    first = "select a layer first"
    assert off == {"Undo": "nothing to undo", "Cut & paste": first, "ReLU": first}
    assert next(e.said for e in entries(bar, commands) if e.words == "Undo") == (
        "Undo, Edit, not now: nothing to undo"
    )


def test_what_is_off_comes_last_however_well_it_fits(bar, commands):
    listed = entries(bar, commands)
    assert [entry.words for entry in found(listed, "")] == [
        "Save…",
        "Dev points",
        "Of no menu",
        "Undo",
        "Cut & paste",
        "ReLU",
    ]
    assert [entry.enabled for entry in found(listed, "s")] == [True, True, False, False]


def test_tips_and_menus_are_searched_too(bar, commands):
    listed = entries(bar, commands)
    assert [entry.words for entry in found(listed, "hide")] == ["Dev points"]
    assert [entry.words for entry in found(listed, "activation")] == ["ReLU"]
    assert found(listed, "nothing of that kind") == []
