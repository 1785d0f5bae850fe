"""A unit's picture and its rim stand on the same pixels of the screen, wherever the column is."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from engine.experiment import Experiment
from playground.canvas.faces import faces
from playground.canvas.items import UnitsItem
from playground.canvas.layout import arrange
from playground.theme import DARK, LIGHT

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


class Watched(UnitsItem):
    """Counts how often it, or the map in it, looks other than before."""

    asked = 0

    def refresh(self):
        self.asked += 1
        super().refresh()

    def show_frame(self, *content):
        maps = self._whole._values
        super().show_frame(*content)
        self.asked += self._whole._values is not maps


@pytest.mark.parametrize("change", ["nothing", "pictures", "biases", "dropped", "map"])
def test_what_looks_like_the_frame_before_is_not_painted_again(qtbot, change):
    column = arrange((2, 8, 2, 1), 832, 700).columns[1]
    item = Watched(DARK)
    item.show_column(column, (), faces(Experiment(), None)[1], False)

    def show(stack=9, biases=0.0, dropped=-1, whole=1):
        item.show_frame(
            np.full((8, SIDE, SIDE), stack, np.uint8),
            np.full(8, biases),
            np.arange(8) == dropped,
            np.full((8, 2), whole, np.uint8),
        )

    show()
    asked = item.asked
    news: dict[str, dict[str, float]] = {
        "nothing": {"biases": 1e-9},
        "pictures": {"stack": 10},
        "biases": {"biases": 0.1},
        "dropped": {"dropped": 2},
        "map": {"whole": 0},
    }
    show(**news[change])
    assert item.asked - asked == (change != "nothing")
    asked = item.asked
    item.set_theme(LIGHT)
    assert item.asked == asked + 1
