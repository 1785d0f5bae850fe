"""The learning curve: the errors of train and dev against m, the number of examples that are learned from.

Fresh copies of an experiment learn from growing, nested parts of its training set and are judged on the same
dev set. Every copy takes the same number of iterations, not of epochs: an epoch of ten examples is one step,
and a network that was stopped after a few steps would seem to need more data when it needs more time. For the
same reason the learning rate follows the schedule by iterations, and early stopping is off. Source: course,
Setting up: bias and variance.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.bias_variance import HIGH, Measure, PartError, Verdict, errors, judge
from engine.data import Dataset
from engine.errors import DataError, DivergedError, ExperimentError
from engine.experiment import Experiment
from engine.problem import Problem
from engine.schedules import Constant
from engine.trainer import Trainer

STREAM = 5  # of the data's seed, which no other draw uses: see engine.data.generators.STREAM
SMALLEST, SIZES, EPOCHS = 10, 8, 100
MOST_SIZES = 50
CHUNK = 20  # iterations between two looks at the progress
LEAST_RATE = 1e-12  # of a schedule that goes down to 0
CLOSING = 0.01  # a dev error that fell by so much over the last half of the examples is still falling
NOTHING = 0.0005  # a smaller error is written as 0.0 %

Spacing = Literal["log", "linear"]
Progress = Callable[[float], None]  # hears the share that is done, 0 to 1; what it raises stops the training


class CurvePoint(msgspec.Struct, frozen=True):
    """What came of learning from m examples. Errors are as `measure` of the curve says, None where unknown.

    `train` is the error on these m examples, `dev` that on the whole dev set; the costs are J there. With
    `diverged` they are those of the last good weights.
    """

    m: int
    train: float | None
    dev: float | None
    train_cost: float
    dev_cost: float
    diverged: bool = False


class CurvePlan(msgspec.Struct, frozen=True):
    """The sizes m of the training parts, and after how many iterations each is judged."""

    sizes: tuple[int, ...]
    iterations: int


class LearningCurve(msgspec.Struct, frozen=True):
    """The points so far, by growing m."""

    measure: Measure
    iterations: int
    dev_examples: int
    points: tuple[CurvePoint, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """Bias and variance at the largest m, as of any training; None where there is nothing to judge."""
        if not self.points:
            return None
        last = self.points[-1]
        rows = PartError("train", last.m, last.train), PartError("dev", self.dev_examples, last.dev)
        return judge(rows)


def sizes(m: int, count: int = SIZES, spacing: Spacing = "log") -> tuple[int, ...]:
    """At most `count` numbers of examples from 10 to m, growing by the same factor or by the same step."""
    if not 2 <= count <= MOST_SIZES:
        raise ExperimentError(f"A learning curve has 2 to {MOST_SIZES} sizes, not {count}.")
    first = min(SMALLEST, max(1, m // 2))
    line = np.geomspace(first, m, count) if spacing == "log" else np.linspace(first, m, count)
    return tuple(dict.fromkeys(int(size) for size in np.rint(line)))


def plan(problem: Problem, epochs: int = EPOCHS, count: int = SIZES, spacing: Spacing = "log") -> CurvePlan:
    """So many sizes, each for as many iterations as the whole training part takes for these epochs.

    Raises DataError without dev examples, ExperimentError for less than one epoch.
    """
    if not problem.targets["dev"].size:
        raise DataError("A learning curve compares train with dev, and no example is dev. Give it a share.")
    if epochs < 1:
        raise ExperimentError(f"A learning curve takes at least 1 epoch, not {epochs}.")
    return CurvePlan(sizes(problem.targets["train"].shape[1], count, spacing), epochs * _steps_of(problem))


def empty(problem: Problem, planned: CurvePlan) -> LearningCurve:
    """The curve before its first point."""
    task, dev = problem.dataset.task, problem.targets["dev"].shape[1]
    return LearningCurve("1 - R^2" if task == "regression" else "misclassified", planned.iterations, dev)


def trace(problem: Problem, planned: CurvePlan, progress: Progress | None = None) -> Iterator[LearningCurve]:
    """The curve with one point more each time. The same problem and plan give the same bits."""
    curve, order = empty(problem, planned), nested(problem)
    for done, m in enumerate(planned.sizes):
        hear = _part(progress, done, len(planned.sizes))
        point = _learn(problem, order[:m], planned.iterations, hear)
        curve = msgspec.structs.replace(curve, points=(*curve.points, point))
        yield curve


def nested(problem: Problem) -> NDArray[np.intp]:
    """The columns of the training part, so ordered that every beginning holds each class in proportion."""
    train = np.flatnonzero(problem.codes == 0)
    order = np.random.default_rng([problem.experiment.data.seed, STREAM]).permutation(train)
    labels = problem.dataset.y[order] if problem.dataset.n_classes else np.zeros(len(order), np.int64)
    place = np.empty(len(order))
    for c in np.unique(labels):
        (members,) = np.nonzero(labels == c)
        place[members] = (np.arange(len(members)) + 0.5) / len(members)
    return order[np.argsort(place, kind="stable")]


def subset(problem: Problem, chosen: NDArray[np.intp]) -> Problem:
    """The problem as it would be with these training examples alone: normalised by them, the same dev set."""
    known, experiment = problem.dataset, problem.experiment.with_(early_stopping=None)
    if len(chosen) == problem.targets["train"].shape[1]:
        return problem.for_experiment(experiment)  # all of them: nothing is copied
    kept = np.sort(np.concatenate([chosen, np.flatnonzero(problem.codes == 1)]))
    smaller: Dataset = replace(
        known,
        X=np.ascontiguousarray(known.X[:, kept]),
        y=known.y[kept],
        split=problem.codes[kept],
        places=None,
    )
    return Problem(experiment, smaller)


def _part(progress: Progress | None, done: int, parts: int) -> Progress:
    """Hears the share of one size, tells that of all."""

    def hear(share: float) -> None:
        if progress is not None:
            progress((done + share) / parts)

    return hear


def _learn(problem: Problem, chosen: NDArray[np.intp], iterations: int, hear: Progress) -> CurvePoint:
    """Train a fresh copy on these examples for so long."""
    smaller, whole, diverged = subset(problem, chosen), _steps_of(problem), False
    trainer = Trainer(smaller.experiment, smaller)
    try:
        while trainer.iteration < iterations:
            hear(trainer.iteration / iterations)
            _follow_schedule(trainer, problem.experiment, whole)
            trainer.advance(min(CHUNK, iterations - trainer.iteration))
    except DivergedError:
        diverged = True
    found = {row.part: row.error for row in errors(trainer)}
    train, dev = trainer.evaluate("train"), trainer.evaluate("dev")
    nan = float("nan")
    costs = (train.cost if train else nan, dev.cost if dev else nan)
    return CurvePoint(len(chosen), found["train"], found.get("dev"), *costs, diverged)


def _steps_of(problem: Problem) -> int:
    """Iterations in an epoch of the whole training part."""
    m = int(problem.targets["train"].shape[1])
    return -(-m // (problem.experiment.batch_size or m))


def _follow_schedule(trainer: Trainer, x: Experiment, whole: int) -> None:
    """Where epochs are shorter than those of the whole training part, take the rate from that one's."""
    if trainer.steps_per_epoch == whole or x.schedule.is_settled(1):
        return
    epoch, done = divmod(trainer.iteration, whole)
    rate = float(x.schedule.rates(x.learning_rate, epoch + 1, np.array([(done + 1) / whole]))[0])
    trainer.retune(trainer.experiment.with_(learning_rate=max(rate, LEAST_RATE), schedule=Constant()))


def conclusion(curve: LearningCurve) -> str:
    """Whether more data would help, in a few plain sentences with the numbers that say so."""
    verdict = curve.verdict
    if verdict is None or verdict.variance is None:
        return ""
    last = curve.points[-1]
    gap = f"With all m = {last.m} examples the train error is {_percent(last.train)}, "
    gap += f"the dev error {_percent(last.dev)}: {verdict.words}. "
    is_perfect = last.dev is not None and abs(last.dev) < NOTHING
    return gap + _evidence(curve) + _remedy(verdict, _fall(curve), is_perfect)


def _percent(error: float | None) -> str:
    return "unknown" if error is None else f"{100 * error:.1f} %"


def _fall(curve: LearningCurve) -> tuple[CurvePoint, float] | None:
    """The point nearest to half of the examples, and by how much the dev error has fallen since."""
    last = curve.points[-1]
    earlier = [point for point in curve.points[:-1] if point.dev is not None]
    if not earlier or last.dev is None:
        return None
    half = min(earlier, key=lambda point: abs(point.m - last.m / 2))
    return half, (half.dev or 0.0) - last.dev


def _evidence(curve: LearningCurve) -> str:
    found = _fall(curve)
    if found is None:
        return ""
    half, fall = found
    word = "fell" if fall > 0 else "rose"
    if abs(fall) < CLOSING / 10:
        return f"Since m = {half.m} the dev error has stayed the same. "
    return f"Since m = {half.m} the dev error {word} by {_percent(abs(fall))}. "


def _remedy(verdict: Verdict, found: tuple[CurvePoint, float] | None, is_perfect: bool) -> str:
    is_falling = found is not None and found[1] >= CLOSING
    if verdict.has_high_variance:
        still = "the lines still come closer: " if is_falling else ""
        more = f"More data will probably help: {still}the gap between dev and train is {_gap(verdict)}."
        if verdict.has_high_bias:
            return f"{more} The train error is high too: take a bigger network or train longer first."
        return more
    if verdict.has_high_bias:
        return (
            "More data will not help: the dev error is hardly above the train error, and that is high. "
            "Take a bigger network or train longer."
        )
    if is_perfect:
        return "No dev error is left that more data could lower."
    if is_falling:
        return "Both errors are low; more data may still lower the dev error a little."
    met = verdict.variance is not None and verdict.variance < CLOSING
    return f"More data will hardly help: both errors are low and {'the lines have met' if met else 'steady'}."


def _gap(verdict: Verdict) -> str:
    return _percent(verdict.variance) + (f", from {_percent(HIGH)} on it is high" if verdict.variance else "")
