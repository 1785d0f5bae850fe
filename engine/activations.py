"""The activation functions g of the course, each with its derivative and its lowered form.

An activation is a frozen value. `value` and `derivative` are the readable mathematics; `forward_ops` and
`factor_ops` are the same mathematics as in-place NumPy calls, from which `engine.plan` writes the training
step.
"""

import math
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import ExperimentError
from engine.tagged import Tagged

Array = NDArray[np.floating[Any]]


class Activation(Tagged, frozen=True):
    """An activation function g, applied to each element of Z (n[l], m). Source: course, Activations."""

    # Lines of the lowered step. `A` holds Z on entry and g(Z) afterwards; `F` receives g'(Z), from A. Where A
    # alone does not tell, the forward lines may leave in `F` and the scratch `E` what the others go on with.
    # `O` is zeros of A's shape: the minimum and maximum of two arrays is twice as fast as with a scalar.
    forward_ops: ClassVar[tuple[str, ...]] = ()
    factor_ops: ClassVar[tuple[str, ...]] = ()
    # Whether `F` gets bits instead, all set where g' is 1 and none where it is 0, to be joined with "and".
    masks: ClassVar[bool] = False
    label: ClassVar[str] = ""
    # Variance of the initial weights times n[l-1]: 1 is Xavier, 2 is He.
    weight_variance: ClassVar[float] = 1.0

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
    forward_ops: ClassVar[tuple[str, ...]] = ("maximum({A}, {O}, out={A})",)
    # A positive number, seen as a whole one and negated, has its sign bit set; 0 has not.
    factor_ops: ClassVar[tuple[str, ...]] = (
        "negative({A}_bits, {F}_bits)",
        "right_shift({F}_bits, last_bit, {F}_bits)",
    )
    masks: ClassVar[bool] = True

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
        "maximum({F}, {O}, out={F})",
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


class Elu(Activation, frozen=True, tag="elu"):
    """g(z) = z for z > 0, else alpha (e^z - 1): the exponential linear unit. It bends at 0 unless alpha is 1.

    The derivative at 0 is taken as 1. Source: Clevert, Unterthiner and Hochreiter 2016.
    """

    alpha: float = 1.0

    label: ClassVar[str] = "ELU"
    weight_variance: ClassVar[float] = 2.0
    # From the forward lines on F is f = alpha (e^min(z, 0) - 1), which is 0 on the straight side.
    forward_ops: ClassVar[tuple[str, ...]] = (
        "minimum({A}, {O}, out={F})",
        "expm1({F}, {F})",
        "multiply({F}, alpha, {F})",
        "maximum({A}, {O}, out={A})",
        "add({A}, {F}, {A})",
    )
    # g'(z) = 1 + f + (1 - alpha) sign f.
    factor_ops: ClassVar[tuple[str, ...]] = (
        "sign({F}, {E})",
        "multiply({E}, one_minus_alpha, {E})",
        "add({F}, {E}, {F})",
        "add({F}, one, {F})",
    )

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= 1000:
            raise ExperimentError(
                f"ELU needs an alpha above 0 and at most 1000, not {self.alpha:g}. The usual one is 1."
            )

    @property
    def constants(self) -> dict[str, float]:
        return {"alpha": self.alpha, "one_minus_alpha": 1 - self.alpha}

    def value(self, Z: Array) -> Array:
        return np.where(Z > 0, Z, self.alpha * np.expm1(np.minimum(Z, 0)))

    def derivative(self, Z: Array, A: Array) -> Array:
        return np.where(Z < 0, A + self.alpha, 1).astype(Z.dtype, copy=False)


class Silu(Activation, frozen=True, tag="silu"):
    """g(z) = z s with s = 1 / (1 + e^-z), also known as swish; g'(z) = s + a (1 - s).

    Source: Elfwing, Uchibe and Doya 2018.
    """

    label: ClassVar[str] = "SiLU"
    weight_variance: ClassVar[float] = 2.0
    # F is s from the forward lines on.
    forward_ops: ClassVar[tuple[str, ...]] = (
        "multiply({A}, half, {F})",
        "tanh({F}, {F})",
        "multiply({F}, half, {F})",
        "add({F}, half, {F})",
        "multiply({A}, {F}, {A})",
    )
    factor_ops: ClassVar[tuple[str, ...]] = (
        "subtract(one, {F}, {E})",
        "multiply({E}, {A}, {E})",
        "add({F}, {E}, {F})",
    )

    def value(self, Z: Array) -> Array:
        return np.asarray(Z * Sigmoid().value(Z))

    def derivative(self, Z: Array, A: Array) -> Array:
        s = Sigmoid().value(Z)
        return np.asarray(s + A * (1 - s))


class Gelu(Activation, frozen=True, tag="gelu"):
    """g(z) = z p with p = (1 + tanh(k (z + c z^3))) / 2, k = sqrt(2 / pi), c = 0.044715.

    This is the tanh approximation of z Phi(z), at most 0.0005 from it. Source: Hendrycks and Gimpel 2016.
    """

    label: ClassVar[str] = "GELU (tanh)"
    weight_variance: ClassVar[float] = 2.0
    K: ClassVar[float] = math.sqrt(2 / math.pi)
    C: ClassVar[float] = 0.044715
    # From the forward lines on F is p and E is z^2: g'(z) = p + a (1 - p) (2 k + 6 k c z^2).
    forward_ops: ClassVar[tuple[str, ...]] = (
        "multiply({A}, {A}, {E})",
        "multiply({E}, kc, {F})",
        "add({F}, k, {F})",
        "multiply({F}, {A}, {F})",
        "tanh({F}, {F})",
        "multiply({F}, half, {F})",
        "add({F}, half, {F})",
        "multiply({A}, {F}, {A})",
    )
    # With q = a (2 k + 6 k c z^2), p + (1 - p) q = 1 - (1 - p) (1 - q) needs no further scratch.
    factor_ops: ClassVar[tuple[str, ...]] = (
        "multiply({E}, six_kc, {E})",
        "add({E}, two_k, {E})",
        "multiply({E}, {A}, {E})",
        "subtract(one, {E}, {E})",
        "subtract(one, {F}, {F})",
        "multiply({F}, {E}, {F})",
        "subtract(one, {F}, {F})",
    )

    @property
    def constants(self) -> dict[str, float]:
        kc = self.K * self.C
        return {"k": self.K, "kc": kc, "two_k": 2 * self.K, "six_kc": 6 * kc}

    def _gate(self, Z: Array) -> Array:
        """p, the share of z that passes."""
        return np.asarray(0.5 + 0.5 * np.tanh(self.K * Z * (1 + self.C * Z * Z)))

    def value(self, Z: Array) -> Array:
        return np.asarray(Z * self._gate(Z))

    def derivative(self, Z: Array, A: Array) -> Array:
        p = self._gate(Z)
        return np.asarray(p + A * (1 - p) * 2 * self.K * (1 + 3 * self.C * Z * Z))


class Softplus(Activation, frozen=True, tag="softplus"):
    """g(z) = log(1 + e^z), a smooth ReLU, without overflow; g'(z) = 1 - e^-a. Source: Dugas et al. 2001."""

    label: ClassVar[str] = "softplus"
    forward_ops: ClassVar[tuple[str, ...]] = ("logaddexp({A}, zero, {A})",)
    factor_ops: ClassVar[tuple[str, ...]] = (
        "subtract(zero, {A}, {F})",
        "exp({F}, {F})",
        "subtract(one, {F}, {F})",
    )

    def value(self, Z: Array) -> Array:
        return np.asarray(np.logaddexp(Z, 0))

    def derivative(self, Z: Array, A: Array) -> Array:
        return np.asarray(1 - np.exp(-A))


class Linear(Activation, frozen=True, tag="linear"):
    """g(z) = z: a stack of linear layers is one linear layer."""

    label: ClassVar[str] = "linear"

    def value(self, Z: Array) -> Array:
        return Z

    def derivative(self, Z: Array, A: Array) -> Array:
        return np.ones_like(Z)


AnyActivation = Sigmoid | Tanh | Relu | LeakyRelu | Elu | Silu | Gelu | Softplus | Linear
ACTIVATIONS: dict[str, AnyActivation] = {
    g.name: g for g in (Sigmoid(), Tanh(), Relu(), LeakyRelu(), Elu(), Silu(), Gelu(), Softplus(), Linear())
}


def softmax(Z: Array) -> Array:
    """e^z / sum e^z down the columns of Z (C, m), shifted by the largest z so that nothing overflows."""
    E = np.exp(Z - Z.max(axis=-2, keepdims=True))
    return np.asarray(E / E.sum(axis=-2, keepdims=True))


def hard_max(Z: Array) -> Array:
    """1 at the largest z of each column of Z (C, m), else 0; the first one wins a tie."""
    rows = np.arange(Z.shape[0])[:, None]
    return np.asarray(rows == Z.argmax(axis=0)[None, :], Z.dtype)
