"""Everything that may change between two steps changes there, and loses neither parameters nor moments."""

import msgspec
import numpy as np
import pytest

from engine.data import Circle
from engine.data.augmentation import Jitter
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.layers import Dense, Output
from engine.network import Network
from engine.optimizers import Adam, AdamW, Momentum
from engine.schedules import ByHand, Staircase, TimeDecay
from engine.succession import succeed
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, follow, make_dataset, make_trainer

LAYERS = (Dense(4, batch_norm=True), Dense(3))
CHANGES = {
    "rate": {"learning_rate": 0.3},
    "betas": {"optimizer": Adam(0.5, 0.9)},
    "schedule": {"schedule": TimeDecay(0.5)},
    "warm-up": {"schedule": Staircase(warm_up=5)},
    "by hand": {"schedule": ByHand(((2, 0.5),))},
    "batch size": {"batch_size": 4},
    "L1": {"l1": 0.2},
    "L2": {"l2": 0.2},
    "input keep_prob": {"input_keep_prob": 0.8},
    "clipping": {"clip_norm": 0.01},
    "augmentation": {"augmentation": (Jitter(),)},
    "early stopping": {"early_stopping": EarlyStopping(3)},
    "keep_prob": {"layers": (Dense(4, batch_norm=True, keep_prob=0.5), Dense(3))},
    "own L1": {"layers": (Dense(4, batch_norm=True), Dense(3, l1=0.3))},
    "frozen": {"layers": (Dense(4, batch_norm=True), Dense(3, frozen=True))},
    "output": {"output": Output(l2=0.3, frozen=True)},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_live_change_keeps_the_trainer_its_parameters_moments_and_averages(changes):
    trainer = Trainer(Experiment(data=Circle(samples=50), layers=LAYERS, batch_size=7, dtype="float64"))
    trainer.run_epoch()
    trainer.advance(2)
    before = trainer.snapshot()
    scale = trainer.runner.gradient_scale
    edited = trainer.experiment.with_(**changes)
    assert succeed(trainer, edited) is trainer
    assert trainer.experiment is edited
    after = trainer.snapshot()
    np.testing.assert_array_equal(after.parameters, before.parameters)
    np.testing.assert_array_equal(after.averages, before.averages)
    assert (after.epoch, after.iteration, after.updates) == (before.epoch, before.iteration, before.updates)
    factor = trainer.runner.gradient_scale / scale  # moments are kept in the sum form of the mini-batch
    np.testing.assert_allclose(
        after.moments[0], before.moments[0] * factor, rtol=1e-12
    ) if changes.keys() != {"optimizer"} else None
    trainer.advance(1)
    assert (trainer.epoch, trainer.iteration) == (1, before.iteration + 1)


@pytest.mark.parametrize(
    "changes",
    [{"label_smoothing": 0.1}, {"layers": (Dense(4), Dense(3))}, {"standardize_targets": False}],
    ids=str,
)
def test_what_changes_the_network_or_its_targets_goes_on_in_another_trainer(changes):
    trainer = Trainer(Experiment(data=Circle(samples=50), layers=LAYERS))
    trainer.run_epoch()
    heir = succeed(trainer, trainer.experiment.with_(**changes))
    assert heir is not trainer
    np.testing.assert_array_equal(heir.parameters["W1"], trainer.parameters["W1"])
    assert heir.epoch == 1


def test_gamma_and_beta_are_inherited_where_they_fit():
    trainer = Trainer(Experiment(data=Circle(samples=50), layers=LAYERS))
    trainer.run_epoch()
    heir = succeed(trainer, trainer.experiment.with_(layers=(Dense(6, batch_norm=True), Dense(3))))
    np.testing.assert_array_equal(heir.parameters["gamma1"][:4], trainer.parameters["gamma1"])
    np.testing.assert_array_equal(heir.parameters["beta1"][:4], trainer.parameters["beta1"])
    np.testing.assert_array_equal(heir.parameters["gamma1"][4:], 1)


@pytest.mark.parametrize("optimizer", [Momentum(), Adam(), AdamW(weight_decay=0.1)], ids=lambda o: o.name)
def test_a_frozen_layer_stays_whatever_its_moments_say(optimizer):
    trainer = make_trainer(make_dataset("binary", m=30), layers=LAYERS, optimizer=optimizer, l2=0.5, l1=0.1)
    trainer.run_epoch()
    frozen = tuple(msgspec.structs.replace(layer, frozen=True) for layer in LAYERS)
    trainer.retune(trainer.experiment.with_(layers=frozen))
    before = trainer.parameters
    for _ in range(3):
        trainer.run_epoch()
    for name, value in trainer.parameters.items():
        assert np.array_equal(value, before[name]) == (not name.endswith("3")), name


def test_with_everything_frozen_nothing_moves():
    layers = (Dense(3, frozen=True),)
    trainer = make_trainer(make_dataset("binary"), layers=layers, output=Output(frozen=True), clip_norm=1.0)
    before = trainer.parameters
    trainer.run_epoch()
    assert_same_parameters(trainer.parameters, before)


def test_a_live_change_goes_on_as_the_textbook_does():
    """Half-way through an epoch the lambda, the clipping and a layer's freezing change."""
    trainer = make_trainer(make_dataset("multiclass", m=40), layers=(Dense(5), Dense(3)), batch_size=8)
    plain = follow(trainer)
    trainer.advance(2)
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    batches = trainer.runner.buffers.order.copy().reshape(5, 8)
    for chosen in batches[:2]:
        plain.step(X[:, chosen], Y[:, chosen])
    changes = {"l1": 0.2, "clip_norm": 0.05, "layers": (Dense(5, frozen=True), Dense(3, l2=0.4))}
    trainer.retune(trainer.experiment.with_(**changes))
    trainer.run_epoch()
    plain.network, plain.clip_norm = trainer.network, 0.05
    for chosen in batches[2:]:
        plain.step(X[:, chosen], Y[:, chosen])
    # Moments of a frozen layer fade in the engine; the textbook's stand still. Neither moves a weight.
    assert_same_parameters(trainer.parameters, plain.parameters, 1e-12)


def test_a_hand_set_weight_is_where_it_was_put_and_training_goes_on_from_there():
    trainer = make_trainer(make_dataset("binary"), layers=(Dense(3),))
    trainer.run_epoch()
    parameters = trainer.parameters
    parameters["W1"][2, 1] = 1.25
    moments = trainer.snapshot().moments
    trainer.load(parameters)
    assert trainer.parameters["W1"][2, 1] == 1.25
    np.testing.assert_array_equal(trainer.snapshot().moments, moments)
    trainer.run_epoch()
    assert trainer.epoch == 2


def test_given_weights_and_averages_are_the_start():
    source = Trainer(Experiment(data=Circle(samples=50), layers=LAYERS))
    source.run_epoch()
    fresh = Trainer(source.experiment.with_(seed=9))
    fresh.load(source.parameters, source.statistics)
    X = source.problem.dataset.X
    np.testing.assert_allclose(fresh.predict(X), source.predict(X), rtol=1e-6)
    assert fresh.epoch == 0


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda p: p | {"W1": np.ones((2, 2))}, r"W1 is \(4, 2\) in this network, but \(2, 2\) came"),
        (lambda p: p | {"W9": np.ones((2, 2))}, "This network has W1, gamma1, beta1, W2"),
        (lambda p: {"W1": p["W1"]}, "This network has W1, gamma1, beta1, W2"),
        (lambda p: p | {"W1": np.full((4, 2), np.nan)}, "W1 holds a number that is not finite as float32"),
        (lambda p: p | {"W1": np.full((4, 2), 1e300)}, "W1 holds a number that is not finite as float32"),
    ],
)
def test_weights_that_do_not_fit_are_one_sentence_and_change_nothing(spoil, sentence):
    trainer = Trainer(Experiment(data=Circle(samples=50), layers=LAYERS))
    before = trainer.parameters
    with pytest.raises(ValueError, match=sentence):
        trainer.load(spoil(trainer.parameters))
    assert_same_parameters(trainer.parameters, before)


def test_the_network_of_an_experiment_has_its_lambdas_filled_in():
    layers = (Dense(4, l2=0.0), Dense(3))
    network: Network = Trainer(Experiment(layers=layers, output=Output(l1=0.5), l1=0.1, l2=0.2)).network
    assert [network.lambdas(l) for l in (1, 2, 3)] == [(0.1, 0.0), (0.1, 0.2), (0.5, 0.2)]
