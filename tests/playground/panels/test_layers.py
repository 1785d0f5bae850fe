"""The palette offers what the canvas takes, by drag and by key, and presets to start from."""

import pytest
from PySide6.QtCore import Qt

from engine.presets import PRESETS
from playground.lettering import set_scale
from playground.panels.layers import LayersPanel, preset_groups
from playground.widgets.palette_chip import MIME

KINDS = {
    "dense": "Dense",
    "activation": "Activation",
    "dropout": "Dropout",
    "batch_norm": "Batch norm",
}


@pytest.fixture
def panel(qtbot) -> LayersPanel:
    widget = LayersPanel()
    qtbot.addWidget(widget)
    widget.resize(264, widget.sizeHint().height())
    widget.show()
    return widget


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_every_chip_carries_its_kind_and_is_chosen_by_key(qtbot, panel: LayersPanel, kind, name) -> None:
    chip = getattr(panel, kind)
    assert chip.accessibleName() == name
    assert chip.accessibleDescription()
    assert bytes(chip.mime_data().data(MIME).data()) == kind.encode()
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert chosen.args == [kind]


def test_the_chips_stand_two_by_two_and_as_wide_as_each_other(panel: LayersPanel) -> None:
    dense, activation, dropout, batch_norm = (chip.geometry() for chip in panel.chips)
    assert dense.top() == activation.top() < dropout.top() == batch_norm.top()
    assert dense.left() == dropout.left() < activation.left() == batch_norm.left()
    assert abs(dense.width() - batch_norm.width()) <= 1


def test_words_are_whole_in_the_usual_dock_and_marked_where_they_are_cut(panel: LayersPanel) -> None:
    assert all(chip.shown_text == chip.text() for chip in panel.chips)
    assert panel.dense.shows_handle
    panel.batch_norm.resize(panel.batch_norm.minimumSizeHint().width() + 30, panel.batch_norm.height())
    assert panel.batch_norm.shown_text.endswith("…")
    assert not panel.batch_norm.shows_handle


def test_the_button_opens_the_list_with_the_first_preset_at_hand(qtbot, panel: LayersPanel) -> None:
    assert panel.preset_button.accessibleName() == "Start from a preset"
    assert "Undo brings yours back" in panel.preset_button.accessibleDescription()
    qtbot.mouseClick(panel.preset_button, Qt.MouseButton.LeftButton)
    assert panel.popover.isVisible()
    assert panel.presets.current == next(iter(PRESETS))
    qtbot.keyClick(panel.presets, Qt.Key.Key_Escape)
    assert not panel.popover.isVisible()


def test_a_preset_chosen_is_one_edit_and_then_started(qtbot, panel: LayersPanel) -> None:
    heard: list[object] = []
    panel.edited.connect(lambda *edit: heard.append(edit))
    panel.started.connect(heard.append)
    panel.open_presets()
    panel.presets.set_current("zero-initialisation")
    qtbot.keyClick(panel.presets, Qt.Key.Key_Return)
    preset = PRESETS["zero-initialisation"]
    assert heard == [(preset.experiment, "preset: Zero initialisation", ""), preset]
    assert not panel.popover.isVisible()


def test_the_list_has_all_presets_in_two_groups() -> None:
    (learns, good), (fails, bad) = preset_groups()
    assert (learns, fails) == ("Learns", "Fails on purpose")
    assert [entry.key for entry in (*good, *bad)] == list(PRESETS)
    assert all(PRESETS[entry.key].fails for entry in bad)
    assert all(entry.sentence == PRESETS[entry.key].sentence for entry in (*good, *bad))


def test_large_type_makes_the_list_larger_but_never_larger_than_the_window(qtbot, panel: LayersPanel) -> None:
    panel.resize(1000, 900)
    panel.open_presets()
    usual = panel.presets.size()
    panel.popover.hide()
    set_scale(1.5)
    try:
        panel.open_presets()
        assert panel.presets.width() == 1.5 * usual.width()
        panel.popover.hide()
        panel.resize(600, 500)
        panel.open_presets()
        assert panel.presets.width() < 600
        assert panel.presets.height() < 500
    finally:
        set_scale(1.0)
