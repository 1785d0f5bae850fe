"""A network is lowered once into a straight line of NumPy calls on preallocated memory; a loop runs it.

At playground size the time of a step is the number of calls, so the plan has few of them: every operand is
bound beforehand, nothing is allocated, indexed or decided in the loop. The lines are written as source
(`Step.source` can be read and printed) and compiled once. `engine.network` is the same mathematics for
people; tests hold the two together.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from types import CodeType
from typing import Any

import numpy as np

from engine.activations import Array
from engine.network import Network
from engine.optimizers import Optimizer

Names = dict[str, Any]

UFUNCS: Names = {
    "multiply": np.multiply,
    "add": np.add,
    "subtract": np.subtract,
    "divide": np.divide,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "tanh": np.tanh,
    "exp": np.exp,
    "expm1": np.expm1,
    "logaddexp": np.logaddexp,
    "sqrt": np.sqrt,
    "sign": np.sign,
    "largest": np.maximum.reduce,
    "total": np.add.reduce,
}


def _scalar(value: float, dtype: Any) -> Array:
    """A 0-d array: NumPy takes it twice as fast as a Python float."""
    return np.array(value, dtype)


class Pool:
    """All hidden layers' rows in one array (R, m): per layer n[l] rows, then a row of ones for the next bias.

    `A` and `F` (the derivative factors) have that layout; `rows[l]` is the slice of layer l without its ones.
    So has the scratch `E`, without rows where no activation asks for it.
    """

    def __init__(self, network: Network, m: int, dtype: Any, factors: bool) -> None:
        hidden = network.sizes[1:-1]
        starts = np.cumsum([0, *(n + 1 for n in hidden)])
        self.rows = [slice(int(s), int(s) + n) for s, n in zip(starts, hidden, strict=False)]
        self.A: Array = np.ones((int(starts[-1]), m), dtype)
        self.F: Array = np.ones_like(self.A) if factors else self.A[:0]
        ops = [op for g in network.activations for op in g.forward_ops + g.factor_ops * factors]
        self.E: Array = np.ones_like(self.A) if any("{E}" in op for op in ops) else self.A[:0]

    def with_ones(self, hidden: int) -> Array:
        """A[l] and the row of ones below it, for hidden layer number `hidden` = l - 1."""
        rows = self.rows[hidden]
        return self.A[rows.start : rows.stop + 1]


def _activation_names(network: Network, dtype: Any) -> Names:
    """Scalars of the activations, suffixed by hidden layer, and the common ones."""
    names = {"zero": _scalar(0, dtype), "half": _scalar(0.5, dtype), "one": _scalar(1, dtype)}
    for l, g in enumerate(network.activations, start=1):
        names |= {f"{key}{l}": _scalar(value, dtype) for key, value in g.constants.items()}
    return names


def _fill(template: str, layer: int, constants: Iterable[str], **operands: str) -> str:
    """One line of an activation for one layer: operands put in, its own scalars given the layer's number."""
    line = template.format(**operands)
    for key in sorted(constants, key=len, reverse=True):
        line = line.replace(f" {key},", f" {key}{layer},")
    return line


def _forward_lines(network: Network) -> Iterator[str]:
    """Z[l] = W[l] A[l-1] + b[l] and A[l] = g(Z[l]) in place, up to the logits Z."""
    for l in range(1, network.depth + 1):
        source = "X" if l == 1 else f"A{l - 1}_ones"
        target = "Z" if l == network.depth else f"A{l}"
        yield f"W{l}_dot({source}, {target})"
        if l < network.depth:
            g = network.activations[l - 1]
            yield from (_fill(op, l, g.constants, A=f"A{l}", F=f"F{l}", E=f"E{l}") for op in g.forward_ops)


def _forward_names(network: Network, flat: Array, pool: Pool) -> Names:
    names = UFUNCS | _activation_names(network, flat.dtype)
    for l, block in enumerate(network.blocks(flat), start=1):
        names[f"W{l}_dot"] = block.T.dot
    for l, rows in enumerate(pool.rows, start=1):
        names[f"A{l}"], names[f"A{l}_ones"] = pool.A[rows], pool.with_ones(l - 1)
        names[f"F{l}"] = pool.F[rows] if pool.F.size else np.empty_like(pool.A[rows])
        names[f"E{l}"] = pool.E[rows]
    return names


def _groups(network: Network) -> Iterator[tuple[int, int]]:
    """First and last layer of each run of one activation: their derivatives are taken together."""
    numbered = enumerate(network.activations, start=1)
    for _, run in groupby(numbered, key=lambda pair: pair[1]):
        layers = [l for l, _ in run]
        yield layers[0], layers[-1]


def _factor_lines(network: Network) -> Iterator[str]:
    """g'(Z[l]) of all hidden layers into F, from A."""
    for first, last in _groups(network):
        g = network.activations[first - 1]
        operands = {name: f"{name}{first}to{last}" for name in "AFE"}
        yield from (_fill(op, first, g.constants, **operands) for op in g.factor_ops)


def _backward_lines(network: Network) -> Iterator[str]:
    """[dW; db] of every layer into G, in sum form, from the delta D of the output layer back."""
    for l in range(network.depth, 0, -1):
        yield f"X_dot(D{l}_T, G{l})" if l == 1 else f"A{l - 1}_dot(D{l}_T, G{l})"
        if l > 1:
            yield f"V{l}_dot(D{l}, D{l - 1})"
            if network.activations[l - 2].factor_ops:
                yield f"multiply(D{l - 1}, F{l - 1}, D{l - 1})"


def _backward_names(network: Network, flat: Array, grad: Array, pool: Pool, m: int) -> Names:
    names: Names = {}
    for l, (block, gradient) in enumerate(
        zip(network.blocks(flat), network.blocks(grad), strict=True), start=1
    ):
        delta = np.empty((block.shape[1], m), flat.dtype)
        names |= {f"D{l}": delta, f"D{l}_T": delta.T, f"G{l}": gradient, f"V{l}_dot": block[:-1].dot}
    for l in range(1, network.depth):
        names[f"A{l}_dot"] = pool.with_ones(l - 1).dot
    for first, last in _groups(network):
        span = slice(pool.rows[first - 1].start, pool.rows[last - 1].stop)
        names |= {f"{name}{first}to{last}": getattr(pool, name)[span] for name in "AFE"}
    return names


@lru_cache(maxsize=256)
def _code(source: str) -> CodeType:
    """Networks of one shape have one source: a dragged slider compiles it once."""
    return compile(source, "<lowered step>", "exec")


def _compile(source: str, names: Names) -> Callable[[Iterable[tuple[Any, ...]]], None]:
    """The function `run` of the source, its operands bound as locals (default arguments) for speed."""
    scope: Names = dict(names)
    exec(_code(source), scope)
    run: Callable[[Iterable[tuple[Any, ...]]], None] = scope["run"]
    return run


def _write(loop: str, lines: list[str], names: Names) -> str:
    """The source of `run(batches)`: only names that a line uses are bound."""
    body = "\n".join(f"        {line}" for line in lines)
    words = set(re.findall(r"\w+", body))
    bound = "".join(f", {name}={name}" for name in names if name in words)
    return f"def run(batches{bound}):\n    for {loop} in batches:\n{body}\n"


class Forward:
    """The lowered forward pass over fixed inputs: logits (n[L], m) and every hidden unit's output, on demand.

    `inputs` is (n[0] + 1, m) with a last row of ones; `flat` the live parameter vector.
    """

    def __init__(self, network: Network, flat: Array, inputs: Array) -> None:
        m = inputs.shape[1]
        self.pool = Pool(network, m, flat.dtype, factors=False)
        self.logits: Array = np.empty((network.sizes[-1], m), flat.dtype)
        lines = list(_forward_lines(network))
        names = _forward_names(network, flat, self.pool)
        self.source = _write("X, Z", lines, names)
        self._run = _compile(self.source, names)
        self._batch = ((inputs, self.logits),)

    def __call__(self) -> Array:
        """Run it with the parameters of this moment; the returned logits are overwritten by the next call."""
        self._run(self._batch)
        return self.logits

    def hidden(self) -> list[Array]:
        """A[1] ... A[L-1] of the last call, views (n[l], m)."""
        return [self.pool.A[rows] for rows in self.pool.rows]

    def is_finite(self) -> bool:
        """Whether every number of the last call is finite."""
        return bool(np.isfinite(self.logits).all() and np.isfinite(self.pool.A).all())


class Memory:
    """What all steps of one trainer share: parameters P, gradients G, moments M, scratch T, all flat."""

    def __init__(self, optimizer: Optimizer, P: Array) -> None:
        self.P = P
        self.GG: Array = np.zeros((2, P.size), P.dtype)
        self.moments: Array = np.zeros((optimizer.n_moments, P.size), P.dtype)
        self.T: Array = np.zeros_like(P)

    def names(self, optimizer: Optimizer) -> Names:
        """The vectors under the names that the optimisers' lines use."""
        named: Names = {"P": self.P, "G": self.GG[0], "squares": self.GG[1], "GG": self.GG, "T": self.T}
        if optimizer.n_moments == 1:
            named["M"] = self.moments[0]
        elif optimizer.n_moments == 2:
            named |= {"M": self.moments, "V": self.moments[0], "S": self.moments[1]}
        for key, value in optimizer.constants.items():
            column = np.atleast_1d(np.array(value, self.P.dtype))[:, None]
            named[key] = np.repeat(column, self.P.size, axis=1).reshape(named["M"].shape)
        return named


class Step:
    """One training step for mini-batches of `m` examples, lowered.

    `run(batches)` takes tuples (X, X.dot, Y, Z, *scalars): inputs (n[0] + 1, m) with their ones, encoded
    targets and the place for the logits (n[L], m), and the optimiser's scalars as 0-d arrays. `shrink` brings
    the gradients of a shorter last mini-batch to the scale of a full one.
    """

    def __init__(
        self, network: Network, optimizer: Optimizer, memory: Memory, m: int, l2: float, shrink: float = 1.0
    ) -> None:
        pool = Pool(network, m, memory.P.dtype, factors=True)
        names = _forward_names(network, memory.P, pool) | memory.names(optimizer)
        names |= _backward_names(network, memory.P, memory.GG[0], pool, m)
        names |= {"S_row": np.empty(m, memory.P.dtype), "shrink": _scalar(shrink, memory.P.dtype)}
        names["weight_decay"] = self._decay(network, memory, l2)
        self.source = _write(self._loop(optimizer), list(self._lines(network, optimizer, l2, shrink)), names)
        self.run = _compile(self.source, names)

    @staticmethod
    def _loop(optimizer: Optimizer) -> str:
        return ", ".join(("X", "X_dot", "Y", "Z", *optimizer.scalars))

    @staticmethod
    def _decay(network: Network, memory: Memory, l2: float) -> Array:
        """lambda on every weight and 0 on every bias, in the sum form of the gradients."""
        decay = np.zeros_like(memory.P)
        for block in network.blocks(decay):
            block[:-1] = l2 * network.loss.delta_scale
        return decay

    @staticmethod
    def _lines(network: Network, optimizer: Optimizer, l2: float, shrink: float) -> Iterator[str]:
        yield from _forward_lines(network)
        yield from (
            op.format(Z="Z", Y="Y", D=f"D{network.depth}", S="S_row") for op in network.loss.delta_ops
        )
        yield from _factor_lines(network)
        yield from _backward_lines(network)
        if l2:
            yield from ("multiply(P, weight_decay, T)", "add(G, T, G)")
        if shrink != 1.0:
            yield "multiply(G, shrink, G)"
        yield from optimizer.ops
