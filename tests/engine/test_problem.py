"""Data made ready: parts, features, normalisation from the training part alone."""

import numpy as np
import pytest

from engine.data import Blobs, Circle, Split
from engine.errors import DataError
from engine.experiment import Experiment
from engine.problem import Problem
from tests.engine.textbook import make_dataset

X = Experiment(data=Circle(samples=100))


def test_parts_are_columns_of_features_and_encoded_targets():
    problem = Problem(X.with_(features=("x1", "x2^2", "sin(x1)")))
    assert {part: A.shape for part, A in problem.inputs.items()} == {
        "train": (3, 60),
        "dev": (3, 20),
        "test": (3, 20),
    }
    assert {part: Y.shape for part, Y in problem.targets.items()} == {
        "train": (1, 60),
        "dev": (1, 20),
        "test": (1, 20),
    }
    assert problem.network.shapes == [(4, 3), (2, 4), (1, 2)]


def test_three_classes_have_three_output_units():
    assert Problem(X.with_(data=Blobs(samples=60))).network.shapes[-1] == (3, 2)


def test_mean_and_deviation_come_from_the_training_part_and_serve_everywhere():
    problem = Problem(X)
    raw = problem.dataset.X
    train = raw[:, problem.codes == 0]
    mean, std = train.mean(axis=1, keepdims=True), train.std(axis=1, keepdims=True)
    np.testing.assert_allclose(problem.inputs["dev"], (raw[:, problem.codes == 1] - mean) / std, atol=1e-12)
    np.testing.assert_allclose(problem.prepare(raw), (raw - mean) / std, atol=1e-12)
    np.testing.assert_allclose(problem.inputs["train"].std(axis=1), 1)


def test_without_normalising_the_inputs_are_the_raw_ones():
    problem = Problem(X.with_(normalize=False))
    np.testing.assert_array_equal(problem.inputs["train"], problem.dataset.X[:, problem.codes == 0])


def test_a_constant_column_does_not_divide_by_zero():
    dataset = make_dataset("binary")
    constant = make_dataset("binary").X.copy()
    constant[1] = 7.0
    problem = Problem(X, type(dataset)(constant, dataset.y, dataset.task, dataset.columns, dataset.classes))
    assert np.isfinite(problem.inputs["train"]).all()
    assert not problem.inputs["train"][1].any()


def test_a_part_may_be_empty():
    problem = Problem(X.with_(split=Split(train=1.0, dev=0.0, test=0.0)))
    assert problem.inputs["dev"].shape == (2, 0)
    assert problem.inputs["train"].shape == (2, 100)


def test_another_experiment_does_not_load_the_same_data_again():
    problem = Problem(X)
    assert problem.for_experiment(X.with_(learning_rate=1.0)).inputs is problem.inputs
    other = problem.for_experiment(X.with_(features=("x1",)))
    assert other.dataset is problem.dataset
    assert other.inputs["train"].shape == (1, 60)
    assert other.network.shapes[0] == (4, 1)
    assert problem.for_experiment(X.with_(data=Circle(samples=50))).dataset.m == 50


def test_another_network_follows_the_experiment():
    problem = Problem(X)
    assert problem.network.shapes == [(4, 2), (2, 4), (1, 2)]
    assert problem.for_experiment(X.with_(layers=())).network.shapes == [(1, 2)]


def test_a_feature_that_the_data_do_not_have_is_refused():
    with pytest.raises(DataError, match='no feature "x3"'):
        Problem(X.with_(features=("x1", "x3")))


@pytest.mark.parametrize("shape", [(3, 4), (1, 4), (2,), (2, 4, 1)])
def test_examples_of_another_shape_are_refused(shape):
    with pytest.raises(DataError, match=r"^Examples are the columns of a matrix \(2, m\), but .* came\.$"):
        Problem(X).prepare(np.ones(shape))


def test_a_feature_of_huge_numbers_is_named():
    huge = X.with_(features=("x1", "exp(x1*100)"))
    words = (
        r"^Some numbers of the feature exp\(x1\*100\) are too large to be normalised\. Change the formula\.$"
    )
    with pytest.raises(DataError, match=words):
        Problem(huge)
    with pytest.raises(DataError, match=r"inputs of the feature exp\(x1\*100\) .* or change the formula"):
        Problem(huge.with_(normalize=False))
