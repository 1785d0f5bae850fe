"""An independent witness: PyTorch's automatic differentiation in float64."""

from itertools import pairwise

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS
from tests.engine.textbook import make_dataset, make_trainer

torch = pytest.importorskip("torch")

MODULES = {
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "relu": torch.nn.ReLU,
    "leaky_relu": torch.nn.LeakyReLU,
    "elu": torch.nn.ELU,
    "silu": torch.nn.SiLU,
    "gelu": lambda: torch.nn.GELU(approximate="tanh"),
    "softplus": torch.nn.Softplus,
    "linear": torch.nn.Identity,
}
LOSSES = {
    "binary": lambda Z, y: torch.nn.functional.binary_cross_entropy_with_logits(Z[:, 0], y.double()),
    "multiclass": torch.nn.functional.cross_entropy,
    "regression": lambda Z, y: 0.5 * torch.nn.functional.mse_loss(Z[:, 0], y),
}


def as_torch(trainer):
    """The same network in PyTorch, with the same weights."""
    network, parameters = trainer.network, trainer.parameters
    modules = []
    for l, (n_in, n_out) in enumerate(pairwise(network.sizes), start=1):
        linear = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
        linear.weight.data = torch.from_numpy(parameters[f"W{l}"].copy())
        linear.bias.data = torch.from_numpy(parameters[f"b{l}"][:, 0].copy())
        modules.append(linear)
        if l < network.depth:
            modules.append(MODULES[network.activations[l - 1].name]())
    return torch.nn.Sequential(*modules)


def examples(trainer):
    X = torch.from_numpy(np.ascontiguousarray(trainer.problem.inputs["train"].T))
    return X, torch.from_numpy(trainer.problem.dataset.y.copy())


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_gradients_are_those_of_autograd(task, activation):
    layers = (Dense(6, ACTIVATIONS[activation]), Dense(3, ACTIVATIONS[activation]))
    trainer = make_trainer(make_dataset(task, n=3, m=30), layers=layers)
    twin, (X, y) = as_torch(trainer), examples(trainer)
    loss = LOSSES[task](twin(X), y)
    loss.backward()
    metrics = trainer.evaluate("train")
    assert metrics is not None
    assert metrics.cost == pytest.approx(loss.item(), rel=1e-13)
    targets = trainer.problem.targets["train"]
    ours = trainer.network.gradients(trainer.parameters, trainer.problem.inputs["train"], targets)
    linears = [module for module in twin if isinstance(module, torch.nn.Linear)]
    for l, linear in enumerate(linears, start=1):
        np.testing.assert_allclose(ours[f"W{l}"], linear.weight.grad.numpy(), atol=1e-14)
        np.testing.assert_allclose(ours[f"b{l}"][:, 0], linear.bias.grad.numpy(), atol=1e-14)


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("gd", lambda p: torch.optim.SGD(p, lr=0.05)),
        ("momentum", lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.9)),
        ("nesterov", lambda p: torch.optim.SGD(p, lr=0.005, momentum=0.9, nesterov=True)),
        ("adagrad", lambda p: torch.optim.Adagrad(p, lr=0.05, eps=1e-8)),
        ("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9)),
        ("adam", lambda p: torch.optim.Adam(p, lr=0.05)),
        ("adamw", lambda p: torch.optim.AdamW(p, lr=0.05)),
    ],
)
def test_two_hundred_full_batch_steps_are_those_of_torch(name, build):
    """PyTorch starts its momentum buffer at g, the course at (1 - beta) g: it is put right here.

    Its Nesterov sums gradients where the course averages them: a tenth of the rate makes up for it.
    """
    trainer = make_trainer(
        make_dataset("multiclass", m=60), batch_size=None, learning_rate=0.05, optimizer=OPTIMIZERS[name]
    )
    twin, (X, y) = as_torch(trainer), examples(trainer)
    optimizer = build(twin.parameters())
    if name == "momentum":
        for parameter in twin.parameters():
            optimizer.state[parameter]["momentum_buffer"] = torch.zeros_like(parameter)
    for _ in range(200):
        trainer.run_epoch()
        optimizer.zero_grad()
        LOSSES["multiclass"](twin(X), y).backward()
        optimizer.step()
    linears = [module for module in twin if isinstance(module, torch.nn.Linear)]
    for l, linear in enumerate(linears, start=1):
        np.testing.assert_allclose(trainer.parameters[f"W{l}"], linear.weight.detach().numpy(), atol=1e-10)
        np.testing.assert_allclose(
            trainer.parameters[f"b{l}"][:, 0], linear.bias.detach().numpy(), atol=1e-10
        )
