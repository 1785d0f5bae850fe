"""The palette offers what the canvas takes, by drag and by key, and stays readable in a narrow dock."""

import pytest
from PySide6.QtCore import Qt

from playground.panels.layers import LayersPanel
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
    panel.resize(panel.minimumSizeHint().width(), panel.height())
    assert panel.batch_norm.shown_text.endswith("…")
    assert not panel.batch_norm.shows_handle
