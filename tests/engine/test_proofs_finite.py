"""Whatever comes in, one clear error comes out, or a training without any number that is not finite.

Experiments are drawn over everything they can hold, examples over large, small, constant and duplicated
values up to 1e15. A warning is an error in these tests: nothing overflows unseen either.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.data import Dataset
from engine.early_stopping import EarlyStopping
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS, Constant, Normal
from engine.layers import Dense
from engine.losses import LOSSES, Huber
from engine.optimizers import OPTIMIZERS
from engine.problem import Problem
from engine.schedules import SCHEDULES
from engine.trainer import Trainer
from tests.engine.textbook import CLASSES, make_dataset, make_trainer

THOROUGH = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SANE = st.sampled_from([0.0, 0.1, 0.5])
RATE = st.one_of(st.sampled_from([0.01, 0.1, 1.0]), st.floats(1e-12, 1e9))


def is_finite(trainer, X):
    """Whether all that a user may read is finite."""
    curve = trainer.history.curve()
    numbers = [*trainer.parameters.values(), *trainer.statistics.values(), trainer.predict(X)]
    numbers += [curve.train, curve.dev]
    metrics = [trainer.evaluate(part) for part in ("train", "dev", "test")]
    numbers += [np.array([found.cost, found.penalty]) for found in metrics if found is not None]
    return all(np.isfinite(array).all() for array in numbers)


def train(dataset, epochs=2, **fields):
    """A trained trainer, or None where a clear error came; after an error too, all is finite."""
    try:
        features = tuple(f"x{i + 1}" for i in range(dataset.n))
        experiment = Experiment(**{"features": features} | fields)
        trainer = Trainer(experiment, Problem(experiment, dataset))
    except EngineError as error:
        assert_is_clear(error)
        return None
    try:
        for _ in range(epochs):
            trainer.run_epoch()
    except EngineError as error:
        assert_is_clear(error)
    assert np.isfinite(trainer.snapshot().parameters).all()
    return trainer


def assert_is_clear(error):
    text = str(error)
    assert 15 < len(text) < 400
    assert text[-1] in ".?"
    assert "\n" not in text


LAYER = st.builds(
    Dense,
    st.integers(1, 12),
    st.sampled_from(list(ACTIVATIONS.values())),
    st.booleans(),
    st.sampled_from([1.0, 1.0, 0.5, 0.01]),
    initializer=st.sampled_from([None, None, *INITIALIZERS.values(), Constant(10.0), Normal(3.0)]),
    l1=st.sampled_from([None, 0.0, 1.0, 1e9]),
    l2=st.sampled_from([None, 0.0, 1.0, 1e9]),
    frozen=st.booleans(),
)
FIELDS = {
    "layers": st.lists(LAYER, max_size=5).map(tuple),
    "normalize": st.booleans(),
    "standardize_targets": st.booleans(),
    "input_keep_prob": st.sampled_from([1.0, 0.5]),
    "loss": st.sampled_from([None, None, None, *LOSSES.values(), Huber(1e-30), Huber(1e30)]),
    "label_smoothing": SANE,
    "l1": st.sampled_from([0.0, 1.0, 1e30]),
    "l2": st.sampled_from([0.0, 1.0, 1e30]),
    "optimizer": st.sampled_from(list(OPTIMIZERS.values())),
    "learning_rate": RATE,
    "schedule": st.sampled_from(list(SCHEDULES.values())),
    "batch_size": st.sampled_from([None, 1, 3, 7, 1000]),
    "clip_norm": st.sampled_from([None, None, 1e-300, 1.0, 1e9]),
    "early_stopping": st.sampled_from([None, None, EarlyStopping(1)]),
    "dtype": st.sampled_from(["float32", "float64"]),
}


@THOROUGH
@given(fields=st.fixed_dictionaries(FIELDS), task=st.sampled_from(list(CLASSES)), seed=st.integers(0, 99))
def test_any_experiment_trains_or_says_why_not(fields, task, seed):
    data = make_dataset(task, m=17, seed=seed, train=12)
    trainer = train(data, seed=seed, **fields)
    if trainer is not None and trainer.epoch:
        assert is_finite(trainer, data.X)


NUMBERS = ("learning_rate", "l1", "l2", "input_keep_prob", "label_smoothing", "clip_norm")


@pytest.mark.parametrize("field", NUMBERS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, 5e-324, 1e30])
def test_any_number_in_any_field_trains_or_is_refused(field, value):
    data = make_dataset("multiclass", m=17, train=12)
    trainer = train(data, **{field: value})
    assert trainer is None or math.isfinite(value)
    if trainer is not None and trainer.epoch:
        assert is_finite(trainer, data.X)


VALUE = st.one_of(
    st.sampled_from([0.0, -0.0, 1.0, 1e-8, -1e-8, 1e8, -1e8, 1e15, -1e15]),
    st.floats(-3, 3).map(lambda x: round(x, 8)),
    st.floats(-1e15, 1e15).map(round).map(float),
)


@st.composite
def datasets(draw):
    """Columns of a few values each, all alike, or repeated examples; of many sizes."""
    task, n, m = draw(st.sampled_from(list(CLASSES))), draw(st.integers(1, 3)), draw(st.integers(1, 12))
    rows = []
    for _ in range(n):
        values = draw(st.lists(VALUE, min_size=1, max_size=3))
        rows.append([values[k % len(values)] for k in range(m)])
    classes = CLASSES[task]
    target = st.integers(0, len(classes) - 1) if classes else VALUE
    y: Any = np.array(draw(st.lists(target, min_size=m, max_size=m)), np.int64 if classes else np.float64)
    split = np.where(np.arange(m) < max(1, m - 2), 0, 1).astype(np.int8)
    return Dataset(np.array(rows), y, task, tuple(f"c{i}" for i in range(n)), classes, split)


@THOROUGH
@given(
    data=datasets(),
    normalize=st.booleans(),
    standardize=st.booleans(),
    batch_norm=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]),
)
def test_any_examples_train_or_are_refused(data, normalize, standardize, batch_norm, dtype):
    layers = (Dense(3, batch_norm=batch_norm), Dense(2, ACTIVATIONS["relu"]))
    trainer = train(
        data, layers=layers, normalize=normalize, standardize_targets=standardize, dtype=dtype, batch_size=4
    )
    if trainer is not None and trainer.epoch:
        assert is_finite(trainer, data.X)


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1e-150, 1e-38, 1e-8, 1e8, 1e18])
@pytest.mark.parametrize("task", list(CLASSES))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_any_unit_of_measurement_trains(dtype, task, scale):
    """Columns and targets from the smallest number there is to what float32 can square."""
    data = make_dataset(task, m=20, train=14)
    y = np.asarray(data.y if data.n_classes else scale * data.y)
    data = Dataset(scale * data.X, y, data.task, data.columns, data.classes, data.split)
    for normalize in (True, False):
        layers = (Dense(3, batch_norm=True), Dense(2))
        trainer = train(data, layers=layers, normalize=normalize, dtype=dtype, batch_size=4)
        assert trainer is not None
        assert trainer.epoch == 2
        assert is_finite(trainer, data.X)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_no_examples(bad):
    data = make_dataset("regression", m=5)
    X, y = data.X.copy(), data.y.copy()
    X[0, 3], y[2] = bad, bad
    for parts in ((X, data.y), (data.X, y)):
        with pytest.raises(EngineError, match="A number is not finite"):
            Dataset(*parts, "regression", data.columns)
        with pytest.raises(EngineError, match="A number is not finite"):
            make_trainer(data).gradients(*parts)


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e300])
def test_nor_are_they_weights(bad):
    trainer = make_trainer(make_dataset("binary"), dtype="float32")
    before = trainer.parameters
    with pytest.raises(EngineError, match="not finite as float32"):
        trainer.load(before | {"W1": np.full_like(before["W1"], bad, dtype=np.float64)})
    assert all(np.array_equal(trainer.parameters[name], before[name]) for name in before)
