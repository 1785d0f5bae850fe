"""A unit's picture and its rim stand on the same pixels of the screen, wherever the column is."""

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

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
    for pixels, corner in item._prints(QTransform.fromTranslate(place - unit.left(), place - unit.top())):
        painter.drawPixmap(corner, pixels)
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


def test_a_long_name_lies_over_the_picture_and_not_under_it(qtbot):
    """Also where the picture is put down as pixels, in a view."""
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    view.setSceneRect(0, 0, 832, 700)
    view.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    view.resize(860, 730)
    view.show()
    column, name = arrange((2, 4, 2, 1), 832, 700).columns[0], "sin(3*x1)*x2*x2"
    greys = []
    for labels in (("x1", "x2"), (name, name)):
        item = UnitsItem(DARK)
        scene.addItem(item)
        item.show_column(column, labels, faces(Experiment(), None)[0], False)
        item.show_frame(np.full((2, SIDE, SIDE), 255, np.uint8))
        assert item._printed
        foot = view.mapFromScene(column.units[0].center().x(), column.units[0].bottom() - 4)
        picture = view.grab().toImage()
        greys.append(QColor(picture.pixel(foot.x() - 15, foot.y())).lightness())
        scene.removeItem(item)
    assert greys[1] < greys[0] / 2, "the ground of the name is dark"


def test_pixels_follow_the_view(qtbot):
    """At another zoom they are put down anew, and outside of a view it is painted like any item."""
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    qtbot.addWidget(view)
    item = UnitsItem(DARK)
    scene.addItem(item)
    item.show_column(arrange((2, 8, 2, 1), 832, 700).columns[1], (), faces(Experiment(), None)[1], False)
    item.show_frame(np.full((8, SIDE, SIDE), 255, np.uint8))
    wide = [print_.pixels.width() for _, print_ in item._printed]
    view.scale(0.5, 0.5)
    item.follow_view()
    half = [print_.pixels.width() for _, print_ in item._printed]
    assert all(abs(one - 2 * other) <= 8 for one, other in zip(wide, half, strict=True))
    assert all(shown.scale() == 2 for shown, _ in item._printed)
    before = item._printed
    item.follow_view()
    assert item._printed is before
