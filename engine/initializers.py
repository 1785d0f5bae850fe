"""Initialisers: how the first weights of a layer are drawn. The usual ones keep a signal's variance.

Each is a frozen value; weights that start alike in all units of a layer stay alike, which zeros and constant
are there to show.
"""

from typing import ClassVar

import numpy as np

from engine.activations import Activation, Array
from engine.errors import ExperimentError
from engine.tagged import Tagged

Shape = tuple[int, int]
LARGEST = 1e6  # of a first weight; beyond it nothing trains


class Initializer(Tagged, frozen=True):
    """A way to draw W[l], of shape (n[l], n[l-1]). Source: course, Initialisation."""

    label: ClassVar[str] = ""

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        """W[l] of that shape (n[l], n[l-1]), float64; the same generator state gives the same bits."""
        raise TypeError("Initializer is abstract: use one of engine.initializers.INITIALIZERS.")

    def mean_square(self, shape: Shape) -> float:
        """E[w^2] of such weights: their variance, where their mean is 0."""
        raise TypeError("Initializer is abstract: use one of engine.initializers.INITIALIZERS.")


class Zeros(Initializer, frozen=True, tag="zeros"):
    """All weights 0: right for logistic regression; a hidden layer's units stay identical for ever."""

    label: ClassVar[str] = "zeros"

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.zeros(shape)

    def mean_square(self, shape: Shape) -> float:
        return 0.0


class Constant(Initializer, frozen=True, tag="constant"):
    """All weights one value: symmetric as zeros are, but the signal passes."""

    value: float = 0.5

    label: ClassVar[str] = "constant"

    def __post_init__(self) -> None:
        if not abs(self.value) <= LARGEST:
            raise ExperimentError(
                f"A first weight lies between -{LARGEST:g} and {LARGEST:g}, not at {self.value:g}. Try 0.5."
            )

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.full(shape, self.value, np.float64)

    def mean_square(self, shape: Shape) -> float:
        return self.value**2


def _check_positive(what: str, value: float, usual_one: str) -> None:
    if not 0 < value <= LARGEST:
        raise ExperimentError(
            f"{what} above 0 and at most {LARGEST:g}, not {value:g}. The usual one is {usual_one}."
        )


class Normal(Initializer, frozen=True, tag="normal"):
    """Normal numbers times `scale`, whatever the layer's size: the course's small random numbers."""

    scale: float = 0.01

    label: ClassVar[str] = "normal"

    def __post_init__(self) -> None:
        _check_positive("Normal initialisation needs a scale", self.scale, "0.01")

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.asarray(rng.standard_normal(shape) * self.scale)

    def mean_square(self, shape: Shape) -> float:
        return self.scale**2


class Uniform(Initializer, frozen=True, tag="uniform"):
    """Any number between -limit and limit is as likely as any other; the variance is limit^2 / 3."""

    limit: float = 0.5

    label: ClassVar[str] = "uniform"

    def __post_init__(self) -> None:
        _check_positive("Uniform initialisation needs a limit", self.limit, "0.5")

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return rng.uniform(-self.limit, self.limit, shape)

    def mean_square(self, shape: Shape) -> float:
        return self.limit**2 / 3


class Xavier(Initializer, frozen=True, tag="xavier"):
    """Normal, variance 1 / n[l-1]: keeps the signal's size through tanh. Source: Glorot and Bengio 2010."""

    label: ClassVar[str] = "Xavier"

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.asarray(rng.standard_normal(shape) * np.sqrt(1 / shape[1]))

    def mean_square(self, shape: Shape) -> float:
        return 1 / shape[1]


class He(Initializer, frozen=True, tag="he"):
    """Normal, variance 2 / n[l-1]: ReLU lets half of the signal through. Source: He et al. 2015."""

    label: ClassVar[str] = "He"

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        return np.asarray(rng.standard_normal(shape) * np.sqrt(2 / shape[1]))

    def mean_square(self, shape: Shape) -> float:
        return 2 / shape[1]


class Orthogonal(Initializer, frozen=True, tag="orthogonal"):
    """Orthonormal columns, or rows where these are fewer, times `gain`: no length changes for gain 1.

    Q of the QR decomposition of a normal matrix; the signs of R's diagonal make every such Q equally likely.
    Source: Saxe, McClelland and Ganguli 2014.
    """

    gain: float = 1.0

    label: ClassVar[str] = "orthogonal"

    def __post_init__(self) -> None:
        _check_positive("Orthogonal initialisation needs a gain", self.gain, "1")

    def draw(self, shape: Shape, rng: np.random.Generator) -> Array:
        tall = rng.standard_normal((max(shape), min(shape)))
        Q, R = np.linalg.qr(tall)
        Q = self.gain * Q * np.where(np.diag(R) < 0, -1.0, 1.0)
        return np.ascontiguousarray(Q if shape[0] >= shape[1] else Q.T)

    def mean_square(self, shape: Shape) -> float:
        return self.gain**2 / max(shape)


AnyInitializer = Zeros | Constant | Normal | Uniform | Xavier | He | Orthogonal
INITIALIZERS: dict[str, AnyInitializer] = {
    i.name: i for i in (Zeros(), Constant(), Normal(), Uniform(), Xavier(), He(), Orthogonal())
}


def usual(activation: Activation) -> AnyInitializer:
    """He for ReLU and its relatives, else Xavier."""
    return He() if activation.weight_variance == 2 else Xavier()
