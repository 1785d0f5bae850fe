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


def test_the_film_is_brought_up_to_date_some_times_a_second_and_at_rest_each_time(monkeypatch):
    now = [10.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    trainer = Trainer(Experiment())
    builder = FrameBuilder(trainer, View(film=20))

    def recorded(steps_per_second: float) -> int:
        trainer.run_epoch()
        frame = builder.build(steps_per_second)
        assert frame.timeline is not None
        assert frame.costs.lines[0].x[-1] == frame.epoch, "the cost is always that of the frame"
        assert frame.timeline.newest == frame.epoch, "and so is where the film ends"
        return len(frame.timeline.epochs)

    assert [recorded(1000.0), recorded(1000.0)] == [1, 1]
    now[0] += 0.2
    assert recorded(1000.0) == 1
    now[0] += 0.2
    assert recorded(1000.0) == 4
    assert [recorded(0.0), recorded(0.0)] == [5, 6]
    builder.set_view(View(film=10))
    assert recorded(1000.0) == 7
