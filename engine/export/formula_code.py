"""Formulas as code of another library: first made plain, then written with its names.

A plain tree has no part that is the same for every example but numbers, and its functions have one argument
or two: what is left means the same in NumPy, PyTorch, ONNX and Keras.
"""

import math
from collections.abc import Mapping
from functools import reduce
from typing import NamedTuple

import numpy as np

from engine.data.features import PLANE
from engine.data.formula import parse
from engine.data.formula_tree import (
    LEVELS,
    OF_MANY,
    SIGN,
    WHOLE,
    Call,
    Negated,
    Number,
    Operation,
    Tree,
    Variable,
)

NOTHING = np.zeros((0, 1))


class Language(NamedTuple):
    """How a library calls functions of one value, and how it writes the smaller and the larger of two.

    The latter for {0} and {1} that both depend on the example, and for {0} that does and a number {1}.
    """

    functions: Mapping[str, str]
    of_two: Mapping[str, str]
    with_number: Mapping[str, str]


def feature_tree(name: str, n: int) -> Tree:
    """The plain tree of a feature of data with n columns. Raises DataError for no feature."""
    if name in PLANE or not name[1:].isdecimal():
        return plain(parse(name, n))
    return Variable(int(name[1:]))


def plain(tree: Tree) -> Tree:
    """The same function, with constant parts as numbers and min and max of two."""
    if not tree.has_columns:
        with np.errstate(all="ignore"):
            return Number(float(tree.evaluate(NOTHING)))
    match tree:
        case Negated(inner):
            return Negated(plain(inner))
        case Operation(sign, left, right):
            return Operation(sign, plain(left), plain(right))
        case Call(name, arguments):
            if name in OF_MANY:
                return reduce(lambda one, other: _of_two(name, one, other), map(plain, arguments))
            return Call(name, (plain(arguments[0]),))
    return tree


def _of_two(name: str, one: Tree, other: Tree) -> Tree:
    """min or max of two; a number among them comes last."""
    both = (one, other) if one.has_columns else (other, one)
    call = Call(name, both)
    return call if call.has_columns else plain(call)


def columns_of(tree: Tree) -> set[int]:
    """The columns that it names, counted from 1."""
    match tree:
        case Variable(number):
            return {number}
        case Negated(inner):
            return columns_of(inner)
        case Operation(_, left, right):
            return columns_of(left) | columns_of(right)
        case Call(_, arguments):
            return set().union(*map(columns_of, arguments))
    return set()


def code(tree: Tree, language: Language) -> str:
    """A plain tree as an expression in which the columns are called x1, x2, ..."""
    match tree:
        case Number(value):
            return str(tree) if math.isfinite(value) else f'float("{value}")'
        case Negated(inner):
            return f"-{_held(inner, SIGN, language)}"
        case Operation(sign, left, right):
            before, after = (WHOLE, SIGN) if sign == "^" else (LEVELS[sign], LEVELS[sign] + 1)
            written = "**" if sign == "^" else f" {sign} "
            return f"{_held(left, before, language)}{written}{_held(right, after, language)}"
        case Call(name, (inner,)):
            return f"{language.functions[name]}({code(inner, language)})"
        case Call(name, (one, other)):
            two = language.of_two if other.has_columns else language.with_number
            return two[name].format(code(one, language), code(other, language))
    return str(tree)


def _held(tree: Tree, level: int, language: Language) -> str:
    """Its code, in brackets where it holds together less tightly than that; a number may bring a sign."""
    own = SIGN if isinstance(tree, Number) and math.copysign(1, tree.value) < 0 else tree.level
    return code(tree, language) if own >= level else f"({code(tree, language)})"
