"""Feature chips: written as formulas, switched by mouse and key, and one always stays on."""

import pytest
from PySide6.QtCore import Qt

from engine.data import available
from playground.widgets.feature_chips import LAST_ON, FeatureChips
from playground.widgets.formula_text import written
from playground.widgets.labeled_field import ElidedLabel

LEFT = Qt.MouseButton.LeftButton


def test_features_are_written_as_formulas() -> None:
    assert [written(name) for name in available(2)] == ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]
    assert written("x12") == "x₁₂"


@pytest.fixture
def chips(qtbot) -> FeatureChips:
    widget = FeatureChips()
    qtbot.addWidget(widget)
    widget.set_features(available(2), ("x1", "x2"), {"x1": "first column"})
    widget.show()
    return widget


def test_a_feature_is_added_in_the_order_of_the_chips(qtbot, chips: FeatureChips) -> None:
    with qtbot.waitSignal(chips.changed) as changed:
        qtbot.mouseClick(chips.chips["x1^2"], LEFT)
    assert changed.args == [("x1", "x2", "x1^2"), "x1^2"]
    with qtbot.waitSignal(chips.changed) as changed:
        qtbot.keyClick(chips.chips["x1"], Qt.Key.Key_Space)
    assert changed.args == [("x2", "x1^2"), "x1"]


def test_the_last_one_stays_on_and_says_why(qtbot, chips: FeatureChips, said) -> None:
    chips.set_features(available(2), ("x2",), {})
    with qtbot.waitSignal(chips.refused), qtbot.assertNotEmitted(chips.changed):
        qtbot.mouseClick(chips.chips["x2"], LEFT)
    assert said == [LAST_ON]
    assert chips.chips["x2"].isChecked()


def test_other_data_get_other_chips_silently(qtbot, chips: FeatureChips) -> None:
    assert chips.chips["x1"].toolTip() == "first column"
    with qtbot.assertNotEmitted(chips.changed):
        chips.set_features(available(4), available(4), {})
    assert list(chips.chips) == ["x1", "x2", "x3", "x4"]
    assert all(chip.isChecked() for chip in chips.chips.values())


def test_pixels_of_an_image_are_one_sentence(qtbot, chips: FeatureChips) -> None:
    with qtbot.assertNotEmitted(chips.changed):
        chips.set_image((8, 8), available(64))
    assert not chips.chips
    assert chips.summary.isVisible()
    assert chips.summary.text() == "64 pixels, 8 by 8"
    chips.set_features(available(2), ("x1", "x2"), {})
    assert chips.summary.isHidden()
    assert list(chips.chips) == list(available(2))


def test_an_elided_hint_gives_way_and_keeps_its_words_in_the_tooltip(qtbot) -> None:
    hint = ElidedLabel("a long hint about something")
    qtbot.addWidget(hint)
    whole = hint.grab().toImage()
    hint.resize(30, hint.height())
    assert hint.minimumSizeHint().width() == 0
    assert hint.toolTip() == "a long hint about something"
    assert hint.grab().toImage() != whole
