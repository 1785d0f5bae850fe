"""Typed formulas: written as formulas, judged while they are typed, kept as chips that can go again."""

import pytest
from PySide6.QtCore import Qt

from engine.data import available
from engine.data.formula import canonical
from playground.widgets.feature_chips import LAST_ON, FeatureChips
from playground.widgets.formula_chip import FormulaChip
from playground.widgets.formula_field import HINT, FormulaField
from playground.widgets.formula_text import written

LEFT = Qt.MouseButton.LeftButton
WAVE = "sin(3*x1)*x2"
LONG = "sigmoid(x1+0.5*x2)*tanh(x1-x2)^2+max(x1,x2)*min(x1,x2)/2-cos(x1)"


@pytest.mark.parametrize(
    ("feature", "text"),
    [
        (WAVE, "sin(3·x₁)·x₂"),
        ("x1^2-pi*x12^10", "x₁²−π·x₁₂^10"),
        ("max(x1,x2)^0.5", "max(x₁, x₂)^0.5"),
        ("x1*x3", "x₁·x₃"),
    ],
)
def test_a_formula_is_written_as_in_a_book(feature, text):
    assert written(feature) == text
    assert canonical(text) == feature


@pytest.fixture
def field(qtbot) -> FormulaField:
    widget = FormulaField(lambda text: canonical(text, 2))
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_what_is_wrong_stands_below_while_it_is_typed(qtbot, field: FormulaField) -> None:
    assert field.note.text() == HINT
    assert not field.button.isEnabled()
    qtbot.keyClicks(field.line, "sin(x3")
    assert field.note.text() == "There is no x3 (character 5); these data have x1 and x2."
    assert field.note.property("role") == "bad"
    assert not field.button.isEnabled()
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field.line, "2)")
    assert field.note.text() == HINT
    assert field.button.isEnabled()


def test_only_a_formula_is_added_in_its_one_spelling(qtbot, field: FormulaField, said) -> None:
    qtbot.keyClicks(field.line, "sin(3.0 * x1")
    with qtbot.assertNotEmitted(field.added):
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert said == ['After "sin(3.0 * x1" a closing bracket is missing, for the one opened at character 4.']
    qtbot.keyClicks(field.line, ")*x2")
    with qtbot.waitSignal(field.added) as added:
        qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert added.args == [WAVE]
    assert field.line.text() == ""
    qtbot.keyClicks(field.line, "x1-x2")
    with qtbot.waitSignal(field.added):
        qtbot.mouseClick(field.button, LEFT)


def test_escape_asks_to_close(qtbot, field: FormulaField) -> None:
    with qtbot.waitSignal(field.closed):
        qtbot.keyClick(field.line, Qt.Key.Key_Escape)


@pytest.fixture
def chips(qtbot) -> FeatureChips:
    widget = FeatureChips()
    qtbot.addWidget(widget)
    widget.set_features(available(2), ("x1", WAVE), {}, (WAVE, LONG))
    widget.resize(232, 240)
    widget.show()
    return widget


def test_a_formula_is_a_chip_that_is_switched_and_elided(qtbot, chips: FeatureChips) -> None:
    wave, long = chips.chips[WAVE], chips.chips[LONG]
    assert (wave.isChecked(), long.isChecked()) == (True, False)
    assert wave.text() == "sin(3·x₁)·x₂"
    assert long.text().endswith("…")
    assert long.accessibleName() == written(LONG)
    assert LONG in long.toolTip()
    with qtbot.waitSignal(chips.changed) as changed:
        qtbot.keyClick(long, Qt.Key.Key_Space)
    assert changed.args == [("x1", WAVE, LONG), LONG]


@pytest.mark.parametrize("by", ["cross", Qt.Key.Key_Delete])
def test_a_formula_is_removed_by_mouse_and_key(qtbot, chips: FeatureChips, by) -> None:
    chip = chips.chips[WAVE]
    assert isinstance(chip, FormulaChip)
    with qtbot.waitSignal(chips.removed) as removed:
        qtbot.mouseClick(chip.cross, LEFT) if by == "cross" else qtbot.keyClick(chip, by)
    assert removed.args == [WAVE]


def test_the_last_input_is_not_removed(qtbot, chips: FeatureChips, said) -> None:
    chips.set_features(available(2), (WAVE,), {}, (WAVE,))
    with qtbot.waitSignal(chips.refused), qtbot.assertNotEmitted(chips.removed):
        qtbot.keyClick(chips.chips[WAVE], Qt.Key.Key_Delete)
    assert said == [LAST_ON]


def test_pixels_have_no_chips_but_formulas_of_them_do(qtbot, chips: FeatureChips) -> None:
    pixels = available(64)
    chips.set_image((8, 8), (*pixels, "x1*x2"), ("x1*x2",))
    assert chips.summary.text() == "64 pixels, 8 by 8"
    assert list(chips.chips) == ["x1*x2"]
    with qtbot.waitSignal(chips.changed) as changed:
        qtbot.mouseClick(chips.chips["x1*x2"], LEFT)
    assert changed.args == [pixels, "x1*x2"]
