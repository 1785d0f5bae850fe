"""A network is lowered once into a straight line of NumPy calls on preallocated memory; a loop runs it.

At playground size the time of a step is the number of calls, so the plan has few of them: every operand is
bound beforehand, nothing is allocated, indexed or decided in the loop. The lines are written as source
(`Step.source` can be read and printed) and compiled once. `engine.network` is the same mathematics for
people; tests hold the two together.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.flat import blocks
from engine.network import Network
from engine.products import product

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
    "negative": np.negative,
    "right_shift": np.right_shift,
    "bitwise_and": np.bitwise_and,
    "less": np.less,
    "vecdot": np.vecdot,
}


def scalar(value: float, dtype: Any) -> Array:
    """A 0-d array: NumPy takes it twice as fast as a Python float."""
    with np.errstate(over="ignore"):
        return np.array(value, dtype)


class Pool:
    """All hidden layers' rows in one array (R, m): per layer n[l] rows, then a row of ones for the next bias.

    `A` and `F` (the derivative factors) have that layout; `rows[l]` is the slice of layer l without its ones.
    So has the scratch `E`, without rows where no activation asks for it. `O` is zeros.
    """

    def __init__(
        self, network: Network, m: int, dtype: Any, factors: bool, stack: tuple[int, ...] = ()
    ) -> None:
        hidden = network.sizes[1:-1]
        starts = np.cumsum([0, *(n + 1 for n in hidden)])
        self.rows = [slice(int(s), int(s) + n) for s, n in zip(starts, hidden, strict=False)]
        self.A: Array = np.ones((*stack, int(starts[-1]), m), dtype)
        self.F: Array = np.ones_like(self.A) if factors else self.A[..., :0, :]
        ops = [op for g in network.activations for op in g.forward_ops + g.factor_ops * factors]
        self.E: Array = np.ones_like(self.A) if any("{E}" in op for op in ops) else self.A[..., :0, :]
        # Never written to, so that the system lends it a single page of zeros.
        self.O: Array = np.zeros(self.A.shape, dtype)

    def names(self) -> Names:
        """A1, A1_ones (with the row of ones below it), F1, E1, A2, ..."""
        named: Names = {}
        for l, rows in enumerate(self.rows, start=1):
            named |= {f"{name}{l}": getattr(self, name)[..., rows, :] for name in "AFEO"}
            named[f"A{l}_ones"] = self.A[..., rows.start : rows.stop + 1, :]
            if not self.F.size:
                named[f"F{l}"] = np.empty_like(named[f"A{l}"])
        return named


def bits(array: Array) -> NDArray[np.signedinteger[Any]]:
    """The same memory as whole numbers with the sign in the same place."""
    return array.view(f"i{array.itemsize}")


def activation_names(network: Network, dtype: Any) -> Names:
    """Scalars of the activations, suffixed by hidden layer, and the common ones."""
    names = {"zero": scalar(0, dtype), "half": scalar(0.5, dtype), "one": scalar(1, dtype)}
    names["last_bit"] = np.array(8 * names["one"].itemsize - 1, bits(names["one"]).dtype)
    for l, g in enumerate(network.activations, start=1):
        names |= {f"{key}{l}": scalar(value, dtype) for key, value in g.constants.items()}
    return names


def fill_in(template: str, layer: int, constants: Iterable[str], **operands: str) -> str:
    """One line of an activation for one layer: operands put in, its own scalars given the layer's number."""
    line = template.format(**operands)
    for key in sorted(constants, key=len, reverse=True):
        line = line.replace(f" {key},", f" {key}{layer},")
    return line


def activate(network: Network, l: int) -> Iterator[str]:
    """A[l] = g(Z[l]) in place."""
    g, operands = network.activations[l - 1], {name: f"{name}{l}" for name in "AFEO"}
    yield from (fill_in(op, l, g.constants, **operands) for op in g.forward_ops)


def forward_lines(network: Network) -> Iterator[str]:
    """Z[l] = W[l] A[l-1] + b[l] and A[l] = g(Z[l]) in place, up to the logits Z, for prediction."""
    for l in range(1, network.depth + 1):
        source = "X" if l == 1 else f"A{l - 1}_ones"
        target = "Z" if l == network.depth else f"A{l}"
        yield f"W{l}_dot({source}, {target})"
        if l < network.depth:
            yield from activate(network, l)


def product_names(network: Network, flat: Array) -> Names:
    """W1_dot, W2_dot, ...: the product of each layer's weights (and bias) with what comes in."""
    return {f"W{l}_dot": product(block.mT) for l, block in enumerate(blocks(network, flat), start=1)}


@lru_cache(maxsize=256)
def _code(source: str) -> CodeType:
    """Networks of one shape have one source: a dragged slider compiles it once."""
    return compile(source, "<lowered step>", "exec")


def compile_source(source: str, names: Names) -> Callable[[Iterable[tuple[Any, ...]]], None]:
    """The function `run` of the source, its operands bound as locals (default arguments) for speed."""
    scope: Names = dict(names)
    exec(_code(source), scope)
    run: Callable[[Iterable[tuple[Any, ...]]], None] = scope["run"]
    return run


def with_suffix(lines: Iterable[str], names: Names, suffix: str) -> tuple[list[str], Names]:
    """The same lines for other operands: each of the names gets the suffix, in the lines and as a name."""
    word = re.compile(rf"\b({'|'.join(names)})\b")
    written = [word.sub(rf"\g<1>{suffix}", line) for line in lines]
    return written, {f"{name}{suffix}": value for name, value in names.items()}


def write_source(loop: str, lines: list[str], names: Names) -> str:
    """The source of `run(batches)`: only names that a line uses are bound."""
    body = "\n".join(f"        {line}" for line in lines)
    words = set(re.findall(r"\w+", body))
    bound = "".join(f", {name}={name}" for name in names if name in words)
    return f"def run(batches{bound}):\n    for {loop} in batches:\n{body}\n"
