"""Progress is one changing line on a terminal, a line now and then elsewhere, nothing when quiet."""

import io

import pytest

from engine.data import Circle, Split
from engine.experiment import Experiment
from engine.trainer import Trainer
from playground.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def trainer():
    return Trainer(Experiment(data=Circle(samples=20)))


def follow(progress, trainer, clock, seconds, epochs=10):
    for _ in range(epochs):
        trainer.run_epoch()
        clock.now += seconds / epochs
        progress.update(trainer.epoch, trainer.history.curve)
    progress.finish(trainer.epoch, trainer.history.curve)


def test_a_terminal_shows_one_changing_line(trainer):
    clock, out = Clock(), Terminal()
    follow(Progress(10, out, False, clock), trainer, clock, seconds=0.55)
    text = out.getvalue()
    assert text.count("\n") == 1
    assert 4 <= text.count("\r") <= 7
    assert text.rstrip().rpartition("\r")[2].startswith("epoch 10 of 10  train cost ")
    assert "  dev cost " in text


def test_a_file_gets_a_line_now_and_then(trainer):
    clock, out = Clock(), io.StringIO()
    follow(Progress(10, out, False, clock), trainer, clock, seconds=25)
    assert [line.split("  ")[0] for line in out.getvalue().splitlines()] == [
        "epoch 4 of 10",
        "epoch 8 of 10",
        "epoch 10 of 10",
    ]


def test_a_shorter_line_covers_a_longer_one(trainer):
    clock, out = Clock(), Terminal()
    progress = Progress(10, out, False, clock)
    progress.finish(trainer.epoch, trainer.history.curve)
    length = len(out.getvalue().strip("\r\n"))
    trainer.history.record(1, 1.0, 1.0)
    out.truncate(0)
    out.seek(0)
    progress.finish(trainer.epoch, trainer.history.curve)
    assert len(out.getvalue().strip("\r\n")) >= length


def test_without_a_dev_set_no_dev_cost(trainer):
    out = io.StringIO()
    lonely = Trainer(Experiment(split=Split(train=1, dev=0, test=0)))
    Progress(10, out, False).finish(lonely.epoch, lonely.history.curve)
    assert "dev" not in out.getvalue()


@pytest.mark.parametrize(("out", "quiet"), [(io.StringIO(), True), (None, False)])
def test_nothing_when_quiet_or_without_a_stream(trainer, out, quiet):
    clock = Clock()
    progress = Progress(10, out, quiet, clock)
    follow(progress, trainer, clock, seconds=100)
    progress.note("A note.")
    assert out is None or out.getvalue() == ""
