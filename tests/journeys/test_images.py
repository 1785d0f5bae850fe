"""Story: somebody opens a folder of photographs, sees what they will be as data, and the network learns."""

import shutil
from threading import Event

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engine.data import images as images_module
from engine.data.pictures import read_picture
from playground.importing.class_rows import ClassRows
from playground.importing.images_sheet import ImagesSheet, open_images
from playground.widgets.image_strip import ImageStrip

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(tmp_path):
    """Twenty dark and twenty-five light images, reddish and bluish."""
    rng = np.random.default_rng(1)
    for name, tint, count in (("dusk", (90, 10, 10), 20), ("noon", (150, 170, 230), 25)):
        (tmp_path / name).mkdir()
        for i in range(count):
            pixels = np.clip(np.array(tint) + rng.integers(-9, 10, (12, 16, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / name / f"{i}.png")
    (tmp_path / "list.txt").write_text("dusk, noon")
    return tmp_path


@pytest.fixture
def opened(user, folder, monkeypatch):
    """A user whose sheet shows the folder, chosen by Data > Open a folder of images."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    user.window.commands["open_images"].trigger()
    user.sheet = user.window.right.findChild(ImagesSheet)
    ready(user)
    return user


def ready(user) -> None:
    user.bot.waitUntil(user.sheet.take_button.isEnabled)


def taken(user):
    user.click(user.sheet.take_button)
    user.bot.waitUntil(lambda: user.experiment.data.name == "images")
    return user.until(lambda frame: frame.scene.dataset.image is not None)


def strips(user) -> dict[str, int]:
    return {strip.accessibleName(): strip.count for strip in user.sheet.findChildren(ImageStrip)}


def test_the_sheet_shows_what_the_folder_holds_before_anything_changes(opened, folder):
    assert opened.sheet.isVisible()
    assert opened.sheet.card.facts.text() == "2 classes, 45 images"
    assert strips(opened) == {"The first images of dusk": 8, "The first images of noon": 8}
    assert "1 file is hidden or no image" in opened.sheet.notice.sentence.text()
    assert opened.experiment.data.name == "circle"


def test_images_are_learned_and_undo_brings_back_what_was_before(opened, folder):
    before = opened.experiment
    frame = taken(opened)
    assert opened.window.document.history.count() == 1
    assert opened.window.document.history.undoText() == f"data Circle to {folder.name}"
    assert not opened.sheet.isVisible()
    assert frame.scene.dataset.image == (16, 16)
    assert frame.shapes[0][1] == 256
    opened.press(Qt.Key.Key_Space)
    opened.until(lambda frame: frame.train.accuracy == 1)
    opened.press(Qt.Key.Key_Z, CTRL)
    assert opened.experiment == before
    opened.until(lambda frame: frame.shapes[0][1] == 2)


def test_undo_brings_images_back_whose_folder_has_gone(opened, folder):
    taken(opened)
    shutil.rmtree(folder)
    opened.choose_data("circle")
    opened.until(lambda frame: frame.shapes[0][1] == 2)
    opened.press(Qt.Key.Key_Z, CTRL)
    opened.until(lambda frame: frame.shapes[0][1] == 256)
    data = opened.window.data
    assert data.dividing.bar.accessibleName() == "Split: train 60 %, 27; dev 20 %, 9; test 20 %, 9 examples"
    assert data.inputs.features.summary.text() == "256 pixels, 16 by 16"


def test_colours_of_fewer_pixels(opened):
    opened.sheet.side.setFocus()
    opened.bot.keyClick(opened.sheet.side, Qt.Key.Key_Home)
    opened.click(opened.sheet.inks._group.button(1))
    ready(opened)
    assert "192 inputs, three for each pixel" in opened.sheet.inputs.text()
    frame = taken(opened)
    assert frame.scene.dataset.image == (8, 8, 3)
    assert frame.units[1].shape == (4, 8, 8, 3)  # the weights of a unit are a picture in colour
    assert frame.maps[0].shape == (8, 8, 3)
    assert "192 colour values, 8 by 8" in opened.window.data.inputs.features.summary.text()


def test_a_broken_image_is_left_out_and_named(opened, folder):
    (folder / "noon" / "zz.png").write_text("no picture")
    assert taken(opened).scene.dataset.m == 45
    note = opened.window.data.own.note
    assert not note.isHidden()
    assert "zz.png is no picture that can be read; it was left out." in note.words.text()
    assert not note.change_button.isVisibleTo(note)
    opened.press(Qt.Key.Key_Z, CTRL)
    assert note.isHidden()


def test_where_a_class_has_only_broken_images_the_data_stay(opened, folder):
    before, files = opened.experiment, list((folder / "noon").iterdir())
    for file in files:
        file.write_text("no picture")
    opened.click(opened.sheet.take_button)
    opened.bot.waitUntil(lambda: "No image of the class noon" in opened.sheet.notice.sentence.text())
    assert opened.experiment is before
    assert opened.sheet.take_button.isEnabled()


def test_reading_can_be_stopped(opened, monkeypatch):
    before, reached, going_on = opened.experiment, Event(), Event()
    read = read_picture

    def wait(*what):
        reached.set()
        going_on.wait(10)
        return read(*what)

    monkeypatch.setattr(images_module, "read_picture", wait)
    opened.click(opened.sheet.take_button)
    opened.bot.waitUntil(reached.is_set)
    assert opened.sheet.waiting.isVisible()
    assert not opened.sheet.take_button.isEnabled()
    opened.click(opened.sheet.waiting.stop_button)
    going_on.set()
    assert opened.sheet.take_button.isEnabled()
    assert not opened.sheet.waiting.isVisible()
    assert opened.experiment is before


@pytest.mark.parametrize("way", ["cancel_button", "close_button", "escape"])
def test_it_can_be_left_without_a_trace(opened, way):
    before = opened.experiment
    if way == "escape":
        opened.bot.keyClick(opened.sheet.side, Qt.Key.Key_Escape)
    else:
        opened.click(getattr(opened.sheet, way))
    assert opened.window.output.isVisible()
    assert not opened.sheet.isVisible()
    assert opened.experiment is before


def test_a_folder_that_is_no_data_says_why(user, tmp_path):
    open_images(user.window, str(tmp_path))
    sheet = user.window.right.findChild(ImagesSheet)
    user.bot.waitUntil(lambda: "has no sub-folders" in sheet.notice.sentence.text())
    assert not sheet.take_button.isEnabled()
    assert sheet.findChild(ClassRows).findChildren(ImageStrip) == []


def test_nothing_chosen_changes_nothing(user, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    user.window.commands["open_images"].trigger()
    assert user.window.right.findChild(ImagesSheet) is None
