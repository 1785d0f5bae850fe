"""What is dear is made anew after a while of training, and at rest each time."""

import time

from engine.experiment import Experiment
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View
from playground.frames.seldom import Seldom


def test_while_training_runs_it_is_kept_for_a_while(monkeypatch):
    now = [10.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    kept, numbers = Seldom[int](0.3), iter(range(100))

    def get(moving: bool = True) -> int:
        return kept.get(lambda: next(numbers), moving)

    assert [get(), get()] == [0, 0]
    now[0] += 0.31
    assert [get(), get()] == [1, 1]
    assert [get(moving=False), get(moving=False)] == [2, 3]
    assert get() == 3
    kept.forget()
    assert get() == 4


def test_cost_lines_of_a_row_of_frames_are_found_ten_times_a_second_and_at_rest_each_time(monkeypatch):
    now = [10.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    trainer = Trainer(Experiment())
    builder = FrameBuilder(trainer, View(film=20))

    def reached(steps_per_second: float) -> tuple[float, int]:
        trainer.run_epoch()
        frame = builder.build(steps_per_second)
        assert frame.timeline is not None
        return float(frame.costs.lines[0].x[-1]), frame.timeline.newest

    assert [reached(1000.0), reached(1000.0)] == [(1.0, 1), (1.0, 1)]
    now[0] += 0.1
    assert reached(1000.0) == (3.0, 3)
    assert [reached(0.0), reached(0.0)] == [(4.0, 4), (5.0, 5)]
    builder.set_view(View(film=10))
    assert reached(1000.0) == (6.0, 6)
