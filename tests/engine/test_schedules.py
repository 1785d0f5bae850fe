"""Schedules: the course's numbers, each formula by hand, the warm-up, and what is refused."""

import msgspec
import numpy as np
import pytest

from engine.errors import ExperimentError
from engine.schedules import (
    SCHEDULES,
    AnySchedule,
    ByHand,
    Constant,
    Cosine,
    Exponential,
    SquareRoot,
    Staircase,
    TimeDecay,
)

ALPHA = 0.2
QUARTERS = np.array([0.25, 0.5, 0.75, 1.0])


def at_the_end(schedule, epochs):
    """The rate of the last mini-batch of each epoch."""
    return [schedule.rates(ALPHA, epoch, QUARTERS)[-1] for epoch in epochs]


def test_decay_gives_the_numbers_of_the_course():
    assert np.round(at_the_end(TimeDecay(decay_rate=1.0), (1, 2, 3, 4)), 4).tolist() == [
        0.1,
        0.0667,
        0.05,
        0.04,
    ]


@pytest.mark.parametrize(
    ("schedule", "epochs", "expected"),
    [
        (Constant(), (1, 7, 10**6), [0.2, 0.2, 0.2]),
        (TimeDecay(0.5), (1, 2, 8), [0.2 / 1.5, 0.1, 0.04]),
        (Exponential(0.5), (1, 2, 3), [0.1, 0.05, 0.025]),
        (SquareRoot(2.0), (1, 4, 25), [0.4, 0.2, 0.08]),
        (Staircase(0.5, 3), (1, 3, 4, 6, 7), [0.2, 0.2, 0.1, 0.1, 0.05]),
        (Cosine(4), (1, 2, 3, 4, 5, 900), [0.1 + 0.1 * 0.5**0.5, 0.1, 0.1 - 0.1 * 0.5**0.5, 0, 0, 0]),
        (Cosine(2, floor=0.5), (1, 2, 3), [0.15, 0.1, 0.1]),
        (ByHand(((3, 0.05), (5, 0.4))), (1, 2, 3, 4, 5, 99), [0.2, 0.2, 0.05, 0.05, 0.4, 0.4]),
        (ByHand(()), (1, 2), [0.2, 0.2]),
    ],
)
def test_rates_by_hand(schedule, epochs, expected):
    assert at_the_end(schedule, epochs) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=lambda s: s.name)
def test_there_is_one_positive_finite_float64_per_mini_batch(schedule):
    for epoch in (1, 2, 50):
        rates = schedule.rates(ALPHA, epoch, QUARTERS)
        assert rates.shape == QUARTERS.shape
        assert rates.dtype == np.float64
        assert np.isfinite(rates).all()
        assert (rates > 0).all()


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=lambda s: s.name)
def test_a_million_epochs_are_no_overflow(schedule):
    rates = schedule.rates(ALPHA, 10**6, QUARTERS)
    assert ((rates >= 0) & (rates <= ALPHA)).all()


def test_cosine_falls_within_an_epoch_and_without_a_step_between_two():
    falling = np.concatenate([Cosine(3).rates(ALPHA, epoch, QUARTERS) for epoch in (1, 2, 3)])
    done = np.arange(1, 13) / 12
    assert falling == pytest.approx(ALPHA * (1 + np.cos(np.pi * done)) / 2, abs=1e-15)


def test_warm_up_rises_in_a_straight_line_to_the_full_rate():
    warm = Constant(warm_up=2)
    rising = np.concatenate([warm.rates(0.8, epoch, QUARTERS) for epoch in (1, 2, 3)])
    assert rising == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.8, 0.8, 0.8, 0.8])


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=lambda s: s.name)
def test_warm_up_multiplies_any_schedule_and_leaves_the_bits_of_later_epochs(schedule):
    warm = msgspec.structs.replace(schedule, warm_up=3)
    cold = schedule.rates(ALPHA, 2, QUARTERS)
    assert warm.rates(ALPHA, 2, QUARTERS) == pytest.approx(cold * (1 + QUARTERS) / 3)
    np.testing.assert_array_equal(warm.rates(ALPHA, 4, QUARTERS), schedule.rates(ALPHA, 4, QUARTERS))


def test_constant_keeps_the_very_bits_of_the_learning_rate():
    assert (Constant().rates(0.1 + 0.2, 5, QUARTERS) == 0.1 + 0.2).all()


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Constant(warm_up=-1), r"^A warm-up takes 0 or more epochs, not -1\."),
        (lambda: Cosine(warm_up=-2), r"^A warm-up .* not -2\."),
        (lambda: TimeDecay(-0.1), r"^A decay rate must be 0 or a positive number, not -0\.1\."),
        (lambda: TimeDecay(float("inf")), r"not inf\."),
        (lambda: TimeDecay(float("nan")), r"not nan\."),
        (lambda: Exponential(0.0), r"^Exponential decay needs a k above 0 and at most 1, not 0\. Try 0\.95"),
        (lambda: Exponential(1.01), r"not 1\.01\."),
        (lambda: SquareRoot(0.0), r"^Square-root decay needs a k above 0 .* not 0\."),
        (lambda: SquareRoot(float("nan")), r"not nan\."),
        (lambda: Staircase(0.0), r"^A staircase needs a factor above 0 .* not 0\."),
        (lambda: Staircase(2.0), r"not 2\."),
        (lambda: Staircase(0.5, 0), r"^A stair is 1 or more epochs long, not 0\."),
        (lambda: Cosine(0), r"^A cosine schedule takes 1 or more epochs, not 0\."),
        (lambda: Cosine(10, -0.1), r"^A cosine schedule ends at a share .* not -0\.1\."),
        (lambda: Cosine(10, float("nan")), r"not nan\."),
        (lambda: ByHand(((0, 0.1),)), r"^The epochs of a schedule by hand are 1 or more .* but 0 came\."),
        (lambda: ByHand(((3, 0.1), (2, 0.1))), r"but 3, 2 came\."),
        (lambda: ByHand(((2, 0.1), (2, 0.2))), r"but 2, 2 came\."),
        (lambda: ByHand(((2, 0.0),)), r"^The rate from epoch 2 on must be above 0 .* not 0\."),
        (lambda: ByHand(((2, float("nan")),)), r"not nan\."),
        (lambda: ByHand(((2, 2e9),)), r"at most 1e\+09, not 2e\+09\."),
    ],
)
def test_an_impossible_schedule_is_refused(build, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        build()


def test_names_are_those_of_the_command_line():
    names = ["constant", "time_decay", "exponential", "square_root", "staircase", "cosine", "by_hand"]
    assert list(SCHEDULES) == names


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=lambda s: s.name)
def test_a_schedule_is_written_and_read_back(schedule):
    warm = msgspec.structs.replace(schedule, warm_up=4)
    assert msgspec.json.decode(msgspec.json.encode(warm), type=AnySchedule) == warm


@pytest.mark.parametrize(("epoch", "rate"), [(1, 0.03), (2, 0.03), (3, 1e9), (6, 1e9), (7, 0.1)])
def test_the_rate_that_a_person_has_set(epoch, rate):
    assert ByHand(points=((3, 1e9), (7, 0.1))).tuned_rate(0.03, epoch) == rate
    assert Cosine().tuned_rate(0.03, epoch) == 0.03
