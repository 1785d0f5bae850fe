"""Somebody saves what is seen: pictures of output and cost, and their numbers; refusals are told."""

import csv
import os
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.data import Blobs, Bumps, Sine
from engine.experiment import Experiment
from engine.predict import predict
from playground.panels.export_dialog import ExportErrorDialog
from playground.theme import DARK, LIGHT


def choose(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def said(user):
    return str(user.window.status.findChild(QLabel, "hint").text())


def save(user, monkeypatch, command, path):
    choose(monkeypatch, path)
    user.window.commands[command].trigger()
    user.bot.waitUntil(lambda: said(user).startswith(path.name))
    return path


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    return headings, rows


def numbers(rows, columns):
    return np.array([[float(row[k]) for k in columns] for row in rows])


@pytest.fixture
def blobs(open_app):
    return open_app(Experiment(data=Blobs()))


# Pictures


@pytest.mark.parametrize(("choice", "theme"), [("dark", DARK), ("light", LIGHT)])
def test_a_picture_has_the_colours_of_the_theme_and_the_field(blobs, out, monkeypatch, choice, theme):
    blobs.window.themes.set_choice(choice)
    plane = blobs.window.output.plane
    image = QImage(str(save(blobs, monkeypatch, "save_output_picture", out / "a.png")))
    assert image.pixelColor(2, 2) == QColor(theme.window)
    assert image.width() >= 2 * plane.width()
    assert image.height() > 2 * plane.height()
    middle = image.pixelColor(2 * 12 + 2 * plane.width() // 2, 2 * 12 + 40)
    assert middle != QColor(theme.window)


@pytest.mark.parametrize("command", ["save_output_picture", "save_cost_picture"])
def test_a_drawing_can_be_read_and_has_its_words(blobs, out, monkeypatch, command):
    blobs.press(Qt.Key.Key_E)
    blobs.until(lambda frame: frame.verdicts is not None)
    root = ElementTree.parse(save(blobs, monkeypatch, command, out / "a.svg")).getroot()
    words = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("text"))
    assert ("y = 0" if "output" in command else "train") in words
    assert len(list(root.iter())) > 20


def test_points_of_a_drawing_are_no_pixels(blobs, out, monkeypatch):
    save(blobs, monkeypatch, "save_output_picture", out / "a.svg")
    text = (out / "a.svg").read_text("utf-8")
    assert text.count("<image") <= 2  # the field and the bar of its colours
    item = blobs.window.output.plane.points.items[0]
    assert item._exportOpts is False
    assert item.cacheMode() == item.CacheMode.DeviceCoordinateCache


def test_the_enlarged_output_gives_the_larger_picture(blobs, out, monkeypatch):
    small = QImage(str(save(blobs, monkeypatch, "save_output_picture", out / "small.png")))
    blobs.window.output.enlarge()
    large = QImage(str(save(blobs, monkeypatch, "save_output_picture", out / "large.png")))
    assert large.width() > 1.5 * small.width()


# Tables


def test_the_plane_as_a_table(blobs, out, monkeypatch):
    headings, rows = table(save(blobs, monkeypatch, "save_output_grid", out / "a.csv"))
    frame = blobs.frame
    assert headings == ["x1", "x2", "p(0)", "p(1)", "p(2)"]
    side = frame.field.shape[-1]
    assert len(rows) == side**2
    left, right, bottom, top = frame.scene.extent
    places = numbers(rows, (0, 1))
    assert places[0].tolist() == [left, top]
    assert places[-1].tolist() == [right, bottom]
    np.testing.assert_allclose(numbers(rows, (2, 3, 4)).T.reshape(3, side, side), frame.field, rtol=1e-6)


def test_from_near_the_table_is_of_what_is_seen(blobs, out, monkeypatch):
    blobs.window.output.showing.zoom((0.0, 1.0, 0.0, 1.0))
    blobs.until(lambda frame: frame.close is not None)
    _, rows = table(save(blobs, monkeypatch, "save_output_grid", out / "a.csv"))
    assert numbers(rows, (0, 1)).max() == 1.0


def test_a_curve_is_one_line(open_app, out, monkeypatch):
    user = open_app(Experiment(data=Sine(), features=("x1",)))
    headings, rows = table(save(user, monkeypatch, "save_output_grid", out / "a.csv"))
    assert headings == ["x1", "predicted y"]
    np.testing.assert_allclose(numbers(rows, (1,))[:, 0], user.frame.field[0, 0], rtol=1e-6)


@pytest.mark.parametrize("data", [Blobs(), Bumps()])
def test_points_with_predictions(open_app, out, monkeypatch, data):
    user = open_app(Experiment(data=data))
    headings, rows = table(save(user, monkeypatch, "save_output_points", out / "a.csv"))
    frame = user.frame
    places = numbers(rows, (0,)).astype(int)[:, 0] - 1
    assert sorted(places) == np.flatnonzero(frame.scene.codes != 2).tolist(), "the test part stays locked"
    n = frame.scene.dataset.n_classes
    shown = "answer" in headings
    assert shown == bool(n)
    outputs = numbers(rows, range(len(headings) - max(n, 1), len(headings)))
    X = frame.scene.dataset.X[:, places]
    expected = predict(frame.problem, frame.parameters, X, frame.statistics)
    np.testing.assert_allclose(outputs.T[-len(expected) :], expected, rtol=1e-6)
    if n:
        answers = [row[headings.index("answer")] for row in rows]
        assert answers == [frame.scene.dataset.classes[k] for k in outputs.argmax(axis=1)]
        dev = [row for row in rows if row[1] == "dev"]
        right = np.mean([row[headings.index("y")] == row[headings.index("answer")] for row in dev])
        assert right == pytest.approx(frame.dev.accuracy)


def test_cost_lines(blobs, out, monkeypatch):
    for _ in range(3):
        wanted = blobs.frame.epoch + 1
        blobs.window.session.step_epoch()
        blobs.until(lambda frame, wanted=wanted: frame.epoch == wanted)
    blobs.window.session.show(beta=0.9)
    blobs.until(lambda frame: frame.costs.beta == 0.9)
    headings, rows = table(save(blobs, monkeypatch, "save_cost_lines", out / "a.csv"))
    assert headings == ["epoch", "train", "train averaged, beta 0.9", "dev", "dev averaged, beta 0.9"]
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]
    np.testing.assert_array_equal(numbers(rows, (1,))[:, 0], blobs.frame.costs.lines[0].y)


# What may go wrong


@pytest.mark.parametrize(
    ("command", "name", "words"),
    [
        ("save_output_picture", "nowhere/a.png", "There is no folder"),
        ("save_output_picture", "a.bmp", "Pictures are written as .png or .svg, not as .bmp"),
        ("save_cost_lines", "nowhere/a.csv", "There is no folder"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(blobs, out, monkeypatch, command, name, words):
    choose(monkeypatch, out / name)
    blobs.window.commands[command].trigger()
    blobs.bot.waitUntil(lambda: blobs.window.findChild(ExportErrorDialog) is not None)
    assert said(blobs).startswith(words)
    blobs.window.findChild(ExportErrorDialog).close()
    assert list(out.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_as_it_is(blobs, out, monkeypatch):
    (out / "a.csv").write_text("mine")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    choose(monkeypatch, out / "a.csv")
    blobs.window.commands["save_output_points"].trigger()
    blobs.bot.waitUntil(lambda: blobs.window.findChild(ExportErrorDialog) is not None)
    assert "No space left on device" in said(blobs)
    assert [path.read_text() for path in out.iterdir()] == ["mine"]
    blobs.window.findChild(ExportErrorDialog).close()


def test_the_menus_offer_it(blobs):
    texts = [action.text() for action in blobs.window.output.save_button.menu().actions()]
    assert texts == [
        "Picture of the output…",
        "Output over the plane as CSV…",
        "Points with predictions as CSV…",
    ]
    options = blobs.window.cost.options
    assert options.save_picture.accessibleName() == "Picture of the cost chart…"
