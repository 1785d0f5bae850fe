"""The typed drop-down list, the button that sums settings up, and the card it opens."""

import pytest
from PySide6.QtCore import Qt

from playground.theme import DARK, LIGHT
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField
from playground.widgets.popover import Popover
from playground.widgets.summary_button import SummaryButton
from playground.widgets.typed_choice import TypedChoice


def read(text: str) -> object:
    if text == "all":
        return None
    try:
        return int(text)
    except ValueError:
        raise ValueError(f'A whole number is needed, not "{text}".') from None


@pytest.fixture
def batch(qtbot) -> TypedChoice:
    entries = [("16", 16), ("32", 32), ("all", None)]
    widget = TypedChoice("Mini-batch", entries, read, lambda v: "all" if v is None else str(v))
    qtbot.addWidget(widget)
    widget.set_current(32)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def type_in(qtbot, widget: TypedChoice, text: str) -> None:
    widget.setFocus()
    widget.line.selectAll()
    qtbot.keyClicks(widget.line, text)
    qtbot.keyClick(widget.line, Qt.Key.Key_Return)


@pytest.mark.parametrize(("text", "value"), [("50", 50), ("16", 16), ("all", None)])
def test_a_typed_value_is_chosen_once(qtbot, batch: TypedChoice, text: str, value: object) -> None:
    heard: list[object] = []
    batch.chosen.connect(heard.append)
    type_in(qtbot, batch, text)
    assert heard == [value]
    assert batch.currentText() == text
    assert batch.value == value


def test_nonsense_is_refused_and_the_old_value_comes_back(qtbot, batch: TypedChoice, said) -> None:
    with qtbot.waitSignal(batch.refused), qtbot.assertNotEmitted(batch.chosen):
        type_in(qtbot, batch, "many")
    assert said == ['A whole number is needed, not "many".']
    assert batch.currentText() == "32"


def test_arrow_keys_choose_from_the_list(qtbot, batch: TypedChoice) -> None:
    with qtbot.waitSignal(batch.chosen) as chosen:
        qtbot.keyClick(batch, Qt.Key.Key_Down)
    assert chosen.args == [None]


def test_a_value_that_is_not_in_the_list_is_shown_silently(qtbot, batch: TypedChoice) -> None:
    with qtbot.assertNotEmitted(batch.chosen):
        batch.set_current(77)
    assert batch.currentText() == "77"
    assert batch.value == 77


def test_the_summary_is_in_the_name_and_its_words_fit(qtbot) -> None:
    button = SummaryButton("sliders", "Training settings", "Opens them.")
    qtbot.addWidget(button)
    narrow = button.width()
    button.set_summary("Adam, α 0.03, mini-batch 32")
    assert button.accessibleName() == "Training settings: Adam, α 0.03, mini-batch 32"
    assert button.width() > narrow + button.fontMetrics().horizontalAdvance("Adam, α 0.03, mini-batch 32") - 5
    pictures = []
    for theme in (DARK, LIGHT):
        button.set_theme(theme)
        pictures.append(button.grab().toImage())
    assert pictures[0] != pictures[1]
    button.set_compact(True)
    assert button.width() == button.height()


# The offscreen platform can neither raise a pop-up nor give it the keyboard, and says so.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_popover_opens_on_its_first_field_and_closes_by_escape(qtbot) -> None:
    button = SummaryButton("sliders", "Training settings", "Opens them.")
    qtbot.addWidget(button)
    button.show()
    popover = Popover("Training settings", button)
    first = Choice("Speed", [("1 epoch/s", 1)])
    popover.hold([LabeledField("Speed", first)])
    popover.open_below(button)
    assert popover.isVisible()
    assert first.isVisible()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
