"""The words of the marks on the cost curve."""

import pytest

from engine.activations import Relu, Tanh
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent
from playground.changes import changes

BASE = Experiment(layers=(Dense(4, Tanh()), Dense(2, Tanh())))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"learning_rate": 0.01}, "α 0.01"),
        ({"batch_size": None}, "m all"),
        ({"optimizer": GradientDescent()}, "Gradient descent"),
        ({"l2": 0.5}, "λ 0.5"),
        ({"features": ("x1", "x2", "x1^2")}, "3 features"),
        ({"layers": (Dense(4), Dense(3))}, "layers 4-3"),
        ({"layers": ()}, "layers none"),
        ({"layers": (Dense(4, Relu()), Dense(2, Tanh()))}, "ReLU"),
    ],
)
def test_each_change_has_its_word(change, words):
    assert changes(BASE, BASE.with_(**change)) == [words]


def test_a_seed_or_nothing_leaves_no_mark():
    assert changes(BASE, BASE) == []
    assert changes(BASE, BASE.with_(seed=7)) == []
