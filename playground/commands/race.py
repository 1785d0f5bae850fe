"""`nnplay race-loops`: the same gradient with loops and with matrices, and how long each way takes."""

from argparse import Namespace

import msgspec
from threadpoolctl import threadpool_limits

from engine.race import TOLERANCE, Contender, Race, race_loops
from playground.commands.experiments import training_of
from playground.commands.json_text import json_text

HELP = "Compute the gradient of a network with loops and with matrices, and time both: 0 when they are equal."


def run(options: Namespace) -> int:
    """Race on what the options describe; the exit code. Raises UsageError, DataError, EngineError."""
    trainer = training_of(options)
    with threadpool_limits(limits=1, user_api="blas"):
        race = race_loops(trainer, options.examples)
    shown = msgspec.structs.asdict(race) | {"equal": race.is_equal}
    print(json_text(shown) if options.json else table(race))
    return 0 if race.is_equal else 1


def table(race: Race) -> str:
    """A few lines for a reader."""
    lines = [f"{'one gradient of J with':<31}{'time':>11}{'speed-up':>12}"]
    lines += [_row(contender) for contender in race.contenders]
    word = "equal" if race.is_equal else "not equal"
    lines.append(
        f"{word}: they differ by {race.difference:.2g} of the largest component, allowed {TOLERANCE:g}"
    )
    lines.append(f"{race.parameters} parameters, {race.examples} examples, float64, one thread, medians")
    return "\n".join(lines)


def _row(contender: Contender) -> str:
    return f"{contender.name:<31}{_time(contender.seconds):>11}{contender.speed_up:>11.3g}x"


def _time(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{1e3 * seconds:.3g} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.3g} µs"
