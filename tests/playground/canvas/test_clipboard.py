"""Layers and networks as text: they come back as they were, and no text whatever can do harm."""

import json

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, LeakyRelu, Relu
from engine.data import Painted, Table
from engine.data.painted import MAX_POINTS, Point
from engine.experiment import MAX_LAYERS, Experiment
from engine.initializers import INITIALIZERS
from engine.layers import Dense, Output
from engine.presets import PRESETS
from playground.canvas.clipboard import (
    LONGEST,
    Network,
    PasteError,
    experiment_text,
    layer_text,
    network_text,
    pasted,
    read,
)
from playground.looks import MAX_CANVAS_UNITS

BEFORE = Experiment(layers=(Dense(4), Dense(2)))
LAYER = layer_text(Dense(8, LeakyRelu(0.2), batch_norm=True, keep_prob=0.8, l2=0.1))
NETWORK = network_text(
    Experiment(layers=(Dense(3, Relu()), Dense(5)), output=Output(frozen=True), input_keep_prob=0.9)
)

layers = st.builds(
    Dense,
    units=st.integers(1, MAX_CANVAS_UNITS),
    activation=st.sampled_from(list(ACTIVATIONS.values())),
    initializer=st.none() | st.sampled_from(list(INITIALIZERS.values())),
    batch_norm=st.booleans(),
    keep_prob=st.floats(0.01, 1),
    l1=st.none() | st.floats(0, 1e9),
    l2=st.none() | st.floats(0, 1e9),
    frozen=st.booleans(),
)


def refused(text: str) -> str:
    with pytest.raises(PasteError) as caught:
        read(text)
    return str(caught.value)


def pasted_or_refused(text: str) -> tuple[Experiment, str]:
    """The experiment after pasting, and what is said: the name of the step, or why nothing was done."""
    try:
        edit = pasted(BEFORE, 1, read(text))
    except PasteError as error:
        return BEFORE, str(error)
    return edit.experiment, edit.text


def changed(text: str, **fields: object) -> str:
    """The text of a layer with other fields."""
    content = json.loads(text)
    content["layer"] |= fields
    return json.dumps(content)


@given(layers)
def test_a_layer_comes_back_as_it_was(layer):
    assert read(layer_text(layer)) == layer


@given(st.lists(layers, max_size=MAX_LAYERS), st.floats(0.01, 1))
def test_a_network_comes_back_as_it_was(several, keep_prob):
    experiment = Experiment(
        layers=tuple(several), output=Output(l1=0.1, frozen=True), input_keep_prob=keep_prob
    )
    assert read(network_text(experiment)) == Network(experiment.layers, experiment.output, keep_prob)


def test_the_text_can_be_read_by_people():
    assert LAYER.splitlines()[:5] == [
        "{",
        '  "neural-playground": "layer",',
        '  "format": 1,',
        '  "layer": {',
        '    "units": 8,',
    ]


def test_a_pasted_layer_goes_into_its_gap_and_the_step_has_a_name():
    edit = pasted(BEFORE, 1, read(LAYER))
    assert [layer.units for layer in edit.experiment.layers] == [4, 8, 2]
    assert edit.text == "paste layer 2"


def test_a_pasted_network_replaces_the_layers_and_nothing_else():
    edit = pasted(BEFORE.with_(learning_rate=0.5), 1, read(NETWORK))
    after = edit.experiment
    assert [layer.units for layer in after.layers] == [3, 5]
    assert (after.output.frozen, after.input_keep_prob, after.learning_rate) == (True, 0.9, 0.5)
    assert edit.text == "paste network"


def test_no_layer_goes_into_a_full_network():
    full = BEFORE.with_(layers=(Dense(2),) * MAX_LAYERS)
    with pytest.raises(PasteError, match="There are 12 hidden layers already, and at most 12 fit"):
        pasted(full, 3, Dense(2))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The clipboard holds no text; copy a layer or the network first."),
        ("hello", "“hello” is no layer, network or experiment; copy one with Ctrl+C."),
        (
            "a  b\n" * 40,
            "“a b a b a b a b a b a b …” is no layer, network or experiment; copy one with Ctrl+C.",
        ),
        ("[1, 2]", "“[1, 2]” is no layer, network or experiment; copy one with Ctrl+C."),
        (
            "[" * 50_000,
            "“[[[[[[[[[[[[[[[[[[[[[[[[…” is no layer, network or experiment; copy one with Ctrl+C.",
        ),
        ("x" * (LONGEST + 1), "The text has 2.0 MB, and an experiment has 2 MB at most."),
        (
            LAYER.replace('"layer",', '"data",'),
            "This is a copied “data”; a layer, a network or an experiment is expected.",
        ),
        (LAYER.replace("1,", "2,", 1), "This layer is of a newer format, 2; this version reads format 1."),
        (LAYER.replace("1,", '"1",', 1), "This layer has no format number; format 1 is expected."),
        (LAYER.replace("1,", "true,", 1), "This layer has no format number; format 1 is expected."),
        (
            LAYER.replace("1,", f"1{'0' * 400},", 1),
            "This layer is of a newer format, beyond 1000; this version reads format 1.",
        ),
        (changed(LAYER, unit=4), "This layer has “unit”, which is unknown here. Did you mean units?"),
        (changed(LAYER, units=4.5), "This layer cannot be read: units: Expected int, got float."),
        (changed(LAYER, units="4"), "This layer cannot be read: units: Expected int, got str."),
        (changed(LAYER, units=0), "This layer cannot be read: A layer has 1 to 4096 units, not 0."),
        (changed(LAYER, units=4000), "A layer of it has 4000 units, and the canvas shows at most 256."),
        (
            changed(LAYER, activation={"kind": "step"}),
            "This layer cannot be read: activation.kind: Invalid value 'step'.",
        ),
        (
            changed(LAYER, activation={"kind": "tanh", "alpha": 1}),
            "This layer has “alpha”, which is unknown here.",
        ),
        (
            changed(LAYER, l2=-1),
            "This layer cannot be read: The L2 lambda must be 0 or a positive number, not -1.",
        ),
        (
            changed(LAYER, keep_prob=float("nan")),
            "This copied text is damaged; copy it once more.",
        ),
        (
            NETWORK.replace("0.9", "7"),
            "This network cannot be read: The input's keep_prob must be from 0.01 to 1 (1: no dropout), "
            "not 7.",
        ),
    ],
)
def test_what_cannot_be_pasted_is_said_in_one_sentence(text, sentence):
    assert refused(text) == sentence


def test_a_network_of_too_many_layers_is_refused():
    content = json.loads(NETWORK)
    content["network"]["layers"] *= 7
    assert refused(json.dumps(content)) == "This network has 14 hidden layers, and at most 12 fit."


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A good text with a few characters replaced, left out or doubled."""
    text = draw(st.sampled_from([LAYER, NETWORK]))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(st.text(max_size=3)) + text[start + draw(st.integers(0, 5)) :]
    return text


@st.composite
def misfilled(draw: st.DrawFn) -> str:
    """A text of the right form with any value in any field."""
    kind = draw(st.sampled_from(["layer", "network"]))
    content = json.loads(LAYER if kind == "layer" else NETWORK)
    holder = draw(st.sampled_from([content, content[kind]]))
    holder[draw(st.sampled_from([*holder, "other"]))] = draw(values)
    return json.dumps(content)


@given(st.text() | spoilt() | misfilled() | values.map(json.dumps))
@example("\ud800")
@example(LAYER.replace("8,", "4" * 4100 + ",", 1))
@example(
    '{"neural-playground": "layer", "format": 1, "layer": ' + '{"activation": ' * 3000 + "1" + "}" * 3001
)
@example('{"neural-playground": ["layer"], "format": 1}')
@example('{"neural-playground": "layer", "format": 1, "' + "x" * 900_000 + '": 1}')
def test_any_text_gives_a_valid_experiment_or_a_refusal(text):
    after, sentence = pasted_or_refused(text)
    assert 10 < len(sentence) < 180
    assert sentence.isprintable()
    assert msgspec.json.decode(msgspec.json.encode(after), type=Experiment) == after


@pytest.mark.parametrize("name", PRESETS)
def test_an_experiment_comes_back_as_it_was(name):
    experiment = PRESETS[name].experiment
    assert read(experiment_text(experiment)) == experiment


def test_all_that_can_be_painted_has_room():
    rng = np.random.default_rng(1)
    places = rng.uniform(-6, 6, (MAX_POINTS, 2)).tolist()
    points = tuple(Point(x1, x2, k % 2, k) for k, (x1, x2) in enumerate(places))
    experiment = Experiment(data=Painted(points=points))
    assert read(experiment_text(experiment)) == experiment


def test_data_of_a_file_are_where_they_were_or_the_text_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b,y\n1,2,3\n")
    table = Table(path=str(path), target="y")
    text = experiment_text(Experiment(data=table))
    assert read(text) == Experiment(data=table)
    path.unlink()
    assert refused(text) == "Its data are in t.csv, which is not at its place on this computer."
    for strange in ("", "a\\u0000b"):
        assert "not at its place" in refused(text.replace(str(path), strange))


def test_data_inside_of_a_project_are_no_text():
    inside = Experiment(data=Table(path="t.csv", target="y").within("0" * 64))
    with pytest.raises(PasteError, match="save the project"):
        experiment_text(inside)
    text = experiment_text(Experiment(data=Table(path="/", target="y")))
    assert "not at its place" in refused(text.replace('"embedded": ""', '"embedded": "00"'))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("learning_rate", -4, "The learning rate must be above 0 and at most 1e+09, not -4."),
        ("learning_rates", 1, "which is unknown here. Did you mean learning_rate?"),
        ("data", {"kind": "circle", "seed": -4}, "data: A data seed is a whole number"),
        ("data", {"kind": "circle", "sample": 9}, "which is unknown here. Did you mean samples?"),
        ("data", {"kind": "painted", "points": [[1, 2, 7, 1]]}, "Classes of points are the whole numbers"),
        ("data", {"kind": "exec"}, "Invalid value 'exec'"),
        ("layers", [{"units": 257}], "A layer of it has 257 units"),
    ],
)
def test_an_experiment_with_something_else_in_it_is_refused(field, value, sentence):
    content = {"neural-playground": "experiment", "format": 1, "experiment": {field: value}}
    assert sentence in refused(json.dumps(content))


EXPERIMENT = json.loads(experiment_text(PRESETS["spiral"].experiment))


@given(
    path=st.lists(st.integers(0, 30), min_size=1, max_size=5),
    value=st.none() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=3),
)
def test_whatever_stands_in_an_experiment_nothing_but_a_refusal_comes_of_it(path, value):
    content = json.loads(json.dumps(EXPERIMENT))
    place = content
    for number in path:
        key = list(place if isinstance(place, dict) else range(len(place)))[number % len(place)]
        if not isinstance(place[key], dict | list) or not place[key]:
            break
        owner, place = place, place[key]
    else:
        place, key = owner, key
    place[key] = value
    pasted_or_refused(json.dumps(content))
