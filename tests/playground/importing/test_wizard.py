"""The wizard: what it shows of a table, when it reads it, and what it hands over at its end."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from engine.data import Split, Table
from playground.importing import wizard as wizard_module
from playground.importing.choices import Beginning, Choices
from playground.importing.trial import Origin
from playground.importing.wizard import COLUMNS, FILE, SPLIT, ImportWizard
from playground.theme import DARK, LIGHT, apply
from tests.engine.data.workbooks import rows_of, write

WAIT = 10_000
ROWS = 60


def table(**more: list[str]) -> str:
    """Two clouds in three columns of numbers, and whatever else is wanted."""
    rng = np.random.default_rng(0)
    columns: dict[str, list[str]] = {
        name: [f"{v:.2f}" for v in rng.normal(size=ROWS) + 3 * (np.arange(ROWS) % 2)] for name in "abc"
    }
    columns |= more | {"kind": [("p", "q")[i % 2] for i in range(ROWS)]}
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)])


@pytest.fixture
def wizard(qtbot, qapp) -> ImportWizard:
    apply(qapp, LIGHT)
    widget = ImportWizard()
    qtbot.addWidget(widget)
    widget.resize(344, 780)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def end(wizard: ImportWizard) -> list[Choices]:
    heard: list[Choices] = []
    wizard.chosen.connect(heard.append)
    return heard


def begin(qtbot, wizard: ImportWizard, text: str) -> None:
    wizard.begin(Beginning(Origin(text=text), Split(), True))
    qtbot.waitUntil(lambda: wizard.rail.current == COLUMNS, timeout=WAIT)


def until_tried(qtbot, wizard: ImportWizard) -> None:
    qtbot.waitUntil(lambda: wizard.trial is not None, timeout=WAIT)


def press(qtbot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_hands_over_what_was_chosen(qtbot, wizard: ImportWizard, end: list[Choices]) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    wizard.columns.across.chosen.emit("c")
    wizard.columns.up.chosen.emit("a")
    press(qtbot, wizard.next_button)
    wizard.division.bar.handles[0].setFocus()
    qtbot.keyClick(wizard.division.bar.handles[0], Qt.Key.Key_PageUp)
    press(qtbot, wizard.division.normalise)
    press(qtbot, wizard.next_button)
    (choices,) = end
    assert choices.plane == ("c", "a")
    assert choices.axes == (2, 0)
    assert choices.split == Split(train=0.65, dev=0.15, test=0.2)
    assert not choices.normalize
    assert choices.text == "import Pasted table"


def test_the_plane_of_all_columns_is_offered_and_drawn(
    qtbot, wizard: ImportWizard, end: list[Choices]
) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    before = wizard.columns.scatter.grab().toImage()
    wizard.columns.plane_choice.chosen.emit("pca")
    assert wizard.columns.scatter.grab().toImage() != before
    assert not wizard.columns.across.isEnabled()
    press(qtbot, wizard.next_button)
    press(qtbot, wizard.next_button)
    assert end[0].plane is None


def test_choosing_the_other_axis_swaps_the_two(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    across, up = wizard.columns.plane or ("", "")
    wizard.columns.across.chosen.emit(up)
    assert wizard.columns.plane == (up, across)


def test_a_column_that_says_the_parts_takes_the_place_of_the_shares(qtbot, wizard: ImportWizard) -> None:
    parts = [("train", "dev", "test")[i % 3] for i in range(ROWS)]
    begin(qtbot, wizard, table(split=parts))
    until_tried(qtbot, wizard)
    press(qtbot, wizard.next_button)
    assert not wizard.division.bar.isEnabled()
    assert "split" in wizard.division.rule.text()
    assert "dev 34 %, 20" in wizard.division.bar.accessibleName()


def test_numbers_to_predict_are_told_in_words(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    wizard.columns.target.chosen.emit("a")
    until_tried(qtbot, wizard)
    assert wizard.columns.classes.shown_words.startswith("a goes from")
    press(qtbot, wizard.next_button)
    assert "a linear unit" in wizard.division.what.text()


def test_words_as_inputs_can_be_encoded(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table(color=[("red", "blue", "green")[i % 3] for i in range(ROWS)]))
    until_tried(qtbot, wizard)
    assert wizard.trial is not None
    assert wizard.trial.dataset.n == 6
    wizard.columns.encoding.chosen.emit("ordinal")
    qtbot.waitUntil(lambda: wizard.trial is not None and wizard.trial.dataset.n == 4, timeout=WAIT)


def test_a_large_table_is_read_no_sooner_than_with_next(
    qtbot, wizard: ImportWizard, monkeypatch: pytest.MonkeyPatch, end: list[Choices]
) -> None:
    monkeypatch.setattr(wizard_module, "LARGE", 0)
    begin(qtbot, wizard, table())
    assert "large" in wizard.columns.notice.sentence.text()
    assert wizard.trial is None
    press(qtbot, wizard.next_button)
    assert wizard.job.is_running
    press(qtbot, wizard.next_button)  # before it is there: the import waits for it
    assert not end
    assert not wizard.next_button.isEnabled()
    qtbot.waitUntil(lambda: bool(end), timeout=WAIT)


def test_another_sheet_of_a_workbook_is_looked_at(
    qtbot, wizard: ImportWizard, tmp_path: Path, end: list[Choices]
) -> None:
    first, second = [["a", "y"], [1, 0], [2, 1]], [["p", "q"], [5, "u"], [6, "v"], [7, "u"]]
    path = write(tmp_path / "book.xlsx", Rain=rows_of(first), Sun=rows_of(second))
    wizard.begin(Beginning(Origin(path=path), Split(), True))
    qtbot.waitUntil(lambda: wizard.rail.current == COLUMNS, timeout=WAIT)
    press(qtbot, wizard.back_button)
    assert wizard.file.sheet.isVisible()
    wizard.file.sheet.chosen.emit("Sun")
    qtbot.waitUntil(lambda: wizard.rail.current == COLUMNS, timeout=WAIT)
    until_tried(qtbot, wizard)
    press(qtbot, wizard.next_button)
    press(qtbot, wizard.next_button)
    assert end[0].data == Table(path=path, sheet="Sun", target="q")


def test_a_missing_file_is_told_and_another_asked_for(qtbot, wizard: ImportWizard, tmp_path: Path) -> None:
    wizard.begin(Beginning(Origin(path=str(tmp_path / "gone.csv")), Split(), True))
    qtbot.waitUntil(wizard.file.notice.isVisible, timeout=WAIT)
    assert "gone.csv" in wizard.file.notice.sentence.text()
    assert wizard.rail.current == FILE
    with qtbot.waitSignal(wizard.another_asked):
        press(qtbot, wizard.file.other_button)


def test_back_keeps_what_is_chosen(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    wizard.columns.target.chosen.emit("b")
    until_tried(qtbot, wizard)
    press(qtbot, wizard.next_button)
    assert wizard.rail.current == SPLIT
    press(qtbot, wizard.back_button)
    press(qtbot, wizard.back_button)
    assert wizard.rail.current == FILE
    assert "comma" in wizard.file.found.text()
    press(qtbot, wizard.next_button)
    assert wizard.columns.target.currentText() == "b"


def test_many_classes_are_listed_in_part(qtbot, wizard: ImportWizard) -> None:
    text = "x,name\n" + "\n".join(f"{i},class {i % 14}" for i in range(70))
    begin(qtbot, wizard, text)
    until_tried(qtbot, wizard)
    assert sum(field.isVisible() for field in wizard.columns.classes.fields) == 10
    assert "4 more classes" in wizard.columns.classes.shown_words


def test_a_name_that_is_taken_is_refused_in_its_place(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    wizard.columns.classes.renamed.emit(0, "q")
    qtbot.waitUntil(lambda: wizard.columns.notice.severity == "error", timeout=WAIT)
    assert "q" in wizard.columns.notice.sentence.text()
    wizard.columns.classes.renamed.emit(0, "other")
    until_tried(qtbot, wizard)


def test_every_control_has_a_name_and_a_tooltip(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    for control in wizard.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QComboBox) and not control.objectName().startswith("qt_"):
            assert control.accessibleName(), control
            assert control.toolTip(), control.accessibleName()


def test_another_theme_reaches_every_part(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    light = [part.grab().toImage() for part in (wizard.rail, wizard.columns.grid, wizard.columns.scatter)]
    wizard.set_theme(DARK)
    dark = [part.grab().toImage() for part in (wizard.rail, wizard.columns.grid, wizard.columns.scatter)]
    assert all(one != other for one, other in zip(light, dark, strict=True))


def test_it_fits_into_the_narrowest_dock(qtbot, wizard: ImportWizard) -> None:
    begin(qtbot, wizard, table())
    until_tried(qtbot, wizard)
    wizard.resize(280, 520)
    assert wizard.minimumSizeHint().width() <= 280
    for widget in (wizard.next_button, wizard.cancel_button, wizard.close_button):
        assert wizard.rect().contains(widget.geometry())
