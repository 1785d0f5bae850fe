"""A window whose picture is taken: in any theme, size of type and size, standing still and in order."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from playground.canvas.layout import Layout
from playground.canvas.printed import Printed
from playground.frames import Frame
from playground.widgets.buttons import IconButton, TextIconButton
from playground.widgets.data_thumbnail import DataThumbnail
from playground.widgets.play_button import PlayButton
from playground.widgets.themed import Themed
from tests.journeys.conftest import User
from tests.journeys.pictures import Picture, photograph, pixels

EPOCHS = 3
LARGE, SMALL, WIDE = (1440, 900), (1100, 700), (1920, 1080)
# (size of type, size of the window): only in the last one there is room for the left dock beside large type.
SHAPES = (*((percent, size) for percent in (100, 125, 150) for size in (LARGE, SMALL)), (150, WIDE))
ROUND = 24  # grey levels that the rim of a unit may lend to a corner
KEPT = (IconButton, TextIconButton, PlayButton, DataThumbnail)  # painted from pictures that are kept


def has_reached(epoch: int, frame: Frame) -> bool:
    return frame.epoch == epoch


class Studio:
    """A window with a trained network that stands still, and what can be done to its looks."""

    def __init__(self, user: User) -> None:
        self.user, self.window = user, user.window
        for epoch in range(1, EPOCHS + 1):
            self.window.session.step_epoch()
            user.until(partial(has_reached, epoch))
        self.wear("dark")

    def wear(self, theme: str = "", percent: int = 0, size: tuple[int, int] = (0, 0)) -> None:
        """Another theme, size of type, or size of the window."""
        if size[0]:
            self.window.resize(*size)
        if theme:
            self.window.menus.theme_chosen.emit(theme)
        if percent:
            self.window.menus.text_size_chosen.emit(percent)
        self.settle()
        assert not size[0] or (self.window.width(), self.window.height()) == size

    def settle(self) -> None:
        """Layouts have been made, and the picture is that of a frame as the panels want it."""
        session, canvas = self.window.session, self.window.network.canvas
        QApplication.processEvents()
        frame = self.user.until(lambda frame: frame.view == session.view)
        self.user.bot.waitUntil(lambda: not any(links.is_waiting for links in canvas._links))
        for _ in range(2):  # the first of them finds the columns where they were not before
            canvas.show_frame(frame)
        for item in canvas.scene().items():
            # Else links are as they were drawn when they were last seen to change.
            item.refresh() if isinstance(item, Printed) else item.update()
        self.window.catch_up()
        QApplication.processEvents()

    def unthemed(self) -> list[str]:
        """Widgets that wear another theme than the window."""
        worn, inside = self.window.themes.theme, self.window.findChildren(QWidget)
        return [type(w).__name__ for w in inside if isinstance(w, Themed) and w.theme is not worn]

    def picture(self) -> Picture:
        return pixels(photograph(self.window))

    def every_shape(self) -> Iterator[str]:
        """Every size of type in every size of the window, by name."""
        for percent, size in SHAPES:
            self.wear(percent=percent, size=size)
            yield f"{percent} % in {size[0]} x {size[1]}"

    # The canvas in pixels of the window

    def place(self, rect: QRectF) -> QRectF:
        canvas = self.window.network.canvas
        origin = canvas.viewport().mapTo(self.window, canvas.viewport().rect().topLeft())
        return canvas.viewportTransform().mapRect(rect).translated(QPointF(origin))

    def seen(self, rects: Iterable[QRectF]) -> list[QRectF]:
        """Those of the rectangles of the scene that are seen whole, in pixels of the window."""
        canvas = self.window.network.canvas
        view = self.place(canvas.mapToScene(canvas.viewport().rect()).boundingRect())
        return [place for place in map(self.place, rects) if view.contains(place)]

    def pairs(self, usual: Picture, sharp: Picture) -> Iterator[tuple[str, Picture, Picture]]:
        """What is painted from pictures that are kept: icons, thumbnails, units; rough and twice as fine."""
        widgets = [widget for kind in KEPT for widget in self.window.findChildren(kind)]
        seen = [widget for widget in widgets if not widget.visibleRegion().isEmpty()]
        places = [(w.accessibleName(), QRect(w.mapTo(self.window, QPoint()), w.size())) for w in seen]
        for column in self.window.network.canvas.layout_now.columns:
            units = [unit.toAlignedRect() for unit in self.seen(column.units)]
            places += [(f"unit {k} of {column.index}", unit) for k, unit in enumerate(units)]
        for name, place in places:
            x, y, right, bottom = place.left(), place.top(), place.right() + 1, place.bottom() + 1
            yield name, usual[y:bottom, x:right], sharp[2 * y : 2 * bottom, 2 * x : 2 * right]

    def meeting(self) -> Iterator[str]:
        """Cards, units and maps on the canvas that lie over each other, or not wholly on it."""
        layout = self.window.network.canvas.layout_now
        parts, ground = list(canvas_parts(layout)), QRectF(0, 0, layout.width, layout.height)
        for (name, one), (other_name, other) in combinations(parts, 2):
            if one.intersects(other):
                yield f"{name} over {other_name}"
        yield from (f"{name} not on the canvas" for name, rect in parts if not ground.contains(rect))

    def spots(self, picture: Picture, ratio: float) -> Iterator[str]:
        """Corners of units, and the ground between cards, that have another colour than the ground."""
        theme = self.window.themes.theme
        ground, dots = color(theme.canvas), color(theme.line)
        columns = self.window.network.canvas.layout_now.columns
        for unit in self.seen(unit for column in columns for unit in column.units):
            for corner in corners(unit):
                pixel = picture[int(corner.y() * ratio), int(corner.x() * ratio)].astype(int)
                if np.abs(pixel - ground).max() > ROUND:
                    yield f"a corner at ({corner.x():.0f}, {corner.y():.0f})"
        for gap in self.seen(gaps([column.card for column in columns])):
            top, bottom, left, right = (
                int(ratio * side) for side in (gap.top(), gap.bottom(), gap.left() + 2, gap.right() - 2)
            )
            area = picture[top:bottom, left:right]
            low, high = np.minimum(ground, dots) - 1, np.maximum(ground, dots) + 1
            clean = ((area >= low) & (area <= high)).all() and (area == ground).all(axis=2).mean() > 0.9
            if not clean:
                yield f"the ground at ({gap.left():.0f}, {gap.top():.0f})"


def canvas_parts(layout: Layout) -> Iterator[tuple[str, QRectF]]:
    for column in layout.columns:
        yield f"card {column.index}", column.card
        for k, unit in enumerate(column.units):
            yield f"unit {k} of {column.index}", unit
        if not column.map.isEmpty():
            yield f"map of {column.index}", column.map


def color(name: str) -> NDArray[np.int_]:
    ink = QColor(name)
    return np.array([ink.blue(), ink.green(), ink.red()])


def corners(unit: QRectF) -> list[QPointF]:
    """Points inside of a unit's square, but outside of its rounding; at the lower left is the bias."""
    inner = unit.adjusted(0.5, 0.5, -0.5, -0.5)
    return [inner.topLeft(), inner.topRight(), inner.bottomRight()]


def gaps(cards: list[QRectF]) -> list[QRectF]:
    return [QRectF(a.right(), a.top(), b.left() - a.right(), a.height()) for a, b in pairwise(cards)]
