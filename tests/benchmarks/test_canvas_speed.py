"""What the canvas asks for at every edit and every move of the pointer: advice, and the link under it."""

from itertools import cycle

import numpy as np

from engine.activations import Sigmoid
from engine.advice import advise
from engine.data import Circle
from engine.experiment import Experiment
from engine.initializers import Normal
from engine.layers import Dense
from playground.canvas.layout import arrange
from playground.canvas.links import LinksItem
from playground.theme import DARK

LAYERS = (Dense(8, Sigmoid(), initializer=Normal(0.5), batch_norm=True, keep_prob=0.5),) * 12
ADVICE_BAR, LINK_BAR = 2e-3, 1e-3  # seconds; a frame has 33 ms


def test_advice_on_twelve_layers(benchmark):
    deep = Experiment(data=Circle(samples=100_000), layers=LAYERS)
    edits = cycle([deep.with_(layers=(*LAYERS[1:], Dense(n))) for n in range(1, 40)])
    benchmark(lambda: advise(next(edits)))
    assert benchmark.stats.stats.min < ADVICE_BAR


def test_finding_one_of_1500_links(benchmark, qtbot):
    layout = arrange((30, 50, 1), 700, 1700)
    links = LinksItem(DARK)
    links.connect_columns(layout.columns[0], layout.columns[1], 1500)
    rows, columns = len(layout.columns[1].units), len(layout.columns[0].units)
    links.show_weights(np.random.default_rng(0).normal(size=(rows, columns)))
    places = cycle([links.midpoint(k % rows, k % columns) for k in range(50)])
    benchmark(lambda: links.link_at(next(places)))
    assert benchmark.stats.stats.min < LINK_BAR
