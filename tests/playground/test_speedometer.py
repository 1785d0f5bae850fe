"""The speedometer: how fast the training goes, from the first picture on."""

import time

import pytest

from playground.speedometer import LEAST, Speedometer


def test_it_tells_the_speed_so_far_and_then_that_of_each_half_second(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    meter = Speedometer()
    assert meter.read(0) == 0
    now[0] += 0.1
    assert meter.read(20) == pytest.approx(200), "what has begun is not at rest"
    now[0] += 0.4
    assert meter.read(50) == pytest.approx(100)
    now[0] += LEAST / 2
    assert meter.read(500) == pytest.approx(100), "it stands till the half second is over"
    now[0] += LEAST / 2
    assert meter.read(500) == pytest.approx(450 / LEAST)
    meter.go_on_at(7)
    assert meter.read(7) == pytest.approx(450 / LEAST)
    meter.restart(7)
    now[0] += 0.1
    assert meter.read(7) == 0
