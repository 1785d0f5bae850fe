"""`nnplay check`: the gradient that training would use, against the definition of a derivative."""

from argparse import Namespace
from typing import Any

from threadpoolctl import threadpool_limits

from engine.errors import EngineError
from engine.gradient_checking import Component, GradientCheck, LayerCheck, gradient_check
from engine.trainer import Trainer
from playground.commands import UsageError
from playground.commands.experiments import training_of
from playground.commands.json_text import json_text, plain

HELP = "Check the gradient of a network at its first weights or a checkpoint's: 0 when it is great, else 1."
SHOWN = 5  # kinks that the table names; JSON names them all


def run(options: Namespace) -> int:
    """Check what the options describe; the exit code. Raises UsageError, DataError, EngineError."""
    trainer = training_of(options)
    with threadpool_limits(limits=1, user_api="blas"):
        result = _checked(trainer, options)
    print(json_text(to_json(result)) if options.json else table(result))
    return 0 if result.verdict == "great" else 1


def _checked(trainer: Trainer, options: Namespace) -> GradientCheck:
    try:
        return gradient_check(trainer, options.examples, dropout_off=options.dropout_off)
    except EngineError as error:
        if trainer.network.drops and not options.dropout_off:
            raise UsageError(f"{error} The option for that is --dropout-off.") from None
        raise


def to_json(result: GradientCheck) -> dict[str, Any]:
    """What the JSON object holds: the result, and for each layer whether it is only rounding."""
    found: dict[str, Any] = plain(result)
    for row, layer in zip(found["layers"], result.layers, strict=True):
        row["only_rounding"] = layer.only_rounding
    return found


def table(result: GradientCheck) -> str:
    """A few lines for a reader."""
    lines = [f"layer  difference  verdict      {'largest at':<12}{'numeric':>15}{'analytic':>15}"]
    lines += [_row(layer) for layer in result.layers]
    if any(layer.only_rounding for layer in result.layers):
        lines.append("* derivatives so small that the difference is only the rounding of J")
    lines += _kinks(result.kinks)
    lines.append(
        f"{result.verdict}: difference {result.difference:.2g} (lowered step), "
        f"{result.readable_difference:.2g} (readable mathematics)"
    )
    lines.append(f"{result.parameters} parameters, {result.examples} examples, eps {result.eps:g}, float64")
    return "\n".join(lines)


def _row(layer: LayerCheck) -> str:
    judged = layer.verdict + ("*" if layer.only_rounding else "")
    row = f"{layer.layer:>5}  {layer.difference:>10.2g}  {judged:<11}"
    if layer.largest is None:
        return f"{row}  nothing to compare"
    return f"{row}  {layer.largest.name:<12}{layer.largest.numeric:>15.6g}{layer.largest.analytic:>15.6g}"


def _kinks(kinks: tuple[Component, ...]) -> list[str]:
    if not kinks:
        return []
    names = ", ".join(kink.name for kink in kinks[:SHOWN])
    more = f" and {len(kinks) - SHOWN} more" if len(kinks) > SHOWN else ""
    return [f"left out, a unit's kink lies between theta - eps and theta + eps: {names}{more}"]
