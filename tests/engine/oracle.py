"""An independent witness: the course's network, costs and update rules in PyTorch tensors, float64.

Derivatives are autograd's. Tensors are in course shapes, (n[l], m), under the names W1, b1, gamma1, beta1 ...
"""

import numpy as np
import pytest

from engine.optimizers import Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSprop
from engine.trainer import Trainer

torch = pytest.importorskip("torch")
torch.set_num_threads(1)  # on tensors this small a second one only gets in the way
F = torch.nn.functional

ACTIVATIONS = {
    "sigmoid": lambda g, Z: torch.sigmoid(Z),
    "tanh": lambda g, Z: torch.tanh(Z),
    "relu": lambda g, Z: torch.relu(Z),
    "leaky_relu": lambda g, Z: F.leaky_relu(Z, g.alpha),
    "elu": lambda g, Z: F.elu(Z, g.alpha),
    "silu": lambda g, Z: F.silu(Z),
    "gelu": lambda g, Z: F.gelu(Z, approximate="tanh"),
    # torch.nn.functional.softplus is the straight line above 20, which is 2e-9 off.
    "softplus": lambda g, Z: torch.logaddexp(Z, torch.zeros_like(Z)),
    "linear": lambda g, Z: Z,
}


def smoothed(y, s):
    """Probabilities of class 1, moved by the share s towards 1/2."""
    return (1 - s) * y.double() + s / 2


COSTS = {
    "binary_cross_entropy": lambda loss, Z, y, s: F.binary_cross_entropy_with_logits(Z[0], smoothed(y, s)),
    "sigmoid_squared_error": lambda loss, Z, y, s: 0.5 * F.mse_loss(torch.sigmoid(Z[0]), y.double()),
    "categorical_cross_entropy": lambda loss, Z, y, s: F.cross_entropy(Z.T, y, label_smoothing=s),
    "squared_error": lambda loss, Z, y, s: 0.5 * F.mse_loss(Z[0], y),
    "huber": lambda loss, Z, y, s: F.huber_loss(Z[0], y, delta=loss.threshold),
}


def tensor(array):
    return torch.from_numpy(np.array(array, order="C"))


class Twin:
    """The network of a float64 trainer with its parameters of this moment, and its training examples."""

    def __init__(self, trainer: Trainer) -> None:
        self.network, self.experiment = trainer.network, trainer.experiment
        self.parameters = {k: tensor(p).requires_grad_() for k, p in trainer.parameters.items()}
        self.X, self.y = tensor(trainer.problem.inputs["train"]), tensor(trainer.problem.dataset.y)

    def logits(self, X=None, statistics=None):
        """Z[L]; batch norm takes the examples' own mu and sigma^2, or the statistics mean1, variance1 ..."""
        p, A = self.parameters, self.X if X is None else X
        for l, layer in enumerate(self.network.layers, start=1):
            Z = p[f"W{l}"] @ A
            Z = self._normalized(Z, l, statistics) if layer.batch_norm else Z + p[f"b{l}"]
            A = ACTIVATIONS[layer.activation.name](layer.activation, Z)
        return Z

    def _normalized(self, Z, l, statistics):
        gamma, beta = self.parameters[f"gamma{l}"][:, 0], self.parameters[f"beta{l}"][:, 0]
        if statistics is None:
            return F.batch_norm(Z.T, None, None, gamma, beta, training=True, eps=1e-5).T
        layer = torch.nn.BatchNorm1d(Z.shape[0], eps=1e-5, dtype=torch.float64)
        layer.weight.data, layer.bias.data = gamma, beta
        layer.running_mean = tensor(statistics[f"mean{l}"][:, 0])
        layer.running_var = tensor(statistics[f"variance{l}"][:, 0])
        return layer.eval()(Z.T).T

    def cost(self):
        """J of the training examples with its penalty, each layer by its own lambdas or the experiment's."""
        x, loss, m = self.experiment, self.network.loss, self.X.shape[1]
        J = COSTS[loss.name](loss, self.logits(), self.y, x.label_smoothing)
        for l, layer in enumerate((*x.layers, x.output), start=1):
            l1, l2 = (whole if own is None else own for own, whole in ((layer.l1, x.l1), (layer.l2, x.l2)))
            W = self.parameters[f"W{l}"]
            J = J + l2 / (2 * m) * (W**2).sum() + l1 / (2 * m) * W.abs().sum()
        return J

    def gradients(self):
        """dJ/dW1 ... by autograd."""
        J = self.cost()
        found = torch.autograd.grad(J, list(self.parameters.values()))
        return dict(zip(self.parameters, found, strict=True))


class CourseRules:
    """The table of optimisers in the course, and those its reader expects beside them, written in tensors."""

    def __init__(self, twin: Twin) -> None:
        self.twin, self.t = twin, 0
        self.v = {k: torch.zeros_like(p) for k, p in twin.parameters.items()}
        self.s = {k: torch.zeros_like(p) for k, p in twin.parameters.items()}

    def step(self) -> None:
        """One update of all parameters with the gradient of all examples."""
        self.t += 1
        x = self.twin.experiment
        for k, g in self.twin.gradients().items():
            w = self.twin.parameters[k]
            with torch.no_grad():
                w -= x.learning_rate * self._direction(x.optimizer, k, w, g)

    def _direction(self, rule, k, w, g):
        match rule:
            case GradientDescent():
                return g
            case Momentum(beta):  # and Nesterov, which is one
                self.v[k] = beta * self.v[k] + (1 - beta) * g
                return beta * self.v[k] + (1 - beta) * g if isinstance(rule, Nesterov) else self.v[k]
            case Adam(beta1, beta2, eps):  # and AdamW
                self.v[k] = beta1 * self.v[k] + (1 - beta1) * g
                self.s[k] = beta2 * self.s[k] + (1 - beta2) * g**2
                v, s = self.v[k] / (1 - beta1**self.t), self.s[k] / (1 - beta2**self.t)
                decay = rule.weight_decay * w if isinstance(rule, AdamW) else 0
                return v / (torch.sqrt(s) + eps) + decay
        if isinstance(rule, RMSprop):
            self.s[k] = rule.beta * self.s[k] + (1 - rule.beta) * g**2
        else:
            self.s[k] = self.s[k] + g**2
        return g / (torch.sqrt(self.s[k]) + rule.eps)


def distance(ours, theirs) -> float:
    """||ours - theirs|| / ||theirs|| over all arrays of two dictionaries of the same names.

    A norm below 1e-3 counts as 1e-3: what the examples' shares leave after cancelling out is their rounding.
    """
    assert ours.keys() == theirs.keys()
    pairs = [(np.asarray(ours[k]), theirs[k].detach().numpy()) for k in theirs]
    off = sum(float(np.sum((a - b) ** 2)) for a, b in pairs)
    size = sum(float(np.sum(b**2)) for _, b in pairs)
    return float(np.sqrt(off) / max(np.sqrt(size), 1e-3))
