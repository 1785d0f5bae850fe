"""The links of one gap of the network: painted curves that can be found under a point and marked."""

import time
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QWidget

from engine.activations import Array
from playground.canvas.curves import distances, near, path, pieces
from playground.canvas.item import same
from playground.canvas.layout import Column
from playground.canvas.link_pens import (
    STEPS,
    Mask,
    choose_pens,
    make_pens,
    sign_colors,
    signed_strengths,
    width,
)
from playground.canvas.printed import Printed
from playground.canvas.stamps import Lie, Stamps, lie_of
from playground.canvas.turns import Turns
from playground.theme import Theme

FULL_WEIGHT = 2.2  # |w| from which a link is as wide and opaque as it gets
MAX_LINKS, LINK_BUDGET = 600, 1500  # drawn in one gap, and in all together: the strongest of each gap
UNSEEN = 0.9 / STEPS  # a change of strength that nobody sees
EQUALLY_NEAR = 0.5  # pixels
HALO, CORE = 2.0, 2.0  # the rim of a marked link at either side, and the least width of what is inside
MARGIN = 8.0
STAMPS = Stamps()  # what a link of a look looks like is the same for all gaps and windows
LINKS_A_FRAME = 20  # drawn anew with one of many frames in a row, in all gaps together


Places = NDArray[np.intp]


class LinksItem(Printed):
    """The weights of one gap as curves: blue positive, orange negative, wider and clearer the larger |w|.

    They are drawn anew only when one has changed so much that it can be seen, and of many frames in a row not
    with each.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(0)
        self._starts = self._stops = np.zeros((0, 2))
        self._moved, self._at_rest = (
            True,
            False,
        )  # the columns just now; for a while
        self._most = MAX_LINKS
        self._shape = (0, 0)
        self._strengths: Array | None = None
        self._waiting: tuple[Array, float, Mask | None, Mask | None] | None = None
        self._turns = Turns()
        self._drawn = self._rest = np.zeros(0, np.intp)
        self._order = self._kinds = np.zeros(0, np.intp)  # as they are drawn, and which pen each has
        self._lie: tuple[QTransform, Lie] | None = None
        self._faint: Mask | None = None
        self._quiet = False
        self._marked: tuple[int, int] | None = None
        self._pens: list[QPen] = []

    def connect_columns(self, source: Column, target: Column, most: int) -> None:
        """Run from the right edge of every source unit to the left edge of every target unit.

        Of more than `most` links the strongest are drawn.
        """
        starts = np.array([(r.right(), r.center().y()) for r in source.units])
        stops = np.array([(r.left(), r.center().y()) for r in target.units])
        same_places = np.array_equal(starts, self._starts) and np.array_equal(stops, self._stops)
        if same_places and most == self._most:
            return
        if self._shape != (len(stops), len(starts)) or most != self._most:
            self._strengths = self._waiting = self._marked = None
        self._shape, self._starts, self._stops = (len(stops), len(starts)), starts, stops
        self._lie = None
        self._most, self._moved, self._at_rest = most, True, False
        self._turns.share(min(starts.shape[0] * stops.shape[0], most), LINKS_A_FRAME * most / LINK_BUDGET)
        left, right = starts[0, 0], stops[0, 0]
        low, high = min(starts[0, 1], stops[0, 1]) - MARGIN, max(starts[-1, 1], stops[-1, 1]) + MARGIN
        self.place(QRectF(left, low, right - left, high - low))
        self.refresh()

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        self._pens = []
        super().set_theme(theme)

    def show_weights(
        self,
        weights: Array | None,
        full: float = FULL_WEIGHT,
        faint_in: Mask | None = None,
        faint_out: Mask | None = None,
    ) -> None:
        """W (n[l], n[l-1]) of this frame, or None while there is no frame for this network.

        `full` is the |w| from which a link is as wide and opaque as it gets. Links from the units `faint_in`
        and to the units `faint_out`, which dropout left out, are faint.
        """
        due, self._waiting = self._turns.due(time.perf_counter()), None
        self._at_rest, self._moved = not self._moved, False
        if weights is None or weights.shape != self._shape:
            if self._strengths is not None:
                self._strengths = None
                self.refresh()
            return
        if due or self._strengths is None or self.scene() is None:
            self._take(weights, full, faint_in, faint_out)
        else:
            self._waiting = weights, full, faint_in, faint_out

    def _take(self, weights: Array, full: float, faint_in: Mask | None, faint_out: Mask | None) -> None:
        """Draw these, if they would look other than those that are drawn."""
        self._waiting = None
        strengths, faint = signed_strengths(weights, full), self._spread(faint_in, faint_out)
        if self._has_changed(strengths, faint):
            self._strengths, self._faint = strengths, faint
            self._choose(np.abs(strengths))
            pens = choose_pens(strengths, faint)[self._drawn]
            order = np.argsort(pens, kind="stable")  # faint ones first, strong ones on top
            self._order, self._kinds = self._drawn[order], pens[order]
            self.refresh()

    @property
    def is_waiting(self) -> bool:
        """Whether the last frame is still to be drawn: in its turn, or by `catch_up` when no more come."""
        return self._waiting is not None

    def catch_up(self) -> None:
        """Draw the last frame of a row that is over."""
        if self._waiting is not None and self._turns.over(time.perf_counter()):
            self._take(*self._waiting)

    def _spread(self, faint_in: Mask | None, faint_out: Mask | None) -> Mask | None:
        """The faint links, flat; None where there are none."""
        if faint_in is None and faint_out is None:
            return None
        faint = np.zeros(self._shape, np.bool_)
        if faint_in is not None:
            faint |= faint_in[None, :]
        if faint_out is not None:
            faint |= faint_out[:, None]
        return faint.ravel() if faint.any() else None

    def _has_changed(self, strengths: Array, faint: Mask | None) -> bool:
        """Whether these links would look other than those that are drawn."""
        before = self._strengths
        if before is None or not same(faint, self._faint):
            return True
        now, then = strengths, before
        if len(self._rest):
            now, then = strengths[self._drawn], before[self._drawn]
            if np.abs(strengths[self._rest]).max() > np.abs(then).min() + UNSEEN:
                return True
        return bool(np.abs(now - then).max() > UNSEEN or (np.sign(now) != np.sign(then)).any())

    def _choose(self, sizes: Array) -> None:
        """The links to draw, and those that are left out."""
        if len(sizes) <= self._most:
            self._drawn, self._rest = np.arange(len(sizes)), np.zeros(0, np.intp)
        else:
            order = np.argpartition(sizes, -self._most)
            self._drawn, self._rest = order[-self._most :], order[: -self._most]

    def set_quiet(self, quiet: bool) -> None:
        """All links step back, while a slot is open among them."""
        if quiet != self._quiet:
            self._quiet, self._pens = quiet, []
            self.refresh()

    def set_marked(self, link: tuple[int, int] | None) -> None:
        """The link (row, column) with a violet rim on top of all others; None: no link."""
        if link != self._marked:
            self._marked = link
            self.refresh()

    # Where they are

    def link_at(self, point: QPointF, reach: float = 5.0) -> tuple[int, int] | None:
        """The drawn link (row, column) nearest to a point of the scene; of equally near ones the stronger."""
        if self._strengths is None:
            return None
        at, (rows, columns) = np.array([point.x(), point.y()]), np.divmod(self._drawn, self._shape[1])
        some = near(at, self._starts[columns], self._stops[rows], reach)
        if not len(some):
            return None
        away = distances(at, self._starts[columns[some]], self._stops[rows[some]])
        if away.min() > reach:
            return None
        nearest = some[away <= min(away.min() + EQUALLY_NEAR, reach)]
        best = nearest[np.abs(self._strengths[self._drawn[nearest]]).argmax()]
        return int(rows[best]), int(columns[best])

    def strength_of(self, row: int, column: int) -> float:
        """How strong a link is drawn, from -1 to 1; 0 where there is no frame."""
        return 0.0 if self._strengths is None else float(self._strengths[row * self._shape[1] + column])

    def midpoint(self, row: int, column: int) -> QPointF:
        """The middle of a link, where words about it stand."""
        return QPointF(*((self._starts[column] + self._stops[row]) / 2).tolist())

    # How they look

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        if self._strengths is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._pens = self._pens or make_pens(self.theme, self._quiet)
        if self._at_rest:
            self._put_stamps(painter)
        else:
            self._draw_lines(painter, self._order, self._kinds)
        if self._marked is not None:
            self._paint_marked(painter, *self._marked)

    def _put_stamps(self, painter: QPainter) -> None:
        look = (self.theme.canvas, *sign_colors(self.theme), self._quiet)
        lie = self._lie_under(painter.deviceTransform())
        STAMPS.put_down(painter, lie, self._order.tolist(), self._kinds.tolist(), self._pens, look)

    def _lie_under(self, to_pixels: QTransform) -> Lie:
        """Where all links lie; found out once for a layout and a zoom."""
        if self._lie is None or self._lie[0] != to_pixels:
            to, out_of = np.divmod(np.arange(self._shape[0] * self._shape[1]), self._shape[1])
            self._lie = to_pixels, lie_of(self._starts[out_of], self._stops[to], to_pixels)
        return self._lie[1]

    def _draw_lines(self, painter: QPainter, links: Places, pens: Places) -> None:
        """Without stamps, which would be of use for one picture only while the columns move."""
        to, out_of = np.divmod(links, self._shape[1])
        curves = pieces(self._starts[out_of], self._stops[to])
        cuts = [0, *(np.flatnonzero(np.diff(pens)) + 1).tolist(), len(links)]
        for first, end in pairwise(cuts):
            painter.setPen(self._pens[pens[first]])
            painter.drawLines(list(chain.from_iterable(curves[first:end])))

    def _paint_marked(self, painter: QPainter, row: int, column: int) -> None:
        """The rim, and the link in it: as wide as it is, clear enough for its colour to be told."""
        strength, curve = self.strength_of(row, column), path(self._starts[column], self._stops[row])
        core = max(width(abs(strength)), CORE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        sign = sign_colors(self.theme)[int(np.sign(strength)) + 1]
        for color, wide in ((self.theme.accent, core + 2 * HALO), (sign, core)):
            painter.setPen(QPen(QColor(color), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawPath(curve)
