"""Progress is one changing line on a terminal, a line now and then elsewhere, nothing when quiet."""

import errno
import io

import pytest

from engine.data import Circle, Split
from engine.evaluation import Metrics
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
    finish(progress, trainer)


def finish(progress, trainer):
    progress.finish(trainer.epoch, trainer.evaluate("train"), trainer.evaluate("dev"))


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
    finish(progress, trainer)
    length = len(out.getvalue().strip("\r\n"))
    out.truncate(0)
    out.seek(0)
    progress.finish(1, Metrics(1.0, None), Metrics(1.0, None))
    assert len(out.getvalue().strip("\r\n")) >= length


def test_without_a_dev_set_no_dev_cost(trainer):
    out = io.StringIO()
    lonely = Trainer(Experiment(split=Split(train=1, dev=0, test=0)))
    finish(Progress(10, out, False), lonely)
    assert "dev" not in out.getvalue()


@pytest.mark.parametrize(("out", "quiet"), [(io.StringIO(), True), (None, False)])
def test_nothing_when_quiet_or_without_a_stream(trainer, out, quiet):
    clock = Clock()
    progress = Progress(10, out, quiet, clock)
    follow(progress, trainer, clock, seconds=100)
    progress.note("A note.")
    assert out is None or out.getvalue() == ""


def test_on_the_way_the_train_cost_is_a_mean_and_at_the_end_it_is_the_result(trainer):
    clock, out = Clock(), io.StringIO()
    follow(Progress(10, out, False, clock), trainer, clock, seconds=25)
    *moving, last = out.getvalue().splitlines()
    assert all(" (mean of the epoch)  dev cost " in line for line in moving)
    train, dev = trainer.evaluate("train").cost, trainer.evaluate("dev").cost
    assert last == f"epoch 10 of 10  train cost {train:.4g}  dev cost {dev:.4g}"
    assert f"{train:.4g}" != f"{trainer.history.curve().train[-1]:.4g}"


def test_the_start_is_no_mean(trainer):
    clock, out = Clock(), io.StringIO()
    progress = Progress(10, out, False, clock)
    clock.now = 100
    progress.update(0, trainer.history.curve)
    assert "epoch 0 of 10  train cost " in out.getvalue()
    assert "mean" not in out.getvalue()


def test_progress_that_cannot_be_written_is_dropped(trainer):
    class Full(Terminal):
        writes = 0

        def write(self, text):
            self.writes += 1
            raise OSError(errno.ENOSPC, "No space left on device")

    clock, out = Clock(), Full()
    progress = Progress(10, out, False, clock)
    follow(progress, trainer, clock, seconds=25)
    progress.note("A note.")
    assert out.writes == 1


def test_a_note_is_one_line():
    out = io.StringIO()
    Progress(10, out, False).note("a\nb.npz: read back")
    assert out.getvalue() == "a\\nb.npz: read back\n"
