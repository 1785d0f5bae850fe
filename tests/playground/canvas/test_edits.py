"""Edits of the network: pure functions from one Experiment to the next."""

import pytest

from engine.activations import Linear, Relu, Tanh
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense
from playground.canvas import edits
from playground.looks import MAX_CANVAS_UNITS

BASE = Experiment(layers=(Dense(4, Tanh()), Dense(2, Relu())))


def made(edit: edits.Edit | None) -> edits.Edit:
    assert edit is not None
    return edit


def units(edit: edits.Edit | None) -> tuple[int, ...]:
    return tuple(layer.units for layer in made(edit).experiment.layers)


@pytest.mark.parametrize(("gap", "sizes"), [(0, (4, 4, 2)), (1, (4, 4, 2)), (2, (4, 2, 4))])
def test_a_layer_goes_into_the_gap_and_takes_its_neighbours_activation(gap, sizes):
    edit = edits.insert_layer(BASE, gap)
    assert units(edit) == sizes
    assert made(edit).experiment.layers[gap].activation == BASE.layers[max(0, gap - 1)].activation


def test_the_first_layer_of_logistic_regression_is_tanh():
    assert made(edits.insert_layer(Experiment(layers=()), 0)).experiment.layers == (Dense(4, Tanh()),)


def test_a_full_network_takes_no_more_layers():
    full = Experiment(layers=(Dense(1),) * MAX_LAYERS)
    assert edits.insert_layer(full, 3) is None
    assert edits.duplicate_layer(full, 1) is None


@pytest.mark.parametrize("gap", [-1, 3])
def test_there_are_only_as_many_gaps_as_columns(gap):
    assert edits.insert_layer(BASE, gap) is None


def test_removing_and_duplicating():
    assert units(edits.remove_layer(BASE, 1)) == (2,)
    assert units(edits.duplicate_layer(BASE, 1)) == (4, 4, 2)
    assert edits.remove_layer(BASE, 0) is None
    assert edits.remove_layer(BASE, 3) is None


@pytest.mark.parametrize(
    ("number", "gap", "sizes"), [(1, 2, (5, 4, 6)), (1, 3, (5, 6, 4)), (3, 0, (6, 4, 5)), (2, 3, (4, 6, 5))]
)
def test_moving_puts_the_layer_into_the_gap(number, gap, sizes):
    three = Experiment(layers=(Dense(4), Dense(5), Dense(6)))
    assert units(edits.move_layer(three, number, gap)) == sizes


@pytest.mark.parametrize("gap", [0, 1])
def test_moving_a_layer_beside_itself_is_no_edit(gap):
    assert edits.move_layer(BASE, 1, gap) is None


def test_units_stay_within_the_canvas():
    assert units(edits.set_units(BASE, 1, 0)) == (1, 2)
    assert units(edits.set_units(BASE, 1, 1000)) == (MAX_CANVAS_UNITS, 2)
    assert edits.set_units(BASE, 1, 4) is None
    assert made(edits.set_units(BASE, 1, 5)).text == "units of layer 1: 4 to 5"


def test_a_wide_layer_from_a_file_may_keep_its_width():
    wide = Experiment(layers=(Dense(300),))
    assert edits.set_units(wide, 1, 400) is None
    assert units(edits.set_units(wide, 1, 299)) == (299,)


def test_the_activation_changes_for_one_layer_only():
    edit = edits.set_activation(BASE, 2, Linear())
    assert [layer.activation for layer in made(edit).experiment.layers] == [Tanh(), Linear()]
    assert edits.set_activation(BASE, 2, Relu()) is None
