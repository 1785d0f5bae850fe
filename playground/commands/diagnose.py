"""`nnplay diagnose`: train, then look inside: every layer, the errors, and what the course says to them."""

import sys
from argparse import ArgumentTypeError, Namespace
from typing import Any

import msgspec
from threadpoolctl import threadpool_limits

from engine.bias_variance import BIAS_REMEDIES, HIGH, VARIANCE_REMEDIES, Verdict
from engine.diagnostics import MANY, Diagnostics, Finding, LayerState, Trouble, diagnose
from engine.errors import DivergedError, shown
from engine.trainer import Trainer
from playground.commands import tell, values
from playground.commands.experiments import training_of
from playground.commands.json_text import json_text
from playground.commands.progress import Progress
from playground.commands.train import DIVERGED, run_epochs

HELP = "Train a network, then look inside: its layers, its errors, high bias or high variance."
# The table's columns, and how many characters each takes at least.
COLUMNS = (
    *("layer", "units", "  A mean", "   A std", "   Z std", "  growth"),
    *("gradient", "  dW std", "   dead", "saturated", "  update"),
)
LEGEND = "growth: variance of A over that of the layer before; update: size of the next one over that of W"
USUAL: dict[Trouble, str] = {
    "dead units": f"below {MANY:.0%}",
    "saturated units": f"below {MANY:.0%}",
    "small updates": "about 0.001 of the weights",
    "large updates": "about 0.001 of the weights",
    "vanishing signal": "about 1, as the variance of A over that of the inputs",
    "exploding signal": "about 1, as the variance of A over that of the inputs",
}


def run(options: Namespace) -> int:
    """Train and look as the options say; the exit code. Raises UsageError, DataError, EngineError."""
    trainer = training_of(options, advised=True)
    progress = Progress(options.epochs, sys.stderr, options.quiet)
    with threadpool_limits(limits=1, user_api="blas"):
        error = _train(trainer, options.epochs, progress)
        if stop := trainer.early_stop:
            progress.note(
                f"Stopped early after epoch {stop.epoch}, with the weights of epoch {stop.best_epoch}."
            )
        found = diagnose(trainer, options.test, options.human_error / 100)
    print(json_text(to_json(found, error is not None)) if options.json else table(found))
    return DIVERGED if error else 0


def _train(trainer: Trainer, epochs: int, progress: Progress) -> DivergedError | None:
    """Train so long; what went wrong, after which the last good weights are there to be looked at."""
    try:
        run_epochs(trainer, epochs, progress)
    except DivergedError as error:
        tell(f"nnplay: {error}")
        return error
    finally:
        progress.finish(trainer.epoch, trainer.evaluate("train"), trainer.evaluate("dev"))
    return None


def to_json(found: Diagnostics, diverged: bool = False) -> dict[str, Any]:
    """What becomes one JSON object."""
    verdict = found.verdict
    judged = verdict and {
        "words": verdict.words,
        "bias": verdict.bias,
        "variance": verdict.variance,
        "remedies": verdict.remedies,
    }
    return msgspec.structs.asdict(found) | {"verdict": judged, "diverged": diverged}


def table(found: Diagnostics) -> str:
    """A few lines for a reader."""
    parts = ", ".join(f"{row.part} {_percent(row.error)} of {row.examples}" for row in found.errors)
    lines = [
        "  ".join(COLUMNS),
        *map(_row, found.layers),
        LEGEND,
        *map(_sentence, found.findings),
        f"error ({found.measure}) after epoch {found.epoch}: {parts}",
        *_judgement(found.verdict),
    ]
    return "\n".join(lines)


def _row(state: LayerState) -> str:
    cells = (
        f"{state.layer}",
        f"{state.units}",
        f"{state.activation.mean:.3g}",
        f"{state.activation.std:.3g}",
        f"{state.pre_activation.std:.3g}",
        _number(state.growth),
        f"{state.gradient_norm:.3g}",
        f"{state.weight_gradient.std:.3g}",
        _percent(state.dead),
        _percent(state.saturated),
        _number(state.update_ratio),
    )
    return "  ".join(cell.rjust(len(name)) for cell, name in zip(cells, COLUMNS, strict=True))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2g}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def _sentence(finding: Finding) -> str:
    """What is unusual, and how much of it there is."""
    value = _percent(finding.value) if finding.trouble.endswith("units") else f"{finding.value:.2g}"
    return f"look at layer {finding.layer}: {finding.trouble} ({value}, usual {USUAL[finding.trouble]})"


def _judgement(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return ["no verdict: all training targets are the same number"]
    gaps = f"bias {_percent(verdict.bias)}, variance {_percent(verdict.variance)}"
    lines = [f"{verdict.words} ({gaps}; from {_percent(HIGH)} on it is high)"]
    if verdict.has_high_bias:
        lines.append(f"against high bias: {', '.join(BIAS_REMEDIES)}")
    if verdict.has_high_variance:
        lines.append(f"against high variance: {', '.join(VARIANCE_REMEDIES)}")
    return lines


def percent(word: str) -> float:
    """A share in percent, from 0 to below 100, for the parser."""
    value = values.number(word)
    if not 0 <= value < 100:
        raise ArgumentTypeError(f'expected percent from 0 to below 100, not "{shown(word)}".')
    return value
