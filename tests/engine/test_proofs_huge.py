"""Numbers too large to be computed with are refused in one sentence, or do no harm."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Dataset
from engine.errors import EngineError
from engine.initializers import Constant
from engine.layers import Dense
from engine.losses import Huber
from tests.engine.test_proofs_finite import is_finite, train
from tests.engine.textbook import make_dataset, make_trainer


def columns(values, y=None, task="binary"):
    m = len(values)
    y = np.arange(m) % 2 if y is None else np.array(y, np.float64)
    split = np.where(np.arange(m) < m - 2, 0, 1).astype(np.int8)
    return Dataset(np.array([values]), y, task, ("a",), ("n", "y") if task == "binary" else (), split)


CASES: dict[str, tuple[Dataset, dict]] = {
    "x too large for its variance": (columns([0, 1e155, 0, 1e155]), {}),
    "x too large for its mean": (columns([1.7e308] * 4), {}),
    "y too large for its variance": (
        columns([0, 1, 2, 3.0], [0, 1e155, 0, 0], "regression"),
        {"standardize_targets": True},
    ),
    "dev y beyond float32 in train deviations": (
        columns([0, 1, 2, 3.0], [0, 1e-100, 0, 1], "regression"),
        {"standardize_targets": True},
    ),
    "dev x beyond float32 in train deviations": (columns([0, 1e-100, 0, 1.0]), {}),
    "x beyond float32": (columns([0, 1e39, 0, 1e39]), {"normalize": False}),
    "variance of batch norm overflows": (
        columns([0, 1e155, 0, 1e155]),
        {"normalize": False, "dtype": "float64", "layers": (Dense(3, batch_norm=True),)},
    ),
    "lambda beyond float32": (make_dataset("binary"), {"l2": 1e300}),
    "huber beyond float32": (make_dataset("regression"), {"loss": Huber(1e300)}),
    "signal beyond float32": (
        make_dataset("binary"),
        {
            "layers": tuple(
                Dense(12, Relu(), initializer=Constant(1e6), batch_norm=k == 5) for k in range(6)
            ),
            "learning_rate": 1e-12,
        },
    ),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES)
def test_it_trains_or_is_refused(case, dtype):
    data, fields = CASES[case]
    trainer = train(data, **{"dtype": dtype} | fields)
    assert trainer is None or is_harmless(trainer, data.X)


def is_harmless(trainer, X):
    """All is finite, or predicting says that it would not be."""
    try:
        return is_finite(trainer, X)
    except EngineError as error:
        return "predictions are beyond all numbers" in str(error)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_predictions_of_what_is_no_number_are_refused(bad):
    trainer = make_trainer(make_dataset("multiclass"), dtype="float32")
    with pytest.raises(EngineError):
        trainer.predict(np.array([[bad, 0.0], [0.0, bad]]))
