"""A race: everybody takes turns of a fraction of a second, and only ratios within one round are compared.

So whatever else the machine does slows all of them alike.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from threadpoolctl import threadpool_limits

from tests.benchmarks.bars import judged, missed

ROUNDS, WARM_UP = 9, 1
SECONDS = 0.25
OURS = "engine"

# Does some work and tells how many steps it was.
Runner = Callable[[], int]


def speed(run: Runner, seconds: float = SECONDS) -> float:
    """Steps per second over at least that long."""
    steps, began = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - began) < seconds:
        steps += run()
    return steps / elapsed


def race(benchmark: Any, runners: dict[str, Runner], threads: int = 1) -> dict[str, list[float]]:
    """Speeds of every round, by name; BLAS and PyTorch are held to `threads`."""
    import torch

    speeds: dict[str, list[float]] = {name: [] for name in runners}

    def one_round() -> None:
        for name, run in runners.items():
            speeds[name].append(speed(run))

    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    with threadpool_limits(limits=threads):
        benchmark.pedantic(one_round, rounds=ROUNDS, warmup_rounds=WARM_UP)
    torch.set_num_threads(before)
    return {name: found[WARM_UP:] for name, found in speeds.items()}


def report(benchmark: Any, workload: str, speeds: dict[str, list[float]]) -> list[str]:
    """Write the ratios beside their bars into the benchmark's figures; what was missed."""
    ours = speeds[OURS]
    lines = [
        judged(workload, name, median(a / b for a, b in zip(ours, theirs, strict=True)))
        for name, theirs in speeds.items()
        if name != OURS
    ]
    benchmark.extra_info["steps_per_second"] = {name: median(found) for name, found in speeds.items()}
    benchmark.extra_info["bars"] = lines
    return missed(lines)


def runner(trainer: Any) -> Runner:
    """Whole epochs of our engine, with all that it does between them."""

    def epoch() -> int:
        before = trainer.iteration
        trainer.run_epoch()
        return int(trainer.iteration - before)

    return epoch
