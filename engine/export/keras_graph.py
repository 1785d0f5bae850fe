"""Collects the layers of a Keras functional model as its config.json has them; each method gives a result.

Keras saves what a user has composed as a list of layers and operations, each with the names of those that
it takes its inputs from.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.data.formula_tree import Call, Negated, Number, Operation, Tree, Variable

LAYERS = "keras.layers"
OF_NUMPY, OF_NN, OF_CORE = "keras.src.ops.numpy", "keras.src.ops.nn", "keras.src.ops.core"
OPERATIONS = {"+": "Add", "-": "Subtract", "*": "Multiply", "/": "Divide", "^": "Power"}
FUNCTIONS = {
    "sin": "Sin",
    "cos": "Cos",
    "tan": "Tan",
    "exp": "Exp",
    "log": "Log",
    "sqrt": "Sqrt",
    "abs": "Absolute",
    "tanh": "Tanh",
    "sign": "Sign",
    "min": "Minimum",
    "max": "Maximum",
}
# Slices are written as values of their own: all examples, and one column that stays a column.
EVERY: dict[str, Any] = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}


class Result(NamedTuple):
    """What a layer gives: (N, width) of a dtype."""

    layer: str
    width: int
    dtype: str

    def config(self) -> dict[str, Any]:
        """As an argument of the next layer."""
        history = [self.layer, 0, 0]
        config = {"shape": [None, self.width], "dtype": self.dtype, "keras_history": history}
        return {"class_name": "__keras_tensor__", "config": config}


class KerasGraph:
    """The layers in their order."""

    def __init__(self) -> None:
        self.layers: list[dict[str, Any]] = []
        self._names: Counter[str] = Counter()

    def layer(
        self, kind: str, after: Result, width: int, dtype: str, name: str = "", **config: Any
    ) -> Result:
        """A layer of keras.layers that computes in `dtype`."""
        policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": dtype}}
        own = {"name": name or self._named(kind), "dtype": policy | {"registered_name": None}, **config}
        entry = self._entry(LAYERS, kind, own, [after.config()])
        self.layers.append(entry | {"build_config": {"input_shape": [None, after.width]}})
        return Result(own["name"], width, dtype)

    def operation(self, module: str, kind: str, like: Result, *arguments: Any, **config: Any) -> Result:
        """A function of keras.ops whose result is like another one; arguments are results and numbers."""
        own = {"name": self._named(kind), **config}
        given = [argument.config() if isinstance(argument, Result) else argument for argument in arguments]
        self.layers.append(self._entry(module, kind, own, given))
        return Result(own["name"], like.width, config.get("dtype", like.dtype))

    def input(self, width: int, dtype: str) -> Result:
        """The raw columns."""
        config = {"batch_shape": [None, width], "dtype": dtype, "name": "features"}
        self.layers.append(self._entry(LAYERS, "InputLayer", config, []))
        return Result("features", width, dtype)

    def column(self, X: Result, number: int) -> Result:
        """Raw column `number`, from 1."""
        config = {"start": number - 1, "stop": number, "step": None}
        place = [EVERY, {"class_name": "__slice__", "config": config}]
        return self.operation(OF_NUMPY, "GetItem", Result("", 1, X.dtype), X, place)

    def joined(self, columns: list[Result]) -> Result:
        """Columns side by side."""
        like = Result("", len(columns), columns[0].dtype)
        return self.operation(OF_NUMPY, "Concatenate", like, [column.config() for column in columns], axis=1)

    def tree(self, tree: Tree, columns: Mapping[int, Result]) -> Any:
        """A plain formula over columns."""
        match tree:
            case Variable(number):
                return columns[number]
            case Number(value):
                return value
            case Negated(inner):
                return self._computed("Negative", self.tree(inner, columns))
            case Operation(sign, left, right):
                return self._computed(OPERATIONS[sign], self.tree(left, columns), self.tree(right, columns))
            case Call(name, arguments):
                values = [self.tree(argument, columns) for argument in arguments]
                of_nn = {"sigmoid": "Sigmoid", "relu": "Relu"}
                if name in of_nn:
                    return self.operation(OF_NN, of_nn[name], values[0], *values)
                return self._computed(FUNCTIONS[name], *values)
        raise TypeError(f"{tree} is no plain formula")

    def _computed(self, kind: str, *arguments: Any) -> Result:
        like = next(argument for argument in arguments if isinstance(argument, Result))
        return self.operation(OF_NUMPY, kind, like, *arguments)

    def _named(self, kind: str) -> str:
        """ "add", "add_1", ..."""
        self._names[kind] += 1
        number = self._names[kind] - 1
        return kind.lower() + (f"_{number}" if number else "")

    def _entry(self, module: str, kind: str, config: dict[str, Any], arguments: list[Any]) -> dict[str, Any]:
        nodes = [{"args": arguments, "kwargs": {}}] if arguments else []
        return {
            "module": module,
            "class_name": kind,
            "config": config,
            "registered_name": None if module == LAYERS else kind,
            "name": config["name"],
            "inbound_nodes": nodes,
        }

    def config(self, first: Result, last: Result) -> dict[str, Any]:
        """The whole config.json."""
        own = {
            "name": "neural_playground",
            "trainable": True,
            "layers": self.layers,
            "input_layers": [first.layer, 0, 0],
            "output_layers": [last.layer, 0, 0],
        }
        return {
            "module": "keras.src.models.functional",
            "class_name": "Functional",
            "config": own,
            "registered_name": "Functional",
            "build_config": {"input_shape": None},
            "compile_config": {},
        }
