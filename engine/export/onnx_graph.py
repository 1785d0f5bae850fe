"""Collects the nodes and numbers of an ONNX graph; most methods add a node and give its result's name."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.formula_tree import Call, Negated, Number, Operation, Tree, Variable

OPERATIONS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow"}
FUNCTIONS = {
    "sin": "Sin",
    "cos": "Cos",
    "exp": "Exp",
    "log": "Log",
    "sqrt": "Sqrt",
    "abs": "Abs",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
    "relu": "Relu",
    "sign": "Sign",
    "min": "Min",
    "max": "Max",
}


class Graph:
    """Nodes in their order and the initializers by name. Numbers are of `dtype` unless they are arrays."""

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype
        self.nodes: list[Any] = []
        self.numbers: dict[str, NDArray[Any]] = {}

    def node(self, operator: str, *inputs: str, to: str = "", **attributes: Any) -> str:
        """A node with one result, called `to` or by its number; the attribute of Cast is given as `dtype`."""
        from onnx import helper

        if "dtype" in attributes:
            dtype = np.dtype(attributes.pop("dtype"))
            attributes["to"] = helper.np_dtype_to_tensor_dtype(dtype)
        name = to or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name, **attributes))
        return name

    def array(self, name: str, values: NDArray[Any]) -> str:
        """An initializer. The memory is written as it lies, so it must lie in order."""
        self.numbers[name] = np.ascontiguousarray(values)
        return name

    def number(self, value: float) -> str:
        """A constant of no dimensions."""
        array = np.array(value, self.dtype)
        same = (name for name, known in self.numbers.items() if known.shape == () and _equal(known, array))
        return next(same, "") or self.array(f"number_{len(self.numbers)}", array)

    def tree(self, tree: Tree, columns: Mapping[int, str]) -> str:
        """A plain formula over columns, each (N, 1)."""
        match tree:
            case Variable(number):
                return columns[number]
            case Number(value):
                return self.number(value)
            case Negated(inner):
                return self.node("Neg", self.tree(inner, columns))
            case Operation(sign, left, right):
                return self.node(OPERATIONS[sign], self.tree(left, columns), self.tree(right, columns))
            case Call("tan", (inner,)):  # whose own operator runtimes have in float32 alone
                x = self.tree(inner, columns)
                return self.node("Div", self.node("Sin", x), self.node("Cos", x))
            case Call(name, arguments):
                return self.node(FUNCTIONS[name], *(self.tree(argument, columns) for argument in arguments))
        raise TypeError(f"{tree} is no plain formula")


def _equal(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()
