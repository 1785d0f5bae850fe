"""What a network looks like from inside, on networks whose state is known beforehand."""

from typing import TypeVar

import msgspec
import numpy as np
import pytest

from engine.activations import ACTIVATIONS, Linear, Relu, Sigmoid, Tanh
from engine.bias_variance import (
    BIAS_REMEDIES,
    VARIANCE_REMEDIES,
    PartError,
    Verdict,
    errors,
    judge,
    measure,
    unexplained,
)
from engine.data import Blobs, Circle, Dataset, Split
from engine.diagnostics import (
    LARGEST_UPDATE,
    SMALLEST_UPDATE,
    Finding,
    dead_units,
    diagnose,
    saturated_units,
    signal,
)
from engine.early_stopping import EarlyStopping
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.initializers import Constant, Normal, Orthogonal, Zeros
from engine.layers import Dense, Output
from engine.losses import LOSSES
from engine.network import Parameters
from engine.optimizers import OPTIMIZERS
from engine.schedules import TimeDecay
from engine.trainer import Trainer
from engine.updates import next_update
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, metrics, run, train

T = TypeVar("T")


def known(value: T | None) -> T:
    assert value is not None
    return value


def verdict(train_error: float, dev_error: float | None, human_error: float = 0.0) -> Verdict:
    dev = () if dev_error is None else (PartError("dev", 100, dev_error),)
    return known(judge((PartError("train", 100, train_error), *dev), human_error))


# -- the signals and gradients of every layer ---------------------------------------------------------


@pytest.mark.parametrize("batch_norm", [False, True])
def test_every_number_is_that_of_the_readable_mathematics(batch_norm):
    layers = (Dense(5, Tanh(), batch_norm, keep_prob=0.5), Dense(3, Relu()))
    trainer = make_trainer(make_dataset("multiclass"), layers=layers, l1=0.1, l2=0.2)
    run(trainer, 3)
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    caches = trainer.network.forward(trainer.parameters, X)
    gradients = trainer.network.gradients(trainer.parameters, X, Y)
    signals = [X, caches[0].A, caches[1].A, trainer.network.loss.output(caches[2].Z)]
    for found, cache, before, after in zip(
        diagnose(trainer).layers, caches, signals[:-1], signals[1:], strict=True
    ):
        assert (found.activation.mean, found.activation.std) == (after.mean(), after.std())
        assert (found.pre_activation.mean, found.pre_activation.std) == (cache.Z.mean(), cache.Z.std())
        dW = gradients[f"W{found.layer}"]
        assert (found.weight_gradient.mean, found.weight_gradient.std) == (dW.mean(), dW.std())
        mine = [g.ravel() for name, g in gradients.items() if name.endswith(str(found.layer))]
        assert found.gradient_norm == pytest.approx(np.linalg.norm(np.concatenate(mine)), rel=1e-14)
        assert found.growth == pytest.approx(after.var(axis=1).mean() / before.var(axis=1).mean(), rel=1e-14)
        assert found.units == after.shape[0]


def test_ten_layers_keep_their_own_gradients():
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(2),) * 10)
    norms = [layer.gradient_norm for layer in diagnose(trainer).layers]
    gradients = trainer.gradients()
    for l, norm in enumerate(norms, start=1):
        dW, db = gradients[f"W{l}"], gradients[f"b{l}"]
        assert norm == pytest.approx(np.hypot(np.linalg.norm(dW), np.linalg.norm(db)))


@pytest.mark.parametrize(("gain", "trouble"), [(1.5, "exploding signal"), (0.5, "vanishing signal")])
def test_the_course_s_signal_grows_as_a_power_of_depth(gain, trouble):
    """With W = 1.5 I the signal grows as 1.5^L, with 0.5 I it shrinks as 0.5^L."""
    layers = (Dense(2, Linear(), initializer=Orthogonal(gain)),) * 6
    trainer = make_trainer(make_dataset("binary"), layers=layers)
    W = {name: gain * np.eye(2) for name in trainer.parameters if name.startswith("W") and name != "W7"}
    trainer.load(trainer.parameters | W)
    found = diagnose(trainer)
    assert [layer.growth for layer in found.layers[:-1]] == pytest.approx([gain**2] * 6)
    assert found.signal == pytest.approx(gain**12)
    assert [(f.layer, f.trouble) for f in found.findings if "signal" in f.trouble] == [(6, trouble)]


def test_small_first_weights_let_the_signal_vanish_and_the_usual_ones_do_not():
    layers = (Dense(16, Relu()),) * 4
    small = tuple(msgspec.structs.replace(layer, initializer=Normal(0.01)) for layer in layers)
    assert "vanishing signal" in {f.trouble for f in diagnose(Trainer(Experiment(layers=small))).findings}
    assert "signal" not in str(diagnose(Trainer(Experiment(layers=layers))).findings)


def test_without_a_hidden_layer_there_is_no_signal_to_follow():
    found = diagnose(make_trainer(make_dataset("binary"), layers=()))
    assert found.signal is None
    assert len(found.layers) == 1
    assert (found.layers[0].dead, found.layers[0].saturated) == (None, None)


def test_growth_from_nothing_is_unknown():
    layers = (Dense(3, Relu(), initializer=Zeros()), Dense(2, Relu()))
    found = diagnose(make_trainer(make_dataset("binary"), layers=layers))
    assert found.layers[1].growth is None
    assert found.layers[0].update_ratio is None
    assert found.layers[0].dead == 1


def test_units_that_differ_but_are_constant_carry_no_signal():
    assert signal(np.repeat([[0.1], [3.0], [1e5]], 7, axis=1)) == 0
    assert signal(np.array([[1.0, 3.0], [5.0, 5.0]])) == 0.5


def test_numbers_without_end_are_refused():
    trainer = make_trainer(make_dataset("regression"), layers=(Dense(2, Relu()), Dense(2, Relu())))
    trainer.load({name: np.full(p.shape, 1e250) for name, p in trainer.parameters.items()})
    with pytest.raises(EngineError, match="not finite at these weights"):
        diagnose(trainer)


# -- dead and saturated units -------------------------------------------------------------------------


@pytest.mark.parametrize("g", ACTIVATIONS.values(), ids=lambda g: g.name)
def test_which_activations_can_die_and_which_can_saturate(g):
    Z = np.linspace(-1, 1, 12).reshape(3, 4)
    assert (dead_units(g, Z, g.value(Z)) is not None) == (g.name in {"relu", "silu", "gelu", "softplus"})
    assert (saturated_units(g, g.value(Z)) is not None) == (g.name in {"sigmoid", "tanh"})


@pytest.mark.parametrize("name", ["relu", "silu", "gelu", "softplus"])
def test_a_dead_unit_is_off_for_every_example(name):
    g = ACTIVATIONS[name]
    Z = np.array([[-50.0, -40.0, -30.0], [-50.0, -40.0, 1.0], [1.0, 2.0, 3.0], [-25.0, -90.0, -40.0]])
    assert dead_units(g, Z, g.value(Z)) == 0.5


def test_a_unit_that_is_nearly_off_still_learns():
    g = ACTIVATIONS["silu"]
    Z = np.array([[-3.0, -4.0]])
    assert dead_units(g, Z, g.value(Z)) == 0


@pytest.mark.parametrize(("g", "scale"), [(Tanh(), 1.0), (Sigmoid(), 2.0)])
def test_a_saturated_unit_is_near_a_bound_for_most_examples(g, scale):
    Z = scale * np.array(
        [[-3.0, 3.0, 0.1, 0.0], [-3.0, 3.0, 5.0, 0.0], [9.0, 9.0, 9.0, 9.0], [1.0, 1.0, 1.8, 0.0]]
    )
    assert saturated_units(g, g.value(Z)) == 0.5


def test_a_trainer_s_dead_and_saturated_units_are_found():
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(4, Relu()), Dense(2, Tanh())))
    p = trainer.parameters
    p["b1"][:2], p["b2"][:] = -1e3, 1e3
    trainer.load(p)
    found = diagnose(trainer)
    assert (found.layers[0].dead, found.layers[0].saturated) == (0.5, None)
    assert (found.layers[1].dead, found.layers[1].saturated) == (None, 1.0)
    assert Finding(1, "dead units", 0.5) in found.findings
    assert Finding(2, "saturated units", 1.0) in found.findings


# -- the next update ----------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda o: o.name)
@pytest.mark.parametrize("clip_norm", [None, 0.01])
def test_the_next_update_is_the_one_that_batch_training_then_makes(optimizer, clip_norm):
    trainer = make_trainer(
        make_dataset("multiclass"),
        layers=(Dense(4, Tanh(), batch_norm=True), Dense(3, Relu(), frozen=True)),
        optimizer=optimizer,
        schedule=TimeDecay(0.5, warm_up=6),
        batch_size=None,
        clip_norm=clip_norm,
        l1=0.1,
        l2=0.2,
    )
    for _ in range(4):
        expected, before = next_update(trainer), trainer.parameters
        trainer.run_epoch()
        made: Parameters = {name: before[name] - p for name, p in trainer.parameters.items()}
        assert_same_parameters(made, expected, 1e-13)
        assert not np.any(expected["W2"])


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda o: o.name)
def test_moments_of_mini_batches_are_put_to_the_scale_of_the_whole_part(optimizer):
    """Where all examples are the same one, a mini-batch has the gradient of the whole part."""
    one = make_dataset("regression", m=1)
    same = Dataset(
        np.tile(one.X, 20),
        np.tile(one.y.astype(np.float64), 20),
        one.task,
        one.columns,
        (),
        np.zeros(20, np.int8),
    )
    small, whole = (
        make_trainer(same, layers=(Dense(3),), optimizer=optimizer, normalize=False, batch_size=batch)
        for batch in (5, None)
    )
    run(small, 2)
    run(whole, 8)
    assert_same_parameters(next_update(small), next_update(whole), 1e-12)


def test_the_update_ratio_is_its_size_over_that_of_the_weights():
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(3),), optimizer=OPTIMIZERS["gd"])
    dW, W = trainer.gradients()["W1"], trainer.parameters["W1"]
    assert diagnose(trainer).layers[0].update_ratio == pytest.approx(
        trainer.experiment.learning_rate * np.linalg.norm(dW) / np.linalg.norm(W), rel=1e-12
    )


@pytest.mark.parametrize(
    ("rate", "trouble"), [(1e-9, "small updates"), (10.0, "large updates"), (1e-2, None)]
)
def test_updates_far_from_a_thousandth_are_found(rate, trouble):
    found = diagnose(Trainer(Experiment(learning_rate=rate)))
    assert {f.trouble for f in found.findings} == ({trouble} if trouble else set())
    for finding in found.findings:
        assert not SMALLEST_UPDATE <= finding.value <= LARGEST_UPDATE


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_every_loss_can_be_diagnosed(loss):
    found = diagnose(make_trainer(make_dataset(loss.tasks[0]), loss=loss))
    assert found.verdict is not None


def test_looking_changes_nothing():
    """Two trainings, one of them looked at after every epoch, end at the same bits."""
    x = Experiment(
        layers=(Dense(6, Relu(), batch_norm=True, keep_prob=0.7),),
        early_stopping=EarlyStopping(50),
        schedule=TimeDecay(0.1),
    )
    looked_at = Trainer(x)
    for _ in range(4):
        looked_at.step()
        diagnose(looked_at, test=True)
        looked_at.run_epoch()
        diagnose(looked_at, test=True)
    assert looked_at.epoch == 4
    alone = train(x, 4)
    assert_same_parameters(looked_at.parameters, alone.parameters)
    assert_same_parameters(looked_at.statistics, alone.statistics)


# -- errors and the verdict ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("train_error", "dev_error", "words"),
    [
        (0.01, 0.11, "high variance"),
        (0.15, 0.16, "high bias"),
        (0.15, 0.30, "high bias and high variance"),
        (0.005, 0.01, "low bias, low variance"),
        (0.15, None, "high bias, unknown variance"),
        (0.01, None, "low bias, unknown variance"),
    ],
)
def test_the_course_s_table(train_error, dev_error, words):
    found = verdict(train_error, dev_error)
    assert found.words == words
    bias, variance = "high bias" in words, "high variance" in words
    assert found.remedies == (*BIAS_REMEDIES * bias, *VARIANCE_REMEDIES * variance)


def test_the_human_level_error_is_no_bias():
    assert verdict(0.15, 0.16, human_error=0.14).words == "low bias, low variance"


def test_errors_of_classes_are_shares_and_the_test_part_stays_locked():
    trainer = train(Experiment(data=Blobs(noise=0.2, samples=400), layers=(Dense(6),)), 3)
    found = diagnose(trainer)
    assert found.measure == "misclassified"
    assert [(row.part, row.examples) for row in found.errors] == [("train", 240), ("dev", 80)]
    for row in diagnose(trainer, test=True).errors:
        assert row.error == 1 - known(metrics(trainer, row.part).accuracy)
    assert [row.part for row in errors(trainer, test=True)] == ["train", "dev", "test"]
    train_error, dev_error = (known(row.error) for row in found.errors)
    assert known(found.verdict).variance == dev_error - train_error
    assert found.epoch == 3


def test_a_part_without_examples_has_no_error():
    trainer = Trainer(Experiment(data=Circle(samples=100), split=Split(train=1.0, dev=0.0, test=0.0)))
    found = diagnose(trainer, test=True)
    assert [row.part for row in found.errors] == ["train"]
    assert known(found.verdict).variance is None


@pytest.mark.parametrize("standardize", [False, True])
def test_the_error_of_a_regression_is_what_r_squared_leaves(standardize):
    trainer = make_trainer(
        make_dataset("regression", train=30), layers=(Dense(3),), standardize_targets=standardize
    )
    run(trainer, 20)
    dataset, codes = trainer.problem.dataset, trainer.problem.codes
    predicted, y = trainer.predict(dataset.X)[0], dataset.y
    assert measure(trainer) == "1 - R^2"
    for row, code in zip(errors(trainer), (0, 1), strict=True):
        mine = codes == code
        left = np.sum((y - predicted)[mine] ** 2) / np.sum((y[mine] - y[mine].mean()) ** 2)
        assert row.error == pytest.approx(left, rel=1e-12)


def test_always_the_mean_leaves_everything_unexplained():
    trainer = make_trainer(make_dataset("regression"), layers=(), output=Output(initializer=Constant(0.0)))
    dataset = trainer.problem.dataset
    trainer.load(trainer.parameters | {"b1": np.full((1, 1), dataset.y.mean())})
    assert errors(trainer)[0].error == pytest.approx(1.0, rel=1e-12)


def test_targets_that_are_all_equal_leave_the_error_unknown():
    assert unexplained(np.ones((1, 3)), np.full((1, 3), 2.0)) is None
    assert judge((PartError("train", 3, None), PartError("dev", 3, None))) is None
    assert known(judge((PartError("train", 3, 0.5), PartError("dev", 3, None)))).variance is None


@pytest.mark.parametrize("value", [0.1, -1e10 / 3, 0.0])
def test_targets_that_are_equal_but_for_the_rounding_of_their_mean_too(value):
    assert unexplained(np.ones((1, 36)), np.full((1, 36), value)) is None
