"""The examples as small pictures, drawn once and copied to where they are, to a quarter of a pixel."""

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from engine.data import Dataset
from playground.lettering import scaled
from playground.panels.output.points import DEV, HOLLOW_EDGE, RIM, SHADES
from playground.shades import LAST, Shades
from playground.theme import Theme
from playground.widgets.plot import Floats

SIZE, BOX = 8.0, 14  # pixels of a marker, and of the picture around it
PHASES = 4  # pictures per pixel in each direction, so that slow points do not jump

Kind = tuple[str, str, bool]  # symbol, colour, hollow


def kinds(data: Dataset, theme: Theme, places: NDArray[np.intp], codes: NDArray[np.int8]) -> list[Kind]:
    """How each of the examples at `places` is shown; `codes` are their parts."""
    hollow = [code == DEV for code in codes]
    if data.task == "regression":
        shades, step = Shades(data, theme), LAST / (SHADES - 1)
        rows = np.rint(np.rint(shades.index(data.y[places].astype(np.float64)) / step) * step).astype(np.intp)
        colors = [QColor(int(argb)).name() for argb in shades.table[rows]]
        return [("o", color, open_) for color, open_ in zip(colors, hollow, strict=True)]
    labels = [int(label) for label in data.y[places]]
    return [(theme.marker(c), theme.class_color(c), open_) for c, open_ in zip(labels, hollow, strict=True)]


class Stamps:
    """The pictures of one theme, screen and size of type, made when they are first needed."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme, self.ratio, self.size = theme, ratio, scaled(SIZE)
        self._box = round(scaled(BOX))
        self._made: dict[Kind, list[QPixmap]] = {}

    def draw(self, painter: QPainter, what: list[Kind], x: Floats, y: Floats) -> None:
        """The examples at x, y in pixels, in this order."""
        steps = np.floor(np.stack([x, y], axis=1) * (self.ratio * PHASES)).astype(np.int64)
        places = ((steps // PHASES) / self.ratio - self._box / 2).tolist()
        phases = (steps % PHASES @ [1, PHASES]).tolist()
        for kind, (left, top), phase in zip(what, places, phases, strict=True):
            painter.drawPixmap(QPointF(left, top), self._stamps(kind)[phase])

    def _stamps(self, kind: Kind) -> list[QPixmap]:
        """One for each phase, those across first."""
        if kind not in self._made:
            self._made[kind] = [self._drawn(kind, k % PHASES, k // PHASES) for k in range(PHASES**2)]
        return self._made[kind]

    def _drawn(self, kind: Kind, across: int, down: int) -> QPixmap:
        symbol, color, hollow = kind
        side = round(self._box * self.ratio) + 1
        result = QPixmap(side, side)
        result.fill(Qt.GlobalColor.transparent)
        result.setDevicePixelRatio(self.ratio)
        painter = QPainter(result)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shift = PHASES * self.ratio
        painter.translate(self._box / 2 + across / shift, self._box / 2 + down / shift)
        edge = (color, HOLLOW_EDGE) if hollow else (self._theme.point_edge, RIM)
        pen = QPen(QColor(edge[0]), scaled(edge[1]))
        pen.setCosmetic(True)
        drawSymbol(painter, symbol, self.size, pen, QBrush(QColor(self._theme.window if hollow else color)))
        painter.end()
        return result
