"""A run of W2 in float32 is as fast after 4,000 epochs as at its beginning.

Moments of vanished gradients and the tails of the softmax decay into denormal numbers, with which the
processor is slow unless they are flushed to zero. A late and an early trainer take turns, so that the
machine's moods cancel out.
"""

import time

from threadpoolctl import threadpool_limits

from tests.benchmarks.race import OURS, ROUNDS, WARM_UP, report
from tests.benchmarks.workloads import W2

EARLY, LATE, TURN = 200, 4000, 100


def train_until(trainer, epoch: int) -> float:
    """Steps per second until then."""
    steps, began = trainer.iteration, time.perf_counter()
    while trainer.epoch < epoch:
        trainer.run_epoch()
    return int(trainer.iteration - steps) / (time.perf_counter() - began)


@threadpool_limits.wrap(limits=1)
def test_epochs_4000_to_5000_are_as_fast_as_the_first(benchmark):
    early, late = W2.trainer(), W2.trainer()
    train_until(early, EARLY - TURN)
    train_until(late, LATE - TURN)
    speeds: dict[str, list[float]] = {OURS: [], "epochs 200-1,000": []}

    def one_round() -> None:
        speeds["epochs 200-1,000"].append(train_until(early, early.epoch + TURN))
        speeds[OURS].append(train_until(late, late.epoch + TURN))

    benchmark.pedantic(one_round, rounds=ROUNDS, warmup_rounds=WARM_UP)
    below = report(benchmark, "long run W2", {name: found[WARM_UP:] for name, found in speeds.items()})
    assert not below, "; ".join(below)
