"""The Experiment: impossible values get a sentence, equal ones are equal, and it survives a file."""

import re

import msgspec
import pytest

from engine.activations import LeakyRelu, Relu, Sigmoid
from engine.data import BY_NAME, Circle, Spiral, Split
from engine.errors import EngineError, ExperimentError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam, GradientDescent, Momentum

DEFAULT = Experiment()
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("learning_rate", 0.0, "The learning rate must be above 0 and at most 1e+09, not 0."),
        ("learning_rate", -1.0, "The learning rate must be above 0 and at most 1e+09, not -1."),
        ("learning_rate", NAN, "The learning rate must be above 0 and at most 1e+09, not nan."),
        ("learning_rate", INF, "The learning rate must be above 0 and at most 1e+09, not inf."),
        ("batch_size", 0, "A mini-batch has at least 1 example, not 0."),
        ("l2", -0.1, "The L2 lambda must be 0 or a positive number, not -0.1."),
        ("l2", NAN, "The L2 lambda must be 0 or a positive number, not nan."),
        ("l2", INF, "The L2 lambda must be 0 or a positive number, not inf."),
        ("seed", -1, "A seed is a whole number from 0 to 4294967295, not -1."),
        ("seed", 2**32, "A seed is a whole number from 0 to 4294967295, not 4294967296."),
        ("layers", (Dense(),) * 13, "A network has at most 12 hidden layers here, not 13."),
        ("features", (), "At least one input feature must stay on, and none is."),
        ("dtype", "float16", "Numbers are computed as float32 or float64, not float16."),
    ],
)
def test_an_impossible_value_is_refused_in_one_sentence(field, value, sentence):
    with pytest.raises(ExperimentError, match=f"^{re.escape(sentence)}$"):
        DEFAULT.with_(**{field: value})


@pytest.mark.parametrize("units", [0, -3, 4097])
def test_a_layer_has_units(units):
    with pytest.raises(ExperimentError, match=f"^A layer has 1 to 4096 units, not {units}\\.$"):
        Dense(units)


@pytest.mark.parametrize(
    "changes",
    [
        {"learning_rate": 1e9},
        {"batch_size": None},
        {"batch_size": 1},
        {"seed": 2**32 - 1},
        {"layers": (Dense(4096),) * 12},
        {"layers": ()},
    ],
)
def test_the_limits_themselves_are_allowed(changes):
    assert DEFAULT.with_(**changes) != DEFAULT


def test_equal_values_are_equal_and_have_one_hash():
    assert Experiment() == DEFAULT
    assert hash(Experiment()) == hash(DEFAULT)
    assert Experiment(layers=(Dense(4, Relu()),)) != Experiment(layers=(Dense(4, Sigmoid()),))
    assert Experiment(optimizer=Momentum(0.9)) != Experiment(optimizer=Momentum(0.8))


def test_with_returns_the_same_object_when_nothing_differs():
    assert DEFAULT.with_(learning_rate=0.03, data=Circle()) is DEFAULT
    assert DEFAULT.with_(learning_rate=0.3).learning_rate == 0.3
    assert DEFAULT.learning_rate == 0.03


def test_it_cannot_be_changed_in_place():
    with pytest.raises(AttributeError):
        DEFAULT.learning_rate = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    "experiment",
    [
        DEFAULT,
        Experiment(
            data=Spiral(seed=9, samples=77, noise=0.1),
            split=Split(train=0.5, dev=0.5, test=0.0),
            features=("x1", "x1*x2"),
            normalize=False,
            layers=(Dense(3, LeakyRelu(0.2)), Dense(1, Sigmoid())),
            optimizer=Adam(0.8, 0.99, 1e-7),
            learning_rate=0.1,
            batch_size=None,
            l2=0.25,
            seed=7,
            dtype="float64",
        ),
        *(Experiment(data=kind()) for kind in BY_NAME.values()),
        Experiment(layers=(), optimizer=GradientDescent()),
    ],
    ids=repr,
)
def test_a_round_trip_through_json_gives_an_equal_value(experiment):
    assert msgspec.json.decode(msgspec.json.encode(experiment), type=Experiment) == experiment


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"layers": [{"units": 4}, {"units": 0}]}', r"1 to 4096 units, not 0.*\$\.layers\[1\]"),
        ('{"layers": [{"units": "four"}]}', r"`int`.*\$\.layers\[\.\.\.\]\.units|\$\.layers\[0\]\.units"),
        ('{"optimizer": {"kind": "adam", "beta1": 2}}', r"beta1 must be .*\$\.optimizer"),
        ('{"optimizer": {"kind": "newton"}}', r"newton.*\$\.optimizer\.kind"),
        ('{"data": {"kind": "circle", "noise": 3}}', r"Noise .*\$\.data"),
        ('{"learning_rate": 0}', r"^The learning rate must be above 0"),
        ('{"dtype": "float16"}', r"float16.*\$\.dtype"),
    ],
)
def test_a_decoding_error_names_the_place(text, path):
    with pytest.raises(msgspec.ValidationError, match=path):
        msgspec.json.decode(text, type=Experiment)


def test_every_error_is_one_the_user_may_see():
    assert issubclass(ExperimentError, EngineError)
