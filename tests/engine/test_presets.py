"""Every preset does what its sentence says, from its own first weights and from others."""

import re

import msgspec
import numpy as np
import pytest

from engine.activations import Tanh
from engine.data import Split
from engine.diagnostics import diagnose
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense, Output
from engine.presets import PRESETS, Preset
from engine.trainer import Trainer

SEEDS = (1, 2, 3)
GUESS = 0.69


def numbers(preset):
    """The numbers of its sentence, in their order."""
    words = preset.sentence.replace("\u2009", "").replace("x₁² and x₂²", "")
    return [float(word) for word in re.findall(r"\d+(?:\.\d+)?", words)]


def trained(experiment, epochs, seed):
    trainer = Trainer(experiment.with_(seed=seed))
    for _ in range(int(epochs)):
        trainer.run_epoch()
        if trainer.early_stop:
            break
    return trainer


def cost(trainer, part="dev"):
    found = trainer.evaluate(part)
    assert found is not None
    return found.cost


def percent(trainer, part="dev"):
    return 100 * trainer.evaluate(part).accuracy


def reaches(preset, seed):
    """... over 95 % of the dev points are right after 10 epochs."""
    share, epochs = numbers(preset)[-2:]
    trainer = trained(preset.experiment, epochs, seed)
    assert percent(trainer) > share
    return trainer


def is_straight(trainer):
    """Whether the network draws a straight line: z[L] at the middle of two points is the mean of theirs."""
    p = trainer.predict(np.array([[-1.0, 0.5, 2.0], [3.0, 1.0, -1.0]])).astype(np.float64)
    left, middle, right = np.log(p / (1 - p))[0]
    return middle == pytest.approx((left + right) / 2, abs=1e-4)


def logistic_regression(preset, seed):
    trainer = reaches(preset, seed)
    assert trainer.network.sizes == (2, 1)
    assert is_straight(trainer)


def first_network(preset, seed):
    trainer = reaches(preset, seed)
    assert trainer.network.sizes == (2, 4, 2, 1)
    angles = np.linspace(0, 2 * np.pi, 60)
    around = 6 * np.stack([np.cos(angles), np.sin(angles)])
    assert trainer.predict(np.zeros((2, 1)))[0, 0] > 0.5 > trainer.predict(around).max()
    assert not is_straight(trainer)


def squared_inputs(preset, seed):
    """x1 and x2 squared with weights of one sign: p = 1/2 on an ellipse."""
    trainer = reaches(preset, seed)
    assert trainer.network.sizes == (2, 1)
    assert (trainer.parameters["W1"] < 0).all()
    assert trainer.predict(np.zeros((2, 1)))[0, 0] > 0.5


def iris(preset, seed):
    assert reaches(preset, seed).network.sizes[0] == 4


def digits(preset, seed):
    assert reaches(preset, seed).network.sizes == (numbers(preset)[0], 64, 10)


def softmax(preset, seed):
    """Three output units share one certainty, their probabilities add up to 1 ..."""
    one, share, epochs = numbers(preset)
    trainer = trained(preset.experiment, epochs, seed)
    assert percent(trainer) > share
    P = trainer.predict(trainer.problem.dataset.X)
    assert P.shape[0] == 3
    assert np.allclose(P.sum(axis=0), one)


def xor(preset, seed):
    share, epochs, guess = numbers(preset)
    assert percent(trained(preset.experiment, epochs, seed)) > share
    assert percent(trained(preset.experiment.with_(layers=()), 3 * epochs, seed)) == pytest.approx(
        guess, abs=15
    )


def linear_regression(preset, seed):
    most, epochs = numbers(preset)
    assert cost(trained(preset.experiment, epochs, seed)) < most


def bumps(preset, seed):
    most, epochs, least = numbers(preset)
    assert cost(trained(preset.experiment, epochs, seed)) < most
    assert cost(trained(preset.experiment.with_(layers=()), 2 * epochs, seed)) > least


def spiral(preset, seed):
    share, epochs, most = numbers(preset)
    assert percent(trained(preset.experiment, epochs, seed)) > share
    one = preset.experiment.with_(layers=preset.experiment.layers[:1])
    assert percent(trained(one, epochs, seed)) < most


def batch_norm(preset, seed):
    rate, share, epochs, guess = numbers(preset)
    assert preset.experiment.learning_rate == rate
    assert len(preset.experiment.layers) == 8
    assert percent(trained(preset.experiment, epochs, seed)) > share
    plain = tuple(msgspec.structs.replace(layer, batch_norm=False) for layer in preset.experiment.layers)
    without = trained(preset.experiment.with_(layers=plain), epochs, seed)
    assert percent(without) == pytest.approx(guess, abs=5)


def cure(preset, seed):
    """The overfitter with ...: its train cost is higher, and its dev cost less than half."""
    strength, epochs = numbers(preset)
    assert strength in (preset.experiment.l2, preset.experiment.layers[0].keep_prob)
    cured, ill = (trained(x, epochs, seed) for x in (preset.experiment, PRESETS["overfitter"].experiment))
    assert cost(cured, "train") - cured.evaluate("train").penalty > cost(ill, "train")
    assert cost(cured) < cost(ill) / 2


def early_stopping(preset, seed):
    (epochs,) = numbers(preset)
    trainer = trained(preset.experiment, epochs, seed)
    assert trainer.early_stop is not None
    assert trainer.early_stop.epoch < epochs
    assert cost(trainer) == pytest.approx(min(dev_costs(trainer)))


def dev_costs(trainer):
    return trainer.history.curve(10_000).dev


def all_alike(trainer):
    """Whether the units of each hidden layer have the same weights, coming and going."""
    theta = trainer.parameters
    rows = [theta[f"W{l}"] for l in range(1, trainer.network.depth)]
    columns = [theta[f"W{l}"].T for l in range(2, trainer.network.depth + 1)]
    return all(np.allclose(W, W[:1]) for W in (*rows, *columns))


def zero_initialisation(preset, seed):
    zero, guess = numbers(preset)
    start = trained(preset.experiment, 0, seed)
    assert not any(a.any() for name, a in start.parameters.items() if name.startswith("W"))
    trainer = trained(preset.experiment, 100, seed)
    assert zero == 0
    assert all_alike(trainer)
    assert cost(trainer, "train") == pytest.approx(guess, abs=0.01)


def equal_weights(preset, seed):
    value, share, epochs = numbers(preset)
    start = trained(preset.experiment, 0, seed)
    assert all((a == value).all() for name, a in start.parameters.items() if name.startswith("W"))
    trainer = trained(preset.experiment, epochs, seed)
    assert cost(trainer, "train") < cost(start, "train")
    assert [layer.units for layer in preset.experiment.layers] == [4]
    assert all_alike(trainer)
    assert percent(trainer) < share


def linear_layers(preset, seed):
    share, epochs = numbers(preset)
    trainer = trained(preset.experiment, epochs, seed)
    assert len(preset.experiment.layers) == 3
    assert percent(trainer) < share
    assert is_straight(trainer)


def sigmoid_layers(preset, seed):
    times, guess = numbers(preset)
    assert preset.title == f"{len(preset.experiment.layers)} sigmoid layers" == f"{MAX_LAYERS} sigmoid layers"
    for epochs in (0, 100):
        trainer = trained(preset.experiment, epochs, seed)
        norms = [layer.gradient_norm for layer in diagnose(trainer).layers]
        assert norms[0] < norms[-1] / times
    assert cost(trainer, "train") == pytest.approx(guess, abs=0.01)


def huge_weights(preset, seed):
    size, flat, least, epochs, share = numbers(preset)
    start = trained(preset.experiment, 0, seed)
    weights = np.concatenate([a.ravel() for name, a in start.parameters.items() if name.startswith("W")])
    assert weights.std() == pytest.approx(size, rel=0.2)
    shares = [100 * layer.saturated for layer in diagnose(start).layers if layer.saturated is not None]
    assert np.mean(shares) > flat
    assert cost(start, "train") > least
    assert percent(trained(preset.experiment, epochs, seed)) < share
    layers = tuple(msgspec.structs.replace(layer, initializer=None) for layer in preset.experiment.layers)
    usual = preset.experiment.with_(layers=layers, output=Output())
    assert percent(trained(usual, epochs, seed)) > share


def rate_too_high(preset, seed):
    rate, better = numbers(preset)
    assert preset.experiment.learning_rate == rate
    costs = trained(preset.experiment, 100, seed).history.curve(10_000).train
    assert 0.35 < (np.diff(costs) > 0).mean() < 0.65
    assert percent(trained(preset.experiment.with_(learning_rate=better), 200, seed)) > 95


def dead_relus(preset, seed):
    rate, zero, epochs = numbers(preset)
    assert preset.experiment.learning_rate == rate
    trainer = trained(preset.experiment, epochs, seed)
    assert dead(trainer) == 1
    trainer.retune(trainer.experiment.with_(learning_rate=0.01))
    for _ in range(50):
        trainer.run_epoch()
    assert dead(trainer) == 1
    gradients = trainer.gradients()
    assert zero == 0
    assert not any(gradients[f"W{l}"].any() for l in range(1, trainer.network.depth + 1))


def dead(trainer):
    """The share of dead units in the last hidden layer."""
    return diagnose(trainer).layers[-2].dead


def overfitter(preset, seed):
    points, parameters, epochs, most = numbers(preset)
    trainer = trained(preset.experiment, epochs, seed)
    assert trainer.problem.inputs["train"].shape[1] == points
    assert trainer.network.n_parameters == parameters
    assert cost(trainer, "train") < most
    assert cost(trainer) > 2 * min(dev_costs(trainer))


CLAIMS = {
    "logistic-regression": logistic_regression,
    "first-network": first_network,
    "squared-inputs": squared_inputs,
    "xor": xor,
    "softmax": softmax,
    "iris": iris,
    "linear-regression": linear_regression,
    "bumps": bumps,
    "spiral": spiral,
    "batch-norm": batch_norm,
    "l2": cure,
    "dropout": cure,
    "early-stopping": early_stopping,
    "digits": digits,
    "zero-initialisation": zero_initialisation,
    "equal-weights": equal_weights,
    "linear-layers": linear_layers,
    "sigmoid-layers": sigmoid_layers,
    "huge-weights": huge_weights,
    "rate-too-high": rate_too_high,
    "dead-relus": dead_relus,
    "overfitter": overfitter,
}


def test_every_preset_has_its_claim_tested():
    assert list(CLAIMS) == list(PRESETS)
    assert len(PRESETS) >= 14
    assert sum(preset.fails for preset in PRESETS.values()) >= 5


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", CLAIMS)
def test_a_preset_does_what_its_sentence_says(name, seed):
    CLAIMS[name](PRESETS[name], seed)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_preset_is_one_plain_sentence_about_a_valid_experiment(preset: Preset):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", preset.name)
    assert re.fullmatch(r"[A-Z0-9][^.!?]*(\d\.\d[^.!?]*)*\.", preset.sentence)
    assert len(preset.sentence) <= 175
    assert len(preset.title) <= 32
    assert msgspec.json.decode(msgspec.json.encode(preset), type=Preset) == preset


def test_titles_and_experiments_are_all_different():
    presets = PRESETS.values()
    assert len({preset.title for preset in presets}) == len(PRESETS)
    assert len({preset.experiment for preset in presets}) == len(PRESETS)


def test_the_first_network_is_the_one_of_the_start():
    assert PRESETS["first-network"].experiment == Experiment()
    assert Experiment().layers == (Dense(4, Tanh()), Dense(2, Tanh()))
    assert Experiment().split == Split()
