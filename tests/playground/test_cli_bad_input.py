"""Every mistake on the command line is one sentence and its exit code, before any training."""

import os
import subprocess
import sys

import pytest

from engine.activations import ACTIVATIONS
from engine.initializers import INITIALIZERS
from engine.optimizers import OPTIMIZERS
from engine.trainer import Trainer
from playground.cli import main

USAGE = [
    (
        "trian",
        '"trian" is no command; there are train, diagnose, learning-curve, check, race-loops, graph, data, '
        "show, export, report. Did you mean",
    ),
    ("--bogus", '"--bogus" is an unknown option.'),
    ("--verson", '"--verson" is an unknown option. Did you mean --version?'),
    ("-x", '"-x" is an unknown option.'),
    ("--bogus train", '"--bogus" is an unknown option.'),
    ("--quiet", '"--quiet" comes after the command, as in nnplay train --quiet.'),
    ("TRAIN", "Did you mean train?"),
    ("data --bogus", '"--bogus" is an unknown option.'),
    ("data xor --sample 20", '"--sample" is an unknown option. Did you mean --samples?'),
    ("train --EPOCHS=3", '"--EPOCHS" is an unknown option. Did you mean --epochs?'),
    ("train --layrs 3", '"--layrs" is an unknown option. Did you mean --layers?'),
    ("train --epoch 3", '"--epoch" is an unknown option. Did you mean --epochs?'),
    ("train spiral", '"spiral" is not understood.'),
    ("train --epochs", "--epochs: expected one argument: passes over the training part"),
    ("train --epochs ten", '--epochs: expected a whole number of at least 0, not "ten".'),
    ("train --epochs -1", '--epochs: expected a whole number of at least 0, not "-1".'),
    ("train --epochs 1.5", '--epochs: expected a whole number of at least 0, not "1.5".'),
    ("train --epochs 1e3", 'not "1e3".'),
    ("train --epochs 99999999999999999999999", "--epochs: expected a whole number"),
    ("train --seed -1", '--seed: expected a whole number from 0 to 4294967295, not "-1".'),
    ("train --seed 4294967296", '--seed: expected a whole number from 0 to 4294967295, not "4294967296".'),
    ("train --data-seed x", '--data-seed: expected a whole number from 0 to 4294967295, not "x".'),
    ("train --rate fast", '--rate: expected a number, not "fast".'),
    ("train --rate nan", '--rate: expected a number, not "nan".'),
    ("train --rate inf", '--rate: expected a number, not "inf".'),
    ("train --rate 0", "learning rate must be above 0"),
    ("train --rate -1", "learning rate must be above 0"),
    ("train --l2 -0.1", "L2 lambda must be 0 or a positive number, not -0.1."),
    ("train --batch-size 0", '--batch-size: expected "all" or a whole number of at least 1, not "0".'),
    ("train --batch-size some", '--batch-size: expected "all" or a whole number of at least 1, not "some".'),
    ("train --dtype float16", '"float16" is no dtype; there are float32, float64. Did you mean float64?'),
    (
        "train --optimizer adan",
        f'"adan" is no optimizer; there are {", ".join(OPTIMIZERS)}. Did you mean adam?',
    ),
    ("train --optimizer sgd", f'"sgd" is no optimizer; there are {", ".join(OPTIMIZERS)}. Did you mean gd?'),
    (
        "train --layers 8:tahn",
        '"tahn" is no activation, initializer or field of a layer; '
        f"there are {', '.join([*ACTIVATIONS, *INITIALIZERS])}, batch_norm,",
    ),
    ("train --layers 8:tahn", "Did you mean tanh?"),
    ("train --layers tanh:8", '--layers: expected a layer as UNITS:ACTIVATION such as 8:tanh, not "tanh:8".'),
    (
        "train --layers 8:alpha=2",
        '"alpha=2" comes after the name that it belongs to, as in leaky_relu:alpha=',
    ),
    ("train --layers 8:leaky_relu:alhpa=0.3", "Did you mean alpha?"),
    ("train --layers 8:leaky_relu:alpha=3", "--layers: Leaky ReLU needs an alpha between 0 and 1, not 3."),
    ("train --layers 8:he:alpha=2", 'he has no fields, but "alpha=2" came.'),
    ("train --layers 8:relu:tanh", "--layers: activation is given twice."),
    ("train --layers 8:keep=0.5:bn:keep_prob=0.6", "--layers: keep_prob is given twice."),
    ("train --layers 8:keeep=0.5", "Did you mean keep?"),
    ("train --layers 8:keep=0", "keep_prob must be from 0.01 to 1 (1: no dropout), not 0."),
    ("train --layers 8:l2", '--layers: l2: expected a number, not "".'),
    ("train --layers 8:bn=perhaps", '--layers: bn: "perhaps" is no answer; there are yes, no.'),
    ("train --layers 8:units=9", '"units=9" is no activation'),
    ("train --output relu", '"relu" is no initializer or field of a layer; there are zeros,'),
    ("train --output hee", "Did you mean he?"),
    ("train --output l2=-1", "--output: The L2 lambda must be 0 or a positive number, not -1."),
    ("train --activation rleu", "Did you mean relu?"),
    ("train --batch-norm", "--batch-norm belongs to the hidden layers, and there are none; add --layers."),
    ("train --keep-prob 0.5", "--keep-prob belongs to the hidden layers, and there are none; add --layers."),
    ("train --keep-prob 1.5 --layers 3", "--keep-prob: keep_prob must be from 0.01 to 1"),
    ("train --batch-norm=yes", '--batch-norm takes no value, but "yes" came.'),
    ("train --initializer xaver", '--initializer: "xaver" is no initializer; there are zeros,'),
    (
        "train --optimizer adam:beta3=1",
        '"beta3" is no field of adam; there are beta1, beta2, eps. Did you mean beta',
    ),
    ("train --optimizer adam:beta1=1", "--optimizer: Adam's beta1 must be at least 0 and below 1, not 1."),
    ("train --optimizer adam:beta1=x", '--optimizer: beta1: expected a number, not "x".'),
    ("train --optimizer adam:beta1=0.8,beta1=0.9", "--optimizer: beta1 is given twice."),
    ("train --optimizer adam:0.8", 'fields such as adam:beta1=0.9,beta2=0.999,eps=1e-08, not with "0.8".'),
    ("train --optimizer gd:", 'gd has no fields, but "" came.'),
    ("train --schedule cosin", '"cosin" is no schedule;'),
    (
        "train --schedule cosine:warm_up=-1",
        '--schedule: warm_up: expected a whole number of at least 0, not "-1".',
    ),
    ("train --schedule by_hand:ten=1", '"ten" is no field of by_hand; there are EPOCH, warm_up.'),
    ("train --schedule by_hand:EPOCH=1", '"EPOCH" stands for a number;'),
    ("train --schedule by_hand:0=1", '--schedule: epoch: expected a whole number of at least 1, not "0".'),
    ("train --schedule by_hand:1=x", '--schedule: rate: expected a number, not "x".'),
    ("train --schedule by_hand:5=1,5=2", "ascend, but 5, 5 came."),
    ("train --augment jiter", '--augment: "jiter" is no augmentation;'),
    ("train --augment reflection:axis=x3", '--augment: axis: "x3" is no axis; there are x1, x2.'),
    ("train --augment shift", "Shift is for images only. Choose jitter instead."),
    ("train --loss hubre", "Did you mean huber?"),
    ("train --loss huber", "The loss huber is for regression data, and these are binary."),
    (
        "train --label-smoothing 1",
        "--label-smoothing: Label smoothing must be at least 0 and below 1, not 1.",
    ),
    ("train --clip-norm 0", "--clip-norm: The largest gradient norm must be above 0"),
    ("train --l1 -1", "--l1: The L1 lambda must be 0 or a positive number, not -1."),
    ("train --input-keep-prob 0", "--input-keep-prob: The input's keep_prob must be from 0.01 to 1"),
    ("train --early-stopping 0", "--early-stopping: Early stopping waits for at least 1 epoch, not 0."),
    (
        "train --early-stopping 5 --split 80/0/20",
        "Early stopping watches the dev cost, but there is no dev example.",
    ),
    ("check --layers 3:keep=0.5", "Check with dropout off. The option for that is --dropout-off."),
    ("train --layers 8:tanh,", '--layers: expected a layer as UNITS:ACTIVATION such as 8:tanh, not "".'),
    ("train --layers 8:", '--layers: "" is no activation, initializer or field of a layer;'),
    (
        "train --layers -3:tanh",
        '--layers: expected a layer as UNITS:ACTIVATION such as 8:tanh, not "-3:tanh".',
    ),
    ("train --layers", "--layers: expected one argument: hidden layers such as 8:tanh,4:relu"),
    ("train --layers -tanh", "--layers: expected one argument: hidden layers such as 8:tanh,4:relu"),
    ("train --layers 8:TANH", "Did you mean tanh?"),
    ("train --data SPIRAL", "Did you mean spiral?"),
    ("train --l2 -1e3", "L2 lambda must be 0 or a positive number, not -1000."),
    ("train --noise -.5", "Noise must be from 0 to 0.5, not -0.5."),
    ("train --layers 8.5:tanh", 'not "8.5:tanh".'),
    ("train --layers 0:tanh", "A layer has 1 to 4096 units, not 0."),
    ("train --layers 5000", "A layer has 1 to 4096 units, not 5000."),
    ("train --layers " + ",".join(["2"] * 99), "at most 12 hidden layers"),
    (
        "train --data spirals",
        '"spirals" is no data set; there are circle, xor, gauss, spiral, moons, flower',
    ),
    ("train --features x3", 'These data have no feature "x3";'),
    ("train --features x1,x1", "The feature x1 is listed 2 times; once is enough."),
    ("train --features x1,,x2", 'These data have no feature "";'),
    ("train --data iris --features x1*x5", "There is no x5 (character 4); these data have x1 to x4."),
    ("train --features min(x1,sin(x2", 'After "min(x1,sin(x2" a closing bracket is missing'),
    ("train --samples 9", '--samples: expected a whole number from 10 to 100000, not "9".'),
    ("train --noise 0.6", "Noise must be from 0 to 0.5, not 0.6."),
    ("train --noise loud", '--noise: expected a number, not "loud".'),
    ("train --data iris --samples 50", "--samples belongs to the generated data; iris has its own rows."),
    ("train --data iris --noise 0.1", "--noise belongs to the generated data; iris has its own rows."),
    ("train --data digits --noise 0.1", "--noise belongs to the generated data; digits has its own rows."),
    ("train --target y", "--target belongs to a table; circle has its own target."),
    ("train --data xor --task classes", "--task belongs to a table; xor has its own target."),
    ("train --data t.csv", "--target is missing: name the column of t.csv that is to be predicted."),
    (
        "train --data t.csv --target y --noise 0.1",
        "--noise belongs to the generated data; a table has its own rows.",
    ),
    ("train --data t.csv --target y --task guess", '"guess" is no task; there are auto, classes, numbers.'),
    (
        "train --split 60/40",
        '--split: expected percentages for train/dev/test such as 60/20/20, not "60/40".',
    ),
    (
        "train --split a/b/c",
        '--split: expected percentages for train/dev/test such as 60/20/20, not "a/b/c".',
    ),
    ("train --split 60/20/10", "must add up to 100 %, not 60 % + 20 % + 10 %."),
    ("train --split 0/50/50", "The training part is 0 %, so nothing can be learned; give it a larger share."),
    ("train --split nan/50/50", "must add up to 100 %, not nan %"),
    ("train --split 1/98/1 --samples 10", "No example is in the training part;"),
    ("data xor --split 1/98/1 --samples 10", "No example is in the training part;"),
    (
        "train --export w.pt",
        "Weights are exported as .npz, .safetensors, .json, .zip, .onnx, .keras, .py, _torch.py or "
        '_keras.py, but "w.pt" ends in ".pt".',
    ),
    ("train --export weights", 'but "weights" has no ending.'),
    ("train --export nowhere/w.npz", "There is no folder"),
    ("train --export folder.npz", "folder.npz is a folder; name a file in it."),
    ("data", "the following arguments are required: NAME."),
    (
        "data torus",
        '"torus" is no data set; there are circle, xor, gauss, spiral, moons, flower',
    ),
    ("data circel", "Did you mean circle?"),
    ("data iris --samples 50", "--samples belongs to the generated data; iris has its own rows."),
    ("data xor --noise 2", "Noise must be from 0 to 0.5, not 2."),
    ("data xor --out nowhere/x.csv", "There is no folder"),
    ("data xor --out folder.npz", "folder.npz is a folder; name a file in it."),
]

FILES = [
    ("missing.csv", None, "There is no file missing.csv; check its name and folder."),
    ("empty.csv", "", "empty.csv: The file is empty."),
    ("head.csv", "a,y\n", "head.csv: The file has a line of column names but no rows below it"),
    ("ragged.csv", "a,y\n1,0\n2\n", "ragged.csv: Line 3 has 1 field but the first line has 2;"),
    (
        "dates.csv",
        "a,y\n2024-01-31,0\n2024-02-01,1\n",
        'dates.csv: Column "a" holds dates such as "2024-01-31";',
    ),
    ("gap.csv", "a,y\n1,0\n,1\n", "1 row has no number in a (line 3). It was left out; 1 row remains."),
    ("huge.csv", "a,y\n1,0\n1e308,1\n", "has the number 1e308, which is too large;"),
    ("other.csv", "a,b\n1,0\n2,1\n", 'other.csv: There is no column "y"; the columns are a, b.'),
    ("one.csv", "a,y\n1,0\n2,0\n", 'Column "y" holds only the class "0"; two are needed at least.'),
    ("split.csv", "a,y,split\n1,0,train\n2,1,later\n", 'Line 3, column "split" has "later";'),
    (
        "notrain.csv",
        "a,y,split\n1,0,dev\n2,1,test\n",
        'notrain.csv: No row is in the train part by the column "split";',
    ),
    ("NEAR.csv", "a,Y\n1,0\n2,1\n", "Did you mean Y?"),
    ("binary.csv", "\x00\x01\x02PNG", "binary.csv: The file is not a text table; save it as CSV first."),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder in which nothing may be trained."""
    (tmp_path / "folder.npz").mkdir()
    monkeypatch.chdir(tmp_path)

    def fail(trainer):
        raise AssertionError("This should not have been trained.")

    monkeypatch.setattr(Trainer, "run_epoch", fail)
    return tmp_path


@pytest.mark.parametrize(("line", "sentence"), USAGE, ids=[line for line, _ in USAGE])
def test_wrong_usage(folder, capsys, line, sentence):
    code = main(line.split())
    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert captured.err.startswith("nnplay: ")
    assert captured.err.count("\n") == 1
    assert sentence in captured.err
    assert os.listdir(folder) == ["folder.npz"]


@pytest.mark.parametrize(("name", "content", "sentence"), FILES, ids=[name for name, _, _ in FILES])
def test_bad_files(folder, capsys, name, content, sentence):
    if content is not None:
        (folder / name).write_text(content)
    code = main(["train", "--data", name, "--target", "y", "--json"])
    captured = capsys.readouterr()
    assert code == 3
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert sentence in captured.err


def test_empty_words(folder, capsys):
    for arguments, sentence in (
        (["train", "--layers", ""], 'such as 8:tanh, not "".'),
        (["train", "--data", ""], '"" is no data set;'),
        (["train", "--rate", ""], 'expected a number, not "".'),
        (["train", "--features", ""], 'no feature "";'),
        (["train", "--export", ""], "has no ending."),
        ([""], '"" is no command;'),
        (["train", "--data", "x" * 300], "is no data set;"),
        (["train", "--export", "x" * 300 + "/w.npz"], "There is no folder"),
    ):
        assert main(arguments) == 2
        assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{}", '"{}" is no command;'),
        ("--{}", '"--{}" is an unknown option.'),
        ("train {}", '"{}" is not understood.'),
        ("train --json={}", '--json takes no value, but "{}" came.'),
        ("train --data {}", '"{}" is no data set;'),
        ("train --data {}.csv --target y", "{} cannot be read: File name too long."),
        ("train --data a/{}/b.csv --target y", "There is no file …/b.csv; check"),
        ("train --data {}.csv", "name the column of {} that"),
        ("train --layers {}", 'such as 8:tanh, not "{}".'),
        ("train --layers 4:tanh,8:{}", '"{}" is no activation,'),
        ("train --features x1,{}", 'no feature "{}";'),
        ("train --rate {}", 'expected a number, not "{}".'),
        ("train --epochs {}", 'not "{}".'),
        ("train --batch-size {}", 'not "{}".'),
        ("train --split {}", 'not "{}".'),
        ("train --optimizer {}", '"{}" is no optimizer;'),
        ("train --optimizer adam:{}", 'not with "{}".'),
        ("train --optimizer adam:{}=1", '"{}" is no field of adam;'),
        ("train --optimizer adam:eps={}", 'eps: expected a number, not "{}".'),
        ("train --start {}", "not {}."),
        ("train --start {}.npz", "{} is not readable as weights;"),
        ("train --export {}", 'but "{}" has no ending.'),
        ("train --export {}/w.npz", "There is no folder {};"),
        ("data xor --out {}/a.csv", "There is no folder {};"),
        ("data {}", '"{}" is no data set;'),
    ],
)
def test_long_words_are_shortened(folder, capsys, line, sentence):
    assert main(line.format("x" * 300).split()) != 0
    error = capsys.readouterr().err
    # The two dashes of an option count too.
    assert sentence.format("x" * (58 if "--{}" in sentence else 60) + "…") in error
    assert "x" * 61 not in error


def test_a_line_break_in_a_name_stays_on_the_line(folder, capsys):
    for arguments in (
        ["train", "--data", "a\nb.csv", "--target", "y"],
        ["train", "--data", "a\nb"],
        ["train", "--layers", "8:ta\nnh"],
        ["train", "--export", "a\nb/w.npz"],
        ["data", "a\rb"],
        ["a\u2028b"],
        ["train", "--target=a\nb"],
        ["--a\nb"],
    ):
        assert main(arguments) != 0
        error = capsys.readouterr().err
        assert error.endswith("\n")
        assert len(error.splitlines()) == 1
    assert main(["data", "xor", "--out", "a\nb.csv"]) == 0
    assert capsys.readouterr().err == "a\\nb.csv: 500 examples\n"


def test_names_from_inside_a_table_stay_on_the_line(folder, capsys):
    for content in (
        '"a\nb",y\n1.2.2024,0\n2.2.2024,1\n',
        'a,y\n1,0\n"x\ny",1\n3,0\n',
        '"a\nb",c\n1,0\n2,1\n',
    ):
        (folder / "t.csv").write_text(content)
        assert main(["train", "--data", "t.csv", "--target", "y"]) == 3
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_split_in_the_table_wins_and_is_mentioned(tmp_path, capsys):
    (tmp_path / "t.csv").write_text("a,y,split\n1,0,train\n2,1,train\n3,0,dev\n")
    table = ["train", "--data", f"{tmp_path}/t.csv", "--target", "y", "--epochs", "1"]
    assert main([*table, "--split", "50/25/25"]) == 0
    assert "t.csv has a split column, so --split is not used." in capsys.readouterr().err


def test_exit_codes_reach_the_shell(tmp_path):
    for arguments, code in (
        (["data", "xor", "--samples", "10"], 0),
        (["data", "nothing"], 2),
        (["train", "--data", f"{tmp_path}/none.csv", "--target", "y"], 3),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "playground.cli", *arguments], capture_output=True, text=True, timeout=60
        )
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)


def test_parts_too_small_to_have_an_example_are_mentioned(capsys):
    words = ["train", "--data", "circle", "--samples", "10", "--epochs", "1"]
    assert main([*words, "--split", "98/1/1"]) == 0
    told = "nnplay: note: of 10 examples dev (1 %) and test (1 %) are empty; take a larger share"
    assert told in capsys.readouterr().err
    assert main([*words, "--split", "79/20/1"]) == 0
    assert "of 10 examples test (1 %) is empty;" in capsys.readouterr().err
    for split in ("100/0/0", "60/20/20"):  # none is wanted, or none is empty
        assert main([*words, "--split", split]) == 0
        assert "empty" not in capsys.readouterr().err
