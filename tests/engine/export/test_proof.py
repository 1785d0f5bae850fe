"""The proof lets rounding pass and nothing else, with batch normalisation and in the target's own units."""

from pathlib import Path

import numpy as np
import pytest

from engine.batch_norm import EPS
from engine.data import Normalizer
from engine.errors import ExportError
from engine.export import FORMATS, Format, export_model
from engine.model import Model

X = np.random.default_rng(1).normal(1e5, 3, (1, 200))


def model(mean: float = 1e5, target: Normalizer | None = None, dtype: str = "float32") -> Model:
    """One input far from zero, which the batch normalisation of one unit has to centre."""
    values = {"W1": 1.0, "gamma1": 1.7, "beta1": 0.5, "W2": 1.0, "b2": 0.0}
    statistics = {"mean1": mean, "variance1": 9.0}
    return Model(
        parameters={name: np.full((1, 1), value, dtype) for name, value in values.items()},
        statistics={name: np.full((1, 1), value, dtype) for name, value in statistics.items()},
        activations=("linear",),
        task="regression",
        features=("x1",),
        columns=("a",),
        classes=(),
        normalizer=Normalizer.identity(1),
        target=target,
        dtype=dtype,
    )


def folded(m: Model) -> np.ndarray:
    """What another order of the same operations predicts: scale * Z + shift."""
    gamma, beta, mean, variance = m.batch_norm_columns(1)
    scale = gamma / np.sqrt(variance + np.float32(EPS))
    return m.output(scale * X.astype(m.dtype) + (beta - scale * mean))


def mistaken(monkeypatch, read) -> None:
    """Let the file be read as another model than was written."""
    real = FORMATS[".npz"]
    monkeypatch.setitem(FORMATS, ".npz", Format(real.label, real.encode, lambda path: read(real.read(path))))


def test_the_rounding_of_what_batch_norm_takes_away_is_no_mistake(tmp_path):
    """In float32 a mean of 1e5 costs five of seven digits, in whatever order one computes."""
    proof = export_model(tmp_path / "w.npz", model(), X, folded(model()))
    assert 1e-3 < proof.largest_difference < 5e-2


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("mean", "std"), [(0.0, 1e-6), (1e6, 1.0), (-3e9, 20.0), (5.0, 1e12)])
def test_targets_of_any_size_are_proved(tmp_path, dtype, mean, std):
    target = Normalizer(np.array([[mean]]), np.array([[std]]))
    m = model(target=target, dtype=dtype)
    assert export_model(tmp_path / "w.npz", m, X, folded(m)).examples == 200


def halved(m: Model) -> Model:
    assert m.target is not None
    object.__setattr__(m, "target", Normalizer(m.target.mean, m.target.std / 2))
    return m


@pytest.mark.parametrize(("mean", "std"), [(0.0, 1e-6), (1e6, 1.0), (5.0, 1e12)])
def test_another_target_is_a_mistake_of_any_size(tmp_path, monkeypatch, mean, std):
    m = model(target=Normalizer(np.array([[mean]]), np.array([[std]])), dtype="float64")
    mistaken(monkeypatch, halved)
    with pytest.raises(ExportError, match="its predictions are off by"):
        export_model(tmp_path / "w.npz", m, X, m.predict(X))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_other_statistics_are_other_weights(tmp_path, monkeypatch, suffix):
    real = FORMATS[suffix]
    other = model(mean=float(np.nextafter(np.float32(1e5), np.float32(2e5))))
    monkeypatch.setitem(FORMATS, suffix, Format(real.label, lambda _: real.encode(other), real.read))
    with pytest.raises(ExportError, match="it holds other weights"):
        export_model(tmp_path / f"w{suffix}", model(), X, model().predict(X))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_statistics_that_are_not_finite_are_refused(tmp_path: Path, suffix, bad):
    broken = model()
    broken.statistics["variance1"][:] = bad
    with pytest.raises(
        ExportError, match="variance1 holds a number that is not finite, so nothing was written"
    ):
        export_model(tmp_path / f"w{suffix}", broken, X, model().predict(X))
    assert list(tmp_path.iterdir()) == []
