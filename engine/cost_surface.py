"""The cost J of one unit over two of its weights, with raw and with normalised inputs, side by side.

The unit is a logistic one (for classes: is it this class or not) or a linear one (for numbers), of two
features. Its bias stays at its best value, so that two weights are left to look at; both pictures then have
the same lowest point, in weights of other sizes. What differs is the shape: features on other scales or far
from 0 stretch the bowl into a valley, across which descent zigzags. Source: course, Setting up: normalising
inputs.
"""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array, Sigmoid
from engine.data import Normalizer, compute
from engine.errors import DataError
from engine.losses import BinaryCrossEntropy, SquaredError
from engine.problem import Problem

MOST = 1000  # examples that a picture is computed from, evenly spread over the training part
# So much of L2 on the normalised weights gives J a lowest point also where a line tells the classes apart.
RIDGE = 0.01
STEPS, GRID, RATES = 25, 96, 80
UnitLoss = BinaryCrossEntropy | SquaredError
MARGIN = 0.25  # beyond start, path and lowest point, as a share of what they span
ROUNDS = 100


class UnitCost(msgspec.Struct, frozen=True, eq=False):
    """J of a unit with inputs X (2, m), targets Y (1, m) as its loss encodes them, and a bias that is kept.

    `scale` (2, 1) turns weights into those of normalised inputs, on which the ridge lies in both pictures.
    """

    X: Array
    Y: Array
    bias: float
    scale: Array
    loss: UnitLoss

    def value(self, W: Array) -> Array:
        """J (k,) of weights W (k, 2)."""
        terms = self.loss.terms(self._logits(W), self.Y)
        return np.asarray(terms.mean(axis=1) + RIDGE / 2 * np.square(W * self.scale.T).sum(axis=1))

    def gradient(self, W: Array) -> Array:
        """dJ/dW (k, 2)."""
        D = self.loss.delta(self._logits(W), self.Y)
        return np.asarray(D @ self.X.T / self.X.shape[1] + RIDGE * W * np.square(self.scale.T))

    def curvature(self, w: Array) -> Array:
        """The second derivatives (2, 2) of J at weights w (2,)."""
        slope = _slopes(self.loss, self._logits(w[None, :]))
        ridge = RIDGE * np.diag(np.square(self.scale[:, 0]))
        return np.asarray((self.X * slope) @ self.X.T / self.X.shape[1] + ridge)

    def _logits(self, W: Array) -> Array:
        return np.asarray(W @ self.X + self.bias)


class Bowl(msgspec.Struct, frozen=True, eq=False):
    """One picture: J over a square of weights, and the way of gradient descent on it.

    `surface` (G, G) is J, first row at the top, over the square around `centre` (2,) that reaches `half` to
    each side. `path` (steps + 1, 2) begins at the weights 0 and goes with the `rate` that leads lowest
    without ever climbing above the start; `costs` are J along it. `best` (2,) is the lowest point,
    `condition` how many times more J bends there in its steepest direction than in its flattest.
    """

    centre: Array
    half: float
    surface: Array
    path: Array
    costs: Array
    rate: float
    best: Array
    lowest: float
    condition: float


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """The two pictures of one unit. `names` are its features, `asked` is what it tells."""

    names: tuple[str, str]
    asked: str
    examples: int
    raw: Bowl
    normalised: Bowl


class FeatureScale(msgspec.Struct, frozen=True, eq=False):
    """Per feature (n_x,): mu and sigma of train, and what normalising by them leaves of train and dev.

    The values of dev are NaN where there is no dev example.
    """

    names: tuple[str, ...]
    mean: Array
    std: Array
    train_mean: Array
    train_std: Array
    dev_mean: Array
    dev_std: Array


def scales(problem: Problem) -> FeatureScale:
    """What normalisation does to every feature of a problem, whether it is on or off there."""
    raw = compute(problem.experiment.features, problem.dataset.X)
    train, dev = problem.codes == 0, problem.codes == 1
    fitted = Normalizer.fit(raw[:, train], problem.experiment.features)
    after = fitted.apply(raw)
    nothing = np.full(len(raw), np.nan)
    return FeatureScale(
        problem.experiment.features,
        fitted.mean[:, 0],
        fitted.std[:, 0],
        after[:, train].mean(axis=1),
        after[:, train].std(axis=1),
        after[:, dev].mean(axis=1) if dev.any() else nothing,
        after[:, dev].std(axis=1) if dev.any() else nothing,
    )


def compare(problem: Problem, features: tuple[int, int], target: int = 1, steps: int = STEPS) -> Comparison:
    """Both pictures for two of the problem's features; the unit tells the class `target` from the others.

    Raises DataError for images, for fewer than two features, and where the training part has only one class.
    """
    check(problem, features)
    names = problem.experiment.features
    chosen = (names[features[0]], names[features[1]])
    (train,) = np.nonzero(problem.codes == 0)
    train = train[:: -(-len(train) // MOST)]
    raw = compute(chosen, problem.dataset.X[:, train])
    normalizer = Normalizer.fit(raw)
    loss, Y, asked = _targets(problem, problem.dataset.y[train], target)
    one = np.ones((2, 1))
    w, b = fit(normalizer.apply(raw), Y, loss)
    normalised = UnitCost(normalizer.apply(raw), Y, b, one, loss)
    back = w / normalizer.std[:, 0]
    raw_bias = b - float(back @ normalizer.mean[:, 0])
    return Comparison(
        chosen,
        asked,
        len(train),
        bowl(UnitCost(raw, Y, raw_bias, normalizer.std, loss), back, steps),
        bowl(normalised, w, steps),
    )


def check(problem: Problem, features: tuple[int, int]) -> None:
    """Raises DataError where two weights of one unit would tell nothing."""
    if problem.dataset.image is not None:
        raise DataError(
            "The inputs are pixels of an image: all have the same scale, and two of them alone tell nothing."
        )
    n = len(problem.experiment.features)
    if n < 2:
        raise DataError("Two features are needed for a plane of two weights, and only one is on.")
    if features[0] == features[1] or not all(0 <= i < n for i in features):
        raise DataError("Choose two different features of those that are on.")


def _targets(problem: Problem, y: NDArray[Any], target: int) -> tuple[UnitLoss, Array, str]:
    """The loss, the targets as it encodes them, and in words what the unit tells."""
    data = problem.dataset
    if not data.n_classes:
        spread = float(y.std()) or 1.0
        return SquaredError(), ((y - y.mean()) / spread)[None, :], data.target
    target = min(max(target, 0), data.n_classes - 1)
    is_it = (y == target).astype(np.float64)
    if is_it.min() == is_it.max():
        raise DataError("All training examples are alike in what the unit should tell. Choose another class.")
    return (
        BinaryCrossEntropy(),
        BinaryCrossEntropy().encode(is_it, 2),
        f"{data.target} = {data.classes[target]}",
    )


def _slopes(loss: UnitLoss, Z: Array) -> Array:
    """How fast dZ grows with Z: a (1 - a) of a logistic unit, 1 of a linear one."""
    if isinstance(loss, SquaredError):
        return np.ones_like(Z)
    A = Sigmoid().value(Z)
    return np.asarray(A * (1 - A))


def fit(Z: Array, Y: Array, loss: UnitLoss) -> tuple[Array, float]:
    """The weights (2,) and the bias at which J with its ridge is lowest, for normalised inputs Z (2, m).

    By Newton's method with halved steps: J is convex.
    """
    inputs = np.vstack([Z, np.ones((1, Z.shape[1]))])
    ridge, m = np.array([RIDGE, RIDGE, 0.0]), Z.shape[1]

    def cost(v: Array) -> float:
        return float(loss.terms((v @ inputs)[None, :], Y).mean() + 0.5 * ridge @ np.square(v))

    v = np.zeros(3)
    for _ in range(ROUNDS):
        logits = (v @ inputs)[None, :]
        gradient = (loss.delta(logits, Y) @ inputs.T / m)[0] + ridge * v
        hessian = (inputs * _slopes(loss, logits)) @ inputs.T / m + np.diag(ridge + 1e-12)
        step = np.linalg.solve(hessian, gradient)
        share, before = 1.0, cost(v)
        while cost(v - share * step) > before and share > 1e-6:
            share /= 2
        v = v - share * step
        if np.abs(gradient).max() < 1e-12:
            break
    return v[:2], float(v[2])


def bowl(cost: UnitCost, best: Array, steps: int = STEPS) -> Bowl:
    """The picture of a cost whose lowest point is known."""
    bends = np.linalg.eigvalsh(cost.curvature(best))
    path, costs, rate = descend(cost, best, float(bends[-1]), steps)
    seen = np.vstack([path, best[None, :]])
    low, high = seen.min(axis=0), seen.max(axis=0)
    half = float((high - low).max()) * (0.5 + MARGIN) or 1.0
    centre = (low + high) / 2
    return Bowl(
        centre=centre,
        half=half,
        surface=surface(cost, centre, half),
        path=path,
        costs=costs,
        rate=rate,
        best=best,
        lowest=float(cost.value(best[None, :])[0]),
        condition=float(bends[-1] / max(bends[0], 1e-300)),
    )


def surface(cost: UnitCost, centre: Array, half: float, resolution: int = GRID) -> Array:
    """J (G, G) over a square of weights, the first row at the top."""
    line = np.linspace(-half, half, resolution)
    rows = []
    for second in centre[1] + line[::-1]:
        W = np.stack([centre[0] + line, np.full(resolution, second)], axis=1)
        rows.append(cost.value(W))
    return np.stack(rows)


def descend(cost: UnitCost, best: Array, steepest: float, steps: int) -> tuple[Array, Array, float]:
    """Gradient descent from the weights 0: its path (steps + 1, 2), J along it, and its rate.

    Of many rates around 2 / `steepest`, beyond which a bowl that bends so would be left, it is the one with
    the lowest J at the end, among those that never lead above the start.
    """
    rates = 2 / steepest * np.geomspace(1e-2, 1e2, RATES)
    W = np.zeros((RATES, 2))
    paths, costs = [W], [cost.value(W)]
    with np.errstate(all="ignore"):
        for _ in range(steps):
            W = W - rates[:, None] * cost.gradient(W)
            paths.append(W)
            costs.append(cost.value(W))
    along = np.stack(costs)
    stable = (along <= along[0] * (1 + 1e-12)).all(axis=0)
    chosen = int(np.where(stable, along[-1], np.inf).argmin())
    return np.stack(paths)[:, chosen], along[:, chosen], float(rates[chosen])
