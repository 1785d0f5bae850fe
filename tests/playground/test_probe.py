"""An example that is in no data set is answered with every frame that is asked for it."""

import numpy as np
import pytest

from engine.data import Digits, available
from engine.experiment import Experiment
from engine.layers import Dense
from engine.predict import predict
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View

DIGITS = Experiment(data=Digits(), features=available(64), layers=(Dense(8),))


def test_the_answer_is_that_of_the_network():
    trainer = Trainer(DIGITS)
    columns = trainer.problem.dataset.X[:, 5]
    builder = FrameBuilder(trainer, View(probe=tuple(columns.tolist())))
    for _ in range(2):
        frame = builder.build(0.0)
        known = predict(trainer.problem, trainer.parameters, columns[:, None], trainer.statistics)
        assert frame.probe is not None
        np.testing.assert_array_equal(frame.probe, known[:, 0])
        assert frame.probe.sum() == pytest.approx(1, abs=1e-5)
        trainer.run_epoch()


@pytest.mark.parametrize("columns", [None, (), (1.0,) * 63, (float("nan"),) * 64])
def test_there_is_none_to_no_example(columns):
    assert FrameBuilder(Trainer(DIGITS), View(probe=columns)).build(0.0).probe is None
