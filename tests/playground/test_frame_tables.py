"""What a frame shows, written as tables: read back, they are what was seen."""

import csv

import numpy as np
import pytest

from engine.data import Blobs, Bumps, Circle, Dataset, Sine
from engine.errors import ExportError
from engine.experiment import Experiment
from engine.predict import predict
from engine.problem import Problem
from engine.trainer import Trainer
from playground.frames import FrameBuilder, View, tables
from playground.frames.tables import Table, cost_table, point_table, surface_table, write_table


def frame_of(data, epochs=2, view=None, dataset=None, **fields):
    experiment = Experiment(data=data, **fields)
    trainer = Trainer(experiment, Problem(experiment, dataset) if dataset else None)
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, view or View()).build(0)


def written(table, path):
    count = write_table(path, table)
    with open(path, encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    assert len(rows) == count
    return headings, rows


def numbers(rows, columns):
    return np.array([[float(row[k]) for k in columns] for row in rows])


def whole(frame):
    return surface_table(frame, frame.surface(frame.scene.extent))


def test_the_plane(tmp_path):
    frame = frame_of(Blobs())
    headings, rows = written(whole(frame), tmp_path / "a.csv")
    assert headings == ["x1", "x2", "p(0)", "p(1)", "p(2)"]
    side = frame.field.shape[-1]
    left, right, bottom, top = frame.scene.extent
    places = numbers(rows, (0, 1))
    assert places[0].tolist() == [left, top]
    assert places[-1].tolist() == [right, bottom]
    np.testing.assert_allclose(numbers(rows, (2, 3, 4)).T.reshape(3, side, side), frame.field, rtol=1e-6)


def test_the_plane_of_two_classes_and_of_numbers(tmp_path):
    assert whole(frame_of(Circle())).headings == ("x1", "x2", "p(1)")
    assert whole(frame_of(Bumps())).headings == ("x1", "x2", "predicted y")


def test_a_part_of_the_plane_from_near(tmp_path):
    frame = frame_of(Circle(), view=View(extent=(0.0, 1.0, 2.0, 3.0)))
    _, rows = written(surface_table(frame, frame.close), tmp_path / "a.csv")
    assert numbers(rows, (0, 1)).min(axis=0).tolist() == [0.0, 2.0]
    assert numbers(rows, (0, 1)).max(axis=0).tolist() == [1.0, 3.0]


def test_a_curve_is_one_line(tmp_path):
    frame = frame_of(Sine(), features=("x1",))
    headings, rows = written(whole(frame), tmp_path / "a.csv")
    assert headings == ["x1", "predicted y"]
    np.testing.assert_allclose(numbers(rows, (1,))[:, 0], frame.field[0, 0], rtol=1e-6)


@pytest.mark.parametrize("data", [Circle(), Blobs(), Bumps()])
@pytest.mark.parametrize("test", [True, False])
def test_points_with_predictions(tmp_path, monkeypatch, data, test):
    monkeypatch.setattr(tables, "BLOCK", 64)
    frame = frame_of(data, view=View(test=test))
    headings, rows = written(point_table(frame), tmp_path / "a.csv")
    places = numbers(rows, (0,)).astype(int)[:, 0] - 1
    locked = np.flatnonzero((frame.scene.codes != 2) | test)
    assert places.tolist() == locked.tolist(), "the test part stays locked"
    dataset = frame.scene.dataset
    np.testing.assert_array_equal(numbers(rows, (2, 3)).T, dataset.X[:, places])
    expected = predict(frame.problem, frame.parameters, dataset.X[:, places], frame.statistics)
    outputs = numbers(rows, range(len(headings) - len(expected), len(headings)))
    np.testing.assert_allclose(outputs.T, expected, rtol=1e-6)
    if dataset.n_classes:
        label, answer = headings.index("y"), headings.index("answer")
        assert [row[label] for row in rows] == [dataset.classes[c] for c in dataset.y[places]]
        right = np.mean([row[label] == row[answer] for row in rows if row[1] == "dev"])
        assert right == pytest.approx(frame.dev.accuracy)


def test_names_with_commas_are_kept_apart(tmp_path):
    X = np.random.default_rng(0).normal(size=(2, 50))
    y = (X[0] > 0).astype(np.int64)
    data = Dataset(X, y, "binary", ("a, b", 'say "c"'), ("no", "yes, it is"), target="kind")
    headings, rows = written(point_table(frame_of(Circle(samples=50), 0, dataset=data)), tmp_path / "a.csv")
    assert headings == ["row", "part", "a, b", 'say "c"', "kind", "answer", "p(yes, it is)"]
    assert {row[4] for row in rows} == {"no", "yes, it is"}


def test_cost_lines(tmp_path):
    frame = frame_of(Circle(), 3, View(beta=0.9))
    headings, rows = written(cost_table(frame), tmp_path / "a.csv")
    assert headings == ["epoch", "train", "train averaged, beta 0.9", "dev", "dev averaged, beta 0.9"]
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]
    np.testing.assert_array_equal(numbers(rows, (1,))[:, 0], frame.costs.lines[0].y)
    np.testing.assert_array_equal(numbers(rows, (4,))[:, 0], frame.costs.lines[1].smooth)


def test_over_iterations_what_is_not_known_stays_empty(tmp_path):
    frame = frame_of(Circle(), 2, View(cost_over="iteration"))
    headings, rows = written(cost_table(frame), tmp_path / "a.csv")
    assert headings[0] == "iteration"
    assert any(row[2] == "" for row in rows)
    assert all(row[1] or row[2] for row in rows)


def test_what_fails_on_the_way_leaves_the_old_file_as_it_is(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("mine")

    def rows():
        yield ("1",)
        raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match="No space left on device"):
        write_table(path, Table(("a",), rows()))
    assert [file.read_text() for file in tmp_path.iterdir()] == ["mine"]
