"""Two hundred full-batch steps of every optimiser, against torch tensors, autograd and the course's rules.

Then against PyTorch's own optimisers where the definitions agree, or can be made to. Two programs can only be
compared on a path that is itself stable. PyTorch, started once more with every weight changed in its last
bit, ends 7e-3 from itself with gradient descent at rate 0.1 on batch norm, for it reaches the edge of
stability; rates are small enough here. RMSprop gets there at any rate: where g changes its sign, s is
small as well, and the step is the whole rate however small g. An epsilon of 0.03 is beyond that, and with
the usual one there are 20 steps. A derivative that is exactly 0 in theory (beta in front of another batch
norm) would be divided by its own rounding: an activation stands between any two layers here.
"""

import pytest

from engine.activations import Gelu, Sigmoid, Tanh
from engine.layers import Dense
from engine.optimizers import (
    OPTIMIZERS,
    AdaGrad,
    Adam,
    AdamW,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
)
from tests.engine.oracle import CourseRules, Twin, distance, torch
from tests.engine.textbook import make_dataset, make_trainer, run

USUAL = {name: RMSprop(eps=0.03) if name == "rmsprop" else rule for name, rule in OPTIMIZERS.items()}
RULES = [
    *USUAL.values(),
    Momentum(0.5),
    Nesterov(0.6),
    AdaGrad(1e-6),
    RMSprop(0.99, 0.1),
    Adam(0.8, 0.9, 1e-6),
    AdamW(0.8, 0.99, weight_decay=0.2),
]
NETS = {
    "plain": (Dense(6, Tanh()), Dense(5, Gelu())),
    "batch norm": (Dense(6, Tanh(), batch_norm=True), Dense(5, Sigmoid(), batch_norm=True)),
    "mixed": (Dense(6, Gelu(), batch_norm=True), Dense(4, Tanh())),
}


def rate(rule):
    """Rules that divide by the gradient's size step by the rate itself; the others by rate times gradient."""
    return 0.03 if isinstance(rule, GradientDescent | Momentum) else 0.001


def trained(rule, net, task="multiclass", steps=200, **fields):
    """A trainer in float64 after so many steps, and its twin from before them."""
    usual = {"layers": NETS[net], "batch_size": None, "learning_rate": rate(rule), "optimizer": rule}
    trainer = make_trainer(make_dataset(task, n=3, m=40), **usual | fields)
    twin = Twin(trainer)
    run(trainer, steps)
    return trainer, twin


def assert_is_the_course(trainer, twin):
    """The twin takes as many steps by the course's rules."""
    witness = CourseRules(twin)
    for _ in range(trainer.epoch):
        witness.step()
    assert distance(trainer.parameters, twin.parameters) < 1e-8


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_two_hundred_steps_are_those_of_the_course(rule):
    assert_is_the_course(*trained(rule, "mixed", l2=0.5))


@pytest.mark.parametrize(("net", "task"), [("plain", "regression"), ("batch norm", "binary")])
@pytest.mark.parametrize("rule", USUAL.values(), ids=lambda rule: rule.name)
def test_so_they_are_for_other_nets_and_tasks(rule, net, task):
    assert_is_the_course(*trained(rule, net, task))


@pytest.mark.parametrize("net", NETS)
def test_twenty_steps_of_the_usual_rmsprop_are_those_of_the_course(net):
    assert_is_the_course(*trained(RMSprop(), net, steps=20))


def momentum(parameters, lr):
    """PyTorch begins its buffer with g, the course with (1 - beta) g from 0: it is put right here."""
    optimizer = torch.optim.SGD(parameters, lr=lr, momentum=0.9, dampening=0.9)
    for p in parameters:
        optimizer.state[p]["momentum_buffer"] = torch.zeros_like(p)
    return optimizer


# PyTorch's Nesterov sums gradients where the course averages them: a tenth of the rate makes up for it.
OF_TORCH = {
    "gd": lambda p, lr: torch.optim.SGD(p, lr=lr),
    "momentum": momentum,
    "nesterov": lambda p, lr: torch.optim.SGD(p, lr=0.1 * lr, momentum=0.9, nesterov=True),
    "adagrad": lambda p, lr: torch.optim.Adagrad(p, lr=lr, eps=1e-8),
    "rmsprop": lambda p, lr: torch.optim.RMSprop(p, lr=lr, alpha=0.9, eps=0.03),
    "adam": lambda p, lr: torch.optim.Adam(p, lr=lr),
    "adamw": lambda p, lr: torch.optim.AdamW(p, lr=lr, weight_decay=0.01),
}


@pytest.mark.parametrize("name", USUAL)
def test_two_hundred_steps_are_those_of_torchs_own_optimiser(name):
    trainer, twin = trained(USUAL[name], "batch norm")
    optimizer = OF_TORCH[name](list(twin.parameters.values()), rate(USUAL[name]))
    for _ in range(trainer.epoch):
        optimizer.zero_grad()
        twin.cost().backward()
        optimizer.step()
    assert distance(trainer.parameters, twin.parameters) < 1e-8
