"""`nnplay show PROJECT`: what a project file holds."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from engine.evaluation import Metrics
from engine.project import Opened, open_project, summary
from playground.commands.json_text import json_text

HELP = "Describe a project file: data, network, how it learns, and how far it is."


def run(options: Namespace) -> int:
    """Print what the file holds. Raises ProjectError."""
    about, opened = summary(options.project), open_project(options.project)
    found = described(options.project, opened) | {
        "written_by": about.app,
        "data_inside": about.data_inside,
    }
    print(json_text(found) if options.json else table(found))
    return 0


def described(path: Path, opened: Opened) -> dict[str, Any]:
    """The project as one JSON object; `table` prints the same."""
    trainer, x = opened.trainer, opened.trainer.experiment
    return {
        "project": path.name,
        "data": x.data.label or x.data.name,
        "examples": {part: int(Y.shape[1]) for part, Y in trainer.problem.targets.items()},
        "features": list(x.features),
        "layers": list(trainer.network.sizes),
        "functions": [g.name for g in trainer.network.activations] + [trainer.network.loss.output_label],
        "loss": trainer.network.loss.label,
        "optimizer": x.optimizer.name,
        "learning_rate": x.learning_rate,
        "batch_size": x.batch_size,
        "seed": x.seed,
        "epoch": trainer.epoch,
        "iteration": trainer.iteration,
        "train": _numbers(trainer.evaluate("train")),
        "dev": _numbers(trainer.evaluate("dev")),
    }


def _numbers(metrics: Metrics | None) -> dict[str, float | None] | None:
    return None if metrics is None else {"cost": metrics.cost, "accuracy": metrics.accuracy}


def table(found: dict[str, Any]) -> str:
    """A line for each."""
    width = max(map(len, found)) + 2
    return "\n".join(f"{name.replace('_', ' '):<{width}}{_words(value)}" for name, value in found.items())


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(number)}" for name, number in value.items() if number is not None)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else "all" if value is None else str(value)
