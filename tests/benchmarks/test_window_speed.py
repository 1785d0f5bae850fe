"""The running window: how steady its pictures are, how late its event loop, how fast the engine behind it.

The engine runs flat out. Its speed is compared with the same training alone in a thread of the same process,
by turns: how fast the machine is changes within seconds. The heartbeat that is measured beside it takes some
of that speed as well. `make bench-window` measures it in a real window.
"""

import resource
import threading
import time
from functools import partial
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from threadpoolctl import threadpool_limits

from engine.activations import Relu
from engine.data import Digits, Spiral, available
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.app import create_app, open_window
from playground.main_window import MainWindow

SECONDS, ROUNDS = 0.8, 12  # of many short turns the machine is as fast in one as in the next
WARM_UP = 0.1
HEARTBEAT = 0.010
WIDE = Dense(64, Relu(), batch_norm=True)
NETWORKS = {
    "default": Experiment(),
    "8-8-8 spiral": Experiment(data=Spiral(), layers=(Dense(8), Dense(8), Dense(8)), batch_size=10),
    "64-64-64 batch norm": Experiment(data=Spiral(samples=5000), layers=(WIDE,) * 3, batch_size=64),
    "digits 64-128-64-10": Experiment(
        data=Digits(),
        features=available(64)[:64],
        layers=(Dense(128, Relu()), Dense(64, Relu())),
        batch_size=128,
    ),
}
# Of issue and notes: milliseconds, and the share of its speed without a window that the engine keeps.
INTERVAL_P99, LATE_MEDIAN, LATE_P99, SHARE = 40.0, 8.0, 16.0, 0.8
CLICK_P99, GROWTH_MB, ITERATIONS = 50.0, 32.0, 1_000_000


class Heartbeat(QObject):
    """Counts how late a 10 ms timer is."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._due = time.perf_counter() + HEARTBEAT
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(int(HEARTBEAT * 1000))

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - self._due))
        self._due = now + HEARTBEAT


def solo_speed(experiment: Experiment) -> float:
    """Mini-batch steps a second of the training alone, in a thread."""
    figures = []

    def train() -> None:
        trainer = Trainer(experiment)
        for seconds in (WARM_UP, SECONDS / 2):
            began, first = time.perf_counter(), trainer.iteration
            while time.perf_counter() - began < seconds:
                trainer.run_epoch()
            speed = (trainer.iteration - first) / (time.perf_counter() - began)
        figures.append(speed)

    thread = threading.Thread(target=train)
    thread.start()
    thread.join()
    return figures[0]


def opened(experiment: Experiment, qtbot) -> MainWindow:
    """A window on it whose engine is to run flat out."""
    window = open_window(create_app([]), experiment)
    qtbot.addWidget(window)
    window.show()
    window.session.set_pace(None)
    return window


def iteration(window: MainWindow) -> int:
    """How far the window's training is."""
    assert window.session.frame is not None
    return window.session.frame.iteration


@pytest.mark.parametrize("name", list(NETWORKS))
def test_pictures_event_loop_and_engine_share_two_cores(name, benchmark, qtbot, capsys):
    create_app([])
    alone: list[float] = []
    beside: list[float] = []
    intervals: list[float] = []
    late: list[float] = []
    with threadpool_limits(limits=1, user_api="blas"):
        window = opened(NETWORKS[name], qtbot)

        def stretch() -> None:
            """The window trains for a while, after and before the same training alone."""
            window.session.play()
            qtbot.wait(500)
            shown: list[float] = []
            connection = window.session.frame_ready.connect(lambda frame: shown.append(time.perf_counter()))
            heartbeat, began, first = Heartbeat(), time.perf_counter(), iteration(window)
            qtbot.wait(int(SECONDS * 1000))
            beside.append((iteration(window) - first) / (time.perf_counter() - began))
            heartbeat.deleteLater()
            window.session.frame_ready.disconnect(connection)
            window.session.pause()
            qtbot.wait(100)
            intervals.extend(np.diff(shown) * 1000)
            late.extend(1000 * beat for beat in heartbeat.late)
            alone.append(solo_speed(NETWORKS[name]))

        alone.append(solo_speed(NETWORKS[name]))
        benchmark.pedantic(stretch, rounds=ROUNDS)
        window.close()
    shares = [each / (sum(around) / 2) for each, around in zip(beside, pairwise(alone), strict=True)]
    figures = {
        "picture_interval_ms_median": float(np.median(intervals)),
        "picture_interval_ms_p99": float(np.percentile(intervals, 99)),
        "event_loop_late_ms_median": float(np.median(late)),
        "event_loop_late_ms_p99": float(np.percentile(late, 99)),
        "steps_per_second": median(beside),
        "steps_per_second_alone": median(alone),
        "share_of_solo": median(shares),
    }
    benchmark.extra_info |= figures
    with capsys.disabled():
        print(f"\n{name}: " + ", ".join(f"{key} {value:,.2f}" for key, value in figures.items()))
    assert figures["picture_interval_ms_p99"] <= INTERVAL_P99
    assert figures["event_loop_late_ms_median"] <= LATE_MEDIAN
    assert figures["event_loop_late_ms_p99"] <= LATE_P99
    assert figures["share_of_solo"] >= SHARE


@pytest.mark.parametrize("name", list(NETWORKS))
def test_a_click_is_answered_while_the_engine_runs_flat_out(name, benchmark, qtbot, capsys):
    """From the press to the end of the painting that shows what it did."""
    create_app([])
    answers: list[float] = []
    with threadpool_limits(limits=1, user_api="blas"):
        window = opened(NETWORKS[name], qtbot)
        window.session.play()
        qtbot.wait(1500)
        box = window.output.flat_box if window.output.flat_box.isVisible() else window.output.train_box

        def click() -> None:
            began = time.perf_counter()
            qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
            QCoreApplication.sendPostedEvents()
            qtbot.wait(1)
            answers.append(time.perf_counter() - began)
            qtbot.wait(37)

        benchmark.pedantic(click, rounds=60)
        window.close()
    p99 = float(np.percentile(np.array(answers) * 1000, 99))
    benchmark.extra_info |= {"click_ms_p99": p99}
    with capsys.disabled():
        print(f"\n{name}: click answered within {p99:.1f} ms at p99")
    assert p99 <= CLICK_P99


def test_the_window_does_not_grow_over_a_million_iterations(benchmark, qtbot, capsys):
    create_app([])
    with threadpool_limits(limits=1, user_api="blas"):
        window = opened(NETWORKS["default"], qtbot)
        window.session.play()
        qtbot.waitUntil(lambda: iteration(window) > ITERATIONS // 10, timeout=120_000)
        before = resident()
        reached = partial(qtbot.waitUntil, lambda: iteration(window) > ITERATIONS, timeout=300_000)
        benchmark.pedantic(reached, rounds=1)
        growth = resident() - before
        window.close()
    benchmark.extra_info |= {"growth_mb": growth}
    with capsys.disabled():
        print(f"\nmemory grew by {growth:.1f} MB")
    assert growth <= GROWTH_MB


def resident() -> float:
    """Megabytes of this process in memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20
