"""The words of the marks on the cost curve."""

import pytest

from engine.activations import LeakyRelu, Relu, Tanh
from engine.data.augmentation import Jitter, Rotation
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.initializers import Zeros
from engine.layers import Dense, Output
from engine.losses import SigmoidSquaredError
from engine.optimizers import Adam, GradientDescent
from engine.schedules import ByHand, Constant, Cosine
from playground.changes import changes

BASE = Experiment(layers=(Dense(4, Tanh()), Dense(2, Tanh())))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"learning_rate": 0.01}, "α 0.01"),
        ({"batch_size": None}, "m all"),
        ({"optimizer": GradientDescent()}, "Gradient descent"),
        ({"optimizer": Adam(beta1=0.8)}, "β₁ 0.8"),
        ({"schedule": Cosine()}, "schedule cosine"),
        ({"schedule": Constant(warm_up=5)}, "warm up 5"),
        ({"schedule": ByHand()}, "schedule by hand"),
        ({"l2": 0.5}, "λ 0.5"),
        ({"l1": 0.5}, "L1 0.5"),
        ({"input_keep_prob": 0.9}, "input keep 0.9"),
        ({"loss": SigmoidSquaredError()}, "loss squared error"),
        ({"label_smoothing": 0.1}, "smoothing 0.1"),
        ({"clip_norm": 2.0}, "clip 2"),
        ({"early_stopping": EarlyStopping(7)}, "patience 7"),
        ({"augmentation": (Jitter(), Rotation())}, "augmentation jitter rotation"),
        ({"normalize": False}, "inputs raw"),
        ({"standardize_targets": False}, "y raw"),
        ({"features": ("x1", "x2", "x1^2")}, "3 features"),
        ({"features": ("x1",)}, "1 feature"),
        ({"layers": (Dense(4), Dense(3))}, "layers 4-3"),
        ({"layers": ()}, "layers none"),
        ({"layers": (Dense(4, Relu()), Dense(2, Tanh()))}, "ReLU"),
        ({"layers": (Dense(4, batch_norm=True), Dense(2, keep_prob=0.8))}, "BN[1] keep[2] 0.8"),
        ({"layers": (Dense(4, l1=0.1), Dense(2, l2=0.2, frozen=True))}, "L1[1] 0.1 λ[2] 0.2 frozen[2]"),
        ({"output": Output(frozen=True)}, "frozen[3]"),
    ],
)
def test_each_change_has_its_word(change, words):
    assert changes(BASE, BASE.with_(**change)) == [words]


def test_a_seed_or_nothing_leaves_no_mark():
    assert changes(BASE, BASE) == []
    assert changes(BASE, BASE.with_(seed=7)) == []


def test_what_is_switched_off_again_has_its_word_too():
    layers = (Dense(4, LeakyRelu(), batch_norm=True, l2=0.1, frozen=True), Dense(2))
    before = BASE.with_(layers=layers, loss=SigmoidSquaredError(), clip_norm=1.0, augmentation=(Jitter(),))
    plain = BASE.with_(layers=(Dense(4, LeakyRelu(alpha=0.2)), Dense(2)))
    assert changes(before, plain) == [
        "loss usual",
        "clip off",
        "augmentation off",
        "alpha 0.2 BN[1] off λ[1] of network frozen[1] off",
    ]


def test_other_points_of_a_schedule_by_hand_are_one_word():
    before, after = (BASE.with_(schedule=ByHand(points=((1, rate),))) for rate in (0.1, 0.2))
    assert changes(before, after) == ["schedule by hand"]


def test_first_weights_act_at_the_next_start_and_leave_no_mark():
    assert changes(BASE, BASE.with_(output=Output(initializer=Zeros()))) == []
