"""A Model is what training leaves behind: the weights and all that is needed to predict with them.

Exports are written from a Model and read back into one, so its `predict` is plain mathematics that shares
nothing with the lowered training step.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS, Activation, Array, LeakyRelu
from engine.data import Normalizer, Task, compute
from engine.data.dataset import Floats
from engine.losses import DEFAULT_LOSSES

Parameters = dict[str, Array]


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """W1, b1, W2, ... in course shapes: W[l] (n[l], n[l-1]), b[l] (n[l], 1), in `dtype`.

    `activations` are the names of g[1] ... g[L-1] (see `activation_name`); the output's function follows the
    task. `features` are computed from the raw `columns`, then normalised.

    Raises KeyError for an activation that does not exist.
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

    def __post_init__(self) -> None:
        for name in self.activations:
            activation(name)

    @property
    def depth(self) -> int:
        """L, the number of layers with weights."""
        return len(self.parameters) // 2

    def predict(self, X: Floats) -> Array:
        """Probabilities (n[L], m), or values for regression, for raw columns X (n, m)."""
        return self.output(self.logits(X))

    def logits(self, X: Floats) -> Array:
        """Z[L] (n[L], m) for raw columns X (n, m). Source: course, Forward."""
        A: Array = self.normalizer.apply(compute(self.features, X)).astype(self.dtype)
        for number, name in enumerate(self.activations, start=1):
            A = activation(name).value(self._pre_activation(number, A))
        return self._pre_activation(self.depth, A)

    def _pre_activation(self, number: int, A: Array) -> Array:
        """Z[l] = W[l] A[l-1] + b[l]."""
        return self.parameters[f"W{number}"] @ A + self.parameters[f"b{number}"]

    def output(self, Z: Array) -> Array:
        """Predictions from the logits Z[L] (n[L], m)."""
        return DEFAULT_LOSSES[self.task].output(Z)


def activation_name(g: Activation) -> str:
    """The name of an activation in a file: "tanh", or "leaky_relu(0.2)" where alpha is not the usual one."""
    if isinstance(g, LeakyRelu) and g != LeakyRelu():
        return f"{g.name}({g.alpha!r})"
    return g.name


def activation(name: str) -> Activation:
    """The activation that a name stands for. Raises KeyError for an unknown one."""
    leaky = re.fullmatch(r"leaky_relu\(([-+.e\d]+)\)", name)
    return LeakyRelu(float(leaky[1])) if leaky else ACTIVATIONS[name]


def weights_sha256(parameters: dict[str, np.ndarray[Any, Any]]) -> str:
    """SHA-256 over W1, b1, W2, b2, ... as C-ordered little-endian bytes of their dtype."""
    digest = hashlib.sha256()
    for number in range(1, len(parameters) // 2 + 1):
        for tensor in (parameters[f"W{number}"], parameters[f"b{number}"]):
            digest.update(np.ascontiguousarray(tensor, tensor.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()
