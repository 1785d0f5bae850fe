"""`nnplay graph`: the computation graph, values from left to right, derivatives of J from right to left."""

from argparse import Namespace
from typing import Any

from engine import flat
from engine.activations import Array
from engine.errors import EngineError
from engine.graph import Node, layer_graph, network_graph, worked_example
from engine.trainer import Trainer
from playground.commands import UsageError
from playground.commands.experiments import training_of
from playground.commands.json_text import json_text

HELP = "Print the computation graph of a network or of one layer: every node, its value and its derivative."
SHOWN = 4  # numbers of an array that the table prints; JSON has them all


def run(options: Namespace) -> int:
    """Print the graph that the options describe; the exit code. Raises UsageError, DataError."""
    nodes = (
        _worked(options)
        if options.worked_example
        else nodes_of(training_of(options), options.examples, options.layer)
    )
    print(json_text({"nodes": [_plain(node) for node in nodes]}) if options.json else table(nodes))
    return 0


def _worked(options: Namespace) -> tuple[Node, ...]:
    return worked_example(*options.worked_example).nodes


def nodes_of(trainer: Trainer, examples: int = 1, layer: int | None = None) -> tuple[Node, ...]:
    """Of the network, or one layer, for the first examples of the training part, without dropout, float64.

    Raises UsageError for a layer that the network does not have.
    """
    inputs, targets = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    X, Y = inputs[:, :examples], targets[:, :examples]
    parameters = flat.unpack(trainer.network, trainer.theta())
    if layer is None:
        return network_graph(trainer.network, parameters, X, Y).nodes
    try:
        return layer_graph(trainer.network, parameters, X, Y, layer)
    except EngineError as error:
        raise UsageError(str(error)) from None


def _plain(node: Node) -> dict[str, Any]:
    return {
        "name": node.name,
        "operation": node.operation,
        "inputs": node.inputs,
        "shape": node.value.shape,
        "value": node.value.tolist(),
        "derivative": node.derivative.tolist(),
    }


def table(nodes: tuple[Node, ...]) -> str:
    """A line per node for a reader."""
    lines = [f"{'node':<8}{'computed as':<28}{'shape':<11}{'value':<36}dJ/dnode"]
    for node in nodes:
        origin = f"{node.operation}({', '.join(node.inputs)})" if node.inputs else "given"
        shape = "" if node.value.ndim == 0 else str(node.value.shape)
        lines.append(
            f"{node.name:<8}{origin:<28}{shape:<11}{_short(node.value):<36}{_short(node.derivative)}"
        )
    return "\n".join(line.rstrip() for line in lines)


def _short(numbers: Array) -> str:
    shown = " ".join(f"{number:.4g}" for number in numbers.ravel()[:SHOWN])
    return f"{shown} ..." if numbers.size > SHOWN else shown
