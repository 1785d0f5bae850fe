"""The two directions in which examples are spread most, also where there are thousands of columns.

Few columns or few examples: exactly. Else by block power iteration from a fixed start: Halko, Martinsson and
Tropp, Finding structure with randomness, 2011.
"""

import numpy as np

from engine.activations import Array

EXACT = 500  # columns or examples; the time of an exact answer grows with the third power of the fewer
BLOCK, ROUNDS = 12, 4


def leading(Z: Array) -> tuple[Array, Array]:
    """Of centred examples Z (n, m): sums of squares (2,) along the directions (n, 2), the largest first."""
    n, m = Z.shape
    if n <= min(m, EXACT) or n <= 2:
        variances, vectors = np.linalg.eigh(Z @ Z.T)  # a tenth of the time of a singular value decomposition
        return variances[:-3:-1], vectors[:, :-3:-1]
    if m <= EXACT:
        return _by_examples(Z)
    return _by_rounds(Z)


def _by_examples(Z: Array) -> tuple[Array, Array]:
    """The same by the smaller products of examples (m, m). With too few examples a direction is any other."""
    variances, vectors = np.linalg.eigh(Z.T @ Z)
    squares, towards = np.zeros(2), np.zeros((len(Z), 2))
    found = min(2, len(variances))
    squares[:found], towards[:, :found] = variances[:-3:-1], Z @ vectors[:, :-3:-1]
    return squares, np.linalg.qr(towards)[0]  # of length 1, and upright on each other whatever happens


def _by_rounds(Z: Array) -> tuple[Array, Array]:
    Q, _ = np.linalg.qr(Z @ np.random.default_rng(0).standard_normal((Z.shape[1], BLOCK)))
    for _ in range(ROUNDS):
        Q, _ = np.linalg.qr(Z @ (Z.T @ (Z @ (Z.T @ Q))))
    B = (Z.T @ Q).T
    variances, vectors = np.linalg.eigh(B @ B.T)
    return variances[:-3:-1], Q @ vectors[:, :-3:-1]
