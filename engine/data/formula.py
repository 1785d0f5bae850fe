"""Reads a formula such as sin(3*x1)*x2 by recursive descent into a tree; nothing of it is ever run as code.

Whatever is typed gives a tree or one sentence that says what was expected where.
"""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from engine.data.formula_tree import (
    CONSTANTS,
    FUNCTIONS,
    OF_MANY,
    Call,
    Constant,
    Negated,
    Number,
    Operation,
    Tree,
    Variable,
)
from engine.errors import DataError, did_you_mean, shown

MAX_LENGTH, MAX_DEPTH, MAX_ARGUMENTS = 200, 24, 8
NAMES = ", ".join((*FUNCTIONS, *OF_MANY))
OPERAND = "a number, a column such as x1, a function or a bracket"
EXAMPLE = "sin(3*x1)*x2"


@lru_cache(maxsize=512)
def parse(text: str, n: int | None = None) -> Tree:
    """The tree of a formula over columns x1 to xn. Raises DataError with one sentence, and nothing else."""
    if not text.strip():
        raise DataError(f"A formula is expected, such as {EXAMPLE}.")
    if len(text) > MAX_LENGTH:
        raise DataError(f"A formula has at most {MAX_LENGTH} characters, and this one has {len(text)}.")
    tree = _Reader(text, n).whole()
    if not tree.has_columns:
        raise DataError(f"{shown(text)} is the same for every example; name a column such as x1 in it.")
    if len(str(tree)) > MAX_LENGTH:
        raise DataError(f"This formula is too long; {MAX_LENGTH} characters are the most.")
    return tree


def canonical(text: str, n: int | None = None) -> str:
    """The one spelling of a formula: "sin( 3.0*x1 )" is "sin(3*x1)". Raises DataError."""
    return str(parse(text, n))


class _Token(NamedTuple):
    """A word of a formula; "" is its end. It stands between the characters `at` and `end`, from 0."""

    text: str
    at: int
    end: int


_WORD = re.compile(
    r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|\*\*|[-+*/^(),]", re.ASCII
)
# How formulas are shown in the window is understood as well.
_AS_SHOWN = str.maketrans("₀₁₂₃₄₅₆₇₈₉−·×÷", "0123456789-**/")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _tokens(text: str) -> list[_Token]:
    found, at, plain = [], 0, text.translate(_AS_SHOWN)
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        if text[at] in _RAISED:
            power = str(_RAISED.index(text[at]))
            found += [_Token("^", at, at), _Token(power, at, at + 1)]
        elif text[at] == "π":
            found.append(_Token("pi", at, at + 1))
        elif word := _WORD.match(plain, at):
            found.append(_Token(word[0].replace("**", "^"), at, word.end()))
        else:
            raise DataError(f'"{shown(text[at])}" (character {at + 1}) cannot stand in a formula.')
        at = found[-1].end
    return [*found, _Token("", len(text), len(text))]


class _Reader:
    """Reads one formula from left to right, one word ahead."""

    def __init__(self, text: str, n: int | None) -> None:
        self._text, self._n = text, n
        self._tokens = _tokens(text)
        self._place, self._depth = 0, 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self._next
        self._place += 1
        return token

    def _takes(self, *words: str) -> str:
        """The next word, taken if it is one of these; else ""."""
        return self._take().text if self._next.text in words and self._next.text else ""

    @property
    def _before(self) -> str:
        """The end of what has been read, to be repeated in a sentence."""
        text = self._text[: self._tokens[self._place - 1].end].strip() if self._place else ""
        return text if len(text) <= 30 else f"…{text[-30:]}"

    def _wrong(self, expected: str) -> DataError:
        """What was expected, and what stands there instead."""
        token = self._next
        where = f'After "{shown(self._before)}"' if self._place else "At the beginning"
        came = f'"{shown(token.text)}" (character {token.at + 1}) came' if token.text else "the formula ends"
        return DataError(f"{where} {expected} is expected, but {came}.")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise DataError(f"A formula is nested at most {MAX_DEPTH} deep, and this one is deeper.")

    def whole(self) -> Tree:
        """All of it."""
        tree = self._sum()
        if not self._next.text:
            return tree
        if self._next.text == ")":
            raise DataError(f"The bracket closed at character {self._next.at + 1} was never opened.")
        raise self._wrong("an operator such as * or +")

    def _sum(self) -> Tree:
        tree = self._product()
        while sign := self._takes("+", "-"):
            tree = Operation(sign, tree, self._product())
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while sign := self._takes("*", "/"):
            tree = Operation(sign, tree, self._signed())
        return tree

    def _signed(self) -> Tree:
        sign = self._takes("+", "-")
        if not sign:
            return self._power()
        self._deeper()
        inner = self._signed()
        self._depth -= 1
        return Negated(inner) if sign == "-" else inner

    def _power(self) -> Tree:
        base = self._operand()
        if not self._takes("^"):
            return base
        self._deeper()
        exponent = self._signed()
        self._depth -= 1
        return Operation("^", base, exponent)

    def _operand(self) -> Tree:
        text = self._next.text
        if text == "(":
            return self._bracket(self._take())[0]
        if text[:1].isalpha() or text[:1] == "_":
            return self._named(self._take())
        if text[:1].isdigit() or text[:1] == ".":
            return self._number(self._take())
        raise self._wrong(OPERAND)

    def _bracket(self, opened: _Token, most: int = 1) -> tuple[Tree, ...]:
        """What stands in a bracket that has been opened: so many trees at the most, with commas between."""
        self._deeper()
        trees = [self._sum()]
        while len(trees) < most and self._takes(","):
            trees.append(self._sum())
        if not self._next.text:
            raise DataError(
                f'After "{shown(self._before)}" a closing bracket is missing, for the one opened at '
                f"character {opened.at + 1}."
            )
        if not self._takes(")"):
            raise self._wrong("an operator or a closing bracket")
        self._depth -= 1
        return tuple(trees)

    def _number(self, token: _Token) -> Tree:
        value = float(token.text)
        if not math.isfinite(value):
            raise DataError(f"{shown(token.text)} (character {token.at + 1}) is beyond all numbers.")
        return Number(value)

    def _named(self, token: _Token) -> Tree:
        name = token.text
        if name in CONSTANTS:
            return Constant(name)
        if name in FUNCTIONS or name in OF_MANY:
            return self._call(token)
        if re.fullmatch(r"x[1-9][0-9]{0,8}", name) and (self._n is None or int(name[1:]) <= self._n):
            return Variable(int(name[1:]))
        raise DataError(self._unknown(token))

    def _call(self, token: _Token) -> Tree:
        if self._next.text != "(":
            raise DataError(
                f'After "{token.text}" (character {token.at + 1}) an opening bracket is expected, as in '
                f"{token.text}({'x1' if token.text in FUNCTIONS else 'x1, 2'})."
            )
        opened = self._take()
        if token.text in FUNCTIONS:
            return Call(token.text, self._bracket(opened))
        arguments = self._bracket(opened, MAX_ARGUMENTS)
        if len(arguments) == 1:
            raise DataError(f"{token.text} compares two values or more, as in {token.text}(x1, 2).")
        return Call(token.text, arguments)

    def _unknown(self, token: _Token) -> str:
        """A name that nothing has: of a column, or of a function."""
        there_is = f"There is no {shown(token.text)} (character {token.at + 1})"
        columns = columns_in_words(self._n)
        if self._next.text != "(" and re.fullmatch(r"[xX][0-9]*", token.text):
            known = [f"x{i}" for i in range(1, min(self._n or 2, 1000) + 1)]
            return f"{there_is}; these data have {columns}.{did_you_mean(token.text, known)}"
        meant = did_you_mean(token.text, (*FUNCTIONS, *OF_MANY, *CONSTANTS))
        return f"{there_is}; there are {columns}, {NAMES}, pi and e.{meant}"


def columns_in_words(n: int | None) -> str:
    """ "x1 and x2", "x1 to x30"."""
    if n is None:
        return "x1, x2 and so on"
    return "x1" if n == 1 else "x1 and x2" if n == 2 else f"x1 to x{n}"
