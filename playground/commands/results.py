"""What a training came to: as one JSON object, and as a table to read."""

import math
from dataclasses import dataclass
from typing import Any, Self

import msgspec

from engine.evaluation import Metrics
from engine.model import weights_sha256
from engine.problem import PARTS, Part
from engine.trainer import EarlyStop, Trainer


@dataclass(frozen=True)
class Run:
    """The figures of one training; `seconds` are those of the training loop alone."""

    epochs: int
    iterations: int
    metrics: dict[Part, Metrics | None]
    seconds: float
    parameters: int
    weights_sha256: str
    diverged: bool
    steps_per_second: float = 0.0
    early_stop: EarlyStop | None = None

    @classmethod
    def of(cls, trainer: Trainer, steps: int, seconds: float, diverged: bool) -> Self:
        """The figures of a trainer's present weights, `steps` of whose iterations took those seconds."""
        return cls(
            epochs=trainer.epoch,
            iterations=trainer.iteration,
            metrics={part: trainer.evaluate(part) for part in PARTS},
            steps_per_second=steps / seconds if steps else 0.0,
            seconds=seconds,
            parameters=trainer.network.n_parameters,
            weights_sha256=weights_sha256(trainer.parameters | trainer.statistics),
            diverged=diverged,
            early_stop=trainer.early_stop,
        )


def to_json(run: Run) -> dict[str, Any]:
    """One JSON object; null stands for what there is not, such as the accuracy of a regression."""
    cost = {part: m and _finite(m.cost) for part, m in run.metrics.items() if part != "test"}
    accuracy = {part: m and m.accuracy for part, m in run.metrics.items()}
    return {
        "epochs": run.epochs,
        "iterations": run.iterations,
        "cost": cost,
        "accuracy": accuracy,
        "seconds": run.seconds,
        "steps_per_second": run.steps_per_second,
        "parameters": run.parameters,
        "weights_sha256": run.weights_sha256,
        "diverged": run.diverged,
        "early_stop": msgspec.to_builtins(run.early_stop),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def table(run: Run) -> str:
    """A few lines for a reader."""
    lines = ["            cost   accuracy"]
    for part, m in run.metrics.items():
        if m is not None:
            accuracy = "" if m.accuracy is None else f"{100 * m.accuracy:9.1f} %"
            lines.append(f"{part:<6}{m.cost:10.4g}{accuracy}")
    lines.append(f"{run.parameters} parameters, sha256 {run.weights_sha256}")
    speed = f", {run.steps_per_second:.0f} steps/s" if run.iterations else ""
    lines.append(f"{run.epochs} epochs, {run.iterations} mini-batches in {run.seconds:.2f} s{speed}")
    if stop := run.early_stop:
        lines.append(
            f"stopped early after epoch {stop.epoch}: these are the weights of epoch {stop.best_epoch}, "
            f"when the dev cost was lowest ({stop.best_cost:.4g})"
        )
    return "\n".join(lines)
