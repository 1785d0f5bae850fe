"""The update rules by hand, two steps each, through the very lines that the training step is made of.

Then whole trainings against the published rules in plain NumPy.
"""

import numpy as np
import pytest

from engine.dropout import generator
from engine.errors import ExperimentError
from engine.losses import DEFAULT_LOSSES
from engine.memory import Memory
from engine.network import Network
from engine.optimizers import OPTIMIZERS, AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSprop
from engine.plan import UFUNCS
from tests.engine.textbook import Textbook, assert_same_parameters, make_dataset, make_trainer

RATE = 0.1
NETWORK = Network.plain((1, 1), (), DEFAULT_LOSSES["regression"])
G1, G2 = 0.5, -2.0


def run(optimizer, gradients, scale):
    """The parameter, from 1, after one update per gradient; `scale` is the c of the sum form."""
    memory = Memory(NETWORK, optimizer, np.array([1.0]), generator(0))
    after = []
    for t, g in enumerate(gradients, start=1):
        memory.GG[0] = scale * g
        scalars = optimizer.schedule(RATE, np.array([float(t)]), scale)[:, 0]
        names = UFUNCS | memory.names(optimizer) | dict(zip(optimizer.scalars, scalars, strict=True))
        exec("\n".join(optimizer.ops), names)
        after.append(memory.P[0])
    return after, memory.moments[:, 0] * optimizer.moment_scale(scale)


@pytest.mark.parametrize("scale", [1, 20])
class TestByHand:
    def test_gradient_descent(self, scale):
        after, moments = run(GradientDescent(), [G1, G2], scale)
        assert after == pytest.approx([0.95, 1.15], rel=1e-14)
        assert moments.size == 0

    def test_momentum(self, scale):
        """v = 0.05, then 0.9 * 0.05 - 0.2 = -0.155."""
        after, moments = run(Momentum(), [G1, G2], scale)
        assert after == pytest.approx([0.995, 1.0105], rel=1e-14)
        assert moments == pytest.approx([-0.155], rel=1e-14)

    def test_adam(self, scale):
        """First alpha times the sign; then v^ = -0.155 / 0.19, s^ = 0.00424975 / 0.001999."""
        after, moments = run(Adam(), [G1, G2], scale)
        first = 1 - RATE * 0.5 / (0.5 + 1e-8)
        second = first + RATE * (0.155 / 0.19) / (np.sqrt(0.00424975 / 0.001999) + 1e-8)
        assert after == pytest.approx([first, second], rel=1e-13)
        assert moments == pytest.approx([-0.155, 0.00424975], rel=1e-13)

    def test_nesterov(self, scale):
        """v = 0.05 and -0.155 as with momentum; the steps are 0.9 v + 0.1 g = 0.095 and -0.3395."""
        after, moments = run(Nesterov(), [G1, G2], scale)
        assert after == pytest.approx([0.9905, 1.02445], rel=1e-14)
        assert moments == pytest.approx([-0.155], rel=1e-14)

    def test_adagrad(self, scale):
        """s = 0.25, then 4.25."""
        after, moments = run(AdaGrad(), [G1, G2], scale)
        first = 1 - RATE * 0.5 / (0.5 + 1e-8)
        assert after == pytest.approx([first, first + RATE * 2 / (np.sqrt(4.25) + 1e-8)], rel=1e-14)
        assert moments == pytest.approx([4.25], rel=1e-14)

    def test_rmsprop(self, scale):
        """s = 0.025, then 0.9 * 0.025 + 0.4 = 0.4225, whose root is 0.65."""
        after, moments = run(RMSprop(), [G1, G2], scale)
        first = 1 - RATE * 0.5 / (np.sqrt(0.025) + 1e-8)
        assert after == pytest.approx([first, first + RATE * 2 / (0.65 + 1e-8)], rel=1e-14)
        assert moments == pytest.approx([0.4225], rel=1e-14)

    def test_adamw(self, scale):
        """Adam's steps on top of w shrunk by 0.1 * 0.5."""
        adam, _ = run(Adam(), [G1, G2], scale)
        after, _ = run(AdamW(weight_decay=0.5), [G1, G2], scale)
        first = 0.95 + (adam[0] - 1)
        assert after == pytest.approx([first, 0.95 * first + (adam[1] - adam[0])], rel=1e-13)


def test_exponentially_weighted_average_of_the_course():
    """With beta 0.98, v_2 = 0.0196 theta_1 + 0.02 theta_2."""
    _, moments = run(Momentum(beta=0.98), [3.0, 7.0], 1)
    assert moments == pytest.approx([0.0196 * 3 + 0.02 * 7], rel=1e-14)


def test_adam_divides_by_its_bias_correction():
    """Averages of a constant gradient are that gradient, once 0.0396 is divided out."""
    after, moments = run(Adam(beta1=0.98, beta2=0.98, eps=1e-12), [3.0, 3.0], 1)
    assert moments[0] == pytest.approx(0.0396 * 3)
    assert after == pytest.approx([1 - RATE, 1 - 2 * RATE], rel=1e-10)


def test_a_beta_of_zero_forgets_everything():
    assert run(Momentum(beta=0.0), [G1, G2], 4)[0] == pytest.approx([0.95, 1.15])
    assert run(Adam(beta1=0.0, beta2=0.0), [G1, G2], 4)[0] == pytest.approx([0.9, 1.0])


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Momentum(beta=1.0), r"^Momentum's beta must be at least 0 and below 1, not 1\."),
        (lambda: Momentum(beta=float("nan")), r"not nan\."),
        (lambda: Adam(beta1=-0.1), r"^Adam's beta1 .* not -0\.1\."),
        (lambda: Adam(beta2=1.5), r"^Adam's beta2 .* not 1\.5\."),
        (lambda: Adam(eps=0.0), r"^Adam's epsilon must be from 1e-30 .* not 0\. The usual one is 1e-8\."),
        (lambda: Nesterov(beta=1.0), r"^Nesterov's beta .* not 1\."),
        (lambda: AdaGrad(eps=0.0), r"^AdaGrad's epsilon .* not 0\."),
        (lambda: AdaGrad(eps=float("inf")), r"^AdaGrad's epsilon .* not inf\."),
        (lambda: RMSprop(beta=-0.5), r"^RMSprop's beta .* not -0\.5\."),
        (lambda: RMSprop(eps=float("nan")), r"^RMSprop's epsilon .* not nan\."),
        (lambda: AdamW(beta1=1.0), r"^AdamW's beta1 .* not 1\."),
        (lambda: AdamW(beta2=2.0), r"^AdamW's beta2 .* not 2\."),
        (lambda: AdamW(eps=1.0), r"^AdamW's epsilon .* not 1\."),
        (lambda: AdamW(weight_decay=-1.0), r"^AdamW's weight decay must be at least 0 .* not -1\."),
        (lambda: AdamW(weight_decay=float("nan")), r"^AdamW's weight decay .* not nan\."),
    ],
)
def test_an_impossible_hyperparameter_is_refused(build, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        build()


def test_names_are_those_of_the_command_line():
    assert list(OPTIMIZERS) == ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


def test_nesterov_is_momentum_that_takes_the_gradient_where_it_is_going():
    """Plain form on J = u^2: g at u - alpha beta v. The engine's w is that point."""
    u, v, w, beta = 1.0, 0.0, np.array([1.0]), 0.9
    memory = Memory(NETWORK, Nesterov(beta), w, generator(0))
    rate = Nesterov(beta).schedule(RATE, np.ones(1), 1.0)[0, 0]
    for _ in range(20):
        v = beta * v + (1 - beta) * 2 * (u - RATE * beta * v)
        u -= RATE * v
        memory.GG[0] = 2 * w
        exec("\n".join(Nesterov.ops), UFUNCS | memory.names(Nesterov(beta)) | {"rate": rate})
        assert w[0] == pytest.approx(u - RATE * beta * v, rel=1e-12)


class Published(Textbook):
    """The rules beside those of the textbook loop, as they are published."""

    def _direction(self, name, g):
        match self.optimizer:
            case Nesterov(beta):
                self.v[name] = beta * self.v[name] + (1 - beta) * g
                return beta * self.v[name] + (1 - beta) * g
            case AdaGrad(eps):
                self.s[name] = self.s[name] + g**2
                return g / (np.sqrt(self.s[name]) + eps)
            case RMSprop(beta, eps):
                self.s[name] = beta * self.s[name] + (1 - beta) * g**2
                return g / (np.sqrt(self.s[name]) + eps)
            case AdamW(weight_decay=weight_decay):
                return super()._direction(name, g) + weight_decay * self.parameters[name]
        return super()._direction(name, g)


def follow(trainer):
    return Published(trainer.network, trainer.parameters, trainer.experiment)


def assert_epochs_agree(trainer, plain, epochs):
    """Some whole epochs of 43 examples; a batch size of 10 leaves 3 for the last mini-batch."""
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    for _ in range(epochs):
        trainer.run_epoch()
        plain.epoch(X, Y, trainer.runner.buffers.order, trainer.experiment.batch_size or X.shape[1])
    assert_same_parameters(trainer.parameters, plain.parameters, 1e-12)


OTHERS = (Nesterov(0.5), AdaGrad(1e-3), RMSprop(0.999, 1e-3), AdamW(0.8, 0.9, 1e-6, 0.3))


@pytest.mark.parametrize("l2", [0.0, 0.4])
@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("optimizer", [*OPTIMIZERS.values(), *OTHERS], ids=repr)
def test_epochs_with_a_short_last_mini_batch_are_the_published_rules(optimizer, task, l2):
    """The binary loss has another gradient scale than the other two."""
    trainer = make_trainer(make_dataset(task, m=43), optimizer=optimizer, batch_size=10, l2=l2)
    assert_epochs_agree(trainer, follow(trainer), 5)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda o: o.name)
def test_a_change_of_batch_size_rate_or_lambda_keeps_the_moments_of_the_course(optimizer):
    trainer = make_trainer(make_dataset("binary", m=43), optimizer=optimizer, batch_size=10)
    plain = follow(trainer)
    assert_epochs_agree(trainer, plain, 2)
    for changes in ({"batch_size": 4}, {"learning_rate": 0.01}, {"l2": 0.3}, {"batch_size": None}):
        trainer.retune(trainer.experiment.with_(**changes))
        plain.rate, plain.network = trainer.experiment.learning_rate, trainer.network
        assert_epochs_agree(trainer, plain, 2)


@pytest.mark.parametrize(
    ("before", "after"),
    [(o, type(o)()) for o in OTHERS] + [(Momentum(), Nesterov()), (Adam(), AdamW())],
    ids=repr,
)
def test_other_betas_keep_the_moments_another_optimiser_begins_anew(before, after):
    trainer = make_trainer(make_dataset("multiclass", m=43), optimizer=before, batch_size=10)
    plain = follow(trainer)
    assert_epochs_agree(trainer, plain, 2)
    trainer.retune(trainer.experiment.with_(optimizer=after))
    if type(before) is not type(after):
        plain = follow(trainer)
    plain.use(after, trainer.experiment.learning_rate)
    assert_epochs_agree(trainer, plain, 2)
