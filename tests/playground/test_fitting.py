"""What has no meaning for the data goes; what has one stays."""

import pytest

from engine.data import Blobs, Circle, Dataset, Digits, Iris
from engine.data.augmentation import Jitter, Noise, Rotation, Shift
from engine.experiment import Experiment
from engine.losses import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Huber,
    SigmoidSquaredError,
    SquaredError,
)
from playground.fitting import augmentations_for, fitting, losses_for, smooths

POINTS = Circle().load()
REGRESSION = Dataset(POINTS.X, POINTS.y.astype(float), "regression", POINTS.columns, ())


@pytest.mark.parametrize(
    ("loss", "dataset", "stays"),
    [
        (None, POINTS, True),
        (SigmoidSquaredError(), POINTS, True),
        (SigmoidSquaredError(), Blobs().load(), False),
        (Huber(2.0), REGRESSION, True),
        (Huber(2.0), POINTS, False),
        (BinaryCrossEntropy(), Blobs().load(), False),
    ],
)
def test_a_loss_stays_where_it_is_for_the_task(loss, dataset, stays):
    assert fitting(Experiment(loss=loss), dataset).loss == (loss if stays else None)


def test_labels_are_smoothed_only_for_cross_entropy():
    smoothed = Experiment(label_smoothing=0.1)
    assert fitting(smoothed, POINTS) is smoothed
    assert fitting(smoothed, REGRESSION).label_smoothing == 0
    assert fitting(smoothed.with_(loss=SigmoidSquaredError()), POINTS).label_smoothing == 0
    assert smooths(CategoricalCrossEntropy())
    assert not smooths(SquaredError())


def test_examples_of_four_columns_cannot_be_turned():
    varied = Experiment(augmentation=(Jitter(), Rotation()))
    assert fitting(varied, POINTS).augmentation == (Jitter(), Rotation())
    assert fitting(varied, Iris().load()).augmentation == (Jitter(),)
    images = Experiment(augmentation=(Shift(), Noise()))
    assert fitting(images, POINTS).augmentation == ()
    assert fitting(images, Digits().load()) is images
    assert fitting(varied, Digits().load()).augmentation == (Rotation(),)


def test_only_what_fits_is_offered():
    assert list(losses_for("binary")) == ["sigmoid_squared_error"]
    assert list(losses_for("multiclass")) == []
    assert list(losses_for("regression")) == ["huber"]
    assert augmentations_for(POINTS) == ["jitter", "rotation", "reflection"]
    assert augmentations_for(Iris().load()) == ["jitter"]
    assert augmentations_for(Digits().load()) == ["rotation", "reflection", "shift", "noise"]
