"""A training that is put away and resumed goes on bit for bit as the one that never stopped."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import Relu, Sigmoid, Tanh
from engine.checkpoint import CheckpointError, decode, encode, load_checkpoint, save_checkpoint
from engine.data import Circle, Gauss, Iris, Spiral, Table
from engine.data.augmentation import Jitter, Reflection
from engine.early_stopping import EarlyStopping
from engine.errors import DataError, ExportError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS
from engine.schedules import Cosine, TimeDecay
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, make_dataset, make_trainer

LAYERS = st.lists(
    st.builds(
        Dense,
        st.integers(1, 6),
        st.sampled_from([Tanh(), Relu(), Sigmoid()]),
        st.booleans(),
        st.sampled_from([1.0, 0.7]),
    ),
    max_size=3,
).map(tuple)
EXPERIMENTS = st.builds(
    Experiment,
    data=st.sampled_from([Circle(samples=60), Spiral(samples=50), Gauss(samples=41)]),
    layers=LAYERS,
    input_keep_prob=st.sampled_from([1.0, 0.8]),
    optimizer=st.sampled_from(list(OPTIMIZERS.values())),
    schedule=st.sampled_from([TimeDecay(0.1), Cosine(5, warm_up=2)]),
    augmentation=st.sampled_from([(), (Jitter(0.2),), (Reflection(), Jitter())]),
    early_stopping=st.sampled_from([None, EarlyStopping(1), EarlyStopping(3)]),
    batch_size=st.sampled_from([1, 7, 10, None]),
    clip_norm=st.sampled_from([None, 1.0]),
    label_smoothing=st.sampled_from([0.0, 0.1]),
    dtype=st.sampled_from(["float32", "float64"]),
    seed=st.integers(0, 50),
)


def assert_twins(left, right):
    assert_same_parameters(left.parameters, right.parameters)
    assert_same_parameters(left.statistics, right.statistics)
    np.testing.assert_array_equal(left.snapshot().moments, right.snapshot().moments)
    np.testing.assert_array_equal(left.history.rows, right.history.rows)
    counters = ("epoch", "iteration", "position", "early_stop")
    assert [getattr(left, name) for name in counters] == [getattr(right, name) for name in counters]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(experiment=EXPERIMENTS, before=st.integers(0, 40), after=st.integers(1, 60))
def test_resuming_is_bit_exact(experiment, before, after):
    trainer = Trainer(experiment)
    for _ in range(before):
        trainer.advance(1)
    content = encode(trainer)
    again = decode_bytes(content)
    assert again.experiment == experiment
    assert_twins(trainer, again)
    assert encode(again) == content
    for _ in range(after):
        trainer.advance(1)
        again.advance(1)
    assert_twins(trainer, again)


def decode_bytes(content):
    import safetensors.numpy

    length = int.from_bytes(content[:8], "little")
    metadata = json.loads(content[8 : 8 + length])["__metadata__"]
    return decode(safetensors.numpy.load(content), metadata["checkpoint"])


def test_a_change_of_hyperparameters_on_the_way_is_kept(tmp_path):
    trainer = Trainer(Experiment(data=Circle(samples=60), batch_size=10))
    trainer.advance(2)
    trainer.retune(trainer.experiment.with_(learning_rate=0.1, augmentation=(Jitter(),)))
    trainer.advance(2)
    trainer.retune(trainer.experiment.with_(l1=0.1))
    save_checkpoint(trainer, tmp_path / "a.checkpoint")
    again = load_checkpoint(tmp_path / "a.checkpoint")
    for each in (trainer, again):
        for _ in range(12):
            each.advance(1)
    assert_twins(trainer, again)


def test_a_divergence_after_resuming_goes_back_to_the_same_epoch(tmp_path):
    trainer = Trainer(Experiment(data=Circle(samples=60), batch_size=10))
    trainer.run_epoch()
    trainer.advance(3)
    save_checkpoint(trainer, tmp_path / "a")
    again = load_checkpoint(tmp_path / "a")
    for each in (trainer, again):
        each.diverged()
    assert trainer.epoch == 1
    assert_twins(trainer, again)


def test_regression_from_a_table_too(tmp_path):
    rows = "\n".join(f"{x / 10},{x**2 / 50}" for x in range(40))
    (tmp_path / "t.csv").write_text(f"a,y\n{rows}\n")
    experiment = Experiment(
        data=Table(path=str(tmp_path / "t.csv"), target="y", task="numbers"), features=("x1",)
    )
    trainer = Trainer(experiment)
    trainer.advance(1)
    save_checkpoint(trainer, tmp_path / "a")
    again = load_checkpoint(tmp_path / "a")
    for each in (trainer, again):
        each.run_epoch()
    assert_twins(trainer, again)
    (tmp_path / "t.csv").write_text(f"a,y\n{rows}\n9,9\n")
    with pytest.raises(CheckpointError, match="not those of the checkpoint any more"):
        load_checkpoint(tmp_path / "a")
    (tmp_path / "t.csv").unlink()
    with pytest.raises(DataError):
        load_checkpoint(tmp_path / "a")


def changed(content, old, new):
    """The file with a text of the same length in place of another."""
    assert len(old) == len(new)
    assert old in content
    return content.replace(old, new)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:100],
        lambda content: b"not a checkpoint at all",
        lambda content: content[:-40],
        lambda content: changed(content, b"now.moments", b"now.momemts"),
        lambda content: changed(content, b'\\"kind\\":\\"adam\\"', b'\\"kind\\":\\"odam\\"'),
        lambda content: changed(content, b'\\"units\\":4', b'\\"units\\":5'),
    ],
)
def test_a_spoilt_file_is_one_sentence(tmp_path, spoil):
    trainer = Trainer(Experiment(data=Iris(), features=("x1", "x2")).with_(layers=(Dense(4), Dense(3))))
    (tmp_path / "bad").write_bytes(spoil(encode(trainer)))
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(tmp_path / "bad")
    assert "bad is not a checkpoint" in str(caught.value) or "does not fit" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_newer_file_is_refused_naming_both_versions(tmp_path):
    content = changed(encode(Trainer(Experiment())), b'\\"version\\":1', b'\\"version\\":9')
    (tmp_path / "new").write_bytes(content)
    with pytest.raises(CheckpointError, match="format 9, this is 1"):
        load_checkpoint(tmp_path / "new")


def test_places_that_cannot_be_read_or_written(tmp_path):
    with pytest.raises(CheckpointError, match="missing is not a checkpoint"):
        load_checkpoint(tmp_path / "missing")
    with pytest.raises(ExportError, match="no folder"):
        save_checkpoint(Trainer(Experiment()), tmp_path / "nowhere" / "a")


def test_data_of_ones_own_are_given_again(tmp_path):
    trainer = make_trainer(make_dataset("regression", n=3))
    trainer.run_epoch()
    save_checkpoint(trainer, tmp_path / "own.safetensors")
    with pytest.raises(DataError):
        load_checkpoint(tmp_path / "own.safetensors")
    resumed = load_checkpoint(tmp_path / "own.safetensors", make_dataset("regression", n=3))
    trainer.run_epoch()
    resumed.run_epoch()
    assert_same_parameters(resumed.parameters, trainer.parameters)


def test_weights_that_were_imported_or_set_before_the_first_step_are_no_fresh_ones(tmp_path):
    """An edit would else draw new ones in their place."""
    for by_hand in (False, True):
        trainer = Trainer(Experiment())
        if by_hand:
            trainer.set_weight("W1", 0, 0, 0.5)
        save_checkpoint(trainer, tmp_path / "c")
        assert load_checkpoint(tmp_path / "c").is_fresh is not by_hand
