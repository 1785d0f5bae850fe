"""Optimisers: how a gradient becomes an update. Each is a frozen value with readable hyperparameters.

The lowered step works with gradients in *sum form*: G = c * dW, where c is the number of examples in the
mini-batch times the loss's delta scale. No step divides by m; the factor is folded into the rate (and into
any epsilon) here. Moments are kept in a rescaled form too, which saves two passes over the parameters;
`moment_scale` tells how.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import ExperimentError
from engine.tagged import Tagged

Vector = NDArray[np.float64]


def _rows(t: Vector, *rows: float | Vector) -> NDArray[np.float64]:
    """Scalars (len(rows), steps): each one for all steps, or one per step."""
    found = np.empty((len(rows), t.size))
    for place, row in zip(found, rows, strict=True):
        place[:] = row
    return found


class Optimizer(Tagged, frozen=True):
    """An update rule for the flat parameter vector P with the flat gradient G."""

    # Lines of the lowered step over P, G, the scratch T and the moments M. The last one takes T from P.
    ops: ClassVar[tuple[str, ...]] = ()
    # The same for many parameters, a block at a time: what is not G, P or a moment stays in the cache.
    block_ops: ClassVar[tuple[str, ...]] = ()
    scalars: ClassVar[tuple[str, ...]] = ("rate",)
    n_moments: ClassVar[int] = 0
    # Whether the per-step scalars depend on how many updates there have been.
    counts: ClassVar[bool] = False
    label: ClassVar[str] = ""

    @property
    def constants(self) -> dict[str, Any]:
        """What the lowered lines name besides the vectors and the per-step scalars."""
        return {}

    def schedule(self, learning_rate: float | Vector, t: Vector, c: float) -> NDArray[np.float64]:
        """Per-step scalars (len(scalars), steps) for update numbers t = 1, 2, ... and gradient scale c.

        The learning rate is one for all, or one per step.
        """
        return _rows(t, learning_rate / c)

    def moment_scale(self, c: float) -> Vector:
        """Factors (n_moments,) that turn the kept moments into those of the course."""
        return np.ones(self.n_moments)


class GradientDescent(Optimizer, frozen=True, tag="gd"):
    """w -= alpha g. Source: course, Optimisation."""

    label: ClassVar[str] = "Gradient descent"
    ops: ClassVar[tuple[str, ...]] = ("multiply(G, rate, T)", "subtract(P, T, P)")


def _check_decay(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ExperimentError(
            f"{name} must be at least 0 and below 1, not {value:g}. The usual one is 0.9 or above."
        )


# Below this an epsilon is nothing in float32, and does not keep from dividing by zero.
SMALLEST_EPSILON = 1e-30


def _check_epsilon(name: str, value: float) -> None:
    if not SMALLEST_EPSILON <= value < 1:
        raise ExperimentError(
            f"{name} must be from {SMALLEST_EPSILON:g} to below 1, not {value:g}. The usual one is 1e-8."
        )


class Momentum(Optimizer, frozen=True, tag="momentum"):
    """v = beta v + (1 - beta) g; w -= alpha v. Kept is v c / (1 - beta). Source: course, Optimisation."""

    beta: float = 0.9

    label: ClassVar[str] = "Momentum"
    n_moments: ClassVar[int] = 1
    ops: ClassVar[tuple[str, ...]] = (
        "multiply(M, decay, M)",
        "add(M, G, M)",
        "multiply(M, rate, T)",
        "subtract(P, T, P)",
    )

    def __post_init__(self) -> None:
        _check_decay(f"{self.label}'s beta", self.beta)

    @property
    def constants(self) -> dict[str, Any]:
        return {"decay": self.beta}

    def schedule(self, learning_rate: float | Vector, t: Vector, c: float) -> NDArray[np.float64]:
        return _rows(t, learning_rate * (1 - self.beta) / c)

    def moment_scale(self, c: float) -> Vector:
        return np.array([(1 - self.beta) / c])


class Nesterov(Momentum, frozen=True, tag="nesterov"):
    """v = beta v + (1 - beta) g; w -= alpha (beta v + (1 - beta) g), with v kept as Momentum keeps it.

    This is Nesterov's method seen from the point it looks ahead to: w is that point, u - alpha beta v of the
    plain form u -= alpha v, so that g is taken there. Source: Sutskever et al. 2013; the average is the
    course's.
    """

    label: ClassVar[str] = "Nesterov"
    ops: ClassVar[tuple[str, ...]] = (
        "multiply(M, decay, M)",
        "add(M, G, M)",
        "multiply(M, decay, T)",
        "add(T, G, T)",
        "multiply(T, rate, T)",
        "subtract(P, T, P)",
    )


class AdaGrad(Optimizer, frozen=True, tag="adagrad"):
    """s = s + g^2; w -= alpha g / (sqrt(s) + eps). Kept is s c^2. Source: Duchi, Hazan and Singer 2011."""

    eps: float = 1e-8

    label: ClassVar[str] = "AdaGrad"
    n_moments: ClassVar[int] = 1
    scalars: ClassVar[tuple[str, ...]] = ("rate", "eps")
    ops: ClassVar[tuple[str, ...]] = (
        "multiply(G, G, squares)",
        "add(M, squares, M)",
        "sqrt(M, T)",
        "add(T, eps, T)",
        "divide(G, T, T)",
        "multiply(T, rate, T)",
        "subtract(P, T, P)",
    )

    def __post_init__(self) -> None:
        _check_epsilon("AdaGrad's epsilon", self.eps)

    def schedule(self, learning_rate: float | Vector, t: Vector, c: float) -> NDArray[np.float64]:
        return _rows(t, learning_rate, self.eps * c)

    def moment_scale(self, c: float) -> Vector:
        return np.array([1 / c**2])


class RMSprop(Optimizer, frozen=True, tag="rmsprop"):
    """s = beta s + (1 - beta) g^2; w -= alpha g / (sqrt(s) + eps). Source: course, Optimisation.

    Kept is s c^2 / (1 - beta); there is no bias correction.
    """

    beta: float = 0.9
    eps: float = 1e-8

    label: ClassVar[str] = "RMSprop"
    n_moments: ClassVar[int] = 1
    scalars: ClassVar[tuple[str, ...]] = ("rate", "eps")
    ops: ClassVar[tuple[str, ...]] = (AdaGrad.ops[0], "multiply(M, decay, M)", *AdaGrad.ops[1:])

    def __post_init__(self) -> None:
        _check_decay("RMSprop's beta", self.beta)
        _check_epsilon("RMSprop's epsilon", self.eps)

    @property
    def constants(self) -> dict[str, Any]:
        return {"decay": self.beta}

    def schedule(self, learning_rate: float | Vector, t: Vector, c: float) -> NDArray[np.float64]:
        root = np.sqrt(1 - self.beta)
        return _rows(t, learning_rate / root, self.eps * c / root)

    def moment_scale(self, c: float) -> Vector:
        return np.array([(1 - self.beta) / c**2])


class Adam(Optimizer, frozen=True, tag="adam"):
    """Adam with bias correction (Kingma and Ba 2015, algorithm 1; course, Optimisation).

    Kept are v c / (1 - beta1) and s c^2 / (1 - beta2), so that both moments take one product and one sum.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    label: ClassVar[str] = "Adam"
    n_moments: ClassVar[int] = 2
    counts: ClassVar[bool] = True
    scalars: ClassVar[tuple[str, ...]] = ("rate", "eps")
    ops: ClassVar[tuple[str, ...]] = (
        "multiply(G, G, squares)",
        "multiply(M, decay, M)",
        "add(M, GG, M)",
        "sqrt(S, T)",
        "add(T, eps, T)",
        "divide(V, T, T)",
        "multiply(T, rate, T)",
        "subtract(P, T, P)",
    )
    block_ops: ClassVar[tuple[str, ...]] = (
        "multiply(G, G, T)",
        "multiply(V, decay_V, V)",
        "add(V, G, V)",
        "multiply(S, decay_S, S)",
        "add(S, T, S)",
        *ops[3:],
    )

    def __post_init__(self) -> None:
        _check_decay(f"{self.label}'s beta1", self.beta1)
        _check_decay(f"{self.label}'s beta2", self.beta2)
        _check_epsilon(f"{self.label}'s epsilon", self.eps)

    @property
    def constants(self) -> dict[str, Any]:
        return {"decay": (self.beta1, self.beta2)}

    def schedule(self, learning_rate: float | Vector, t: Vector, c: float) -> NDArray[np.float64]:
        root = np.sqrt((1 - self.beta2**t) / (1 - self.beta2))
        rate = learning_rate * (1 - self.beta1) / (1 - self.beta1**t) * root
        return _rows(t, rate, self.eps * c * root)

    def moment_scale(self, c: float) -> Vector:
        return np.array([(1 - self.beta1) / c, (1 - self.beta2) / c**2])


class AdamW(Adam, frozen=True, tag="adamw"):
    """Adam, and beside it w -= alpha weight_decay w for every parameter, whatever the gradient's moments say.

    As published, and unlike L2, it shrinks biases too. Source: Loshchilov and Hutter 2019, algorithm 2.
    """

    weight_decay: float = 0.01

    label: ClassVar[str] = "AdamW"
    scalars: ClassVar[tuple[str, ...]] = ("rate", "eps", "fade")
    ops: ClassVar[tuple[str, ...]] = (
        *Adam.ops[:-1],
        "multiply(P, fade, squares)",
        "add(T, squares, T)",
        "subtract(P, T, P)",
    )
    block_ops: ClassVar[tuple[str, ...]] = (*Adam.block_ops[:-1], *ops[-3:])

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.weight_decay < 1:
            raise ExperimentError(
                f"AdamW's weight decay must be at least 0 and below 1, not {self.weight_decay:g}. "
                "The usual one is 0.01."
            )

    def schedule(self, learning_rate: float | Vector, t: Vector, c: float) -> NDArray[np.float64]:
        fade = _rows(t, learning_rate * self.weight_decay)
        return np.concatenate([super().schedule(learning_rate, t, c), fade])


AnyOptimizer = GradientDescent | Momentum | Nesterov | AdaGrad | RMSprop | Adam | AdamW
OPTIMIZERS: dict[str, AnyOptimizer] = {
    o.name: o for o in (GradientDescent(), Momentum(), Nesterov(), AdaGrad(), RMSprop(), Adam(), AdamW())
}
