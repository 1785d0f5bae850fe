"""The command line does what it says, with results on standard output and the rest on standard error."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.data import BY_NAME, Spiral
from engine.experiment import Experiment
from engine.export import FORMATS
from engine.layers import Dense
from engine.model import weights_sha256
from engine.optimizers import GradientDescent
from engine.trainer import Trainer
from playground.cli import main

KEYS = [
    "epochs",
    "iterations",
    "cost",
    "accuracy",
    "seconds",
    "steps_per_second",
    "parameters",
    "weights_sha256",
    "diverged",
    "early_stop",
]


@pytest.fixture
def nnplay(capsys):
    """Run a command line: exit code, standard output, standard error."""

    def run(line):
        code = main(line.split())
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def result(nnplay):
    """The JSON object of a successful training."""

    def run(line):
        code, out, err = nnplay(f"train {line} --json --quiet")
        assert (code, err) == (0, "")
        return json.loads(out)

    return run


def process(*arguments, **options):
    command = [sys.executable, "-m", "playground.cli", *arguments]
    root = Path(__file__).parents[2]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, **options)


def test_the_line_of_the_readme(nnplay, tmp_path):
    code, out, err = nnplay(
        "train --data spiral --layers 8:tanh,8:tanh --optimizer adam --rate 0.03 --batch-size 10 "
        f"--epochs 300 --seed 1 --json --export {tmp_path}/w.safetensors"
    )
    assert code == 0
    found = json.loads(out)
    assert list(found) == KEYS
    assert (found["epochs"], found["iterations"], found["parameters"]) == (300, 9000, 105)
    assert found["diverged"] is False
    assert list(found["cost"]) == ["train", "dev"]
    assert list(found["accuracy"]) == ["train", "dev", "test"]
    assert found["accuracy"]["train"] > 0.85
    assert found["steps_per_second"] == pytest.approx(9000 / found["seconds"])
    assert "epoch 300 of 300" in err
    assert "w.safetensors: read back, predictions differ by" in err
    written = FORMATS[".safetensors"].read(tmp_path / "w.safetensors")
    assert weights_sha256(written.parameters) == found["weights_sha256"]


def test_it_trains_what_the_engine_trains(result):
    trainer = Trainer(
        Experiment(data=Spiral(seed=4), layers=(Dense(5),), batch_size=7, seed=4, learning_rate=0.1, l2=0.5)
    )
    for _ in range(6):
        trainer.run_epoch()
    found = result("--data spiral --layers 5 --batch-size 7 --epochs 6 --seed 4 --rate 0.1 --l2 0.5")
    assert found["weights_sha256"] == weights_sha256(trainer.parameters)
    train, dev = trainer.evaluate("train"), trainer.evaluate("dev")
    assert train is not None
    assert dev is not None
    assert found["cost"] == {"train": train.cost, "dev": dev.cost}
    assert found["accuracy"]["dev"] == dev.accuracy


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("suffix", ["csv", "npz"])
def test_learning_from_the_written_file_is_learning_from_the_data(result, nnplay, tmp_path, name, suffix):
    assert nnplay(f"data {name} --seed 3 --out {tmp_path}/data.{suffix} --quiet") == (0, "", "")
    target = BY_NAME[name]().load().target
    options = "--layers 4:relu --epochs 5 --seed 3"
    direct = result(f"--data {name} {options}")
    by_file = result(f"--data {tmp_path}/data.{suffix} --target {target} {options}")
    assert by_file["weights_sha256"] == direct["weights_sha256"]
    assert by_file["accuracy"] == direct["accuracy"]


def test_the_same_seed_gives_the_same_weights_in_another_process(result):
    options = "--data blobs --layers 6:tanh --epochs 10 --seed 9"
    other = process("train", *options.split(), "--json", "--quiet")
    assert json.loads(other.stdout)["weights_sha256"] == result(options)["weights_sha256"]
    assert result(options.replace("9", "8"))["weights_sha256"] != result(options)["weights_sha256"]


def test_options_reach_the_experiment(result):
    base = result("--data xor --epochs 3")["weights_sha256"]
    for change in (
        "--optimizer gd",
        "--optimizer momentum",
        "--rate 0.1",
        "--batch-size all",
        "--batch-size 10",
        "--l2 3",
        "--layers 2:sigmoid",
        "--layers 2:linear",
        "--layers 2:leaky_relu",
        "--features x1*x2",
        "--features x1,x2,sin(x1),x2^2",
        "--no-normalize",
        "--dtype float64",
        "--split 50/25/25",
        "--samples 200",
        "--noise 0.3",
        "--data-seed 2",
        "--seed 2",
    ):
        assert result(f"--data xor --epochs 3 {change}")["weights_sha256"] != base


def test_batch_gradient_descent_takes_one_step_an_epoch(result):
    assert result("--batch-size all --epochs 7")["iterations"] == 7


def test_without_layers_it_is_logistic_or_softmax_regression(result):
    assert result("--data gauss --epochs 20")["parameters"] == 3
    assert result("--data iris --epochs 1")["parameters"] == 15


def test_digits_learn_from_all_their_pixels_and_from_shifted_ones(result):
    found = result("--data digits --layers 64:relu --rate 0.003 --epochs 5")
    assert found["parameters"] == 64 * 64 + 64 + 10 * 64 + 10
    assert found["accuracy"]["dev"] > 0.9
    shifted = result("--data digits --layers 64:relu --rate 0.003 --epochs 5 --augment shift:pixels=1")
    assert shifted["cost"]["train"] > found["cost"]["train"]


def test_no_epochs_exports_the_initial_weights(result, tmp_path):
    found = result(f"--layers 3:tanh --epochs 0 --seed 5 --export {tmp_path}/w.npz")
    trainer = Trainer(Experiment(layers=(Dense(3),), seed=5))
    assert found["weights_sha256"] == weights_sha256(trainer.parameters)
    assert (found["epochs"], found["iterations"], found["steps_per_second"]) == (0, 0, 0)
    with np.load(tmp_path / "w.npz") as file:
        assert np.array_equal(file["W1"], trainer.parameters["W1"])


def test_several_exports(result, tmp_path):
    result(f"--epochs 1 --export {tmp_path}/a.npz --export {tmp_path}/b.safetensors")
    assert sorted(os.listdir(tmp_path)) == ["a.npz", "b.safetensors"]


def test_regression_has_no_accuracy(result, tmp_path):
    x = np.random.default_rng(1).normal(size=(200, 2))
    rows = "".join(f"{a},{b},{3 * a - b + 0.5}\n" for a, b in x)
    (tmp_path / "numbers.csv").write_text("a,b,price\n" + rows)
    found = result(f"--data {tmp_path}/numbers.csv --target price --epochs 200 --rate 0.05")
    assert found["accuracy"] == {"train": None, "dev": None, "test": None}
    assert found["cost"]["dev"] < 1e-3


def test_the_task_of_a_table_can_be_named(result, tmp_path):
    (tmp_path / "t.csv").write_text("a,y\n" + "".join(f"{i},{i % 3}\n" for i in range(60)))
    table = f"--data {tmp_path}/t.csv --target y --epochs 1"
    assert result(table)["parameters"] == 6
    assert result(f"{table} --task numbers")["parameters"] == 2


def test_parts_that_are_empty_are_null(result):
    found = result("--split 100/0/0 --epochs 1")
    assert found["cost"]["dev"] is None
    assert found["accuracy"]["dev"] is found["accuracy"]["test"] is None


def test_a_table_for_readers(nnplay, tmp_path):
    code, out, err = nnplay("train --data gauss --epochs 30")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:4]] == ["train", "dev", "test"]
    assert "100.0 %" in out
    assert "3 parameters, sha256 " in out
    assert err.splitlines()[-1].startswith("epoch 30 of 30  train cost ")


@pytest.mark.parametrize(
    "options", ["--layers 8:relu,8:relu --rate 1e6", "--rate 1e9 --optimizer gd --l2 1000"]
)
def test_divergence_exits_with_4_and_keeps_the_last_good_weights(nnplay, tmp_path, options):
    code, out, err = nnplay(f"train {options} --epochs 2000 --json --export {tmp_path}/w.npz")
    assert code == 4
    found = json.loads(out)
    assert found["diverged"] is True
    assert all(np.isfinite(list(found["cost"].values())))
    assert "NaN" not in out
    assert "nnplay: Training diverged in epoch" in err
    written = FORMATS[".npz"].read(tmp_path / "w.npz")
    assert weights_sha256(written.parameters) == found["weights_sha256"]
    assert all(np.isfinite(w).all() for w in written.parameters.values())


def test_data_goes_to_standard_output(nnplay):
    code, out, err = nnplay("data spiral --samples 20 --noise 0.1 --split 50/50/0")
    lines = out.splitlines()
    assert (code, err, len(lines)) == (0, "", 21)
    assert lines[0] == "x1,x2,y,split"
    assert {line.split(",")[-1] for line in lines[1:]} == {"train", "dev"}


@pytest.mark.parametrize("name", BY_NAME)
def test_no_number_is_minus_zero(nnplay, name):
    _, out, _ = nnplay(f"data {name}")
    assert "-0.0" not in [cell for line in out.splitlines() for cell in line.split(",")]


def test_data_goes_to_a_file(nnplay, tmp_path):
    code, out, err = nnplay(f"data iris --out {tmp_path}/iris.csv")
    assert (code, out, err) == (0, "", f"{tmp_path}/iris.csv: 150 examples\n")
    assert (tmp_path / "iris.csv").read_text().startswith('"sepal length (cm)","sepal width')


def test_version_and_help(nnplay):
    code, out, _ = nnplay("--version")
    assert code == 0
    assert out.startswith("nnplay ")
    for line in ("--help", "train --help", "data --help"):
        code, out, err = nnplay(line)
        assert (code, err) == (0, "")
        assert "usage: nnplay" in out


def test_without_arguments_the_window_opens(monkeypatch):
    import playground.__main__

    monkeypatch.setattr(playground.__main__, "main", lambda: 42)
    assert main([]) == 42


def test_no_command_loads_qt():
    program = (
        "import sys; from playground.cli import main; "
        "lines = ['train --epochs 1 --quiet', 'data xor', '--help', 'no']; "
        "codes = [main(line.split()) for line in lines]; "
        "qt = [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6', 'pyqtgraph'))]; "
        "sys.exit(f'{codes} {qt}')"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.stderr.splitlines()[-1] == "[0, 0, 0, 2] []"


def test_a_reader_that_goes_away_is_no_drama():
    with subprocess.Popen(
        [sys.executable, "-m", "playground.cli", "data", "spiral", "--samples", "100000"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(timeout=60) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_one_sentence():
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "playground.cli", "data", "xor"]
        root = Path(__file__).parents[2]
        done = subprocess.run(command, cwd=root, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "nnplay: The results could not be written: No space left on device.\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("train --epochs 50 --json", 0),
        ("train --l2 1e308 --json", 4),
        ("data xor --out xor.csv", 0),
        ("train --bogus", 2),
    ],
)
def test_progress_that_cannot_be_written_costs_no_result(tmp_path, line, code):
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "playground.cli", *line.split()]
        path = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            command, cwd=tmp_path, env=path, stdout=subprocess.PIPE, stderr=full, text=True, timeout=60
        )
    assert done.returncode == code
    if "--json" in line:
        assert json.loads(done.stdout)["diverged"] is (code == 4)
    assert (tmp_path / "xor.csv").exists() is ("--out" in line)


def test_a_complaint_without_standard_error_does_not_become_a_result(nnplay, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert nnplay("nonsense")[:2] == (2, "")


def test_a_large_lambda_is_named_as_a_cause_of_divergence(nnplay):
    _, _, err = nnplay("train --l2 1e308 --layers 3")
    assert "With learning rate 0.03 and L2 lambda 1e+308 the numbers of layer" in err
    assert "try a much smaller lambda, then a rate of 0.003." in err
    _, _, err = nnplay("train --l2 1 --layers 8:relu,8:relu --rate 1e6")
    assert "Training diverged" in err
    assert "lambda" not in err


def test_the_last_line_of_progress_agrees_with_the_result(nnplay):
    _, out, err = nnplay("train --data spiral --layers 8 --epochs 30 --json")
    cost = json.loads(out)["cost"]
    last = err.splitlines()[-1]
    assert last == f"epoch 30 of 30  train cost {cost['train']:.4g}  dev cost {cost['dev']:.4g}"


def test_all_examples_may_be_written_in_any_case(result):
    assert result("--batch-size ALL --epochs 7")["iterations"] == 7


def test_the_flowers_of_the_readme(nnplay, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert nnplay("data iris --out flowers.csv")[0] == 0
    line = (
        "train --data flowers.csv --target species --layers 6:relu --epochs 200 --export flowers.npz --json"
    )
    code, out, _ = nnplay(line)
    assert code == 0
    assert json.loads(out)["accuracy"]["dev"] > 0.9
    assert (tmp_path / "flowers.npz").exists()


def test_without_standard_streams(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["train", "--epochs", "2", "--export", f"{tmp_path}/w.npz"]) == 0
    assert main(["data", "xor", "--out", f"{tmp_path}/xor.csv"]) == 0
    assert main(["nonsense"]) == 2
    assert main(["--help"]) == 0
    assert sorted(os.listdir(tmp_path)) == ["w.npz", "xor.csv"]


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "nnplay: Interrupted.\n"),
        (MemoryError(), 1, "nnplay: There is not enough memory for this; use fewer units or less data.\n"),
        (OSError(errno.EIO, "Input/output error"), 1, "could not be written: Input/output error.\n"),
    ],
)
def test_what_may_happen_while_it_trains(nnplay, monkeypatch, tmp_path, error, code, sentence):
    def fail(trainer):
        raise error

    monkeypatch.setattr(Trainer, "run_epoch", fail)
    found, out, err = nnplay(f"train --export {tmp_path}/w.npz")
    assert (found, out) == (code, "")
    assert err.endswith(sentence)
    assert os.listdir(tmp_path) == []


def test_default_optimizer_is_adam_and_gd_is_named(result):
    trainer = Trainer(Experiment(layers=(), optimizer=GradientDescent()))
    trainer.run_epoch()
    assert result("--optimizer gd --epochs 1")["weights_sha256"] == weights_sha256(trainer.parameters)
