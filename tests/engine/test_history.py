"""The cost curve: bounded, evenly thinned, the newest point always there."""

import numpy as np
import pytest

from engine.history import CAPACITY, History


def recorded(epochs, dev=0.5):
    history = History()
    for epoch in range(epochs):
        history.record(epoch, float(epoch), dev)
    return history


def test_every_epoch_is_kept_while_there_is_room():
    curve = recorded(CAPACITY).curve()
    np.testing.assert_array_equal(curve.epochs, np.arange(CAPACITY))
    np.testing.assert_array_equal(curve.train, curve.epochs)
    assert curve.dev.tolist() == [0.5] * CAPACITY


@pytest.mark.parametrize("epochs", [CAPACITY + 1, CAPACITY + 2, 3 * CAPACITY + 7, 100_000])
def test_a_long_curve_is_thinned_evenly_and_ends_with_the_newest(epochs):
    curve = recorded(epochs).curve()
    assert curve.epochs[0] == 0
    assert curve.epochs[-1] == epochs - 1
    steps = np.diff(curve.epochs)[:-1]
    assert np.ptp(steps) == 0
    assert CAPACITY // 2 <= len(curve.epochs) <= CAPACITY + 1
    np.testing.assert_array_equal(curve.train, curve.epochs)


def test_a_million_epochs_are_no_more_than_the_capacity():
    curve = recorded(1_000_000).curve()
    assert len(curve.epochs) <= CAPACITY + 1
    assert curve.epochs[[0, -1]].tolist() == [0, 999_999]


@pytest.mark.parametrize("epochs", [1, 5, 600, 601, 5000])
def test_a_curve_for_the_screen_has_at_most_about_the_points_asked_for(epochs):
    curve = recorded(epochs).curve(600)
    assert min(epochs, 300) <= len(curve.epochs) <= 601
    assert curve.epochs[-1] == epochs - 1
    assert np.all(np.diff(curve.epochs) > 0)


def test_without_a_dev_set_there_is_no_dev_curve():
    curve = recorded(4, dev=np.nan).curve()
    assert len(curve.train) == 4
    assert curve.dev.size == 0


def test_an_empty_history_has_an_empty_curve():
    assert History().curve().epochs.size == 0


def test_a_curve_is_a_copy():
    history = recorded(3)
    history.curve().train[:] = 99
    assert history.curve().train.tolist() == [0, 1, 2]


def test_a_copy_goes_on_alone():
    history = recorded(3)
    other = history.copy()
    other.record(3, 3.0, 0.5)
    assert history.curve().epochs.tolist() == [0, 1, 2]
    assert other.curve().epochs.tolist() == [0, 1, 2, 3]
