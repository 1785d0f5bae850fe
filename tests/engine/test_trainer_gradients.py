"""The gradients that a Python program asks a Trainer for."""

import numpy as np
import pytest

from engine.data import Iris
from engine.errors import DataError
from engine.experiment import Experiment
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_raw_columns_and_labels_give_the_train_sets_gradients(task):
    trainer = make_trainer(make_dataset(task, n=3), l2=0.3)
    X, y = trainer.problem.dataset.X, trainer.problem.dataset.y
    gradients = trainer.gradients(X, y)
    inputs, targets = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    expected = trainer.network.gradients(trainer.parameters, inputs, targets)
    assert_same_parameters(gradients, expected)
    assert_same_parameters(trainer.gradients(), expected)
    assert list(map(np.shape, gradients.values())) == [trainer.parameters[name].shape for name in gradients]


def test_they_are_in_float64_whatever_the_training_is_in():
    trainer = Trainer(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
    X, y = trainer.problem.dataset.X[:, ::50], trainer.problem.dataset.y[::50]
    gradients = trainer.gradients(X.astype(np.float32), y.astype(np.int8))
    assert {value.dtype for value in gradients.values()} == {np.dtype(np.float64)}
    assert list(gradients) == ["W1", "b1", "W2", "b2", "W3", "b3"]


@pytest.mark.parametrize(
    ("X", "Y", "sentence"),
    [
        (np.ones((2, 3)), np.array([0, 1, 2]), "class index is outside"),
        (np.ones((2, 3)), np.array([0, 1]), "targets of shape"),
        (np.ones((2, 3)), np.array([0.0, 1.0, 0.5]), "must be int64"),
        (np.ones((3, 3)), np.array([0, 1, 0]), "3 rows of X came with 2 names"),
        (np.ones(3), np.array([0, 1, 0]), "must be a float64 matrix"),
        (np.full((2, 1), np.nan), np.array([0]), "not finite"),
        (np.ones((2, 3)), None, "X and Y are needed, but only one came"),
        (None, np.array([0, 1]), "X and Y are needed, but only one came"),
    ],
)
def test_what_does_not_fit_is_one_sentence(X, Y, sentence):
    with pytest.raises(DataError, match=sentence):
        make_trainer(make_dataset("binary")).gradients(X, Y)
