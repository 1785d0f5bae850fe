"""Single examples in frames: the one that is looked at, the list of the hardest, and when it is made anew."""

import msgspec
import numpy as np
import pytest

from engine.data import Blobs, Circle, Digits, Gauss, Iris, Plane, available
from engine.examples import answers
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.frames.examples import MOST, PAUSE, ExampleBuilder


def trainer_of(data, epochs=3, **fields):
    trainer = Trainer(Experiment(data=data, **fields))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def frame_of(trainer, **wishes):
    return builder_of(trainer, **wishes).build(0)


def builder_of(trainer, **wishes):
    return FrameBuilder(trainer, View(**wishes))


def first_of(trainer, part):
    return int(np.flatnonzero(trainer.problem.codes == part)[0])


@pytest.mark.parametrize("data", [Circle(), Blobs(), Plane()])
@pytest.mark.parametrize("part", [0, 1])
def test_one_example_as_the_engine_knows_it(data, part):
    trainer = trainer_of(data)
    place = first_of(trainer, part)
    example = frame_of(trainer, example=place).example
    known, dataset = answers(trainer), trainer.problem.dataset
    i = int(np.flatnonzero(known.places == place)[0])
    assert (example.place, example.part, example.label) == (place, ("train", "dev")[part], dataset.y[place])
    np.testing.assert_array_equal(example.values, dataset.X[:, place])
    np.testing.assert_allclose(example.outputs, known.outputs[:, i], rtol=1e-4, atol=1e-6)
    assert example.loss == pytest.approx(known.losses[i], rel=1e-4, abs=1e-6)


def test_it_follows_the_training():
    trainer = trainer_of(Circle(), 0)
    builder = builder_of(trainer, example=first_of(trainer, 0))
    before = builder.build(0).example
    for _ in range(3):
        trainer.run_epoch()
    after = builder.build(0).example
    assert before.loss != after.loss
    assert before.loss == pytest.approx(-np.log(before.probabilities[before.label]), rel=1e-5)


def test_batch_norm_and_dropout_are_as_in_a_prediction():
    trainer = trainer_of(Circle(), layers=(Dense(5, batch_norm=True, keep_prob=0.7),))
    place = first_of(trainer, 1)
    example = frame_of(trainer, example=place).example
    expected = trainer.predict(trainer.problem.dataset.X[:, [place]])[:, 0]
    np.testing.assert_allclose(example.outputs, expected, rtol=1e-4)


@pytest.mark.parametrize("place", [-1, 500, 10**9])
def test_there_is_no_such_example(place):
    assert frame_of(trainer_of(Circle()), example=place).example is None


def test_the_test_part_stays_locked():
    trainer = trainer_of(Circle())
    frame = frame_of(trainer, example=first_of(trainer, 2), hardest=True)
    assert frame.example is None
    assert (trainer.problem.codes[frame.hardest.rows.places] != 2).all()


def test_once_the_test_part_is_revealed_its_examples_may_be_looked_at():
    trainer = trainer_of(Circle())
    frame = frame_of(trainer, example=first_of(trainer, 2), hardest=True, test=True)
    assert frame.example.part == "test"
    assert (trainer.problem.codes[frame.hardest.rows.places] != 2).all()


def test_nothing_is_computed_that_nobody_asked_for():
    frame = frame_of(trainer_of(Circle()))
    assert (frame.example, frame.hardest) == (None, None)


def test_the_hardest_are_those_with_the_largest_losses():
    trainer = trainer_of(Digits(), 1, features=tuple(f"x{i}" for i in range(1, 65)), layers=())
    hardest = frame_of(trainer, hardest=True).hardest
    known = answers(trainer)
    assert hardest.m == len(known)
    assert len(hardest.rows) == MOST
    np.testing.assert_array_equal(hardest.rows.places, known.places[known.hardest(MOST)])
    assert (np.diff(hardest.rows.losses) <= 0).all()


def test_doubtful_labels_come_with_the_class_that_is_named_instead():
    trainer = trainer_of(Gauss(noise=0.4, flips=0.1), 20)
    place = frame_of(trainer, hardest=True).hardest.doubtful.places[0]
    frame = frame_of(trainer, hardest=True, example=int(place))
    hardest = frame.hardest
    assert hardest.n_doubtful == len(hardest.doubtful) > 0
    assert (hardest.doubtful_suggested == 1 - hardest.doubtful.labels).all()
    assert (np.diff(hardest.doubtful.losses) <= 0).all()
    assert frame.example.suggested == 1 - frame.example.label
    np.testing.assert_array_equal(hardest.suggested[hardest.rows.places == place], [frame.example.suggested])


@pytest.mark.parametrize("data", [Gauss(flips=0.1), Blobs(flips=0.1)])
def test_of_generated_data_it_is_known_which_labels_are_wrong(data):
    trainer = trainer_of(data, 20)
    hardest = frame_of(trainer, hardest=True).hardest
    true = msgspec.structs.replace(data, flips=0.0).load().y
    wrong = (true != data.load().y) & (trainer.problem.codes != 2)
    assert hardest.n_flipped == wrong.sum() > 20
    assert hardest.n_caught > 0.6 * hardest.n_flipped
    assert hardest.n_caught <= hardest.n_doubtful


def test_elsewhere_nobody_knows():
    for trainer in (trainer_of(Iris(), features=available(4)), trainer_of(Plane())):
        hardest = frame_of(trainer, hardest=True).hardest
        assert (hardest.n_flipped, hardest.n_caught) == (None, None)


def test_of_generated_data_without_flips_no_label_is_in_doubt():
    trainer = trainer_of(Gauss(noise=0.4), 20)
    hardest = frame_of(trainer, hardest=True).hardest
    assert (hardest.n_flipped, hardest.n_caught, hardest.n_doubtful) == (0, 0, 0)
    assert len(hardest.doubtful) == 0
    assert (hardest.suggested == -1).all()
    assert frame_of(trainer, example=int(hardest.rows.places[0])).example.suggested == -1


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_while_it_trains_the_list_is_made_a_few_times_a_second():
    trainer, clock = trainer_of(Circle()), Clock()
    builder = ExampleBuilder(trainer, np.zeros(0), clock)
    first = builder.hardest(is_training=True)
    trainer.run_epoch()
    clock.now = PAUSE / 2
    assert builder.hardest(is_training=True) is first
    clock.now = 2 * PAUSE
    second = builder.hardest(is_training=True)
    assert second.iteration == trainer.iteration > first.iteration


def test_once_it_stands_still_the_list_is_that_of_the_moment():
    trainer, clock = trainer_of(Circle()), Clock()
    builder = ExampleBuilder(trainer, np.zeros(0), clock)
    builder.hardest(is_training=True)
    trainer.run_epoch()
    assert builder.hardest(is_training=False).iteration == trainer.iteration


def test_a_slow_list_is_made_less_often():
    trainer = trainer_of(Circle())
    ticks = iter(range(10))
    hardest = ExampleBuilder(trainer, np.zeros(0), lambda: float(next(ticks))).hardest(is_training=True)
    assert hardest.seconds == 10  # it took one second
