"""A report says what the shell command says, for the weights of the frame."""

from threading import enumerate as threads

import numpy as np
import pytest

from engine.diagnostics import diagnose
from engine.experiment import Experiment
from engine.gradient_checking import gradient_check
from engine.layers import Dense
from engine.optimizers import GradientDescent
from engine.trainer import Trainer
from playground import reports
from playground.checking import trainer_of
from playground.commands import check
from playground.commands import diagnose as diagnosis
from playground.frames import Frame, FrameBuilder, View


def trained(experiment: Experiment) -> tuple[Trainer, Frame]:
    trainer = Trainer(experiment)
    for _ in range(3):
        trainer.run_epoch()
    return trainer, FrameBuilder(trainer, View()).build(0.0)


def finished(name: str, frame: Frame, report: reports.Report | None = None) -> str | None:
    computation = reports.Computation(report or reports.REPORTS[name], frame)
    for thread in threads():
        if thread.name == "report":
            thread.join()
    return computation.text


@pytest.mark.parametrize("batch_norm", [False, True])
def test_the_texts_are_those_of_the_shell(batch_norm):
    trainer, frame = trained(
        Experiment(layers=(Dense(4, batch_norm=batch_norm),), optimizer=GradientDescent())
    )
    assert finished("check", frame) == check.table(gradient_check(trainer, 100))
    assert finished("diagnose", frame) == diagnosis.table(diagnose(trainer))


def test_the_trainer_of_a_frame_stands_where_the_frame_does():
    trainer, frame = trained(Experiment())
    again = trainer_of(frame)
    assert again.epoch == 3
    assert again.evaluate("dev") == trainer.evaluate("dev")
    assert all(np.array_equal(again.parameters[name], values) for name, values in frame.parameters.items())


def test_a_diagnosis_says_that_moments_begin_anew():
    _, frame = trained(Experiment())
    assert (finished("diagnose", frame) or "").startswith("The update is that of a first step")


def test_what_fails_is_said_in_one_sentence(caplog):
    def fail(trainer: Trainer) -> str:
        raise ValueError("too bad")

    _, frame = trained(Experiment())
    assert (finished("", frame, reports.Report("", fail)) or "").endswith("safe: too bad")
    assert "A report failed." in caplog.text


def test_a_computation_abandoned_before_its_turn_computes_nothing():
    _, frame = trained(Experiment())
    with reports._turn:
        computation = reports.Computation(reports.REPORTS["check"], frame)
        computation.abandon()
    for thread in threads():
        if thread.name == "report":
            thread.join()
    assert computation.text is None
