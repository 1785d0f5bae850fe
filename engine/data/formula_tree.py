"""The tree of a formula: frozen values that are evaluated with NumPy; `str` spells each in one way."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats

Values = NDArray[np.float64] | np.float64


def _sigmoid(z: Values) -> Any:
    return 0.5 * (1 + np.tanh(0.5 * z))


def _relu(z: Values) -> Any:
    return np.maximum(z, 0.0)


# Of one value, and of two or more.
FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "tanh": np.tanh,
    "sigmoid": _sigmoid,
    "relu": _relu,
    "sign": np.sign,
}
OF_MANY: Mapping[str, Callable[[Any, Any], Any]] = {"min": np.minimum, "max": np.maximum}
CONSTANTS = {"pi": math.pi, "e": math.e}
OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
# How tightly a tree holds together: sums, products, a sign, powers, and what needs no brackets at all.
SUM, PRODUCT, SIGN, POWER, WHOLE = range(1, 6)
LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}


class Tree(msgspec.Struct, frozen=True):
    """A formula, or a part of one; `str` is how it is spelled."""

    @property
    def level(self) -> int:
        """How tightly it holds together."""
        return WHOLE

    def evaluate(self, X: Floats) -> Any:
        """Its value for raw columns X (n, m): (m,), or a number where it names no column."""
        raise TypeError("A Tree is abstract: parse a formula.")

    @property
    def has_columns(self) -> bool:
        """Whether it depends on the data at all."""
        return False


class Number(Tree, frozen=True):
    """A number as it was typed."""

    value: float

    def evaluate(self, X: Floats) -> Any:
        return np.float64(self.value)

    def __str__(self) -> str:
        whole = self.value.is_integer() and abs(self.value) < 1e15
        return str(int(self.value)) if whole else repr(self.value)


class Constant(Tree, frozen=True):
    """pi or e."""

    name: str

    def evaluate(self, X: Floats) -> Any:
        return np.float64(CONSTANTS[self.name])

    def __str__(self) -> str:
        return self.name


class Variable(Tree, frozen=True):
    """A raw column, counted from 1."""

    number: int

    def evaluate(self, X: Floats) -> Any:
        return X[self.number - 1]

    @property
    def has_columns(self) -> bool:
        return True

    def __str__(self) -> str:
        return f"x{self.number}"


class Negated(Tree, frozen=True):
    """A minus sign and what it stands before."""

    inner: Tree

    @property
    def level(self) -> int:
        return SIGN

    def evaluate(self, X: Floats) -> Any:
        return -self.inner.evaluate(X)

    @property
    def has_columns(self) -> bool:
        return self.inner.has_columns

    def __str__(self) -> str:
        return f"-{_held(self.inner, SIGN)}"


class Operation(Tree, frozen=True):
    """Two trees and the sign between them."""

    sign: str
    left: Tree
    right: Tree

    @property
    def level(self) -> int:
        return LEVELS[self.sign]

    def evaluate(self, X: Floats) -> Any:
        return OPERATIONS[self.sign](self.left.evaluate(X), self.right.evaluate(X))

    @property
    def has_columns(self) -> bool:
        return self.left.has_columns or self.right.has_columns

    def __str__(self) -> str:
        """Sums and products are read from the left, powers from the right."""
        left, right = (WHOLE, SIGN) if self.sign == "^" else (self.level, self.level + 1)
        return f"{_held(self.left, left)}{self.sign}{_held(self.right, right)}"


class Call(Tree, frozen=True):
    """A function and what it is applied to."""

    name: str
    arguments: tuple[Tree, ...]

    def evaluate(self, X: Floats) -> Any:
        values = [argument.evaluate(X) for argument in self.arguments]
        if self.name in FUNCTIONS:
            return FUNCTIONS[self.name](values[0])
        result = values[0]
        for value in values[1:]:
            result = OF_MANY[self.name](result, value)
        return result

    @property
    def has_columns(self) -> bool:
        return any(argument.has_columns for argument in self.arguments)

    def __str__(self) -> str:
        return f"{self.name}({','.join(map(str, self.arguments))})"


def _held(tree: Tree, level: int) -> str:
    """Its spelling, in brackets where it holds together less tightly than that."""
    return str(tree) if tree.level >= level else f"({tree})"
