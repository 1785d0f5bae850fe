"""The running window: how steady its pictures are, how late its event loop, how fast the engine behind it.

The engine runs flat out; its speed is compared with the same training alone in a thread of the same process.
"""

import threading
import time
from statistics import median

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from threadpoolctl import threadpool_limits

from engine.activations import Relu
from engine.data import Spiral
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.app import create_app, open_window
from playground.main_window import MainWindow

SECONDS = 4.0
HEARTBEAT = 0.010
NETWORKS = {
    "default": Experiment(),
    "8-8-8 spiral": Experiment(data=Spiral(), layers=(Dense(8), Dense(8), Dense(8)), batch_size=10),
    "6 x 8 ReLU": Experiment(data=Spiral(), layers=(Dense(8, Relu()),) * 6),
}


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
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS / 2:
            trainer.run_epoch()
        figures.append(trainer.iteration / (time.perf_counter() - began))

    thread = threading.Thread(target=train)
    thread.start()
    thread.join()
    return figures[0]


def iteration(window: MainWindow) -> int:
    """How far the window's training is."""
    assert window.session.frame is not None
    return window.session.frame.iteration


@pytest.mark.parametrize("name", list(NETWORKS))
def test_pictures_event_loop_and_engine_share_two_cores(name, benchmark, qtbot, capsys):
    create_app([])
    with threadpool_limits(limits=1, user_api="blas"):
        alone = [solo_speed(NETWORKS[name])]
        window = open_window(create_app([]), NETWORKS[name])
        qtbot.addWidget(window)
        window.show()
        window.session.set_pace(None)
        window.session.play()
        qtbot.wait(500)
        shown: list[float] = []
        window.session.frame_ready.connect(lambda frame: shown.append(time.perf_counter()))
        heartbeat, began, first = Heartbeat(), time.perf_counter(), iteration(window)
        benchmark.pedantic(qtbot.wait, args=(int(SECONDS * 1000),), rounds=1)
        beside = (iteration(window) - first) / (time.perf_counter() - began)
        heartbeat.deleteLater()
        window.close()
        alone.append(solo_speed(NETWORKS[name]))
    intervals, late = np.diff(shown) * 1000, np.array(heartbeat.late) * 1000
    figures = {
        "picture_interval_ms_median": float(np.median(intervals)),
        "picture_interval_ms_p99": float(np.percentile(intervals, 99)),
        "event_loop_late_ms_median": float(np.median(late)),
        "event_loop_late_ms_p99": float(np.percentile(late, 99)),
        "steps_per_second": beside,
        "steps_per_second_alone": median(alone),
        "share_of_solo": beside / median(alone),
    }
    benchmark.extra_info |= figures
    with capsys.disabled():
        print(f"\n{name}: " + ", ".join(f"{key} {value:,.2f}" for key, value in figures.items()))
    assert len(intervals) > SECONDS * 10
