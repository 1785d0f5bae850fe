"""500 random networks of every kind, with raw data and features, for proofs that files predict the same."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.data import Normalizer, compute
from engine.export import cast
from engine.losses import DEFAULT_LOSSES
from engine.model import Model
from tests.engine.export.random_models import CLASSES, EVERY_ACTIVATION, network

HOW_MANY = 500
# In units of the largest prediction.
TOLERANCE = {"float32": 1e-5, "float64": 1e-12}
COLUMNS = ("width", "größe, cm", 'x"""\n\\')
RAW = ("x1", "x2", "x3")
FORMULAS = (
    "sin(3*x1)*x2",
    "min(x1,x2,0.5)",
    "max(-1,x1,x2)",
    "min(2,pi)*x3",
    "abs(x3)^1.5",
    "exp(-x1^2)",
    "x1/(1+x2^2)",
    "max(2,x3)-sqrt(x1^2+1)",
    "log(1+abs(x2))",
    "tanh(x1)*sigmoid(x2)+relu(x3)",
    "sign(x1)*2-x3",
    "tan(x1/10)",
    "2^x1",
    "cos(e*x2)",
    "-x1^3-(x2-x3)",
    "(-2)^2*x1",
    "x1^-2",
    "min(x1,1/0)",
    "-(x1+x2)*-x3",
    "x1^2",
    "x1*x2",
)
# Values that float32 holds as well, for that is what some files take.
X = np.random.default_rng(3).normal(0, 1.5, (3, 17)).astype(np.float32).astype(np.float64)


def many_models(*dtypes: str) -> Iterator[Model]:
    """All of them, in these precisions by turns: depth 1 to 6, width 1 to 64, with and without all else."""
    for number in range(HOW_MANY):
        yield random_model(np.random.default_rng(number), dtypes[number % len(dtypes)])


def random_model(rng, dtype: str) -> Model:
    task: Any = str(rng.choice(list(CLASSES)))
    hidden = (64 ** rng.uniform(0, 1, rng.integers(0, 6))).round().astype(int).tolist()
    features = some_features(rng)
    found = compute(features, X)
    outputs = DEFAULT_LOSSES[task].units(len(CLASSES[task]))
    batch_norms = [*(bool(rng.integers(2)) for _ in hidden), False]
    parameters, statistics = network([len(features), *hidden, outputs], batch_norms, "float32", rng)
    target = Normalizer(rng.normal(0, 10, (1, 1)), rng.uniform(0.1, 5, (1, 1)))
    model = Model(
        parameters=parameters,
        statistics=statistics,
        activations=tuple(rng.choice(EVERY_ACTIVATION, len(hidden)).tolist()),
        task=task,
        features=features,
        columns=COLUMNS,
        classes=CLASSES[task],
        normalizer=Normalizer.fit(found) if rng.integers(2) else Normalizer.identity(len(features)),
        target=target if task == "regression" and rng.integers(2) else None,
        seed=int(rng.integers(2**31)),
    )
    return cast(model, dtype)


def some_features(rng) -> tuple[str, ...]:
    """All columns, some of them in any order, or some of them and some formulas."""
    raw = tuple(rng.permutation(RAW)[: rng.integers(1, 4)].tolist())
    formulas = tuple(rng.choice(FORMULAS, rng.integers(1, 4), replace=False).tolist())
    return (RAW, raw, formulas + raw)[rng.integers(3)]


def difference(model: Model, found) -> float:
    """By how much predictions (n[L], m) differ from the model's, in units of the largest."""
    expected = model.predict(X)
    assert found.shape == expected.shape
    return float(np.abs(found - expected).max() / max(1.0, np.abs(expected).max()))
