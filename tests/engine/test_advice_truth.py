"""Advice tells the truth: nets that it warns of are trained beside their cured selves, over several seeds."""

import numpy as np
import pytest

from engine.activations import ACTIVATIONS, AnyActivation, Linear, Relu, Sigmoid, Tanh
from engine.advice import Advice, advise
from engine.data import Blobs, Circle, Gauss, Spiral
from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.initializers import Constant, Normal, Zeros
from engine.layers import Dense, Output
from engine.network import Parameters
from engine.optimizers import Adam, AnyOptimizer, GradientDescent, Momentum, RMSprop
from engine.trainer import Trainer

SEEDS = (1, 2, 3)
GD = GradientDescent()
GUESSING = 0.69  # the cost of 1/2 for each of two classes


def advice_of(experiment: Experiment, title: str) -> Advice:
    (found,) = (a for a in advise(experiment) if a.title == title)
    return found


def cured(experiment: Experiment, title: str) -> Experiment:
    """The experiment after the cure of all advice of that title."""
    while title in [a.title for a in advise(experiment)]:
        advice = next(a for a in advise(experiment) if a.title == title)
        assert advice.cure is not None
        experiment = advice.cure[1]
    return experiment


def trained(experiment: Experiment, epochs: int, seed: int = 1) -> Trainer:
    trainer = Trainer(experiment.with_(seed=seed))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def cost(experiment: Experiment, epochs: int = 15) -> float:
    """The train cost at the end, the median over seeds; a divergence has no cost."""
    return float(np.median([_cost(experiment, epochs, seed) for seed in SEEDS]))


def _cost(experiment: Experiment, epochs: int, seed: int) -> float:
    try:
        train = trained(experiment, epochs, seed).evaluate("train")
    except DivergedError:
        return np.inf
    assert train is not None
    return train.cost - train.penalty


def both(experiment: Experiment, title: str, epochs: int = 15) -> tuple[float, float]:
    """The cost as it is warned of, and cured."""
    return cost(experiment, epochs), cost(cured(experiment, title), epochs)


def copies(parameters: Parameters, l: int) -> bool:
    """Whether all units of layer l have the same weights."""
    W = parameters[f"W{l}"]
    return bool(np.allclose(W, W[:1], atol=1e-6))


# -- first weights ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(layers=(Dense(4, initializer=Zeros()),) * 2, output=Output(initializer=Zeros())),
        Experiment(layers=(Dense(4, Relu(), initializer=Zeros()), Dense(4, Relu()))),
        Experiment(layers=(Dense(4, initializer=Zeros()), Dense(4), Dense(4, Relu()))),
        Experiment(layers=(Dense(4, initializer=Zeros(), frozen=True), Dense(4))),
        Experiment(layers=(Dense(4), Dense(4)), output=Output(initializer=Zeros(), frozen=True)),
    ],
)
def test_zeros_that_learn_nothing(experiment):
    layers = [advice.column for advice in advise(experiment) if advice.title == "zeros: learns nothing"]
    before, after = Trainer(experiment), trained(experiment, 10)
    assert layers
    for l in layers:
        assert np.array_equal(before.parameters[f"W{l}"], after.parameters[f"W{l}"])
    warned, mended = both(experiment, "zeros: learns nothing", 20)
    assert warned > GUESSING
    assert mended < 0.4


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
@pytest.mark.parametrize(("first", "behind"), [(Zeros(), None), (Constant(), None), (Constant(), Zeros())])
def test_units_are_alike_for_ever_or_at_first(activation: AnyActivation, first, behind):
    experiment = Experiment(
        layers=(Dense(4, activation, initializer=first),), output=Output(initializer=behind)
    )
    (title,) = (
        advice.title for advice in advise(experiment) if "alike" in advice.title or "zeros" in advice.title
    )
    assert copies(Trainer(experiment).parameters, 1)
    after = trained(experiment, 10)
    assert copies(after.parameters, 1) == ("start alike" not in title)


def test_alike_units_are_one_unit():
    layers = (Dense(8, initializer=Constant()),)
    warned, mended = both(
        Experiment(layers=layers, output=Output(initializer=Constant())), "constant: units alike", 30
    )
    assert warned > 2 * mended


@pytest.mark.parametrize("optimizer", [GD, Adam()], ids=lambda o: o.name)
@pytest.mark.parametrize("activation", [Tanh(), Sigmoid()], ids=lambda g: g.name)
def test_units_that_start_alike_learn_later(activation, optimizer):
    rate = 0.3 if optimizer == GD else 0.03
    layers = (Dense(8, activation, initializer=Zeros()),)
    experiment = Experiment(layers=layers, optimizer=optimizer, learning_rate=rate)
    warned, mended = both(experiment, "zeros: start alike")
    assert warned > mended


@pytest.mark.parametrize(("activation", "scale"), [(Tanh(), 6.0), (Sigmoid(), 20.0), (Relu(), 20.0)])
@pytest.mark.parametrize("optimizer", [GD, Adam()], ids=lambda o: o.name)
def test_huge_first_weights_learn_slowly(activation, scale, optimizer):
    layers = (Dense(8, activation, initializer=Normal(scale)),) * 3
    rate = 0.3 if optimizer == GD else 0.03
    experiment = Experiment(layers=layers, optimizer=optimizer, learning_rate=rate)
    warned, mended = both(experiment, "huge first weights", 20)
    # Three sigmoid layers take gradient descent longer than this with any weights.
    assert warned > (0.2 if activation == Sigmoid() and optimizer == GD else 2 * mended)


@pytest.mark.parametrize(("activation", "scale"), [(Tanh(), 3.2), (Sigmoid(), 7.0)])
def test_most_outputs_of_huge_weights_are_flat(activation, scale):
    layers = (Dense(400, activation, initializer=Normal(scale)),)
    trainer = Trainer(Experiment(layers=layers))
    assert advice_of(trainer.experiment, "huge first weights").column == 1
    cache = trainer.network.forward(trainer.parameters, trainer.problem.inputs["train"])[0]
    slopes = activation.derivative(cache.Z, cache.A)
    assert np.mean(slopes < 0.1 * activation.derivative(np.zeros(1), activation.value(np.zeros(1)))) > 0.5


def test_huge_weights_of_the_output_start_at_a_high_cost():
    experiment = Experiment(layers=(Dense(16),), output=Output(initializer=Normal(200.0)))
    warned, mended = both(experiment, "huge first weights", 0)
    assert warned > 20 * mended


SMALL = (Dense(8, initializer=Normal()),) * 3


@pytest.mark.parametrize(
    ("layers", "title"),
    [
        (SMALL, "small: signal fades"),
        ((Dense(8, Relu(), initializer=Normal(0.05)),) * 4, "small: signal fades"),
        ((Dense(8, Sigmoid()),) * 5, "sigmoid: signal fades"),
    ],
)
def test_a_signal_that_fades_is_not_found(layers, title):
    experiment = Experiment(layers=layers, optimizer=GD, learning_rate=0.3)
    warned, mended = both(experiment, title, 30)
    assert warned > GUESSING
    assert mended < 0.4


@pytest.mark.parametrize(
    "layers", [(Dense(8, Sigmoid()),) * 8, (Dense(8, Relu(), initializer=Normal()),) * 4]
)
def test_nor_by_adam_when_it_fades_further(layers):
    (title,) = (advice.title for advice in advise(Experiment(layers=layers)))
    warned, mended = both(Experiment(layers=layers), title, 20)
    assert warned > 0.5
    assert mended < 0.3


# -- shape --------------------------------------------------------------------------------------------


def test_linear_layers_are_worth_none():
    experiment = Experiment(layers=(Dense(8, Linear()),) * 2)
    warned, mended = both(experiment, "linear: adds nothing")
    assert warned == pytest.approx(cost(Experiment(layers=())), abs=0.01)
    assert mended < 0.1


@pytest.mark.parametrize("activation", [Relu(), Tanh()], ids=lambda g: g.name)
def test_one_unit_in_between_loses_what_is_needed(activation):
    layers = (Dense(8, activation), Dense(1, activation), Dense(8, activation))
    warned, mended = both(Experiment(data=Spiral(), layers=layers), "one number passes", 60)
    assert warned > 1.3 * mended


# -- dropout and batch norm ---------------------------------------------------------------------------


@pytest.mark.parametrize(("units", "keep_prob"), [(1, 0.7), (2, 0.5), (4, 0.3)])
def test_a_layer_that_is_often_empty_costs(units, keep_prob):
    layers = (Dense(8), Dense(units, keep_prob=keep_prob))
    warned, mended = both(Experiment(layers=layers), "dropout drops all", 20)
    assert warned > 1.2 * mended


def test_the_share_of_emptied_examples_is_the_drawn_one():
    experiment = Experiment(layers=(Dense(8), Dense(2, keep_prob=0.5)))
    assert "25 % of the examples" in advice_of(experiment, "dropout drops all").sentence
    mask = Trainer(experiment).network.draw_masks(4000, np.random.default_rng(0))[2]
    assert np.mean(~mask.any(axis=0)) == pytest.approx(0.25, abs=0.02)


def test_batch_norm_behind_strong_dropout_keeps_a_wrong_variance():
    experiment = Experiment(layers=(Dense(32, Relu(), keep_prob=0.5), Dense(32, Relu(), batch_norm=True)))
    assert _shift(experiment) > 1.4
    assert _shift(cured(experiment, "dropout before BN")) < 1.3


def _shift(experiment: Experiment) -> float:
    """The running variance over that of predictions."""
    trainer = trained(experiment, 5)
    network, parameters = trainer.network, trainer.parameters
    caches = network.forward(parameters, trainer.problem.inputs["train"])
    real = (parameters["W2"] @ caches[0].A).var(axis=1)
    return float(np.median(trainer.statistics["variance2"][:, 0] / real))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_batch_norm_over_few_examples_costs(size):
    experiment = Experiment(layers=(Dense(8, Relu(), batch_norm=True),) * 2, batch_size=size)
    warned, mended = both(experiment, f"BN: mini-batch of {size}", 8)
    assert warned > 2 * mended


# -- learning -----------------------------------------------------------------------------------------


def test_what_is_frozen_stays():
    experiment = Experiment(layers=(Dense(8, frozen=True),), output=Output(frozen=True))
    assert cost(experiment, 5) == cost(experiment, 0)
    assert cost(cured(experiment, "all is frozen"), 5) < cost(experiment, 0)


@pytest.mark.parametrize(
    ("optimizer", "rate"), [(GD, 3.0), (Momentum(), 10.0), (RMSprop(), 1.0), (Adam(), 1.0), (Adam(), 0.6)]
)
def test_a_rate_too_high_does_not_learn(optimizer: AnyOptimizer, rate: float):
    layers = (Dense(8, Relu()),) * 3
    experiment = Experiment(layers=layers, optimizer=optimizer, learning_rate=rate)
    warned, mended = both(experiment, "rate far too high", 30)
    assert warned > 0.5
    assert mended < 0.45


@pytest.mark.parametrize("optimizer", [GD, Adam()], ids=lambda o: o.name)
@pytest.mark.parametrize("name", ["L1", "L2"])
def test_a_lambda_too_large_leaves_nothing(name, optimizer):
    rate = 0.3 if optimizer == GD else 0.03
    strong = Experiment(optimizer=optimizer, learning_rate=rate, layers=(Dense(8, Relu()),) * 2)
    experiment = strong.with_(**{name.lower(): 12.0})
    warned, mended = both(experiment, f"{name} lambda too large")
    assert warned > 0.65
    assert mended < 0.3


def test_a_lambda_of_one_layer_too_large_leaves_nothing():
    warned, mended = both(Experiment(layers=(Dense(8), Dense(4, l1=100.0))), "L1 lambda too large")
    assert warned > 0.65
    assert mended < 0.3


def test_an_l2_that_flips_weights_lets_them_grow():
    experiment = Experiment(optimizer=GD, learning_rate=1.0, l2=80.0, layers=(Dense(4), Dense(2)))
    warned, mended = both(experiment, "L2 flips weights")
    assert warned == np.inf
    assert mended < GUESSING


def test_a_weak_warning_is_no_false_alarm():
    """At the limits of the rules, on the side of silence, networks learn."""
    near = [
        Experiment(layers=(Dense(8, Relu()),) * 3, optimizer=GD, learning_rate=2.0),
        Experiment(layers=(Dense(8, Relu(), initializer=Normal(2.0)),) * 2),
        Experiment(layers=(Dense(8, initializer=Normal(1.4)),) * 3),
        Experiment(layers=(Dense(8, Sigmoid()),) * 4),
        Experiment(layers=(Dense(8, Relu(), batch_norm=True),) * 2, batch_size=4),
        Experiment(layers=(Dense(8, Relu()), Dense(2, Relu(), keep_prob=0.7)), data=Gauss()),
        Experiment(data=Blobs(), layers=(Dense(8), Dense(2))),
        Experiment(data=Circle(), layers=(Dense(8, Relu()), Dense(8, Relu())), l2=1.0),
    ]
    for experiment in near:
        assert advise(experiment) == ()
        assert cost(experiment, 30) < 0.35
