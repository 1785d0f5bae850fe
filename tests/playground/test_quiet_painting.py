"""While a network learns Qt paints its pictures alone: a call of Python would make the training wait."""

import sys
from statistics import mean
from types import FrameType

import pytest
from PySide6.QtCore import QEventLoop, QSettings

from engine.activations import Relu
from engine.data import Digits, Spiral, available
from engine.experiment import Experiment
from engine.layers import Dense
from playground.app import create_app, open_window

FRAMES, MOST = 25, 3  # numbers, the film and lines on the plane take turns


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(data=Spiral(), layers=(Dense(8), Dense(8), Dense(8))),
        Experiment(
            data=Spiral(), layers=(Dense(64, Relu(), batch_norm=True), Dense(64, Relu(), batch_norm=True))
        ),
        Experiment(data=Digits(), features=available(64)[:64], layers=(Dense(32, Relu()),), batch_size=128),
    ],
)
def test_frames_are_painted_with_few_calls_of_python(experiment, qtbot):
    app = create_app([])
    QSettings().setValue("first_steps/seen", True)
    window = open_window(app, experiment)
    qtbot.addWidget(window)
    window.show()
    window.session.play()
    qtbot.waitUntil(lambda: window.session.frame is not None and window.session.frame.epoch > 20)
    painted: list[list[str]] = [[]]
    loop, here = QEventLoop(), sys._getframe()

    def note(frame: FrameType, what: str, _: object) -> None:
        name = frame.f_code.co_qualname
        asked = any(word in name for word in ("paint", "Rect", "shape", "eventFilter"))
        if what == "call" and frame.f_back is here and asked:  # by Qt, not by what Qt has called
            painted[-1].append(name)

    def count(_: object) -> None:
        painted.append([])
        if len(painted) > FRAMES:
            loop.quit()

    window.session.frame_ready.connect(count)
    sys.setprofile(note)
    loop.exec()
    sys.setprofile(None)
    window.session.pause()
    assert mean(map(len, painted)) < MOST, painted
