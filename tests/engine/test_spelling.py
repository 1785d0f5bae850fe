"""The numbers that are spelled out of one unit and one example hold the course's equations."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Blobs, Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.spelling import spell_out
from engine.trainer import Trainer
from engine.workings import Workings, next_step

NET = Experiment(
    data=Circle(samples=80), layers=(Dense(5, batch_norm=True), Dense(4, Relu(), keep_prob=0.6)), l2=0.1
)
CASES = {"two classes": NET, "softmax": NET.with_(data=Blobs(samples=80)), "no layers": NET.with_(layers=())}


@pytest.fixture(params=list(CASES))
def shown(request: pytest.FixtureRequest) -> Workings:
    trainer = Trainer(CASES[request.param])
    trainer.run_epoch()
    return next_step(trainer, updates=False)


def test_every_number_of_every_layer(shown: Workings) -> None:
    for l, (cache, slopes) in enumerate(zip(shown.caches, shown.slopes, strict=True), start=1):
        for (i, k), z in np.ndenumerate(shown.Z[l - 1]):
            told = spell_out(shown, l, i, k)
            assert told.z == z
            assert told.weights @ told.inputs + (told.bias or 0) == pytest.approx(z, abs=1e-6)
            assert (told.z_tilde, told.dz) == (float(cache.Z[i, k]), float(slopes.dZ[i, k]))
            if told.centred is not None:
                c = told.centred
                assert (told.z - c.mean) / np.sqrt(c.variance + c.eps) == pytest.approx(c.z_norm)
                assert c.gamma * c.z_norm + c.beta == pytest.approx(told.z_tilde)


def test_back_through_a_hidden_layer(shown: Workings) -> None:
    for l in range(1, shown.network.depth):
        for i, k in np.ndindex(*shown.Z[l - 1].shape):
            told = spell_out(shown, l, i, k)
            assert told.da is not None
            assert told.slope is not None
            assert told.da * told.kept * told.slope == pytest.approx(told.dz_tilde)
            assert told.da == pytest.approx(
                shown.parameters[f"W{l + 1}"][:, i] @ shown.slopes[l].dZ[:, k], abs=1e-12
            )
            after = shown.caches[l].A_in[i, k]
            assert told.a * told.kept == pytest.approx(after)


def test_the_output_layer_has_targets_and_losses(shown: Workings) -> None:
    L = shown.network.depth
    for k in range(shown.m):
        column = [spell_out(shown, L, i, k) for i in range(shown.network.sizes[-1])]
        assert all(told.dz == pytest.approx(told.a - (told.y or 0), abs=1e-12) for told in column)
        assert {told.loss for told in column} == {shown.losses[k]}
    assert shown.losses.mean() == pytest.approx(shown.data_cost)
