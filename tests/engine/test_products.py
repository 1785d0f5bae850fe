"""One product tells whether all numbers are finite, also where it overflows itself."""

import numpy as np
import pytest

from engine.products import is_finite


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape", [(0,), (1,), (7, 300), (2, 3, 5)])
def test_numbers_of_any_size_are_finite(dtype, shape):
    numbers = np.random.default_rng(0).normal(size=shape).astype(dtype)
    assert is_finite(numbers)
    assert is_finite(np.full(shape, np.finfo(dtype).max, dtype)), "their product is not"
    assert is_finite(np.full(shape, np.finfo(dtype).smallest_subnormal, dtype))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("order", ["C", "F"])
def test_one_that_is_not_is_found_anywhere(dtype, wrong, order):
    for place in range(12):
        numbers = np.array(np.ones((3, 4)), dtype, order=order)
        numbers.flat[place] = wrong
        assert not is_finite(numbers)
        assert not is_finite(numbers[:, ::-1])
