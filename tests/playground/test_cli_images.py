"""A folder of images on the command line: it trains, says what was left out, and refuses in one sentence."""

import json

import pytest
from PIL import Image

from playground.cli import main


@pytest.fixture
def folder(tmp_path):
    """Light and dark squares, twelve of each."""
    for name, shade in (("dark", 20), ("light", 200)):
        (tmp_path / name).mkdir()
        for i in range(12):
            Image.new("RGB", (12, 10), (shade + 3 * i, shade, shade)).save(tmp_path / name / f"{i}.png")
    return tmp_path


def run(capsys, *words):
    code = main([str(word) for word in words])
    return code, *capsys.readouterr()


def trained(capsys, *words):
    code, out, err = run(capsys, "train", "--json", "--epochs", 20, *words)
    assert (code, err) == (0, err)
    return json.loads(out)


def test_it_learns_light_from_dark(capsys, folder):
    result = trained(capsys, "--data", folder, "--rate", 0.1)
    assert result["accuracy"]["dev"] == 1
    assert result["parameters"] == 16 * 16 + 1


def test_side_and_color_decide_how_many_inputs_there_are(capsys, folder):
    assert trained(capsys, "--data", folder, "--side", 8)["parameters"] == 64 + 1
    assert trained(capsys, "--data", folder, "--side", 8, "--color")["parameters"] == 3 * 64 + 1


def test_augmentation_is_for_images(capsys, folder):
    trained(capsys, "--data", folder, "--color", "--augment", "shift:pixels=2", "--augment", "rotation")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--side", "100"), 2, "100"),
        (("--target", "y"), 2, "--target is not for a folder of images; its sub-folders are the classes."),
        (("--samples", "100"), 2, "--samples is not for a folder of images"),
    ],
)
def test_options_that_make_no_sense(capsys, folder, words, code, sentence):
    found, out, err = run(capsys, "train", "--data", folder, *words)
    assert (found, out) == (code, "")
    assert sentence in err


@pytest.mark.parametrize("option", ["--side=8", "--color"])
def test_options_of_images_are_not_for_other_data(capsys, option):
    code, _, err = run(capsys, "train", "--data", "circle", option)
    assert code == 2
    assert "belongs to a folder of images; name one with --data." in err


def test_a_broken_image_is_left_out_and_told(capsys, folder):
    (folder / "dark" / "broken.png").write_text("no picture")
    code, _, err = run(capsys, "train", "--data", folder, "--epochs", 1)
    assert code == 0
    assert "broken.png is no picture that can be read; it was left out." in err


def test_a_class_of_broken_images_is_bad_input(capsys, folder):
    for file in (folder / "dark").iterdir():
        file.write_text("no picture")
    code, out, err = run(capsys, "train", "--data", folder)
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "No image of the class dark can be read" in err


def test_a_folder_without_classes_is_bad_input(capsys, tmp_path):
    code, _, err = run(capsys, "train", "--data", tmp_path)
    assert code == 3
    assert "two sub-folders with images are needed at least" in err
