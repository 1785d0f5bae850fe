"""The activation functions g of the course, each with its derivative and its lowered form.

An activation is a frozen value. `value` and `derivative` are the readable mathematics; `forward_ops` and
`factor_ops` are the same mathematics as in-place NumPy calls, from which `engine.plan` writes the training
step.
"""

from typing import Any, ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.errors import ExperimentError

Array = NDArray[np.floating[Any]]


class Activation(msgspec.Struct, frozen=True, tag_field="kind"):
    """An activation function g, applied to each element of Z (n[l], m). Source: course, Activations."""

    # Lines of the lowered step. `A` holds Z on entry and g(Z) afterwards; `F` receives g'(Z), from A.
    forward_ops: ClassVar[tuple[str, ...]] = ()
    factor_ops: ClassVar[tuple[str, ...]] = ()
    label: ClassVar[str] = ""
    # Variance of the initial weights times n[l-1]: 1 is Xavier, 2 is He.
    weight_variance: ClassVar[float] = 1.0

    @property
    def name(self) -> str:
        """The name used on the command line and in files, such as "tanh"."""
        return str(self.__struct_config__.tag)

    @property
    def constants(self) -> dict[str, float]:
        """Scalars that the lowered lines name besides `zero`, `half` and `one`."""
        return {}

    def value(self, Z: Array) -> Array:
        """g(Z), same shape as Z."""
        raise TypeError("Activation is abstract: use one of engine.activations.ACTIVATIONS.")

    def derivative(self, Z: Array, A: Array) -> Array:
        """g'(Z), same shape as Z, given A = g(Z)."""
        raise TypeError("Activation is abstract: use one of engine.activations.ACTIVATIONS.")


class Sigmoid(Activation, frozen=True, tag="sigmoid"):
    """g(z) = 1 / (1 + e^-z), by way of tanh so that no finite z overflows."""

    label: ClassVar[str] = "sigmoid"
    forward_ops: ClassVar[tuple[str, ...]] = (
        "multiply({A}, half, {A})",
        "tanh({A}, {A})",
        "multiply({A}, half, {A})",
        "add({A}, half, {A})",
    )
    factor_ops: ClassVar[tuple[str, ...]] = ("subtract(one, {A}, {F})", "multiply({F}, {A}, {F})")

    def value(self, Z: Array) -> Array:
        return np.asarray(0.5 * np.tanh(0.5 * Z) + 0.5)

    def derivative(self, Z: Array, A: Array) -> Array:
        return A * (1 - A)


class Tanh(Activation, frozen=True, tag="tanh"):
    """g(z) = tanh z, zero-centred."""

    label: ClassVar[str] = "tanh"
    forward_ops: ClassVar[tuple[str, ...]] = ("tanh({A}, {A})",)
    factor_ops: ClassVar[tuple[str, ...]] = ("multiply({A}, {A}, {F})", "subtract(one, {F}, {F})")

    def value(self, Z: Array) -> Array:
        return np.tanh(Z)

    def derivative(self, Z: Array, A: Array) -> Array:
        return 1 - A * A


class Relu(Activation, frozen=True, tag="relu"):
    """g(z) = max(0, z); the derivative at 0 is taken as 0."""

    label: ClassVar[str] = "ReLU"
    weight_variance: ClassVar[float] = 2.0
    forward_ops: ClassVar[tuple[str, ...]] = ("maximum({A}, zero, out={A})",)
    factor_ops: ClassVar[tuple[str, ...]] = ("sign({A}, {F})",)

    def value(self, Z: Array) -> Array:
        return np.maximum(Z, 0)

    def derivative(self, Z: Array, A: Array) -> Array:
        return np.sign(A)


class LeakyRelu(Activation, frozen=True, tag="leaky_relu"):
    """g(z) = max(alpha z, z) with 0 < alpha < 1; the derivative at 0 is taken as alpha."""

    alpha: float = 0.01

    label: ClassVar[str] = "leaky ReLU"
    weight_variance: ClassVar[float] = 2.0
    forward_ops: ClassVar[tuple[str, ...]] = ("multiply({A}, alpha, {F})", "maximum({A}, {F}, out={A})")
    factor_ops: ClassVar[tuple[str, ...]] = (
        "sign({A}, {F})",
        "maximum({F}, zero, out={F})",
        "multiply({F}, one_minus_alpha, {F})",
        "add({F}, alpha, {F})",
    )

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ExperimentError(
                f"Leaky ReLU needs an alpha between 0 and 1, not {self.alpha:g}. The usual one is 0.01."
            )

    @property
    def constants(self) -> dict[str, float]:
        return {"alpha": self.alpha, "one_minus_alpha": 1 - self.alpha}

    def value(self, Z: Array) -> Array:
        return np.asarray(np.maximum(self.alpha * Z, Z))

    def derivative(self, Z: Array, A: Array) -> Array:
        return np.asarray(np.maximum(np.sign(A), 0) * (1 - self.alpha) + self.alpha)


class Linear(Activation, frozen=True, tag="linear"):
    """g(z) = z: a stack of linear layers is one linear layer."""

    label: ClassVar[str] = "linear"

    def value(self, Z: Array) -> Array:
        return Z

    def derivative(self, Z: Array, A: Array) -> Array:
        return np.ones_like(Z)


AnyActivation = Sigmoid | Tanh | Relu | LeakyRelu | Linear
ACTIVATIONS: dict[str, AnyActivation] = {
    g.name: g for g in (Sigmoid(), Tanh(), Relu(), LeakyRelu(), Linear())
}


def softmax(Z: Array) -> Array:
    """e^z / sum e^z down the columns of Z (C, m), shifted by the largest z so that nothing overflows."""
    E = np.exp(Z - Z.max(axis=-2, keepdims=True))
    return np.asarray(E / E.sum(axis=-2, keepdims=True))


def hard_max(Z: Array) -> Array:
    """1 at the largest z of each column of Z (C, m), else 0; the first one wins a tie."""
    rows = np.arange(Z.shape[0])[:, None]
    return np.asarray(rows == Z.argmax(axis=0)[None, :], Z.dtype)
