"""Switches, chips, drop-down lists and folds tell what the user chose and nothing else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from playground.theme import DARK, LIGHT
from playground.widgets.chip_toggle import ChipToggle
from playground.widgets.choice import Choice
from playground.widgets.fold import Fold
from playground.widgets.key_cap import KeyCap
from playground.widgets.labeled_field import LabeledField
from playground.widgets.segmented import Segmented
from playground.widgets.toggle import Toggle
from playground.widgets.typed_choice import TypedChoice

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def scale(qtbot) -> Segmented:
    widget = Segmented("Scale", [("linear", "linear", "Equal steps."), ("log", "log", "Equal ratios.")])
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    return widget


def test_a_segment_is_chosen_by_mouse_and_by_arrow_and_space(qtbot, scale: Segmented) -> None:
    first, second = scale.findChildren(type(scale._group.button(0)))
    with qtbot.waitSignal(scale.chosen) as by_mouse:
        qtbot.mouseClick(second, LEFT)
    assert by_mouse.args == ["log"]
    first.setFocus()
    with qtbot.waitSignal(scale.chosen) as by_key:
        qtbot.keyClick(first, Qt.Key.Key_Space)
    assert by_key.args == ["linear"]
    assert scale.current == "linear"


def test_segments_set_from_outside_are_silent(qtbot, scale: Segmented) -> None:
    with qtbot.assertNotEmitted(scale.chosen):
        scale.set_current("log")
    assert scale.current == "log"


def test_a_toggle_flips_by_click_and_space_and_looks_on(qtbot) -> None:
    toggle = Toggle("Normalise inputs", "Off: descent zigzags.")
    qtbot.addWidget(toggle)
    toggle.show()
    for theme in (DARK, LIGHT):
        toggle.set_theme(theme)
        toggle.setChecked(False)
        off = toggle.grab().toImage()
        with qtbot.waitSignal(toggle.clicked):
            qtbot.mouseClick(toggle, LEFT)
        assert toggle.isChecked()
        assert toggle.grab().toImage() != off
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert not toggle.isChecked()


def test_a_held_chip_stays_on_and_says_why(qtbot, said) -> None:
    chip = ChipToggle("x₁", "x1", "The first coordinate.")
    qtbot.addWidget(chip)
    chip.show()
    chip.setChecked(True)
    chip.hold("At least one input feature must stay on.")
    with qtbot.waitSignal(chip.refused) as refused:
        qtbot.mouseClick(chip, LEFT)
    assert said == refused.args == ["At least one input feature must stay on."]
    assert chip.isChecked()
    chip.hold("")
    qtbot.mouseClick(chip, LEFT)
    assert not chip.isChecked()


def test_a_choice_emits_the_data_for_the_user_only(qtbot) -> None:
    choice = Choice("Optimizer", [("Adam", "adam"), ("Momentum", "momentum")], "How a step is made.")
    qtbot.addWidget(choice)
    choice.show()
    choice.setFocus()
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_current("momentum")
    assert choice.currentText() == "Momentum"
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert chosen.args == ["adam"]
    choice.set_current("unknown")
    assert choice.currentIndex() == -1


def test_a_labeled_field_names_its_control(qtbot) -> None:
    choice = Choice("", [("Adam", "adam")])
    field = LabeledField("Optimizer", choice, "note")
    qtbot.addWidget(field)
    assert choice.accessibleName() == "Optimizer"
    assert field.caption.buddy() is choice
    assert {label.text() for label in field.findChildren(QLabel)} == {"Optimizer", "note"}


def test_a_fold_opens_by_key_and_tells(qtbot) -> None:
    fold = Fold("More settings", QLabel("inside"), "Samples, noise, split.")
    qtbot.addWidget(fold)
    fold.show()
    assert not fold.body.isVisible()
    with qtbot.waitSignal(fold.toggled) as opened:
        qtbot.keyClick(fold.button, Qt.Key.Key_Space)
    assert opened.args == [True]
    assert fold.body.isVisible()
    with qtbot.assertNotEmitted(fold.toggled):
        fold.set_open(False)
    assert not fold.body.isVisible()


def test_what_stands_beside_the_heading_of_a_fold_goes_with_what_is_inside(qtbot) -> None:
    fold, beside = Fold("More settings", QLabel("inside"), "Samples, noise, split."), QLabel("more")
    qtbot.addWidget(fold)
    fold.put_beside(beside)
    fold.show()
    assert not beside.isVisible()
    fold.set_open(True)
    assert beside.isVisible()
    middle = beside.mapTo(fold, beside.rect().center()).y()
    assert fold.button.geometry().top() < middle < fold.button.geometry().bottom()


def test_a_key_cap_is_never_smaller_than_ten_pixels(qtbot) -> None:
    cap = KeyCap("Ctrl")
    qtbot.addWidget(cap)
    assert cap.font().pixelSize() >= 10
    assert cap.accessibleName() == "key Ctrl"


def a_choice(qtbot, *words: str) -> Choice:
    choice = Choice("Across", [(word, word) for word in words], "The column shown.")
    qtbot.addWidget(choice)
    choice.setFixedWidth(100)
    choice.show()
    return choice


def test_a_choice_too_narrow_ends_in_an_ellipsis_and_the_tooltip_has_it_whole(qtbot) -> None:
    choice = a_choice(qtbot, "petal length (cm)", "x")
    assert choice.shown_text.endswith("…")
    assert choice.toolTip() == "<qt>petal length (cm)<br>The column shown.</qt>"
    assert choice.grab().toImage() == a_choice(qtbot, choice.shown_text).grab().toImage()
    choice.set_current("x")
    assert choice.toolTip() == "<qt>The column shown.</qt>"
    choice.set_current("petal length (cm)")
    choice.setFixedWidth(300)
    assert choice.shown_text == "petal length (cm)"
    assert choice.toolTip() == "<qt>The column shown.</qt>"


def test_a_typed_choice_too_narrow_ends_in_an_ellipsis(qtbot) -> None:
    def narrow(text: str) -> TypedChoice:
        choice = TypedChoice("Mini-batch", [(text, text)], str, str)
        qtbot.addWidget(choice)
        choice.setFixedWidth(90)
        choice.show()
        choice.set_current(text)
        return choice

    cut = narrow("all 60 000 of them")
    assert cut.shown_text.endswith("…")
    assert "all 60 000 of them" in cut.toolTip()
    longer = narrow("all 60 000 of them and more")
    assert longer.shown_text == cut.shown_text
    assert longer.line.grab().toImage() == cut.line.grab().toImage()
    assert narrow(cut.shown_text.removesuffix("…")).line.grab().toImage() != cut.line.grab().toImage()
