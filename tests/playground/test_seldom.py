"""What is dear is made anew after a while of training, and at rest each time."""

import time

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
