"""`--preset`: a whole experiment as the base, which the other options change."""

import json

import pytest

from engine.data import Iris, Xor
from engine.errors import DataError
from engine.layers import Dense
from engine.model import weights_sha256
from engine.optimizers import Momentum
from engine.presets import PRESETS
from engine.trainer import Trainer
from playground.cli import main
from playground.commands import UsageError
from playground.commands.experiments import problem_of
from playground.commands.parser import COMMANDS, parse


def experiment(line):
    return problem_of(parse(["train", *line.split()])).experiment


def sentence(capsys, line):
    code = main(line.split())
    said = capsys.readouterr()
    return code, said.out, said.err.strip()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_alone_is_its_experiment(name):
    assert experiment(f"--preset {name}") == PRESETS[name].experiment


def test_it_trains_to_the_same_weights_and_says_what_to_see(capsys):
    code, out, err = sentence(capsys, "train --preset spiral --epochs 3 --json")
    trainer = Trainer(PRESETS["spiral"].experiment)
    for _ in range(3):
        trainer.run_epoch()
    assert code == 0
    assert json.loads(out)["weights_sha256"] == weights_sha256(trainer.parameters)
    assert err.startswith(PRESETS["spiral"].sentence)
    assert PRESETS["spiral"].sentence not in sentence(capsys, "train --preset spiral --epochs 1 --quiet")[2]


def test_other_options_change_it():
    base = PRESETS["xor"].experiment
    assert experiment("--preset xor --rate 0.5 --batch-size all") == base.with_(
        learning_rate=0.5, batch_size=None
    )
    assert experiment("--preset xor --optimizer momentum").optimizer == Momentum()
    assert experiment("--preset xor --layers none").layers == ()
    assert experiment("--preset xor --layers 3:relu").layers == experiment("--layers 3:relu").layers


def test_what_is_said_of_all_layers_is_said_of_those_of_the_preset():
    dropout = PRESETS["dropout"].experiment
    changed = experiment("--preset dropout --keep-prob 0.5 --batch-norm")
    assert changed.layers == tuple(
        Dense(layer.units, layer.activation, keep_prob=0.5, batch_norm=True) for layer in dropout.layers
    )
    usual = experiment("--preset zero-initialisation --initializer xavier")
    assert {layer.initializer.name for layer in (*usual.layers, usual.output)} == {"xavier"}
    kept = experiment("--preset zero-initialisation --output l2=0.1").output
    assert (kept.initializer.name, kept.l2) == ("zeros", 0.1)


def test_its_data_change_or_give_way_to_others():
    assert experiment("--preset xor --samples 60 --noise 0.1").data == Xor(samples=60, noise=0.1)
    assert experiment("--preset xor --seed 7").data == Xor(seed=7)
    assert experiment("--preset xor --seed 7").seed == 7
    assert experiment("--preset xor --seed 7 --data-seed 3").data == Xor(seed=3)
    flowers = experiment("--preset squared-inputs --data iris")
    assert flowers.data == Iris()
    assert flowers.features == ("x1", "x2", "x3", "x4")
    assert experiment("--preset squared-inputs").features == ("x1^2", "x2^2")
    assert experiment("--preset squared-inputs --features x1").features == ("x1",)
    own = PRESETS["overfitter"].experiment.split
    assert (
        experiment("--preset overfitter").split
        == own
        != experiment("--preset overfitter --split 60/20/20").split
    )


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("--preset xorr", '"xorr" is no preset; there are logistic-regression, first-network,'),
        ("--preset xorr", "Did you mean xor?"),
        ("--preset iris --samples 60", "--samples belongs to the generated data; iris has its own rows."),
        ("--preset xor --target y", "--target belongs to a table; xor has its own target."),
        ("--preset softmax --keep-prob 0.5", "--keep-prob belongs to the hidden layers, and there are none"),
        ("--preset iris --features x9", 'no feature "x9"'),
    ],
)
def test_what_does_not_fit_is_one_sentence(line, complaint):
    with pytest.raises((UsageError, DataError)) as error:
        experiment(line)
    assert complaint in str(error.value)


def test_a_checkpoint_has_its_own_experiment(capsys, tmp_path):
    path = tmp_path / "half"
    assert sentence(capsys, f"train --preset iris --epochs 1 --quiet --checkpoint {path}")[0] == 0
    code, _, err = sentence(capsys, f"train --preset iris --resume {path}")
    assert code == 2
    assert "leave out what says something else about it (preset)" in err


OTHERS = ("data", "show", "export", "report")  # commands that need no network, or have one in a project


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in OTHERS])
def test_every_command_with_a_network_lists_the_presets_and_takes_one(capsys, command):
    _, out, _ = sentence(capsys, f"{command} --help")
    assert all(name in out.split() for name in PRESETS)
    trains = ("train", "diagnose", "learning-curve")
    options = "--epochs 1" if command in trains else "--examples 3"
    code, out, _ = sentence(capsys, f"{command} --preset iris {options} --json --quiet")
    assert code == 0
    assert json.loads(out)
