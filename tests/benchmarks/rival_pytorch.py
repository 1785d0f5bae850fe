"""The usual training loop in PyTorch, with its optimisers as they come ("eager") or with fused=True."""

from typing import Any

import pytest

from engine.activations import Array
from engine.network import Parameters
from engine.optimizers import Adam
from tests.benchmarks.workloads import Start

torch: Any = pytest.importorskip("torch")


class PyTorch:
    """Mini-batches cut before; shuffles nothing, records nothing."""

    def __init__(self, start: Start, fused: bool = False) -> None:
        self.model = build(start)
        load(self.model, start.parameters)
        binary = start.n_classes == 2
        self.criterion = torch.nn.BCEWithLogitsLoss() if binary else torch.nn.CrossEntropyLoss()
        self.X = torch.from_numpy(start.X.T.copy())
        self.y = torch.from_numpy(start.y[:, None].astype(start.X.dtype) if binary else start.y)
        self.batches = list(zip(self.X.split(start.batch), self.y.split(start.batch), strict=True))
        self.optimizer = optimizer(self.model, start, fused)

    def epoch(self) -> int:
        for X, y in self.batches:
            self.optimizer.zero_grad()
            self.criterion(self.model(X), y).backward()
            self.optimizer.step()
        return len(self.batches)

    def cost(self) -> float:
        return float(self.criterion(self.model(self.X), self.y).detach())

    @property
    def parameters(self) -> Parameters:
        """In course shapes and names."""
        return {name: value.detach().numpy().reshape(len(value), -1) for name, value in named(self.model)}


def build(start: Start) -> Any:
    """A Sequential in the course's order: Linear, batch norm, activation, dropout."""
    modules, n_in, dtype = [], len(start.X), getattr(torch, start.experiment.dtype)
    for layer in start.layers:
        normed = getattr(layer, "batch_norm", False)
        modules.append(torch.nn.Linear(n_in, layer.units, bias=not normed, dtype=dtype))
        if normed:
            modules.append(torch.nn.BatchNorm1d(layer.units, dtype=dtype))
        modules.append(torch.nn.Tanh() if start.activation == "tanh" else torch.nn.ReLU())
        if (keep_prob := getattr(layer, "keep_prob", 1.0)) < 1:
            modules.append(torch.nn.Dropout(1 - keep_prob))
        n_in = layer.units
    n_out = 1 if start.n_classes == 2 else start.n_classes
    return torch.nn.Sequential(*modules, torch.nn.Linear(n_in, n_out, dtype=dtype))


def named(model: Any) -> list[tuple[str, Any]]:
    """Its parameters under the course's names."""
    found, l = [], 0
    for module in model:
        if isinstance(module, torch.nn.Linear):
            l += 1
            found += [(f"W{l}", module.weight)] + [(f"b{l}", module.bias)] * (module.bias is not None)
        elif isinstance(module, torch.nn.BatchNorm1d):
            found += [(f"gamma{l}", module.weight), (f"beta{l}", module.bias)]
    return found


def load(model: Any, parameters: Parameters) -> None:
    """Take weights in course shapes."""
    for name, value in named(model):
        value.data = torch.from_numpy(parameters[name].reshape(value.shape).copy())


def optimizer(model: Any, start: Start, fused: bool) -> Any:
    """Weights decay by the course's lambda / m, biases and batch norm's parameters do not."""
    weights = [value for name, value in named(model) if name.startswith("W")]
    others = [value for name, value in named(model) if not name.startswith("W")]
    decay = start.experiment.l2 / start.batch
    groups = [{"params": weights, "weight_decay": decay}, {"params": others}]
    settings: dict[str, Any] = {"lr": start.rate} | ({"fused": True} if fused else {})
    if not isinstance(start.optimizer, Adam):
        return torch.optim.SGD(groups, **settings)
    adam = start.optimizer
    return torch.optim.Adam(groups, betas=(adam.beta1, adam.beta2), eps=adam.eps, **settings)


class Pictures:
    """Every unit's output at points X (n, m), kept, in inference mode.

    `statistics` are the averages mean1, variance1, ... of the layers with batch norm.
    """

    def __init__(self, start: Start, statistics: Parameters, X: Array) -> None:
        self.model = build(start).eval()
        load(self.model, start.parameters)
        normed = [module for module in self.model if isinstance(module, torch.nn.BatchNorm1d)]
        for l, module in enumerate(normed, start=1):
            module.running_mean.copy_(torch.from_numpy(statistics[f"mean{l}"][:, 0]))
            module.running_var.copy_(torch.from_numpy(statistics[f"variance{l}"][:, 0]))
        self.X = torch.from_numpy(X.T.copy())
        self.kinds = (torch.nn.Tanh, torch.nn.ReLU)

    def epoch(self) -> int:
        self.outputs()
        return 1

    def outputs(self) -> list[Array]:
        """A[1] ... A[L-1] and the logits, each (m, n[l])."""
        kept = []
        with torch.inference_mode():
            A = self.X
            for module in self.model:
                A = module(A)
                if isinstance(module, self.kinds):
                    kept.append(A)
        return [A.numpy() for A in (*kept, A)]
