"""Ten times as many steps take no more memory."""

import gc
import tracemalloc

from tests.benchmarks.workloads import W1

FEW, MANY = 20_000, 200_000
ALLOWED = 16 * 1024  # bytes, of 180,000 steps: Python's own caches; one float a step would be 1.4 MB


def train_until(trainer, iteration: int) -> int:
    """Bytes that Python and NumPy hold afterwards."""
    while trainer.iteration < iteration:
        trainer.run_epoch()
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_memory_does_not_grow_with_the_steps(benchmark):
    tracemalloc.start()
    try:
        trainer = W1.trainer()
        few = train_until(trainer, FEW)
        tracemalloc.reset_peak()
        many = benchmark.pedantic(train_until, (trainer, MANY), rounds=1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    benchmark.extra_info |= {"bytes_after_20k": few, "bytes_after_200k": many, "peak_of_the_rest": peak}
    assert many - few < ALLOWED
