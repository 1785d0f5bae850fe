"""Learning from an exported file is learning from the data; what cannot be written leaves the old file."""

import csv
import errno

import numpy as np
import pytest

from engine.data import BY_NAME, Painted, Split, Table
from engine.data.csv_writer import header
from engine.data.features import raw_names
from engine.data.loading import load
from engine.data.painted import Point
from engine.data.writing import FORMATS, write_data
from engine.errors import ExportError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer

SUFFIXES = list(FORMATS)
PAINTED = Painted(points=tuple(Point(i % 7 - 3, i % 5 - 2, i % 2, i) for i in range(40)))


def shipped(name: str):
    return BY_NAME[name](seed=3)


def learned(experiment: Experiment) -> np.ndarray:
    trainer = Trainer(experiment)
    for _ in range(3):
        trainer.run_epoch()
    return np.concatenate([array.ravel() for array in trainer.parameters.values()])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", ["circle", "blobs", "bumps", "iris", "diabetes", "painted"])
def test_learning_from_the_file_is_learning_from_the_data(tmp_path, suffix, name):
    data = PAINTED if name == "painted" else shipped(name)
    dataset, split = load(data), Split(train=0.5, dev=0.3, test=0.2)
    path = tmp_path / f"data{suffix}"
    write_data(dataset, split.assign(dataset, data.seed), data.seed, path)
    target = header(dataset)[-2] if suffix == ".csv" else dataset.target
    table = Table(path=str(path), target=target, task="numbers" if dataset.task == "regression" else "auto")
    back = load(table)
    assert back.X.tobytes() == dataset.X.tobytes()
    assert np.array_equal(back.y, dataset.y)
    assert (back.columns, back.target, back.classes) == (dataset.columns, dataset.target, dataset.classes)
    known = Experiment(data=data, split=split, features=raw_names(dataset.n), layers=(Dense(3),))
    assert np.array_equal(learned(known.with_(data=table, split=Split())), learned(known))


def test_arrays_are_read_without_pickle(tmp_path):
    data = shipped("iris")
    dataset = load(data)
    codes = Split().assign(dataset, data.seed)
    write_data(dataset, codes, data.seed, tmp_path / "iris.npz")
    with np.load(tmp_path / "iris.npz", allow_pickle=False) as file:
        assert (file["X"].shape, file["X"].dtype) == ((4, 150), np.float64)
        assert (file["y"].shape, file["y"].dtype) == ((150,), np.int64)
        assert file["split"].dtype == np.int8
        assert np.array_equal(file["split"], codes)
        assert file["columns"].tolist() == list(dataset.columns)
        assert file["classes"].tolist() == ["setosa", "versicolor", "virginica"]
        assert (str(file["target"]), int(file["seed"])) == ("species", 3)
        assert file["target"].shape == ()


def test_an_image_keeps_its_shape(tmp_path):
    dataset = load(BY_NAME["digits"]())
    write_data(dataset, np.zeros(dataset.m, np.int8), 1, tmp_path / "digits.npz")
    with np.load(tmp_path / "digits.npz", allow_pickle=False) as file:
        assert file["image"].tolist() == [8, 8]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, suffix):
    def full(*_arguments, **_arrays):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / f"data{suffix}"
    path.write_text("old")
    monkeypatch.setattr(np, "savez", full)
    monkeypatch.setattr("engine.data.csv_writer.csv_lines", full)
    dataset = load(shipped("circle"))
    with pytest.raises(ExportError, match="was not written: No space left on device"):
        write_data(dataset, np.zeros(dataset.m, np.int8), 1, path)
    assert path.read_text() == "old"
    assert [other.name for other in tmp_path.iterdir()] == [path.name]


def test_another_ending_is_refused(tmp_path):
    dataset = load(shipped("circle"))
    with pytest.raises(ExportError, match=r"Data are written as \.csv or \.npz, not as data\.xlsx\."):
        write_data(dataset, np.zeros(dataset.m, np.int8), 1, tmp_path / "data.xlsx")


def test_the_csv_is_what_any_spreadsheet_reads(tmp_path):
    dataset = load(shipped("wine"))
    write_data(dataset, np.ones(dataset.m, np.int8), 1, tmp_path / "wine.csv")
    with open(tmp_path / "wine.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [*dataset.columns, dataset.target, "split"]
    assert len(rows) == 1 + dataset.m
    assert rows[1][-1] == "dev"
