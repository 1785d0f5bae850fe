"""What a step costs per unit of work falls from 10 to 100,000 parameters.

The work is counted in multiply-adds of the matrix products: Z, dW and, but for the first layer, dA.
"""

from itertools import pairwise
from statistics import median

from engine.activations import Relu
from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.network import Network
from engine.trainer import Trainer
from tests.benchmarks.race import race, runner

# 2-2-1 and 2-n-n-1: 9 to 98,000 parameters.
WIDTHS = (2, 4, 9, 20, 44, 98, 180, 310)
BATCH = 32
# From 30,000 parameters on nearly all is matrix products, and the curve flat.
FLAT = 1.1


def trainer_of(width: int) -> Trainer:
    layers = (Dense(width, Relu()),) * (1 if width == WIDTHS[0] else 2)
    return Trainer(Experiment(data=Circle(samples=1000), layers=layers, batch_size=BATCH))


def multiply_adds(network: Network, m: int) -> int:
    """Of one step with m examples; the bias counts as a weight."""
    products = sum(2 * n_out * (n_in + 1) for n_in, n_out in pairwise(network.sizes))
    return m * (products + sum(n_out * n_in for n_in, n_out in pairwise(network.sizes[1:])))


def test_cost_per_multiply_add_falls_with_size(benchmark, capsys):
    trainers = {width: trainer_of(width) for width in WIDTHS}
    speeds = race(benchmark, {str(width): runner(trainer) for width, trainer in trainers.items()})
    curve = []
    for width, trainer in trainers.items():
        work, seconds = multiply_adds(trainer.network, BATCH), 1 / median(speeds[str(width)])
        curve.append(
            {
                "parameters": trainer.network.n_parameters,
                "microseconds": 1e6 * seconds,
                "nanoseconds_per_multiply_add": 1e9 * seconds / work,
            }
        )
    benchmark.extra_info["curve"] = curve
    with capsys.disabled():
        print("\nparameters  us per step  ns per multiply-add")
        for p in curve:
            shown = (p["parameters"], p["microseconds"], p["nanoseconds_per_multiply_add"])
            print("{:10,}  {:11.1f}  {:19.4f}".format(*shown))
    costs = [p["nanoseconds_per_multiply_add"] for p in curve]
    assert all(larger < FLAT * smaller for smaller, larger in pairwise(costs))
