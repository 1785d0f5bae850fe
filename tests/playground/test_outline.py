"""The tree of the network: a sound model, whatever the network, and no row written before it is looked at."""

import pytest
from PySide6.QtCore import QModelIndex, Qt

from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense
from playground.canvas.key import Key
from playground.canvas.words import Words
from playground.looks import MAX_CANVAS_UNITS
from playground.outline import NetworkModel

SMALL = Experiment(layers=(Dense(3), Dense(2)))
WIDE = Experiment(layers=(Dense(MAX_CANVAS_UNITS),) * MAX_LAYERS)


class Counted(Words):
    """Words that count how many sentences were asked for."""

    said = 0

    def layer(self, column: int) -> str:
        self.said += 1
        return super().layer(column)

    def unit(self, column: int, unit: int) -> str:
        self.said += 1
        return super().unit(column, unit)


def test_the_model_is_sound(qtmodeltester):
    qtmodeltester.check(NetworkModel(Words(SMALL)))


def test_rows_are_layers_units_and_weights():
    model = NetworkModel(Words(SMALL))
    layer = model.index(2, 0)
    unit = model.index(1, 0, layer)
    weight = model.index(2, 0, unit)
    assert [model.rowCount(index) for index in (QModelIndex(), layer, unit, weight)] == [4, 2, 3, 0]
    assert model.data(layer) == "Layer 2 of 3, dense, 2 units, tanh, W 2 by 3"
    assert model.data(unit) == "Layer 2 unit 2"
    assert model.data(weight) == "Weight from layer 1 unit 3 to layer 2 unit 2"
    assert [model.key(index) for index in (layer, unit, weight)] == [Key(2), Key(2, 1), Key(2, 1, 2)]
    feature = model.index(0, 0, model.index(0, 0))
    assert (model.data(feature), model.rowCount(feature)) == ("Feature x₁", 0)


@pytest.mark.parametrize("key", [Key(0), Key(13, 0), Key(12, 255), Key(12, 255, 255), Key(1, 0, 1)])
def test_every_place_is_found_again(key):
    model = NetworkModel(Words(WIDE))
    index = model.at(key)
    assert model.key(index) == key
    parent = model.parent(index)
    assert model.index(index.row(), 0, parent) == index
    assert model.key(parent) == key._replace(source=-1) if key.source >= 0 else True


def test_no_sentence_is_made_before_its_row_is_looked_at():
    words = Counted(WIDE)
    model = NetworkModel(words)
    last = model.index(12, 0)
    assert (model.rowCount(), model.rowCount(last)) == (14, 256)
    assert words.said == 0
    model.data(model.index(200, 0, last))
    assert words.said == 1


def test_the_rows_stay_while_only_numbers_change(qtbot):
    model = NetworkModel(Words(SMALL))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show(Words(SMALL.with_(l2=0.1)))
    assert "L2 lambda 0.1" in model.data(model.index(1, 0))
    with qtbot.waitSignal(model.modelReset):
        model.show(Words(SMALL.with_(layers=(Dense(5), Dense(2)))))
    assert model.rowCount(model.index(1, 0)) == 5


def test_a_row_has_words_and_nothing_else():
    model = NetworkModel(Words(SMALL))
    assert model.data(model.index(1, 0), Qt.ItemDataRole.ToolTipRole) == model.data(model.index(1, 0))
    assert model.data(model.index(1, 0), Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
