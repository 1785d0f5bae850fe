"""A unit's picture and its rim stand on the same pixels of the screen, wherever the column is."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from engine.experiment import Experiment
from playground.canvas.faces import faces
from playground.canvas.items import UnitsItem
from playground.canvas.layout import arrange
from playground.theme import DARK

SIDE = 50  # samples of a picture; units are smaller, so that it is put down without scaling


@pytest.mark.parametrize("place", [300.0, 300.25, 300.5, 300.75, 301.0, 301.5])
def test_a_picture_ends_under_its_rim(qtbot, place):
    column = arrange((2, 8, 2, 1), 832, 700).columns[1]
    item = UnitsItem(DARK)
    item.show_column(column, (), faces(Experiment(), None)[1], False)
    item.show_frame(np.full((8, SIDE, SIDE), 255, np.uint8))
    image = QImage(832, 700, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.canvas))
    painter = QPainter(image)
    unit = column.units[0]
    painter.translate(place - unit.left(), place - unit.top())
    item.paint(painter, None)
    painter.end()
    seen = np.frombuffer(image.constBits(), np.uint32).reshape(700, 832) == DARK.map("diverging").argb[255]
    rows, columns = np.nonzero(seen)
    first = math.floor(place + 0.5)  # pixel of the rim
    assert (columns.min(), rows.min()) == (first + 1, first + 1)
    assert columns.max() == first + int(unit.width()) - 2
