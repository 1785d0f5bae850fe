"""The grid of first rows: heads say what columns are, gaps are marked, menus refuse with a reason."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from engine.data import Table
from engine.data.preview import Preview, preview_text
from playground.importing.draft import first_draft
from playground.importing.grid import Grid
from playground.theme import LIGHT, apply

TEXT = "width,length,sort\n1,2,a\n3,n/a,b\n5,6,\n7,8,a\n"
ROLE = Qt.ItemDataRole


@pytest.fixture
def preview() -> Preview:
    return preview_text(TEXT)


@pytest.fixture
def grid(qtbot, qapp, preview: Preview) -> Grid:
    apply(qapp, LIGHT)
    widget = Grid()
    qtbot.addWidget(widget)
    widget.resize(320, 170)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_draft(preview, first_draft(Table(path="t.csv", target=""), preview))
    return widget


def menu_of(grid: Grid) -> QMenu:
    menu = grid.findChild(QMenu)
    assert isinstance(menu, QMenu)
    return menu


def test_heads_say_what_the_columns_are(grid: Grid) -> None:
    heads = [grid.cells.headerData(i, Qt.Orientation.Horizontal) for i in range(3)]
    assert heads == ["width, x₁", "length, x₂", "sort, label, guessed"]


def test_gaps_are_marked_and_told(grid: Grid) -> None:
    marked = [(row, column) for row in range(4) for column in range(3) if grid.cells.is_gap(row, column)]
    assert marked == [(1, 1), (2, 2)]
    told = grid.cells.index(2, 2).data(ROLE.AccessibleTextRole)
    assert told == "empty, no usable value"
    assert grid.cells.index(2, 2).data() == "(empty)"


def test_a_press_on_a_head_opens_its_roles(qtbot, grid: Grid) -> None:
    at = QPoint(grid.heads.sectionViewportPosition(1) + 10, 10)
    qtbot.mouseClick(grid.heads.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menu = menu_of(grid)
    assert grid.name == "length"
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False]
    with qtbot.waitSignal(grid.role_chosen) as heard:
        menu.actions()[2].trigger()
    assert heard.args == ["length", "ignore"]
    menu.close()


def test_what_is_refused_says_why(qtbot, grid: Grid) -> None:
    grid.set_column("sort")
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    menu = menu_of(grid)
    assert [action.isEnabled() for action in menu.actions()] == [False, True, False, False]
    assert "target" in menu.actions()[0].toolTip()
    menu.close()


def test_a_column_that_is_not_used_has_no_gaps(grid: Grid, preview: Preview) -> None:
    source = Table(path="t.csv", target="sort", ignored=("length",))
    grid.show_draft(preview, source)
    assert not grid.cells.is_gap(1, 1)
    assert grid.cells.words(1) == "not used"


def test_the_arrows_walk_over_the_columns(qtbot, grid: Grid) -> None:
    with qtbot.waitSignal(grid.column_changed) as heard:
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert heard.args == ["length"]
    assert "column 2 of 3, length, x₂" in grid.accessibleName()


def test_ten_thousand_columns_are_shown(grid: Grid) -> None:
    names = [f"c{i}" for i in range(10_000)]
    preview = preview_text(
        ",".join(names) + "\n" + ",".join(["1"] * 10_000) + "\n" + ",".join(["2"] * 10_000)
    )
    grid.show_draft(preview, first_draft(Table(path="t.csv", target=""), preview))
    assert grid.cells.words(9_998) == "x₉₉₉₉"
