"""Weights back from a file: read as a model, held against a network, and what else is not the same."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.activations import Array
from engine.errors import DataError, shown, shown_path
from engine.export import FORMATS, UNREADABLE
from engine.model import Model, activation_name
from engine.problem import Problem

ALIKE = 1e-6  # in units of a standard deviation


def read_model(path: Path) -> Model:
    """The model in an exported file. Raises DataError, in one sentence, where there is none."""
    name = shown_path(path)
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise DataError(f"Weights are read from {', '.join(FORMATS)}, and {name} is another kind of file.")
    try:
        return kind.read(path)
    except FileNotFoundError:
        raise DataError(f"There is no file {name}; check its name and folder.") from None
    except UNREADABLE:
        raise DataError(
            f"{name} is not readable as weights; give a file that --export or the window wrote."
        ) from None
    except MemoryError:
        raise DataError(f"There is not enough memory to read {name}.") from None


def check_match(model: Model, problem: Problem) -> None:
    """Raises DataError that names the first layer whose weights do not fit, what it has and what came."""
    expected, dtype = problem.network.parameter_shapes, problem.experiment.dtype
    depth = sum(name.startswith("W") for name in expected)
    if depth != model.depth:
        raise DataError(
            f"This network has {_layers(depth)}, and the file has {_layers(model.depth)} "
            f"({', '.join(map(str, _units(model)))} units). Give the network the same layers first."
        )
    for l in range(1, depth + 1):
        _check_layer(l, expected, model, "The output layer" if l == depth else f"Layer {l}")
    for name, tensor in model.tensors.items():
        with np.errstate(over="ignore"):
            finite = np.isfinite(tensor.astype(dtype)).all()
        if not finite:
            raise DataError(f"{name} in the file holds a number that is not finite in {dtype}.")


def _check_layer(l: int, expected: dict[str, tuple[int, int]], model: Model, layer: str) -> None:
    (units, inputs), (came, inputs_came) = expected[f"W{l}"], model.parameters[f"W{l}"].shape
    if l == 1 and inputs != inputs_came:
        features = shown(", ".join(model.features))
        raise DataError(
            f"Layer 1 takes {inputs} input features, and in the file {inputs_came} ({features}). "
            "Choose the same features first."
        )
    if units != came:
        raise DataError(
            f"{layer} has {_count(units)} here, W{l} {(units, inputs)}, and in the file {_count(came)}, "
            f"W{l} {(came, inputs_came)}. Give it as many first."
        )
    if (f"gamma{l}" in expected) != model.batch_norm(l):
        here, there = ("is", "is not") if f"gamma{l}" in expected else ("is not", "is")
        raise DataError(f"{layer} {here} batch-normalised here, but {there} in the file. Change that first.")


def differences(model: Model, problem: Problem) -> Iterator[str]:
    """What is not as it was where the weights were learned, so that they predict something else here."""
    x = problem.experiment
    if model.features != x.features:
        yield f"there the features were {shown(', '.join(model.features))}"
    here = tuple(activation_name(layer.activation) for layer in x.layers)
    for l, (name, own) in enumerate(zip(model.activations, here, strict=False), start=1):
        if name != own:
            yield f"layer {l} had {name} there and has {own} here"
    if model.task != problem.dataset.task:
        yield f"they were learned for {model.task} data"
    mean, std = problem.normalizer.mean, problem.normalizer.std
    if not (_alike(model.normalizer.mean, mean, std) and _alike(model.normalizer.std, std, std)):
        yield "there the inputs were normalised by other means and deviations"


def _alike(one: Array, other: Array, unit: Array) -> bool:
    return one.shape == other.shape and bool((np.abs(one - other) <= ALIKE * unit).all())


def _units(model: Model) -> list[int]:
    return [len(model.parameters[f"W{l}"]) for l in range(1, model.depth + 1)]


def _layers(number: int) -> str:
    return "1 layer with weights" if number == 1 else f"{number} layers with weights"


def _count(units: int) -> str:
    return "1 unit" if units == 1 else f"{units} units"
