"""A Model is what training leaves behind: the weights and all that is needed to predict with them.

Exports are written from a Model and read back into one, so its `predict` is plain mathematics that shares
nothing with the lowered training step.
"""

import hashlib
import re
import string
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from engine.activations import ACTIVATIONS, Activation, Array
from engine.batch_norm import EPS
from engine.data import Normalizer, Task, compute
from engine.data.dataset import Floats
from engine.errors import EngineError
from engine.losses import DEFAULT_LOSSES

Parameters = dict[str, Array]

STATISTICS = ("mean", "variance")
BATCH_NORM = ("gamma", "beta", *STATISTICS)
KINDS = ("W", "b", *BATCH_NORM)
# An activation with its hyperparameters: "leaky_relu(0.2)".
WITH_VALUES = re.compile(r"(\w+)\((.+)\)")


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """W1, b1, W2, ... in course shapes: W[l] (n[l], n[l-1]), b[l] (n[l], 1), in `dtype`.

    A batch-normalised layer has gamma1, beta1 instead of b1, and `statistics` mean1, variance1, all (n[l], 1)
    in `dtype`: the running averages gathered in training. `activations` are the names of g[1] ... g[L-1] (see
    `activation_name`); the output's function follows the task. `features` are computed from the raw
    `columns`, then normalised; `target` brings what a regression predicts back to its own units.

    Raises KeyError for an activation or task that does not exist, EngineError for tensors that do not fit
    together.
    """

    parameters: Parameters
    activations: tuple[str, ...]
    task: Task
    features: tuple[str, ...]
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    normalizer: Normalizer
    seed: int = 1
    dtype: str = "float32"
    statistics: Parameters = field(default_factory=dict)
    target: Normalizer | None = None

    def __post_init__(self) -> None:
        for name in self.activations:
            activation(name)
        if len(self.activations) != self.depth - 1:
            raise EngineError(
                f"A model of {self.depth} layers needs {self.depth - 1} activations, not {self.activations}."
            )
        self._check_shapes()

    @property
    def depth(self) -> int:
        """L, the number of layers with weights."""
        return sum(name.startswith("W") for name in self.parameters)

    @property
    def tensors(self) -> Parameters:
        """The parameters and the statistics."""
        return self.parameters | self.statistics

    def batch_norm(self, l: int) -> bool:
        """Whether layer l (1 ... L) is batch-normalised."""
        return f"gamma{l}" in self.parameters

    def predict(self, X: Floats) -> Array:
        """Probabilities (n[L], m), or values for regression, for raw columns X (n, m)."""
        return self.output(self.logits(X))

    def logits(self, X: Floats) -> Array:
        """Z[L] (n[L], m) for raw columns X (n, m). Source: course, Forward."""
        A: Array = self.normalizer.apply(compute(self.features, X)).astype(self.dtype)
        for l, name in enumerate(self.activations, start=1):
            A = activation(name).value(self._pre_activation(l, A))
        return self._pre_activation(self.depth, A)

    def _pre_activation(self, l: int, A: Array) -> Array:
        """What g[l] is applied to: Z[l] = W[l] A[l-1] + b[l], or its batch-normalised form."""
        Z: Array = self.parameters[f"W{l}"] @ A
        return self._normalized(l, Z) if self.batch_norm(l) else Z + self.parameters[f"b{l}"]

    def _normalized(self, l: int, Z: Array) -> Array:
        """gamma[l] (Z - mu) / sqrt(sigma^2 + eps) + beta[l]. Source: course, Batch normalisation."""
        gamma, beta, mean, variance = self.batch_norm_columns(l)
        return np.asarray(gamma * ((Z - mean) / np.sqrt(variance + EPS)) + beta)

    def batch_norm_columns(self, l: int) -> tuple[Array, Array, Array, Array]:
        """gamma, beta, mu and sigma^2 of a batch-normalised layer, each (n[l], 1)."""
        p, s = self.parameters, self.statistics
        return p[f"gamma{l}"], p[f"beta{l}"], s[f"mean{l}"], s[f"variance{l}"]

    def output(self, Z: Array) -> Array:
        """Predictions from the logits Z[L] (n[L], m); in the target's units they are float64."""
        A = DEFAULT_LOSSES[self.task].output(Z)
        return A if self.target is None else np.asarray(A * self.target.std + self.target.mean)

    def _check_shapes(self) -> None:
        arrays = self.tensors | spread("input", self.normalizer) | spread("target", self.target)
        found = {name: array.shape for name, array in arrays.items()}
        expected = self._expected_shapes()
        for name in found | expected:
            if found.get(name) != expected.get(name):
                raise EngineError(
                    f"{name} should be {expected.get(name, 'absent')}, but is {found.get(name, 'missing')}; "
                    "take all tensors of a model as they were trained or exported."
                )

    def _expected_shapes(self) -> dict[str, tuple[int, ...]]:
        """The shapes that follow from the features, the task and the units of the hidden layers."""
        n, outputs = len(self.features), DEFAULT_LOSSES[self.task].units(len(self.classes))
        shapes: dict[str, tuple[int, ...]] = {"input_mean": (n, 1), "input_std": (n, 1)}
        if self.target is not None:
            shapes |= {"target_mean": (outputs, 1), "target_std": (outputs, 1)}
        for l in range(1, self.depth + 1):
            units = outputs if l == self.depth else self.parameters[f"W{l}"].shape[0]
            vectors = BATCH_NORM if self.batch_norm(l) else ("b",)
            shapes |= {f"W{l}": (units, n)} | {f"{kind}{l}": (units, 1) for kind in vectors}
            n = units
        return shapes


def spread(name: str, normalizer: Normalizer | None) -> Parameters:
    """What a file calls the two arrays of a normaliser: "input_mean" and "input_std". None has none."""
    return {} if normalizer is None else {f"{name}_mean": normalizer.mean, f"{name}_std": normalizer.std}


def activation_name(g: Activation) -> str:
    """The name of an activation in a file: "tanh", or "leaky_relu(0.2)" where alpha is not the usual one."""
    if g == ACTIVATIONS[g.name]:
        return g.name
    return f"{g.name}({','.join(map(repr, msgspec.structs.astuple(g)))})"


def activation(name: str) -> Activation:
    """The activation that a name stands for. Raises KeyError for an unknown one or impossible values."""
    written = WITH_VALUES.fullmatch(name)
    if not written:
        return ACTIVATIONS[name]
    usual = ACTIVATIONS[written[1]]
    try:
        values = dict(zip(usual.__struct_fields__, written[2].split(","), strict=True))
        return msgspec.convert(values, type(usual), strict=False)
    except ValueError as error:
        raise KeyError(f"{name}: {error}") from error


def place(name: str) -> tuple[int, int]:
    """Layer and kind of a tensor, by which they are ordered: "b12" is (12, 1). Raises ValueError."""
    kind = name.rstrip(string.digits)
    return int(name.removeprefix(kind)), KINDS.index(kind)


def parted(tensors: Parameters) -> tuple[Parameters, Parameters]:
    """Parameters and statistics, each in order. Raises ValueError for a tensor that is neither."""
    ordered = {name: tensors[name] for name in sorted(tensors, key=place)}
    statistics = {name: ordered[name] for name in ordered if name.startswith(STATISTICS)}
    return {name: ordered[name] for name in ordered if name not in statistics}, statistics


def weights_sha256(tensors: dict[str, np.ndarray[Any, Any]]) -> str:
    """SHA-256 over the tensors as C-ordered little-endian bytes of their dtype.

    Their order is W1, b1, W2, b2, ...; for a batch-normalised layer W1, gamma1, beta1, mean1, variance1.
    Raises ValueError for a tensor of another name.
    """
    digest = hashlib.sha256()
    for name in sorted(tensors, key=place):
        tensor = tensors[name]
        digest.update(np.ascontiguousarray(tensor, tensor.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()
