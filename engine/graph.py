"""The computation graph: values are computed from left to right, derivatives from right to left.

A graph is data: nodes that say what they were computed from. The derivative dJ/dnode of each is the chain
rule, applied once per arrow. J, the last node, is a scalar; the others may be matrices.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from engine import batch_norm
from engine.activations import Activation, Array, Sigmoid
from engine.errors import EngineError
from engine.losses import Loss
from engine.network import Network, Parameters


class Operation(NamedTuple):
    """What a node does: `value` of its inputs, and `pull`: dJ/d(each input) from dJ/dnode, inputs, value."""

    name: str
    value: Callable[..., Array]
    pull: Callable[[Array, Sequence[Array], Array], Sequence[Array]]


class Formula(NamedTuple):
    """One line of a computation, such as v = a + u."""

    name: str
    operation: Operation
    inputs: tuple[str, ...]


class Node(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """`derivative` is dJ/dnode, of the shape of `value`. What is given has the operation "given"."""

    name: str
    operation: str = "given"
    inputs: tuple[str, ...] = ()
    value: Array
    derivative: Array


class Graph:
    """Given values and the formulas that lead from them to J, the last one's value.

    Raises EngineError where a formula names what is not there yet, J is not a scalar, or a value or
    derivative is not finite.
    """

    def __init__(self, given: Mapping[str, Array | float], formulas: Sequence[Formula]) -> None:
        self._given, self._formulas = given, tuple(formulas)
        if not formulas:
            raise EngineError("A graph needs at least one formula, and none came.")
        with np.errstate(all="ignore"):
            values = self._forward()
            derivatives = self._backward(values)
        for name in values:
            if not (np.isfinite(values[name]).all() and np.isfinite(derivatives[name]).all()):
                raise EngineError(f"{name} or its derivative is not finite here. Take smaller numbers.")
        lines = {f.name: f for f in formulas}
        self.nodes: tuple[Node, ...] = tuple(
            Node(
                name=name,
                operation=lines[name].operation.name if name in lines else "given",
                inputs=lines[name].inputs if name in lines else (),
                value=value,
                derivative=derivatives[name],
            )
            for name, value in values.items()
        )

    def __getitem__(self, name: str) -> Node:
        """The node of that name. Raises KeyError."""
        return {node.name: node for node in self.nodes}[name]

    def nudge(self, **given: Array | float) -> "Graph":
        """The same graph with other given values, such as a = 5.001."""
        for name in given:
            if name not in self._given:
                raise EngineError(f"{name} is not given in this graph; there are {', '.join(self._given)}.")
        return Graph({**self._given, **given}, self._formulas)

    def _forward(self) -> dict[str, Array]:
        values: dict[str, Array] = {
            name: np.asarray(value, dtype=np.float64) for name, value in self._given.items()
        }
        for name, operation, inputs in self._formulas:
            for source in inputs:
                if source not in values:
                    raise EngineError(f"{name} needs {source}, which is not computed before it.")
            values[name] = np.asarray(operation.value(*(values[source] for source in inputs)))
        return values

    def _backward(self, values: dict[str, Array]) -> dict[str, Array]:
        derivatives = {name: np.zeros_like(value) for name, value in values.items()}
        last = self._formulas[-1].name
        if values[last].ndim:
            raise EngineError(f"The last node must be a single number, but {last} is {values[last].shape}.")
        derivatives[last] = np.ones_like(values[last])
        for name, operation, inputs in reversed(self._formulas):
            pulled = operation.pull(derivatives[name], [values[i] for i in inputs], values[name])
            for source, share in zip(inputs, pulled, strict=True):
                derivatives[source] = derivatives[source] + share
        return derivatives


def _fit(derivative: Array, value: Array) -> Array:
    """What was broadcast on the way forward is summed on the way back."""
    wide = tuple(axis for axis, n in enumerate(np.shape(value)) if n == 1 and derivative.shape[axis] > 1)
    return np.asarray(derivative.sum(axis=wide, keepdims=True) if wide else derivative)


ADD = Operation("+", lambda *terms: sum(terms[1:], terms[0]), lambda d, x, v: [_fit(d, term) for term in x])
MULTIPLY = Operation(
    "*", lambda left, right: left * right, lambda d, x, v: [_fit(d * x[1], x[0]), _fit(d * x[0], x[1])]
)
# z_norm of the examples at hand, each unit centred and scaled.
NORMALIZE = Operation(
    "normalize",
    lambda U: batch_norm.normalize(U).Z_norm,
    lambda d, x, v: [batch_norm.backward(d, np.ones((len(v), 1)), batch_norm.normalize(x[0]))[0]],
)
MATRIX_PRODUCT = Operation("@", lambda W, A: W @ A, lambda d, x, v: [d @ x[1].T, x[0].T @ d])
# Of a prediction a and its label y, which is data: nothing is asked of dJ/dy.
CROSS_ENTROPY = Operation(
    "cross-entropy",
    lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
    lambda d, x, v: [d * (-x[1] / x[0] + (1 - x[1]) / (1 - x[0])), np.zeros_like(x[1])],
)


def activate(g: Activation) -> Operation:
    """A = g(Z)."""
    return Operation(g.name, g.value, lambda d, x, v: [d * g.derivative(x[0], v)])


def from_logits(loss: Loss) -> Operation:
    """J of the logits Z[L] (n[L], m) and the encoded targets Y: output function and loss in one."""
    return Operation(
        loss.label,
        lambda Z, Y: np.asarray(loss.total(Z, Y) / Z.shape[1]),
        lambda d, x, v: [d * loss.delta(*x) / x[0].shape[1], np.zeros_like(x[1])],
    )


def worked_example(a: float = 5.0, b: float = 3.0, c: float = 2.0) -> Graph:
    """J = 3 (a + b c), by way of u = b c and v = a + u. Source: course, Computation graph."""
    formulas = [
        Formula("u", MULTIPLY, ("b", "c")),
        Formula("v", ADD, ("a", "u")),
        Formula("J", MULTIPLY, ("3", "v")),
    ]
    return Graph({"a": a, "b": b, "c": c, "3": 3.0}, formulas)


def logistic_regression(x: Sequence[float], w: Sequence[float], b: float, y: float) -> Graph:
    """z = w1 x1 + ... + b, a = sigmoid(z), J = L(a, y) for one example. Source: course, Computation graph.

    Raises EngineError where there is not one weight per feature, or a is so sure that log(a) is not finite.
    """
    if len(x) != len(w):
        raise EngineError(f"Every feature has one weight, but {len(x)} features and {len(w)} weights came.")
    n = range(1, len(x) + 1)
    given = {f"x{i}": x[i - 1] for i in n} | {f"w{i}": w[i - 1] for i in n} | {"b": b, "y": y}
    formulas = [Formula(f"w{i}x{i}", MULTIPLY, (f"w{i}", f"x{i}")) for i in n]
    formulas += [
        Formula("z", ADD, (*(f"w{i}x{i}" for i in n), "b")),
        Formula("a", activate(Sigmoid()), ("z",)),
        Formula("J", CROSS_ENTROPY, ("a", "y")),
    ]
    return Graph(given, formulas)


def network_graph(network: Network, parameters: Parameters, X: Array, Y: Array) -> Graph:
    """A whole network for m examples: A0 = X (n[0], m), encoded targets Y (n[L], m), down to the data cost J.

    Per layer l the nodes are W[l], b[l], U[l] = W[l] A[l-1], Z[l] = U[l] + b[l] and, in hidden layers,
    A[l] = g(Z[l]); J comes from the logits Z[L]. Under batch norm they are U[l], N[l] (normalised over the m
    examples), S[l] = gamma[l] * N[l], Z[l] = S[l] + beta[l]. Dropout is off. Derivatives have the course's
    shapes.
    """
    formulas = [line for l in range(1, network.depth + 1) for line in _layer_formulas(network, l)]
    formulas.append(Formula("J", from_logits(network.loss), (f"Z{network.depth}", "Y")))
    return Graph({"A0": X, **parameters, "Y": Y}, formulas)


def _layer_formulas(network: Network, l: int) -> list[Formula]:
    lines = [Formula(f"U{l}", MATRIX_PRODUCT, (f"W{l}", f"A{l - 1}"))]
    if network.layers[l - 1].batch_norm:
        lines.append(Formula(f"N{l}", NORMALIZE, (f"U{l}",)))
        lines.append(Formula(f"S{l}", MULTIPLY, (f"gamma{l}", f"N{l}")))
        lines.append(Formula(f"Z{l}", ADD, (f"S{l}", f"beta{l}")))
    else:
        lines.append(Formula(f"Z{l}", ADD, (f"U{l}", f"b{l}")))
    if l < network.depth:
        lines.append(Formula(f"A{l}", activate(network.activations[l - 1]), (f"Z{l}",)))
    return lines


def layer_graph(network: Network, parameters: Parameters, X: Array, Y: Array, layer: int) -> tuple[Node, ...]:
    """The nodes of one layer, 1 to L, for m examples, left to right, with A[l-1] as what it is given.

    The last layer ends with Y and J. Shapes as in `network_graph`. Raises EngineError for a layer that the
    network does not have.
    """
    if not 1 <= layer <= network.depth:
        raise EngineError(f"This network has layers 1 to {network.depth}, not {layer}.")
    graph = network_graph(network, parameters, X, Y)
    before = msgspec.structs.replace(graph[f"A{layer - 1}"], operation="given", inputs=())
    end = ["Y", "J"] if layer == network.depth else [f"A{layer}"]
    middle = (
        ["U", "N", "gamma", "S", "beta", "Z"] if network.layers[layer - 1].batch_norm else ["U", "b", "Z"]
    )
    return (before, *(graph[name] for name in [f"W{layer}", *(f"{name}{layer}" for name in middle), *end]))
