"""Presets: whole experiments to begin with, some of which fail on purpose.

Each has one sentence on what to see or to try, and the tests train every one and hold it to its sentence.
"""

import msgspec

from engine.activations import Linear, Relu, Sigmoid, Tanh
from engine.data import Blobs, Bumps, Circle, Digits, Gauss, Iris, Plane, Spiral, Split, Xor, available
from engine.early_stopping import EarlyStopping
from engine.experiment import MAX_LAYERS, Experiment
from engine.initializers import Constant, Normal, Zeros
from engine.layers import Dense, Output
from engine.optimizers import GradientDescent


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """An experiment with a name for the command line, a title, and a sentence; `fails` if that is its aim."""

    name: str
    title: str
    sentence: str
    experiment: Experiment
    fails: bool = False


# Points of which some carry the wrong label, and a network that has room to learn each of them by heart.
OVERFITTER = Experiment(
    data=Circle(samples=50, noise=0.5),
    split=Split(train=0.5, dev=0.5, test=0.0),
    layers=(Dense(32, Tanh()), Dense(32, Tanh())),
    learning_rate=0.01,
    batch_size=None,
)

LEARNING = (
    Preset(
        name="logistic-regression",
        title="Logistic regression",
        sentence="One neuron draws a straight line, and two clouds need no more: over 95 % of the dev "
        "points are right after 10 epochs.",
        experiment=Experiment(
            data=Gauss(noise=0.1), layers=(), optimizer=GradientDescent(), learning_rate=0.1
        ),
    ),
    Preset(
        name="first-network",
        title="The first network",
        sentence="Four units draw lines and two join them to a ring: over 95 % of the dev points are right"
        " after 50 epochs.",
        experiment=Experiment(),
    ),
    Preset(
        name="squared-inputs",
        title="One neuron with squared inputs",
        sentence="With x₁² and x₂² as inputs a single neuron draws an ellipse: over 95 % of the dev points"
        " are right after 30 epochs.",
        experiment=Experiment(features=("x1^2", "x2^2"), layers=()),
    ),
    Preset(
        name="xor",
        title="XOR needs a hidden layer",
        sentence="Four units solve it: over 80 % of the dev points are right after 20 epochs; remove the "
        "layer and start again, and it stays near 50 %.",
        experiment=Experiment(data=Xor(), layers=(Dense(4, Tanh()),)),
    ),
    Preset(
        name="softmax",
        title="Softmax on three classes",
        sentence="Three output units share one certainty, their probabilities add up to 1: over 95 % of "
        "the dev points are right after 20 epochs.",
        experiment=Experiment(data=Blobs(noise=0.05), layers=()),
    ),
    Preset(
        name="iris",
        title="Iris",
        sentence="Four measures of a flower tell its species: over 90 % of the dev flowers are right after"
        " 40 epochs.",
        experiment=Experiment(
            data=Iris(), features=available(4), layers=(Dense(6, Tanh()),), learning_rate=0.02, batch_size=16
        ),
    ),
    Preset(
        name="linear-regression",
        title="Linear regression",
        sentence="The answer is a number: one linear unit finds the plane, and the dev cost is below 0.01 "
        "after 30 epochs.",
        experiment=Experiment(data=Plane(), layers=()),
    ),
    Preset(
        name="bumps",
        title="Hills and hollows",
        sentence="Two hidden layers bring the dev cost below 0.2 after 100 epochs; remove them and start "
        "again, and it stays above 0.3.",
        experiment=Experiment(
            data=Bumps(), layers=(Dense(16, Tanh()), Dense(16, Tanh())), learning_rate=0.01
        ),
    ),
    Preset(
        name="spiral",
        title="Spiral",
        sentence="Three layers follow both arms: over 90 % of the dev points are right after 200 epochs; "
        "with one layer alone it stays below 80 %.",
        experiment=Experiment(data=Spiral(noise=0.1), layers=(Dense(8, Relu()),) * 3, learning_rate=0.01),
    ),
    Preset(
        name="batch-norm",
        title="Deep net with batch norm",
        sentence="Eight layers bear a learning rate of 0.3: over 80 % of the dev points are right after "
        "100 epochs; without batch norm and from a same start it stays near 50 %.",
        experiment=Experiment(layers=(Dense(8, Relu(), batch_norm=True),) * 8, learning_rate=0.3),
    ),
    Preset(
        name="l2",
        title="L2 against overfitting",
        sentence="The overfitter with a lambda of 0.3: after 300 epochs its train cost is higher, and its "
        "dev cost less than half.",
        experiment=OVERFITTER.with_(l2=0.3),
    ),
    Preset(
        name="dropout",
        title="Dropout against overfitting",
        sentence="The overfitter with a keep_prob of 0.8: after 300 epochs its train cost is higher, and "
        "its dev cost less than half.",
        experiment=OVERFITTER.with_(layers=(Dense(32, Tanh(), keep_prob=0.8),) * 2),
    ),
    Preset(
        name="early-stopping",
        title="Early stopping",
        sentence="The overfitter ends by itself within 300 epochs, and goes back to the weights with which"
        " the dev cost was lowest.",
        experiment=OVERFITTER.with_(early_stopping=EarlyStopping(30)),
    ),
    Preset(
        name="digits",
        title="Handwritten digits",
        sentence="64 pixels in, ten classes out: over 90 % of the dev digits are right after 10 epochs.",
        experiment=Experiment(
            data=Digits(), features=available(64), layers=(Dense(64, Relu()),), learning_rate=0.003
        ),
    ),
)

FAILING = (
    Preset(
        name="zero-initialisation",
        title="Zero initialisation",
        sentence="All weights begin at 0, so each unit of a layer stays a copy of the others, and the cost"
        " stays at 0.69, as by guessing.",
        experiment=Experiment(
            layers=(Dense(4, Tanh(), initializer=Zeros()), Dense(4, Tanh(), initializer=Zeros())),
            output=Output(initializer=Zeros()),
        ),
        fails=True,
    ),
    Preset(
        name="equal-weights",
        title="Equal weights",
        sentence="All weights begin at 0.5: the four units learn, but stay copies of each other, and less "
        "than 80 % of the dev points are right after 100 epochs.",
        experiment=Experiment(
            layers=(Dense(4, Tanh(), initializer=Constant(0.5)),),
            output=Output(initializer=Constant(0.5)),
        ),
        fails=True,
    ),
    Preset(
        name="linear-layers",
        title="Only linear layers",
        sentence="Three layers that do not bend are worth one, a straight line: less than 75 % of the dev "
        "points are right after 60 epochs.",
        experiment=Experiment(layers=(Dense(4, Linear()),) * 3),
        fails=True,
    ),
    Preset(
        name="sigmoid-layers",
        title=f"{MAX_LAYERS} sigmoid layers",
        sentence="Every layer shrinks the gradient: in the first one it is 10\u2009000 times smaller than "
        "in the last, and the cost stays at 0.69.",
        experiment=Experiment(layers=(Dense(6, Sigmoid()),) * MAX_LAYERS),
        fails=True,
    ),
    Preset(
        name="huge-weights",
        title="Huge weights",
        sentence="The first weights are around 10 in size, so over 90 % of the tanh units are flat: the "
        "cost begins above 1, and after 20 epochs less than 90 % of the dev points are right.",
        experiment=Experiment(
            layers=(Dense(8, Tanh(), initializer=Normal(10.0)),) * 2, output=Output(initializer=Normal(10.0))
        ),
        fails=True,
    ),
    Preset(
        name="rate-too-high",
        title="Rate too high",
        sentence="With a learning rate of 10 each step jumps across the valley, and the cost rises as "
        "often as it falls; with 0.3 and from a same start it learns.",
        experiment=Experiment(optimizer=GradientDescent(), learning_rate=10.0),
        fails=True,
    ),
    Preset(
        name="dead-relus",
        title="Dead ReLUs",
        sentence="A learning rate of 5 makes all units of the last hidden layer 0 for every example within"
        " 20 epochs: no gradient comes through, and a lower rate wakes none.",
        experiment=Experiment(layers=(Dense(8, Relu()),) * 3, optimizer=GradientDescent(), learning_rate=5.0),
        fails=True,
    ),
    Preset(
        name="overfitter",
        title="Overfitter",
        sentence="25 noisy points and 1\u2009185 parameters: after 300 epochs the train cost is below "
        "0.02, and the dev cost twice as high as at its lowest.",
        experiment=OVERFITTER,
        fails=True,
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in (*LEARNING, *FAILING)}
