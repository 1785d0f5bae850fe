"""The directions of most spread are those of a singular value decomposition, however many columns there are.

Here with few columns and a low limit, so that all ways of finding them are gone.
"""

import numpy as np
import pytest

from playground.frames import leading as module
from playground.frames.leading import leading


def spread(n, m):
    """Examples about 0 with three strong directions and a little noise."""
    rng = np.random.default_rng(3)
    strong = rng.standard_normal((n, 3)) * (5, 3, 1)
    Z = strong @ rng.standard_normal((3, m)) + 0.1 * rng.standard_normal((n, m))
    return Z - Z.mean(axis=1, keepdims=True)


@pytest.mark.parametrize(("n", "m"), [(5, 40), (40, 12), (30, 60), (60, 30)])
@pytest.mark.parametrize("exact", [1000, 20])
def test_it_agrees_with_the_singular_value_decomposition(monkeypatch, n, m, exact):
    monkeypatch.setattr(module, "EXACT", exact)
    Z = spread(n, m)
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    squares, directions = leading(Z)
    np.testing.assert_allclose(squares, s[:2] ** 2, rtol=1e-9)
    np.testing.assert_allclose(np.abs((directions * U[:, :2]).sum(axis=0)), 1, rtol=1e-9)


@pytest.mark.parametrize("m", [1, 2, 3])
def test_few_examples_still_span_a_plane(m):
    _, directions = leading(spread(50, m))
    np.testing.assert_allclose(directions.T @ directions, np.eye(2), atol=1e-10)
