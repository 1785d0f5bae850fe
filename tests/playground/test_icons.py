"""Every drawing in assets/icons loads, shows something, and takes the colour asked for."""

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from engine.assets import asset
from playground import icons

NAMES = sorted(path.stem for path in asset("icons/play.svg").parent.glob("*.svg"))


def inked(picture: QPixmap) -> list[QColor]:
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in pixels if color.alpha() == 255]


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_in_its_colour(qapp: QApplication, name: str) -> None:
    ink = inked(icons.pixmap(name, 16, "#00FF00", 4.0))
    assert len(ink) > 20
    assert name == "logo" or all(color.green() > 200 and color.red() < 60 for color in ink)


def test_pixmaps_keep_their_size_at_every_ratio(qapp: QApplication) -> None:
    for ratio in (1.0, 1.25, 1.5, 2.0):
        picture = icons.pixmap("play", 16, "#FFFFFF", ratio)
        assert picture.deviceIndependentSize().width() == pytest.approx(16)
    assert icons.pixmap("play", 16, "#FFFFFF", 2.0) is icons.pixmap("play", 16, "#FFFFFF", 2.0)


def test_a_disabled_button_gets_its_own_colour(qapp: QApplication) -> None:
    result = icons.icon("pause", "#FF0000", disabled="#0000FF")
    off = result.pixmap(16, 16, mode=result.Mode.Disabled)
    assert all(color.blue() > 200 for color in inked(off))
