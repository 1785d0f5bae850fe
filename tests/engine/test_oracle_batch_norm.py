"""Batch norm in inference mode is PyTorch's eval mode with the same running statistics."""

import numpy as np
import pytest

from engine.activations import Relu, Sigmoid, Tanh
from engine.layers import Dense
from tests.engine.oracle import Twin, distance, tensor, torch
from tests.engine.textbook import make_dataset, make_trainer, run

OUTPUTS = {
    "binary": torch.sigmoid,
    "multiclass": lambda Z: torch.softmax(Z, 0),
    "regression": lambda Z: Z,
}
LAYERS = (Dense(7, Relu(), batch_norm=True), Dense(5, Tanh()), Dense(4, Sigmoid(), batch_norm=True))


def trained(task, epochs):
    trainer = make_trainer(make_dataset(task, n=3, m=50, train=41), layers=LAYERS, batch_size=8, l2=0.1)
    run(trainer, epochs)
    return trainer


@pytest.mark.parametrize("epochs", [0, 1, 7])
@pytest.mark.parametrize("task", OUTPUTS)
def test_predictions_and_logits_are_those_of_torch(task, epochs):
    """Before the first mini-batch too: mu is 0 and sigma^2 is 1 in both."""
    trainer = trained(task, epochs)
    twin, X = Twin(trainer), np.random.default_rng(5).standard_normal((3, 30))
    inputs = tensor(trainer.problem.prepare(X))
    Z = twin.logits(inputs, trainer.statistics)
    readable = trainer.network.logits(trainer.parameters, inputs.numpy(), trainer.statistics)
    assert distance({"Z": readable}, {"Z": Z}) < 1e-12
    assert distance({"A": trainer.predict(X)}, {"A": OUTPUTS[task](Z)}) < 1e-12
    on_dev = twin.logits(tensor(trainer.problem.inputs["dev"]), trainer.statistics)
    assert distance({"Z": trainer.forward("dev")()}, {"Z": on_dev}) < 1e-12


def test_one_example_is_predicted_as_among_others():
    trainer, X = trained("multiclass", 3), np.random.default_rng(5).standard_normal((3, 30))
    alone = np.hstack([trainer.predict(X[:, [k]]) for k in range(30)])
    np.testing.assert_allclose(alone, trainer.predict(X), rtol=1e-13)


def test_a_fresh_layer_is_that_of_torch():
    trainer = trained("regression", 0)
    fresh = torch.nn.BatchNorm1d(7)
    assert trainer.statistics["mean1"][:, 0].tolist() == fresh.running_mean.tolist()
    assert trainer.statistics["variance1"][:, 0].tolist() == fresh.running_var.tolist()
