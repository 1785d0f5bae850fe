"""Painting: what a move of the brush costs, and how many pictures of the learning come meanwhile."""

import math
import time
from statistics import median, quantiles

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest

from engine.data import Painted
from engine.experiment import Experiment
from engine.layers import Dense
from playground.app import create_app, open_window
from playground.document import Document
from playground.frames import Frame
from playground.paint.view import PaintView

SECONDS = 4.0
MOVES = 60  # a second


def painted(m: int) -> Painted:
    """Two clouds of points."""
    rng, data = np.random.default_rng(1), Painted()
    for c in (0, 1):
        X = np.clip(1.2 * rng.standard_normal((2, m // 2)) + 4 * c - 2, -6, 6).round(3)
        data = replace(data, points=data.points + data.new_points(X, c))
    return data


@pytest.mark.parametrize("m", [500, 3000, 9500])
def test_an_edit_costs_the_document_little(qtbot, benchmark, m):
    """One more point, through the history and back into the view, without a window around it."""
    document = Document(Experiment(data=painted(m)))
    view = PaintView(document.experiment)
    qtbot.addWidget(view)
    view.edited.connect(document.edit)
    document.changed.connect(view.show_experiment)
    view.choose_tool("point")
    benchmark.pedantic(view.dab, rounds=40, warmup_rounds=2)
    assert benchmark.stats.stats.median < 0.020


@pytest.mark.parametrize("m", [500, 3000, 9500])
def test_the_brush_follows_the_hand_while_it_learns(qtbot, m):
    window = open_window(create_app([]), Experiment(data=painted(m), layers=(Dense(6), Dense(4))))
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.session.set_pace(None)
    window.commands["paint_points"].trigger()
    window.session.play()
    painting, costs = window.centre.painting, []
    assert painting is not None
    view, frames = painting.view, list[Frame]()
    window.session.frame_ready.connect(frames.append)
    view.paper.pressed.emit(0.1, 0.1, False)
    began, k = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        moved = time.perf_counter()
        view.paper.dragged.emit(0.5 + 0.3 * math.cos(k / 20), 0.5 + 0.3 * math.sin(k / 20))
        costs.append(time.perf_counter() - moved)
        k += 1
        QTest.qWait(max(1, round(1000 * (began + k / MOVES - time.perf_counter()))))
    view.paper.released.emit()
    rate = len(frames) / SECONDS
    print(f"\n{m} points: {k / SECONDS:.0f} moves/s, {rate:.0f} frames/s, move {1e3 * median(costs):.1f} ms,")
    print(f"19 of 20 within {1e3 * quantiles(costs, n=20)[-1]:.1f} ms")
    window.close()
    assert k / SECONDS > 0.8 * MOVES
    assert rate > 3
