"""Everything an Experiment can hold can be said on the command line, and gives the same numbers."""

import json

import numpy as np
import pytest

from engine.activations import Elu, LeakyRelu, Relu
from engine.data.augmentation import Jitter, Reflection
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.export import export
from engine.initializers import Constant, He, Normal, Orthogonal, Xavier, Zeros
from engine.layers import Dense, Output
from engine.losses import Huber, SigmoidSquaredError, SquaredError
from engine.model import weights_sha256
from engine.optimizers import Adam, AdamW, Momentum, RMSprop
from engine.schedules import ByHand, Cosine, Staircase
from engine.trainer import Trainer
from playground.cli import main
from playground.commands import notation
from playground.commands.experiments import problem_of
from playground.commands.parser import parse

# Options, and the fields that they stand for.
SAID = [
    ("--l1 0.5 --l2 0.25", {"l1": 0.5, "l2": 0.25}),
    ("--clip-norm 0.1", {"clip_norm": 0.1}),
    ("--label-smoothing 0.2", {"label_smoothing": 0.2}),
    ("--loss sigmoid_squared_error", {"loss": SigmoidSquaredError()}),
    ("--optimizer adam:beta1=0.8,eps=1e-6", {"optimizer": Adam(beta1=0.8, eps=1e-6)}),
    ("--optimizer momentum:beta=0.5", {"optimizer": Momentum(beta=0.5)}),
    ("--optimizer rmsprop:eps=1e-4", {"optimizer": RMSprop(eps=1e-4)}),
    ("--optimizer adamw:weight_decay=0.1,beta2=0.99", {"optimizer": AdamW(weight_decay=0.1, beta2=0.99)}),
    ("--schedule staircase:factor=0.1,every=2", {"schedule": Staircase(factor=0.1, every=2)}),
    ("--schedule cosine:epochs=5,warm_up=2", {"schedule": Cosine(epochs=5, warm_up=2)}),
    (
        "--schedule by_hand:2=0.3,warm_up=1,4=0.003",
        {"schedule": ByHand(points=((2, 0.3), (4, 0.003)), warm_up=1)},
    ),
    ("--augment jitter", {"augmentation": (Jitter(),)}),
    (
        "--augment jitter:std=0.5 --augment reflection:axis=x2",
        {"augmentation": (Jitter(std=0.5), Reflection(axis="x2"))},
    ),
    ("--input-keep-prob 0.5", {"input_keep_prob": 0.5}),
    ("--output zeros", {"output": Output(initializer=Zeros())}),
    ("--output xavier:l2=0.1:l1=0.2", {"output": Output(initializer=Xavier(), l2=0.1, l1=0.2)}),
    ("--initializer constant:value=0.25", {"output": Output(initializer=Constant(value=0.25))}),
    ("--initializer zeros --output normal:scale=2", {"output": Output(initializer=Normal(scale=2.0))}),
    (
        "--batch-size all --rate 0.5 --no-normalize",
        {"batch_size": None, "learning_rate": 0.5, "normalize": False},
    ),
    ("--dtype float64", {"dtype": "float64"}),
]
# Words of --layers and more, and the layers that they stand for.
LAYERS = [
    ("3", [Dense(3)]),
    ("3:relu,2", [Dense(3, Relu()), Dense(2)]),
    (
        "8:relu:bn:keep=0.8,4:he:frozen",
        [Dense(8, Relu(), batch_norm=True, keep_prob=0.8), Dense(4, initializer=He(), frozen=True)],
    ),
    ("5:leaky_relu:alpha=0.2:he", [Dense(5, LeakyRelu(alpha=0.2), initializer=He())]),
    (
        "5:normal:scale=0.1:elu:alpha=2:l1=0.5:l2=0",
        [Dense(5, Elu(alpha=2.0), initializer=Normal(scale=0.1), l1=0.5, l2=0.0)],
    ),
    ("5:batch_norm:keep_prob=0.5", [Dense(5, batch_norm=True, keep_prob=0.5)]),
    ("3,4:relu --activation elu:alpha=0.5", [Dense(3, Elu(alpha=0.5)), Dense(4, Relu())]),
    ("3,4:bn=no --batch-norm", [Dense(3, batch_norm=True), Dense(4)]),
    ("3,4:keep=1 --keep-prob 0.5", [Dense(3, keep_prob=0.5), Dense(4)]),
]


@pytest.fixture
def result(capsys):
    """The JSON object of a successful training."""

    def run(line):
        code = main(["train", *line.split(), "--json", "--quiet"])
        captured = capsys.readouterr()
        assert (code, captured.err) == (0, "")
        return json.loads(captured.out)

    return run


def experiment_of(line):
    return problem_of(parse(["train", *line.split()])).experiment


def trained(experiment, epochs):
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


@pytest.mark.parametrize(("line", "fields"), SAID, ids=[line for line, _ in SAID])
def test_an_option_is_a_field_of_the_experiment(line, fields):
    found = experiment_of(line)
    assert found == Experiment(**{"layers": (), **fields})
    assert found != Experiment(layers=())


@pytest.mark.parametrize(("line", "layers"), LAYERS, ids=[line for line, _ in LAYERS])
def test_a_layer_says_all_that_it_is(line, layers):
    assert experiment_of(f"--layers {line}").layers == tuple(layers)


def test_an_initializer_for_all_layers_is_also_the_outputs():
    found = experiment_of("--layers 3,4:he --initializer orthogonal:gain=2")
    assert found.layers == (Dense(3, initializer=Orthogonal(gain=2.0)), Dense(4, initializer=He()))
    assert found.output == Output(initializer=Orthogonal(gain=2.0))


def test_without_options_it_is_the_experiment_of_the_engine():
    assert experiment_of("") == Experiment(layers=())


def test_equal_options_give_the_same_numbers(result):
    found = result(
        "--data spiral --layers 8:relu:bn:keep=0.8,4:he:frozen:l2=0.1 --output orthogonal --l1 0.2 "
        "--clip-norm 1 --optimizer adam:beta1=0.8 --schedule by_hand:2=0.01,warm_up=1 --augment jitter "
        "--label-smoothing 0.1 --input-keep-prob 0.9 --epochs 5 --seed 3"
    )
    layers = (
        Dense(8, Relu(), batch_norm=True, keep_prob=0.8),
        Dense(4, initializer=He(), frozen=True, l2=0.1),
    )
    trainer = trained(
        experiment_of("--data spiral --seed 3").with_(
            layers=layers,
            output=Output(initializer=Orthogonal()),
            l1=0.2,
            clip_norm=1.0,
            optimizer=Adam(beta1=0.8),
            schedule=ByHand(points=((2, 0.01),), warm_up=1),
            augmentation=(Jitter(),),
            label_smoothing=0.1,
            input_keep_prob=0.9,
        ),
        epochs=5,
    )
    assert found["weights_sha256"] == weights_sha256(trainer.parameters | trainer.statistics)
    train, dev = trainer.evaluate("train"), trainer.evaluate("dev")
    assert train is not None
    assert dev is not None
    assert found["cost"] == {"train": train.cost, "dev": dev.cost}


def test_losses_of_a_regression(result, tmp_path):
    x = np.random.default_rng(1).normal(size=(60, 2))
    rows = "".join(f"{a},{b},{30 * a - b + 500}\n" for a, b in x)
    (tmp_path / "numbers.csv").write_text("a,b,price\n" + rows)
    table = f"--data {tmp_path}/numbers.csv --target price"
    assert experiment_of(f"{table} --loss huber:threshold=2").loss == Huber(threshold=2.0)
    assert experiment_of(f"{table} --loss squared_error").loss == SquaredError()
    assert experiment_of(f"{table} --no-standardize-targets").standardize_targets is False
    # Only in the units of the target is a threshold of 0.1 far below the errors.
    standardized = result(f"{table} --loss huber:threshold=0.1 --epochs 0")["cost"]["train"]
    raw = result(f"{table} --loss huber:threshold=0.1 --epochs 0 --no-standardize-targets")["cost"]["train"]
    assert raw > 100 * standardized


def test_early_stopping_says_which_weights_are_kept(result, capsys):
    line = "--data gauss --noise 0.5 --layers 20:relu --rate 0.3 --early-stopping 3"
    found = result(f"{line} --epochs 200")
    stop = found["early_stop"]
    assert found["epochs"] == stop["epoch"] == stop["best_epoch"] + 3 < 200
    assert found["cost"]["dev"] == stop["best_cost"]
    best = result(f"{line} --epochs {stop['best_epoch']}")
    assert best["weights_sha256"] == found["weights_sha256"]
    assert best["early_stop"] is None
    assert experiment_of(line).early_stopping == EarlyStopping(patience=3)
    assert main(["train", *line.split(), "--quiet"]) == 0
    sentence = (
        f"stopped early after epoch {stop['epoch']}: these are the weights of epoch {stop['best_epoch']},"
    )
    assert sentence in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["npz", "safetensors"])
def test_training_starts_from_given_weights(result, tmp_path, ending):
    layers = "--layers 4:relu:bn,3"
    file = f"{tmp_path}/w.{ending}"
    first = result(f"{layers} --epochs 5 --seed 1 --export {file}")
    again = result(f"{layers} --epochs 0 --seed 1 --start {file}")
    assert again["weights_sha256"] == first["weights_sha256"]
    assert again["cost"] == first["cost"]
    further = result(f"{layers} --epochs 5 --seed 1 --start {file}")
    assert further["cost"]["train"] < first["cost"]["train"]


def test_starting_in_another_precision(result, tmp_path):
    trainer = trained(Experiment(layers=(Dense(3),)), 2)
    export(tmp_path / "w.npz", trainer)
    found = result(f"--layers 3 --epochs 0 --dtype float64 --start {tmp_path}/w.npz")
    wide = {name: w.astype(np.float64) for name, w in trainer.parameters.items()}
    assert found["weights_sha256"] == weights_sha256(wide)


BAD_STARTS = [
    ("none.npz", None, "", 3, "There is no file none.npz; check its name and folder."),
    ("none.safetensors", None, "", 3, "There is no file none.safetensors; check its name and folder."),
    (
        "w.pt",
        None,
        "",
        2,
        "--start takes the weights of an export, .npz, .safetensors, .json, .zip, not w.pt.",
    ),
    (
        "text.npz",
        b"a,b\n1,2\n",
        "",
        3,
        "text.npz is not readable as weights; give a file that --export or the window wrote.",
    ),
    ("text.safetensors", b"a,b\n1,2\n", "", 3, "text.safetensors is not readable as weights;"),
    ("empty.npz", b"", "", 3, "empty.npz is not readable as weights;"),
    ("folder.npz", "folder", "", 3, "folder.npz is not readable as weights;"),
    (
        "good.npz",
        "good",
        "--layers 5",
        3,
        "good.npz: Layer 1 has 5 units here, W1 (5, 2), and in the file 3 units, W1 (3, 2). "
        "Give it as many first.",
    ),
    (
        "good.npz",
        "good",
        "",
        3,
        "good.npz: This network has 1 layer with weights, and the file has 2 layers with weights (3, 1 ",
    ),
    (
        "good.npz",
        "good",
        "--layers 3:bn",
        3,
        "good.npz: Layer 1 is batch-normalised here, but is not in the file.",
    ),
]


@pytest.mark.parametrize(("name", "content", "line", "code", "sentence"), BAD_STARTS)
def test_a_bad_start_is_one_sentence(capsys, monkeypatch, tmp_path, name, content, line, code, sentence):
    monkeypatch.chdir(tmp_path)
    if content == "good":
        export(tmp_path / name, Trainer(Experiment(layers=(Dense(3),))))
    elif content == "folder":
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["train", "--start", name, *line.split()]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_help_names_every_value_with_its_fields(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["train", "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for owner, name in (
        (Dense, "activation"),
        (Dense, "initializer"),
        (Experiment, "optimizer"),
        (Experiment, "loss"),
    ):
        assert f"{name}: {' '.join(map(notation.written, notation.choices(owner, name).values()))}" in text
    assert "leaky_relu:alpha=0.01" in text
    assert "by_hand:1=0.03,warm_up=0" in text
    for title in ("data:", "network:", "regularisation:", "learning:", "run:"):
        assert title in text


@pytest.mark.parametrize("owner", [Dense, Experiment])
def test_what_the_help_shows_can_be_read_back(owner):
    for name in owner.__struct_fields__:
        for kind in notation.choices(owner, name).values() if name != "data" else ():
            assert notation.field(owner, name)(notation.written(kind)) == kind()


def notes(capsys, line):
    """What is noted on standard error, and what is on standard output."""
    assert main([*line.split(), "--epochs", "1", "--samples", "20"]) == 0
    out, err = capsys.readouterr()
    return [said for said in err.splitlines() if said.startswith("nnplay: note: ")], out


def test_batch_norm_of_single_examples_says_that_it_learns_nothing(capsys):
    (note,), _ = notes(capsys, "train --layers 4:bn --batch-size 1")
    assert note.startswith("nnplay: note: layer 1: Batch norm with a mini-batch of 1 sees no spread")
    assert notes(capsys, "train --layers 4:bn --batch-size 4")[0] == []


def test_what_will_hardly_learn_is_noted_before_the_training(capsys):
    line = "train --layers 4,4:zeros --rate 10 --input-keep-prob 0.5 --output zeros"
    found, _ = notes(capsys, line)
    starts = ("Learning rate 10", "input: With keep_prob 0.5", "layer 2: The first weights of layer 2 and")
    assert [said.startswith(f"nnplay: note: {start}") for said, start in zip(found, starts, strict=True)] == [
        True
    ] * 3
    assert found[0].endswith(" Use rate 0.03.")
    (note,), _ = notes(capsys, "train --output normal:scale=1e4 --layers 8")
    assert note.startswith("nnplay: note: output: With normal 10000 z of the output starts at about ")


def test_notes_keep_out_of_the_way(capsys, tmp_path):
    line = "train --layers 4:zeros --rate 10 --json"
    found, out = notes(capsys, line)
    assert len(found) == 2
    quiet, same = notes(capsys, f"{line} --quiet")
    assert quiet == []
    assert json.loads(same)["weights_sha256"] == json.loads(out)["weights_sha256"]
    assert notes(capsys, "train --layers 4")[0] == []
    assert len(notes(capsys, "diagnose --layers 4:zeros --rate 10")[0]) == 2
    assert main(["check", "--layers", "4:zeros", "--rate", "10", "--samples", "20"]) == 0
    assert "note" not in capsys.readouterr().err
