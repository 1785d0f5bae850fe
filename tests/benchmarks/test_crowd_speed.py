"""Sixteen networks at once against one: mini-batches of all networks together, per second."""

import pytest

from engine.crowd import Crowd
from tests.benchmarks.race import OURS, Runner, race, report, runner
from tests.benchmarks.workloads import W1, W1B


def all_at_once(crowd: Crowd) -> Runner:
    def epoch() -> int:
        crowd.run_epoch()
        return crowd.steps_per_epoch * len(crowd.experiments)

    return epoch


@pytest.mark.parametrize("networks", [4, 16, 64])
@pytest.mark.parametrize("workload", [W1, W1B], ids=lambda w: w.name)
def test_crowd(workload, networks, benchmark):
    trainer = workload.trainer()
    experiments = [workload.experiment.with_(seed=seed) for seed in range(1, networks + 1)]
    crowd = Crowd(experiments, trainer.problem)
    speeds = race(benchmark, {OURS: all_at_once(crowd), "one network": runner(trainer)})
    below = report(benchmark, f"{networks} x {workload.name}", speeds)
    assert crowd.alive.all()
    assert not below, "; ".join(below)
