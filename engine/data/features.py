"""Input features: the raw columns, for data on the plane also the five curved ones, and typed formulas.

They are normalised with the mean and standard deviation of the training part.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats
from engine.data.formula import canonical, parse
from engine.errors import DataError, did_you_mean, shown

# For data of exactly two columns; X is (2, m), each result (m,).
PLANE = {
    "x1^2": lambda X: X[0] ** 2,
    "x2^2": lambda X: X[1] ** 2,
    "x1*x2": lambda X: X[0] * X[1],
    "sin(x1)": lambda X: np.sin(X[0]),
    "sin(x2)": lambda X: np.sin(X[1]),
}

SIGNS = frozenset("+-*/^()−·×÷⁰¹²³⁴⁵⁶⁷⁸⁹")  # by which a formula is told from the name of a column


def raw_names(n: int) -> tuple[str, ...]:
    """ "x1" ... "xn"."""
    return tuple(f"x{i}" for i in range(1, n + 1))


def available(n: int) -> tuple[str, ...]:
    """All features of data with n columns that need no typing."""
    return raw_names(n) + (tuple(PLANE) if n == 2 else ())


def is_formula(name: str) -> bool:
    """Whether a name is meant as a formula, by its signs, and not as the name of a column."""
    return not SIGNS.isdisjoint(name)


@lru_cache(maxsize=64)
def spelled(features: tuple[str, ...]) -> tuple[str, ...]:
    """The features, each formula in its one spelling; what is no formula stays for `check` to refuse."""
    return tuple(_spelled(name) if is_formula(name) else name for name in features)


def _spelled(name: str) -> str:
    try:
        return canonical(name)
    except DataError:
        return name


def check(features: tuple[str, ...], n: int) -> None:
    """Raises DataError unless these are distinct features of data with n columns, at least one."""
    names = available(n)
    known = frozenset(names)
    if not features:
        raise DataError("At least one input feature must stay on, and none is.")
    for name, times in Counter(spelled(features)).items():
        if name not in known:
            _check_formula(name, names, n)
        if times > 1:
            raise DataError(f"The feature {name} is listed {times} times; once is enough.")


def _check_formula(name: str, names: tuple[str, ...], n: int) -> None:
    if not is_formula(name):
        raise DataError(_unknown(name, names))
    try:
        parse(name, n)
    except DataError as error:
        raise DataError(f'The feature "{shown(name)}" is no formula. {error}') from None


def _unknown(name: str, names: tuple[str, ...]) -> str:
    all_names = ", ".join(names) if len(names) <= 9 else f"{names[0]} to {names[-1]}"
    return f'These data have no feature "{shown(name)}"; they have {all_names}.{did_you_mean(name, names)}'


def compute(features: tuple[str, ...], X: Floats) -> Floats:
    """The features (n_x, m) of raw columns X (n, m).

    Raises DataError for a feature that X does not have, and where a formula has no finite value.
    """
    found = evaluate(features, X)
    for name, row in zip(features, found, strict=True):
        if is_formula(name) and not np.isfinite(row).all() and not _is_built_in(name, X):
            raise DataError(_not_finite(name, row))
    return found


def evaluate(features: tuple[str, ...], X: Floats) -> Floats:
    """The same, where a formula need not be finite: on a plane that is wider than the data."""
    check(features, X.shape[0])
    raw = dict(zip(raw_names(X.shape[0]), X, strict=True))
    found = np.empty((len(features), X.shape[1]))
    with np.errstate(all="ignore"):
        for row, name in zip(found, features, strict=True):
            row[:] = raw[name] if name in raw else _curved(name, X)
    return found


def _is_built_in(name: str, X: Floats) -> bool:
    return len(X) == 2 and name in PLANE


def _curved(name: str, X: Floats) -> Any:
    return PLANE[name](X) if _is_built_in(name, X) else parse(name, len(X)).evaluate(X)


def _not_finite(name: str, row: Floats) -> str:
    """How many examples a formula has no number for, and the first of them."""
    (bad,) = np.nonzero(~np.isfinite(row))
    many = f"{bad.size} of {row.size} examples" if row.size > 1 else "the example"
    return (
        f"The feature {shown(name)} is no finite number for {many}, the first is number {bad[0] + 1}. "
        "Change the formula: a logarithm or a root of a negative number, for one, does not exist."
    )


def _too_large(name: str) -> str:
    whose = f" of the feature {shown(name)}" if name else ""
    cure = "Change the formula" if is_formula(name) else "Divide their column by a constant"
    return f"Some numbers{whose} are too large to be normalised. {cure}."


@dataclass(frozen=True, eq=False)
class Normalizer:
    """x := (x - mean) / std for every feature; mean and std are (n_x, 1). Source: course, Setting up."""

    mean: Floats
    std: Floats

    @classmethod
    def fit(cls, X: Floats, names: tuple[str, ...] = ()) -> Self:
        """Mean and standard deviation of the training part X (n_x, m); a constant feature keeps its scale.

        Raises DataError where they are beyond all numbers, which names the feature if it knows its name.
        """
        with np.errstate(all="ignore"):
            mean, std = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
        (bad,) = np.nonzero(~np.isfinite(mean + std)[:, 0])
        if bad.size:
            raise DataError(_too_large(names[bad[0]] if names else ""))
        # The spread of a constant column is rounding, not information.
        constant = std <= 64 * np.finfo(np.float64).eps * np.abs(mean)
        return cls(mean, np.where(constant, 1.0, std))

    @classmethod
    def identity(cls, n_x: int) -> Self:
        """Leaves n_x features as they are."""
        return cls(np.zeros((n_x, 1)), np.ones((n_x, 1)))

    def apply(self, X: Floats) -> Floats:
        """X (n_x, m) normalised, float64."""
        with np.errstate(all="ignore"):
            return np.asarray((X - self.mean) / self.std, dtype=np.float64)

    def undo(self, X: NDArray[np.floating[Any]]) -> Floats:
        """What `apply` was given, float64."""
        return np.asarray(X * self.std + self.mean, dtype=np.float64)
