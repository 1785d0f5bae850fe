"""Painted points are seen on their paper, whatever value they have, on it and on the thumbnail."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from engine.data import Painted
from engine.data.painted import Point
from playground.paint.marks import DEV, TEST, TRAIN
from playground.paint.paper import Paper
from playground.theme import DARK, LIGHT
from playground.widgets.data_thumbnail import DataThumbnail

CLEAR = 3.0  # the contrast that a sign needs at least


def luminance(color: QColor) -> float:
    parts = np.array([color.redF(), color.greenF(), color.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(image: QImage, ground: str) -> float:
    """That of the pixel which is told most clearly from the ground."""
    paper = luminance(QColor(ground))
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    shades = [luminance(QColor(pixel)) for pixel in seen]
    return max((max(shade, paper) + 0.05) / (min(shade, paper) + 0.05) for shade in shades)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("part", [TRAIN, DEV, TEST])
def test_a_value_of_zero_is_told_from_the_paper(qtbot, theme, part):
    paper = Paper()
    qtbot.addWidget(paper)
    paper.set_theme(theme)
    paper.resize(300, 300)
    paper.marks.reveal(True)
    points = Point(0.0, 0.0, 0.0, 0), Point(5.9, 5.9, 1.0, 1)
    paper.show_points(Painted(points=points, values=True), np.array([part, TEST], np.int8))
    stamp = QImage(40, 40, QImage.Format.Format_RGB32)
    stamp.fill(QColor(theme.window))
    kind = int(paper.marks._kinds(np.zeros(1))[0])
    painter = QPainter(stamp)
    painter.drawPixmap(5, 5, paper.marks._stamp((kind, part)))
    painter.end()
    assert contrast(stamp, theme.window) >= CLEAR


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_it_is_told_from_the_ground_of_the_thumbnail_as_well(qtbot, theme):
    thumbnail = DataThumbnail("Painted", "")
    qtbot.addWidget(thumbnail)
    thumbnail.set_theme(theme)
    thumbnail.set_points(np.array([[0.0, 0.5, 1.0], [0.0, 0.5, 1.0]]), np.zeros(3))
    picture = thumbnail._draw(2.0).toImage().copy(20, 20, 64, 64)
    assert contrast(picture, theme.canvas) >= 2
