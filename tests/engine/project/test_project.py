"""A project is put away and opened as it was; whatever else a file holds is refused in one line."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from engine.data import Circle, Iris, Table
from engine.data.loading import hold
from engine.data.loading import load as load_data
from engine.experiment import Experiment
from engine.project import FORMAT, ProjectError, decode_project, encode_project, open_project, summary
from engine.project.archive import MEMBERS, pack, unpack
from engine.trainer import Trainer
from tests.engine.test_checkpoint import EXPERIMENTS, assert_twins

SMALL = Experiment(data=Circle(samples=40), batch_size=8)


def trained(experiment: Experiment = SMALL, steps: int = 7) -> Trainer:
    trainer = Trainer(experiment)
    for _ in range(steps):
        trainer.advance(1)
    return trainer


def changed(content: bytes, **members: bytes | None) -> bytes:
    """The file with other members; None leaves one out."""
    found = unpack(content)
    for name, replacement in members.items():
        known = next(member for member in MEMBERS if member.split(".")[0] == name)
        if replacement is None:
            del found[known]
        else:
            found[known] = replacement
    return pack(found)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(experiment=EXPERIMENTS, before=st.integers(0, 40), after=st.integers(1, 40))
def test_training_goes_on_bit_for_bit(experiment, before, after):
    trainer = trained(experiment, before)
    content = encode_project(trainer, b"a picture")
    opened = decode_project(content)
    again = opened.trainer
    assert opened.thumb == b"a picture"
    assert again.experiment == experiment
    assert_twins(trainer, again)
    for left, right in zip(trainer.steps.curve(), again.steps.curve(), strict=True):
        np.testing.assert_array_equal(left, right)
    assert encode_project(again, b"a picture") == content
    for _ in range(after):
        trainer.advance(1)
        again.advance(1)
    assert_twins(trainer, again)


def test_equal_projects_are_equal_files():
    assert encode_project(trained()) == encode_project(trained())


def test_a_table_travels_with_the_project(tmp_path: Path):
    path = tmp_path / "points.csv"
    path.write_text("a,b,y\n" + "\n".join(f"{x},{x * x},{'up' if x > 9 else 'down'}" for x in range(20)))
    experiment = Experiment(data=Table(path=str(path), target="y"), batch_size=4)
    trainer = trained(experiment)
    content = encode_project(trainer)
    path.unlink()
    again = decode_project(content).trainer
    assert again.problem.dataset.classes == trainer.problem.dataset.classes
    assert again.problem.dataset.columns == ("a", "b")
    for _ in range(9):
        trainer.advance(1)
        again.advance(1)
    assert_twins(trainer, again)


@pytest.fixture
def referring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Trainer, bytes]:
    """A file with data too large to travel, a training on them, and its project."""
    monkeypatch.setattr("engine.project.file.MOST_DATA", 0)
    path = tmp_path / "points.csv"
    path.write_text("a,b,y\n" + "\n".join(f"{x},{x * x},{'up' if x > 9 else 'down'}" for x in range(20)))
    trainer = trained(Experiment(data=Table(path=str(path), target="y"), batch_size=4))
    content = encode_project(trainer)
    assert "data.safetensors" not in unpack(content)
    return path, trainer, content


def test_data_too_large_to_travel_are_read_as_their_file_holds_them_now(referring):
    """Whatever the program has read of that file before, and keeps for the sake of undo."""
    path, trainer, content = referring
    ours, table = path.read_text(), trainer.experiment.data
    path.write_text(ours.replace("3,9,", "3,80,"))
    others = load_data(table)
    hold(table, others)
    path.write_text(ours)
    again = decode_project(content).trainer
    for _ in range(9):
        trainer.advance(1)
        again.advance(1)
    assert_twins(trainer, again)
    assert load_data(table) is others


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda path: path.write_text(path.read_text().replace("3,9,", "3,8,")), "not those of the project"),
        (lambda path: path.unlink(), "cannot be had"),
    ],
)
def test_data_too_large_to_travel_that_are_others_now_are_refused(referring, change, sentence):
    path, _, content = referring
    change(path)
    with pytest.raises(ProjectError, match=sentence) as caught:
        decode_project(content)
    assert "\n" not in str(caught.value)


def test_shipped_data_are_not_in_the_file():
    experiment = Experiment(data=Iris(), features=("x1", "x2"))
    assert "data.safetensors" not in unpack(encode_project(trained(experiment)))


def test_the_file_is_what_it_says_it_is(tmp_path: Path):
    content = encode_project(trained())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names == [name for name in MEMBERS if name in names]
    assert content[30:38] == b"mimetype"
    assert content[38:70].startswith(b"application/x-neural-playground")
    (tmp_path / "a.nnplay").write_bytes(content)
    about = summary(tmp_path / "a.nnplay")
    assert (about.experiment, about.epoch, about.iteration) == (SMALL, 2, 7)


def test_a_newer_file_is_refused_naming_both_formats():
    content = encode_project(trained())
    manifest = json.loads(unpack(content)["project.json"])
    manifest["format"] = FORMAT + 2
    with pytest.raises(ProjectError, match=rf"newer version \(format {FORMAT + 2}, this is {FORMAT}\)"):
        decode_project(changed(content, project=json.dumps(manifest).encode()))


def test_the_file_of_format_1_is_opened_for_ever():
    """A golden file: made once by the first version, and never again."""
    golden = open_project(Path(__file__).with_name("format-1.nnplay")).trainer
    assert (golden.epoch, golden.iteration) == (3, 9)
    assert golden.experiment.data == Circle(samples=40)
    golden.run_epoch()
    assert np.isfinite(golden.parameters["W1"]).all()


def with_state(content: bytes, **changes: object) -> bytes:
    manifest = json.loads(unpack(content)["project.json"])
    manifest["state"] |= changes
    return changed(content, project=json.dumps(manifest).encode())


CONTENT, OTHER = encode_project(trained()), encode_project(trained(SMALL.with_(layers=())))


def with_order(order: np.ndarray) -> bytes:
    arrays = load(unpack(CONTENT)["optimizer.safetensors"]) | {"order": order}
    return changed(CONTENT, optimizer=save(arrays))


BAD = {
    "nothing": b"",
    "text": b"hello",
    "cut": CONTENT[:-30],
    "no weights": changed(CONTENT, weights=None),
    "json": changed(CONTENT, project=b"{"),
    "json of something else": changed(CONTENT, project=b'{"format": 1}'),
    "deep json": changed(CONTENT, project=b"[" * 100_000),
    "format text": changed(CONTENT, project=b'{"format": "1"}'),
    "another mimetype": changed(CONTENT, mimetype=b"application/zip"),
    "weights of another": changed(
        CONTENT, weights=unpack(encode_project(trained(SMALL.with_(layers=()))))["weights.safetensors"]
    ),
    "data that nobody announced": changed(CONTENT, data=unpack(CONTENT)["history.safetensors"]),
    "a huge epoch": with_state(CONTENT, position=10**9),
    "other data": with_state(CONTENT, data_sha256="0" * 64),
    "no generators": with_state(CONTENT, generators={}),
    "a bad generator": with_state(CONTENT, generators={"order_rng": "[]", "augment_rng": "1", "masks": "x"}),
}


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_no_project_is_refused_in_one_line(name: str, tmp_path: Path):
    path = tmp_path / "bad.nnplay"
    path.write_bytes(BAD[name])
    with pytest.raises(ProjectError) as caught:
        open_project(path)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_zip_bomb_and_foreign_members_are_refused():
    def archive(**members: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in ({"mimetype": b"application/x-neural-playground"} | members).items():
                out.writestr(name, content)
        return file.getvalue()

    known = {name: content for name, content in unpack(CONTENT).items() if name != "mimetype"}
    for extra in ({"evil.py": b"1"}, {"../x": b"1"}, {"project.json": bytes(40 * 2**20)}):
        with pytest.raises(ProjectError):
            decode_project(archive(**(known | extra)))


@pytest.mark.parametrize("path", ["", ".", "missing.nnplay"])
def test_places_without_a_project(tmp_path: Path, path: str):
    with pytest.raises(ProjectError):
        open_project(tmp_path / path)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_damaged_files_raise_nothing_else_and_bring_nothing_about(seed: int):
    """20,000 of them in all, in processes of their own whose events are watched."""
    script = Path(__file__).with_name("fuzz.py")
    run = subprocess.run(
        [sys.executable, script, "5000", str(seed)],
        capture_output=True,
        text=True,
        check=True,
        cwd=script.parents[3],
    )
    found = json.loads(run.stdout)
    assert found["others"] == []
    assert found["events"] == {}
    assert found["refused"] > 4000
    assert found["slowest"] < 1.0
    assert found["peak_mb"] < 256 + 150  # the interpreter and NumPy themselves take up to 150
