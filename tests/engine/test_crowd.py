"""Networks trained at once are the networks that they would be one by one."""

import numpy as np
import pytest

from engine.activations import Relu, Tanh
from engine.crowd import Crowd
from engine.data import Blobs, Circle, Iris, Spiral
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum
from engine.schedules import TimeDecay
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, metrics, run

DEEP = (Dense(5, Relu(), batch_norm=True), Dense(3, Tanh(), l1=0.1))
KINDS = {
    "default": Experiment(data=Circle(samples=60)),
    "logistic": Experiment(data=Circle(samples=60), layers=(), optimizer=GradientDescent()),
    "batch norm": Experiment(data=Spiral(samples=70), layers=DEEP, l2=0.2, optimizer=Momentum()),
    "softmax": Experiment(data=Iris(), features=("x1", "x3", "x4"), batch_size=16, clip_norm=0.5),
    "blobs": Experiment(data=Blobs(samples=50), batch_size=7, schedule=TimeDecay(0.2), layers=DEEP),
    "whole batch": Experiment(data=Circle(samples=60), batch_size=None, label_smoothing=0.1),
    "frozen": Experiment(data=Circle(samples=60), layers=(Dense(4, frozen=True), Dense(3))),
}


def seeds(experiment, k=3):
    return [experiment.with_(seed=s, learning_rate=0.01 * s, dtype="float64") for s in range(1, k + 1)]


@pytest.mark.parametrize("experiment", KINDS.values(), ids=KINDS.keys())
def test_each_is_as_if_it_were_alone(experiment):
    experiments = seeds(experiment)
    crowd, alone = Crowd(experiments), [Trainer(x) for x in experiments]
    for _ in range(4):
        crowd.run_epoch()
    for k, trainer in enumerate(alone):
        run(trainer, 4)
        assert_same_parameters(crowd.parameters(k), trainer.parameters, 1e-11)
        assert crowd.costs[k] == pytest.approx(trainer.history.curve().train[-1], rel=1e-11)
        assert crowd.evaluate("dev")[k] == pytest.approx(metrics(trainer, "dev").cost, rel=1e-10)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda o: o.name)
def test_with_every_optimiser(optimizer):
    experiments = seeds(Experiment(data=Circle(samples=60), optimizer=optimizer))
    crowd = Crowd(experiments)
    for _ in range(3):
        crowd.run_epoch()
    trainer = Trainer(experiments[2])
    run(trainer, 3)
    assert_same_parameters(crowd.parameters(2), trainer.parameters, 1e-11)


def test_one_of_them_can_be_taken_out_and_goes_on():
    crowd = Crowd(seeds(KINDS["batch norm"]))
    for _ in range(3):
        crowd.run_epoch()
    trainer = crowd.trainer(1)
    assert (trainer.epoch, trainer.iteration) == (3, 3 * crowd.steps_per_epoch)
    assert metrics(trainer, "dev").cost == pytest.approx(crowd.evaluate("dev")[1])
    trainer.run_epoch()
    assert trainer.epoch == 4


def test_one_that_diverges_stays_behind_and_the_others_go_on():
    good = Experiment(data=Circle(samples=60), optimizer=GradientDescent(), layers=(Dense(4, Relu()),))
    crowd = Crowd([good, good.with_(learning_rate=1e8), good.with_(seed=5)])
    for _ in range(30):
        crowd.run_epoch()
    assert crowd.alive.tolist() == [True, False, True]
    assert np.isinf(crowd.costs[1])
    assert np.isfinite(crowd.parameters(1)["W1"]).all()
    assert np.isfinite(crowd.costs[[0, 2]]).all()


def test_float32_learns_too():
    crowd = Crowd([Experiment(seed=s) for s in range(1, 9)])
    for _ in range(40):
        crowd.run_epoch()
    assert np.median(crowd.evaluate("dev")) < 0.1


@pytest.mark.parametrize(
    ("experiments", "sentence"),
    [
        ([], "at least one network"),
        ([Experiment(), Experiment(l2=0.1)], "seed and learning rate only"),
        ([Experiment(layers=(Dense(4, keep_prob=0.5),))], "trained one by one"),
        ([Experiment(input_keep_prob=0.5)], "trained one by one"),
    ],
)
def test_what_is_no_crowd_is_one_sentence(experiments, sentence):
    with pytest.raises(EngineError, match=sentence):
        Crowd(experiments)


def test_same_seeds_same_bits():
    first, again = (Crowd([Experiment(seed=s, optimizer=Adam()) for s in (3, 4)]) for _ in "ab")
    for crowd in (first, again):
        crowd.run_epoch()
    for k in (0, 1):
        assert_same_parameters(first.parameters(k), again.parameters(k))


def test_one_that_diverged_under_batch_norm_can_still_be_taken_out():
    good = Experiment(data=Circle(samples=60), optimizer=GradientDescent(), layers=DEEP)
    crowd = Crowd([good, good.with_(learning_rate=1e9)])
    crowd.run_epoch()
    assert crowd.alive.tolist() == [True, False]
    taken = crowd.trainer(1)
    assert_same_parameters(taken.statistics, Trainer(good).statistics)
    assert np.isfinite(metrics(taken, "train").cost)
