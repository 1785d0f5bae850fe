"""Somebody saves what is seen: pictures of output and cost, and their numbers; refusals are told."""

import csv
import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QLabel

from engine.data import Blobs
from engine.experiment import Experiment
from playground.panels.export_dialog import ExportErrorDialog
from playground.rendering import MARGIN
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
        return list(csv.reader(file))


@pytest.fixture
def blobs(open_app):
    return open_app(Experiment(data=Blobs()))


# Pictures


def test_a_picture_has_the_colours_of_the_theme_and_the_enlarged_one_is_larger(blobs, out, monkeypatch):
    plane = blobs.window.output.plane
    for choice, theme in (("dark", DARK), ("light", LIGHT)):
        blobs.window.themes.set_choice(choice)
        image = QImage(str(save(blobs, monkeypatch, "save_output_picture", out / f"{choice}.png")))
        assert image.pixelColor(2, 2) == QColor(theme.window)
        assert image.width() >= 2 * plane.width()
        assert image.height() > 2 * plane.height()
        middle = image.pixelColor(2 * MARGIN + plane.width(), 2 * MARGIN + 40)
        assert middle != QColor(theme.window)
    blobs.window.output.enlarge()
    large = QImage(str(save(blobs, monkeypatch, "save_output_picture", out / "large.png")))
    assert large.width() > 1.5 * image.width()


def test_drawings_can_be_read_and_their_points_are_no_pixels(blobs, out, monkeypatch):
    blobs.press(Qt.Key.Key_E)
    blobs.until(lambda frame: frame.verdicts is not None)
    for command, word in (("save_output_picture", "y = 0"), ("save_cost_picture", "train")):
        path = save(blobs, monkeypatch, command, out / f"{command}.svg")
        root = ElementTree.parse(path).getroot()
        texts = ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("text")]
        assert word in " ".join(texts)
        assert path.read_text("utf-8").count("<image") <= 2  # the field and the bar of its colours
    item = blobs.window.output.plane.points.items[0]
    assert item.scatter._exportOpts is False
    assert item.cacheMode() == item.CacheMode.DeviceCoordinateCache


# Tables


def test_tables_are_of_what_is_seen(blobs, out, monkeypatch):
    blobs.window.output.showing.zoom((0.0, 1.0, 0.0, 1.0))
    frame = blobs.until(lambda frame: frame.close is not None)
    rows = table(save(blobs, monkeypatch, "save_output_grid", out / "plane.csv"))
    assert len(rows) == 1 + frame.close.field.shape[-1] ** 2
    assert {float(rows[1][0]), float(rows[-1][0])} == {0.0, 1.0}
    rows = table(save(blobs, monkeypatch, "save_output_points", out / "points.csv"))
    assert len(rows) == 1 + (frame.scene.codes != 2).sum()
    rows = table(save(blobs, monkeypatch, "save_cost_lines", out / "cost.csv"))
    assert rows[0] == ["epoch", "train", "dev"]


# What may go wrong


def test_what_cannot_be_written_is_said_in_a_sentence(blobs, out, monkeypatch):
    (out / "folder.png").mkdir()
    for command, name, words in (
        ("save_output_picture", "nowhere/a.png", "There is no folder"),
        ("save_output_picture", "a.bmp", "Pictures are written as .png or .svg, not as .bmp"),
        ("save_cost_picture", "folder.png", f"{out / 'folder.png'} is a folder"),
        ("save_cost_lines", "nowhere/a.csv", "There is no folder"),
    ):
        choose(monkeypatch, out / name)
        blobs.window.commands[command].trigger()
        blobs.bot.waitUntil(lambda: blobs.window.findChild(ExportErrorDialog) is not None)
        assert said(blobs).startswith(words)
        blobs.window.findChild(ExportErrorDialog).close()
        blobs.bot.waitUntil(lambda: blobs.window.findChild(ExportErrorDialog) is None)
    assert [path.name for path in out.iterdir()] == ["folder.png"]


def test_the_menus_offer_it(blobs):
    texts = [action.text() for action in blobs.window.output.save_button.menu().actions()]
    assert texts == [
        "Picture of the output…",
        "Output over the plane as CSV…",
        "Points with predictions as CSV…",
    ]
    options = blobs.window.cost.options
    assert options.save_picture.accessibleName() == "Picture of the cost chart…"
