"""The examples on the plane: shape and colour tell the class, filled, hollow or dotted the part.

They are set once per data set and kept as pixels by Qt; a frame only copies them over the field.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.frames import Scene, thinned
from playground.lettering import scaled
from playground.shades import LAST, Shades
from playground.theme import Theme
from playground.widgets.plot import PixelItem, Plot

TRAIN, DEV, TEST = 0, 1, 2
SMALLER = 0.85  # a test point beside a dev point
RIM, HOLLOW_EDGE = 1.1, 1.5
DOTS = (0.9, 1.1)  # of the edge of a test point, in widths of the pen
SHADES = 16  # colours of the points of a regression
DIMMED = 0.22  # opacity of points that step back


def diameter(points: int) -> float:
    """Pixels; smaller where there are many."""
    return 7.5 if points <= 1000 else 6.0 if points <= 4000 else 4.5


class Dots(PixelItem):
    """Points that do not move. Their place and looks are those of a `scatter`, which itself is not painted:
    Qt would ask it, in Python, how far it reaches with every frame.
    """

    def __init__(self, plot: Plot, theme: Theme, scatter: pg.ScatterPlotItem) -> None:
        super().__init__(plot, theme, 0)
        self.scatter = scatter
        scatter.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        plot.view.addItem(scatter)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def remove(self) -> None:
        """Take them off the plot."""
        self.view.removeItem(self.scatter)
        self.view.scene().removeItem(self)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setTransform(self.view.childGroup.transform(), True)
        self.scatter.paint(painter, option, widget)


class Points:
    """One of Dots per part, in `items`: every further item costs its own copy with each frame."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self.items: dict[int, Dots] = {}
        self._shown = {TRAIN: True, DEV: True, TEST: False}
        self._opacity = 1.0
        self._dress: tuple[Scene, Theme] | None = None

    def set_scene(self, scene: Scene, theme: Theme) -> None:
        """Replace all points by those of a scene; those of the test part are made when they are revealed."""
        for item in self.items.values():
            item.remove()
        self.items, self._dress = {}, (scene, theme)
        for part in (TEST, DEV, TRAIN):
            if part != TEST or self._shown[TEST]:
                self._add(part, scene, theme)

    def _add(self, part: int, scene: Scene, theme: Theme) -> None:
        item = self.items[part] = scatter(self._plot, scene, theme, part)
        item.setVisible(self._shown[part])
        item.setOpacity(self._opacity)

    @property
    def shown_parts(self) -> list[int]:
        """The parts whose points are to be seen."""
        return [part for part, shown in self._shown.items() if shown]

    def is_shown(self, part: int) -> bool:
        """Whether the points of a part are to be seen."""
        return self._shown[part]

    def set_part_shown(self, part: int, shown: bool) -> None:
        """Show or hide the points of a part."""
        if self._shown[part] == shown:
            return
        self._shown[part] = shown
        if part in self.items:
            self.items[part].setVisible(shown)
        elif shown and self._dress is not None:
            self._add(part, *self._dress)

    def set_opacity(self, opacity: float) -> None:
        """All points step back, below 1, or come forward again; the pixels of them stay as they are."""
        if opacity != self._opacity:
            self._opacity = opacity
            for item in self.items.values():
                item.setOpacity(opacity)


def scatter(
    plot: Plot, scene: Scene, theme: Theme, part: int, places: NDArray[np.intp] | None = None
) -> Dots:
    """The examples of one part: filled with a rim (train), hollow (dev), or with a dotted edge (test).

    All that have room, or those in columns `places` of the data.
    """
    places = thinned(scene.codes == part) if places is None else places
    labels = scene.dataset.y[places]
    if scene.dataset.task == "regression":
        colors, symbols = _value_colors(scene, theme, places), ["o"] * len(places)
    else:
        colors = [theme.class_color(c) for c in labels]
        symbols = [theme.marker(c) for c in labels]
    if part == TRAIN:
        pen: Any = pg.mkPen(theme.point_edge, width=scaled(RIM))
        brush: Any = _each(colors, pg.mkBrush)
    else:
        edge = scaled(HOLLOW_EDGE)
        dots = {"dash": DOTS} if part == TEST else {}
        pen = _each(colors, lambda color: pg.mkPen(color, width=edge, **dots))
        brush = pg.mkBrush(theme.window)
    x, y = scene.points[:, places]
    size = scaled(diameter(scene.dataset.m)) * (SMALLER if part == TEST else 1)
    return Dots(plot, theme, pg.ScatterPlotItem(x, y, symbol=symbols, size=size, pen=pen, brush=brush))


def _each(colors: list[str], make: Callable[[str], Any]) -> list[Any]:
    """One pen or brush per point, made once per colour."""
    made = {color: make(color) for color in set(colors)}
    return [made[color] for color in colors]


def _value_colors(scene: Scene, theme: Theme, places: NDArray[np.intp]) -> list[str]:
    """The colour of each target on the diverging map, in few steps; one colour where its height tells it."""
    if scene.is_curve:
        return [theme.class_color(1)] * len(places)
    shades = Shades(scene.dataset, theme)
    step = LAST / (SHADES - 1)
    rows = np.rint(np.rint(shades.index(scene.dataset.y[places].astype(np.float64)) / step) * step).astype(
        np.intp
    )
    return [QColor(int(argb)).name() for argb in shades.table[rows]]
