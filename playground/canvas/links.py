"""The links of the network as painted curves: colour is the sign, width and opacity the magnitude."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.activations import Array
from playground.canvas.items import Item
from playground.canvas.layout import Column
from playground.colormaps import mix, parse
from playground.theme import Theme

BUCKETS = 16
FULL_WEIGHT = 2.2  # |w| from which a link is as wide and opaque as it gets
MAX_LINKS, LINK_BUDGET = 600, 1500  # drawn in one gap, and in all together: the strongest of each gap
HAIRLINE = 1.3
# Where a link's curve is cut into straight pieces: short ones in the two bends, a long one between them.
T = np.array([0, 0.07, 0.14, 0.21, 0.29, 0.4, 0.6, 0.71, 0.79, 0.86, 0.93, 1])
OVERLAP = 0.6  # by how much the pieces of a link run into each other


def curves(starts: Array, stops: Array) -> list[list[QLineF]]:
    """Cubics from starts to stops, both (k, 2), level at both ends, as short lines that overlap a little.

    Qt draws hundreds of lines five times as fast as the same curves as stroked paths.
    """
    along, up = 1.5 * T * (1 - T) ** 2 + 1.5 * T**2 * (1 - T) + T**3, 3 * T**2 * (1 - T) + T**3
    shares = np.stack([along, up], axis=1)
    points = starts[:, None] + (stops - starts)[:, None] * shares
    pieces = np.diff(points, axis=1)
    pieces /= np.maximum(np.linalg.norm(pieces, axis=2, keepdims=True), 1e-9)
    ends = np.concatenate([points[:, :-1] - OVERLAP * pieces, points[:, 1:] + OVERLAP * pieces], axis=2)
    return [[QLineF(*line) for line in link] for link in ends.tolist()]


class LinksItem(Item):
    """The weights of one gap as curves: blue positive, orange negative, wider and clearer the larger |w|."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(0)
        self._starts = self._stops = np.zeros((0, 2))
        self._curves: dict[int, list[QLineF]] = {}
        self._most = MAX_LINKS
        self._shape = (0, 0)
        self._weights: Array | None = None
        self._pens: list[QPen] = []
        self._soft = ""

    def connect_columns(self, source: Column, target: Column, most: int) -> None:
        """Run from the right edge of every source unit to the left edge of every target unit.

        Of more than `most` links the strongest are drawn.
        """
        starts = np.array([(r.right(), r.center().y()) for r in source.units])
        stops = np.array([(r.left(), r.center().y()) for r in target.units])
        self._most, shape = most, (len(stops), len(starts))
        if (
            shape == self._shape
            and np.array_equal(starts, self._starts)
            and np.array_equal(stops, self._stops)
        ):
            return
        self._shape, self._starts, self._stops, self._curves = shape, starts, stops, {}
        left, right = starts[0, 0], stops[0, 0]
        low, high = min(starts[0, 1], stops[0, 1]) - 4, max(starts[-1, 1], stops[-1, 1]) + 4
        self.place(QRectF(left, low, right - left, high - low))

    def set_theme(self, theme: Theme) -> None:
        self._pens = []
        super().set_theme(theme)

    def set_quiet(self, quiet: bool) -> None:
        """Fainter while something would land in this gap."""

    def set_marked(self, link: tuple[int, int] | None) -> None:
        """Light up one link."""

    def link_at(self, point: QPointF, reach: float = 5.0) -> tuple[int, int] | None:
        """The link near a point."""
        return None

    def midpoint(self, row: int, column: int) -> QPointF:
        """The middle of a link."""
        return QPointF()

    def show_weights(
        self,
        weights: Array | None,
        full: float = FULL_WEIGHT,
        faint_in: NDArray[np.bool_] | None = None,
        faint_out: NDArray[np.bool_] | None = None,
    ) -> None:
        """W (n[l], n[l-1]) of this frame, or None while there is no frame for this network."""
        self._weights = weights if weights is not None and weights.shape == self._shape else None
        self.update()

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._weights is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pens = self._pens or self._make_pens()
        for bucket, lines in enumerate(self._sorted(self._weights.ravel())):
            if lines:
                painter.setPen(pens[bucket])
                painter.drawLines(lines)

    def _sorted(self, weights: Array) -> list[list[QLineF]]:
        """The lines of each pen, thin ones first, so that strong links lie on top."""
        strength = np.minimum(np.abs(weights) / FULL_WEIGHT, 1.0)
        buckets = np.minimum((strength * BUCKETS).astype(int), BUCKETS - 1) * 2 + (weights > 0)
        chosen = (
            range(len(weights))
            if len(weights) <= self._most
            else np.argsort(strength)[-self._most :].tolist()
        )
        self._draw_up([k for k in chosen if k not in self._curves])
        lines: list[list[QLineF]] = [[] for _ in range(2 * BUCKETS)]
        pens = buckets.tolist()
        for k in chosen:
            lines[pens[k]] += self._curves[k]
        return lines

    def _draw_up(self, links: list[int]) -> None:
        """The curves of links that are drawn for the first time since the columns moved."""
        if links:
            to, out_of = np.divmod(np.array(links), self._shape[1])
            self._curves |= zip(links, curves(self._starts[out_of], self._stops[to]), strict=True)

    def _make_pens(self) -> list[QPen]:
        """Opaque pens, mixed with the ground beforehand: blending links costs ten times as much."""
        ground, pens = parse(self.theme.canvas), []
        for step in range(BUCKETS):
            strength = (step + 0.5) / BUCKETS
            for color in (self.theme.neg_line, self.theme.pos_line):
                rgb = mix(ground, parse(color), np.asarray(0.18 + 0.72 * strength))
                wide = 0.5 + 4.2 * strength
                # Qt has a fast way for lines of one pixel; at this faintness nobody sees a difference.
                pen = QPen(QColor(*(int(v) for v in rgb)), wide if wide > HAIRLINE else 1.0)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pens.append(pen)
        self._pens = pens
        return pens
