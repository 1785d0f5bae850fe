"""Mini-batches: every example once an epoch, the smaller last batch too, and X and Y never come apart."""

import numpy as np
import pytest

from engine.batches import EpochBuffers, with_ones


def buffers(m=10, batch=4, units=2):
    """Example i is the column (i, -i) with the targets (100 i, 100 i + 1, ...)."""
    X, Y = np.array([np.arange(m), -np.arange(m)]), 100 * np.arange(m) + np.arange(units)[:, None]
    return EpochBuffers(X, Y, batch, np.float64)


def test_inputs_get_a_last_row_of_ones():
    assert with_ones(np.array([[1.0, 2.0], [3.0, 4.0]]), np.float32).tolist() == [[1, 2], [3, 4], [1, 1]]


@pytest.mark.parametrize(
    ("m", "batch", "sizes"),
    [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (9, 4, [4, 4, 1]), (3, 1, [1, 1, 1]), (3, 50, [3]), (1, 1, [1])],
)
def test_the_last_smaller_mini_batch_is_used(m, batch, sizes):
    b = buffers(m, batch)
    assert [X.shape[1] for X, *_ in b.views()] == sizes
    assert [Y.shape for _, _, Y, _ in b.views()] == [(2, size) for size in sizes]


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(("m", "batch"), [(10, 4), (8, 4), (7, 7), (5, 9)])
def test_every_example_comes_once_an_epoch_with_its_own_target(m, batch, units):
    b, rng = buffers(m, batch, units), np.random.default_rng(0)
    views = b.views()
    for _ in range(3):
        b.shuffle(rng)
        X = np.hstack([X for X, *_ in views])
        Y = np.hstack([Y for _, _, Y, _ in views])
        np.testing.assert_array_equal(X, [b.order, -b.order, np.ones(m)])
        np.testing.assert_array_equal(Y, 100 * b.order + np.arange(units)[:, None])
        assert sorted(b.order) == list(range(m))


def test_each_epoch_has_an_order_of_its_own_from_the_generator_alone():
    first, again = buffers(50), buffers(50)
    rng, same = np.random.default_rng(3), np.random.default_rng(3)
    orders = []
    for _ in range(2):
        first.shuffle(rng)
        again.shuffle(same)
        np.testing.assert_array_equal(first.order, again.order)
        orders.append(first.order.tolist())
    assert orders[0] != orders[1]


@pytest.mark.parametrize("m", [8, 10])
def test_outputs_are_the_logits_and_targets_of_the_whole_epoch(m):
    b = buffers(m)
    b.shuffle(np.random.default_rng(1))
    for _, _, Y, Z in b.views():
        Z[...] = Y + 0.5
    pieces = b.outputs()
    assert sum(Z.shape[-1] * (Z.size // (2 * Z.shape[-1])) for Z, _ in pieces) == m
    for Z, Y in pieces:
        assert Z.shape[-2] == 2
        np.testing.assert_array_equal(Z, Y + 0.5)
