"""`nnplay learning-curve`: the errors of train and dev against m, and whether more data would help."""

from argparse import Namespace
from typing import Any

from threadpoolctl import threadpool_limits

from engine.learning_curve import CurvePoint, LearningCurve, conclusion, plan, trace
from playground.commands import UsageError, tell
from playground.commands.experiments import problem_of
from playground.commands.json_text import json_text, plain
from playground.commands.train import DIVERGED

HELP = "Train fresh copies of a network on more and more examples: would more data help?"
HEADINGS = ("examples", "train error", "dev error", "train J", "dev J")
FIELDS = ("m", "train_error", "dev_error", "train_cost", "dev_cost", "diverged")


def run(options: Namespace) -> int:
    """Trace the curve of what the options describe; the exit code. Raises UsageError, EngineError."""
    if options.start is not None or options.resume is not None:
        raise UsageError("A learning curve trains fresh copies, so leave out --start and --resume.")
    problem = problem_of(options)
    planned = plan(problem, options.epochs, options.sizes, options.spacing)
    with threadpool_limits(limits=1, user_api="blas"):
        for curve in trace(problem, planned):
            if not options.quiet:
                tell(_line(curve, len(planned.sizes)))
    print(json_text(to_json(curve)) if options.json else table(curve))
    return DIVERGED if any(point.diverged for point in curve.points) else 0


def _line(curve: LearningCurve, count: int) -> str:
    """How far it is, and the newest point."""
    point = curve.points[-1]
    errors = f"train {_percent(point.train)}, dev {_percent(point.dev)}"
    return f"{len(curve.points)} of {count}: m = {point.m}, {errors}"


def to_json(curve: LearningCurve) -> dict[str, Any]:
    """What the JSON object holds."""
    found: dict[str, Any] = plain(curve)
    verdict = curve.verdict
    return found | {"verdict": verdict.words if verdict else None, "conclusion": conclusion(curve)}


def table(curve: LearningCurve) -> str:
    """A few lines for a reader."""
    lines = ["  ".join(HEADINGS), *map(_row, curve.points)]
    if any(point.diverged for point in curve.points):
        lines.append("* diverged: the numbers are those of the last good weights")
    lines.append(
        f"error: {curve.measure}, on {curve.dev_examples} dev examples and the m of train; "
        f"{curve.iterations} iterations each"
    )
    return "\n".join([*lines, conclusion(curve)])


def _row(point: CurvePoint) -> str:
    costs = (f"{point.train_cost:.4g}", f"{point.dev_cost:.4g}")
    m = f"{point.m}{'*' if point.diverged else ''}"
    cells = (m, _percent(point.train), _percent(point.dev), *costs)
    return "  ".join(cell.rjust(len(name)) for cell, name in zip(cells, HEADINGS, strict=True))


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def csv_text(curve: LearningCurve) -> str:
    """The points as CSV, every number in full; an unknown error is empty."""
    lines = [",".join(FIELDS)]
    for p in curve.points:
        cells = (p.m, p.train, p.dev, p.train_cost, p.dev_cost, int(p.diverged))
        lines.append(",".join("" if cell is None else repr(cell) for cell in cells))
    return "\n".join(lines) + "\n"
