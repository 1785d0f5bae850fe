"""Divergence is caught, undone and explained; and what only looks like one is not."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Blobs, Circle, Dataset, Gauss, Generator, Spiral, Split, Xor
from engine.errors import DivergedError, EngineError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.network import Parameters
from engine.optimizers import Adam, AnyOptimizer, GradientDescent, Momentum
from engine.schedules import ByHand, Constant
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer, metrics, run, train

RELU88 = (Dense(8, Relu()), Dense(8, Relu()))


def run_in_steps(trainer: Trainer, below: int) -> None:
    """So many steps, but not to the end of the epoch."""
    assert below < trainer.steps_per_epoch
    for _ in range(below):
        trainer.step()


def diverging(
    data: Generator, optimizer: AnyOptimizer, seed: int = 1, batch_size: int | None = 32
) -> Experiment:
    return Experiment(
        data=data,  # type: ignore[arg-type]
        layers=RELU88,
        optimizer=optimizer,
        learning_rate=1e6,
        seed=seed,
        batch_size=batch_size,
    )


def run_and_keep(trainer: Trainer, epochs: int, good: dict[int, Parameters]) -> None:
    for _ in range(epochs):
        trainer.run_epoch()
        good[trainer.epoch] = trainer.parameters


class TestDivergence:
    @pytest.mark.parametrize(
        "data", [Circle(), Xor(), Spiral(), Blobs(), Gauss(noise=0.5)], ids=lambda d: d.name
    )
    @pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda o: o.name)
    @pytest.mark.parametrize("batch_size", [10, 32, None])
    def test_a_rate_of_a_million_is_caught_and_undone(self, data, optimizer, batch_size):
        for seed in range(3):
            trainer = Trainer(diverging(data, optimizer, seed, batch_size))
            good = {0: trainer.parameters}
            with pytest.raises(DivergedError) as caught:
                run_and_keep(trainer, 3, good)
            assert_same_parameters(trainer.parameters, good[caught.value.good_epoch])
            assert all(np.isfinite(value).all() for value in trainer.parameters.values())
            assert trainer.epoch == caught.value.good_epoch == caught.value.epoch - 1
            curve = trainer.history.curve()
            assert np.isfinite([curve.train, curve.dev]).all()
            assert curve.epochs[-1] == trainer.epoch

    def test_it_is_caught_between_two_steps_too(self):
        """In a linear regression the weights grow with every step until they are no numbers."""
        data = make_dataset("regression", m=200)
        trainer = make_trainer(data, layers=(), optimizer=GradientDescent(), learning_rate=1e6, batch_size=1)
        start = trainer.parameters
        with pytest.raises(DivergedError):
            run_in_steps(trainer, below=100)
        assert (trainer.iteration, trainer.position) == (0, 0)
        assert_same_parameters(trainer.parameters, start)

    @pytest.mark.parametrize("dev", [0.0, 0.2])
    @pytest.mark.parametrize("optimizer", [GradientDescent(), Adam()], ids=lambda o: o.name)
    def test_the_weights_it_goes_back_to_have_a_sound_cost(self, optimizer, dev):
        """An epoch of one step shows its harm in the next train cost only: too late to go back one epoch."""
        split = Split(train=0.8 - dev, dev=dev, test=0.2)
        trainer = Trainer(diverging(Circle(), optimizer, batch_size=None).with_(split=split))
        before = metrics(trainer, "train").cost
        with pytest.raises(DivergedError) as caught:
            run(trainer, 3)
        assert caught.value.good_epoch == 0
        assert metrics(trainer, "train").cost == before
        assert trainer.history.curve().epochs.tolist() == [0]

    def test_after_epochs_that_went_well_it_goes_back_to_the_last_of_them(self):
        trainer = train(Experiment(layers=RELU88, optimizer=Momentum()), 5)
        good, moments = trainer.parameters, trainer.snapshot().moments
        trainer.retune(trainer.experiment.with_(learning_rate=1e6))
        with pytest.raises(
            DivergedError, match=r"^Training diverged in epoch 6\. .* You are back at epoch 5;"
        ):
            run(trainer, 3)
        assert_same_parameters(trainer.parameters, good)
        np.testing.assert_array_equal(trainer.snapshot().moments, moments)
        assert trainer.epoch == 5

    def test_after_an_edit_in_mid_epoch_it_goes_back_to_the_edit(self):
        """Not to the epoch's start: its moments are those of another optimiser."""
        trainer = train(Experiment(layers=RELU88), 2)
        trainer.advance(3)
        trainer.retune(trainer.experiment.with_(learning_rate=1e6, optimizer=Momentum()))
        good = trainer.parameters
        with pytest.raises(DivergedError):
            run(trainer, 3)
        assert_same_parameters(trainer.parameters, good)
        assert (trainer.epoch, trainer.iteration, trainer.position) == (2, 23, 0)

    def test_one_can_go_on_with_a_smaller_rate(self):
        trainer = Trainer(diverging(Circle(), Adam()))
        with pytest.raises(DivergedError) as caught:
            trainer.run_epoch()
        trainer.retune(trainer.experiment.with_(learning_rate=caught.value.suggested_rate / 10))
        for _ in range(30):
            trainer.run_epoch()
        assert metrics(trainer, "train").cost < 0.7

    def test_a_bump_of_a_nearly_perfect_fit_is_none(self):
        data = make_dataset("regression", m=30)
        exact = Dataset(data.X, data.X.sum(axis=0), "regression", data.columns, split=data.split)
        trainer = make_trainer(exact, layers=(), learning_rate=1e-6, normalize=False)
        trainer.load({"W1": np.ones((1, 2)), "b1": np.array([[3e-5]])})
        trainer.begin_history()
        assert metrics(trainer, "train").cost < 1e-9
        trainer.load({"W1": np.ones((1, 2)), "b1": np.array([[0.2]])})
        trainer.run_epoch()
        assert trainer.history.curve().train[-1] == pytest.approx(0.02, rel=0.01)

    def test_the_message_says_where_and_what_to_try(self):
        error = DivergedError(epoch=37, layer=2, learning_rate=3.0, good_epoch=36)
        assert str(error) == (
            "Training diverged in epoch 37. With learning rate 3 the numbers of layer 2 grew without end. "
            "You are back at epoch 36; try a rate of 0.3."
        )

    def test_the_layer_named_is_the_one_with_the_largest_numbers(self):
        trainer = Trainer(Experiment())
        parameters = trainer.parameters
        parameters["W2"][0, 0] = 1e30
        trainer.load(parameters)
        assert trainer.diverged().layer == 2


def test_under_a_schedule_by_hand_its_rate_is_the_one_that_is_named():
    trainer = Trainer(
        Experiment(schedule=ByHand(((1, 0.01), (3, 1e8))), optimizer=GradientDescent(), layers=())
    )
    with pytest.raises(DivergedError) as caught:
        run(trainer, 60)
    assert caught.value.epoch >= 3
    assert caught.value.learning_rate == 1e8


@pytest.mark.parametrize("fields", [{"clip_norm": 1.0}, {"optimizer": Adam()}], ids=str)
def test_a_gradient_beyond_its_precision_is_a_divergence_and_no_standstill(fields):
    """Its square overflows: clipping would take it for 0, and Adam would divide by infinity for ever."""
    data = make_dataset("regression", m=20)
    far = Dataset(1e25 * data.X, data.y, "regression", data.columns, split=data.split)
    usual = {"dtype": "float32", "normalize": False, "layers": (), "optimizer": GradientDescent()}
    trainer = make_trainer(far, **usual | fields)
    trainer.load({"W1": np.full((1, 2), 1e-20, np.float32), "b1": np.zeros((1, 1), np.float32)})
    with pytest.raises(DivergedError):
        run(trainer, 3)


@pytest.mark.parametrize("steps", [0, -1])
def test_no_step_is_no_advance(steps):
    trainer = Trainer(Experiment())
    with pytest.raises(EngineError, match=f"at least 1 mini-batch, not {steps}"):
        trainer.advance(steps)
    assert (trainer.epoch, trainer.iteration, trainer.position) == (0, 0, 0)


def test_weights_set_by_hand_are_no_divergence():
    """They may be as bad as one likes: what counts is what training makes of them."""
    trainer = Trainer(Experiment())
    run(trainer, 30)
    trainer.load(trainer.parameters | {"W3": np.full((1, 2), 5000.0), "b3": np.full((1, 1), 5000.0)})
    trainer.run_epoch()
    assert trainer.parameters["W3"].max() > 4000


def test_going_back_plans_the_rates_anew():
    """A warm-up is warmed up again."""
    trainer = make_trainer(
        make_dataset("binary"), optimizer=GradientDescent(), schedule=Constant(warm_up=5), batch_size=10
    )
    start = trainer.snapshot()
    trainer.run_epoch()
    first = trainer.runner.scalars.copy()
    run(trainer, 9)
    trainer.restore(start)
    trainer.run_epoch()
    np.testing.assert_array_equal(trainer.runner.scalars, first)
