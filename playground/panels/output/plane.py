"""The plane of two columns: the network's output, the examples on it, and the value under the pointer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from engine.data.dataset import Codes
from playground.field import Corners, FieldItem
from playground.frames import Extent, Frame, Scene, thinned
from playground.lettering import px
from playground.panels.output.batch import BatchRings
from playground.panels.output.curve import CurveItem
from playground.panels.output.judged import Judged
from playground.panels.output.points import Points
from playground.panels.output.ring import Ring
from playground.panels.output.zoom import Zoomer
from playground.shades import Shades
from playground.theme import DARK, Theme
from playground.widgets.axis import AXIS_BOTTOM, AXIS_LEFT, SHORT
from playground.widgets.plot import Floats, Grid, Plot
from playground.widgets.plot_numbers import column

NAME = 8  # pixels that a climbing name needs more


@dataclass(frozen=True)
class Probe:
    """The output (n[L],) of the nearest sample of the plane to the point (x, y).

    It is not known where a formula among the features has no value.
    """

    x: float
    y: float
    output: tuple[float, ...]
    is_known: bool = True


def probe(frame: Frame, x: float, y: float) -> Probe:
    """What the network of this frame says near (x, y)."""
    surface = frame.surface((x, x, y, y))
    i, j = surface.nearest(x, y)
    is_known = surface.nowhere is None or not surface.nowhere[i, j]
    return Probe(x, y, tuple(float(v) for v in surface.field[:, i, j]), is_known)


def is_same_plane(before: Scene, after: Scene) -> bool:
    """Whether a part of one is the same part of the other, such as while points are painted."""
    return before.extent == after.extent and before.axis_names == after.axis_names


class Plane(Plot):
    """Square. `probed` follows the pointer and every new frame: a Probe, or None when the pointer is away."""

    probed = Signal(object)

    def __init__(self, parent: QWidget | None = None, theme: Theme = DARK) -> None:
        super().__init__(parent, theme)
        self.theme = theme
        self._frame: Frame | None = None
        self._scene: Scene | None = None
        self._flat = False
        self._codes: Codes = np.zeros(0, np.int8)
        self._places: Floats | None = None  # of all points, once they are asked for
        self._pointer: tuple[float, float] | None = None
        self.view.setMouseEnabled(False, False)
        self.field, self.points = FieldItem(self, theme), Points(self)
        self.ring, self.batch = Ring(self, theme), BatchRings(self, theme)
        self.curve, self._grid = CurveItem(self, theme), Grid(self, theme)
        self._corners = Corners(self, theme)
        self.judged = Judged(self, theme)
        self.extent: Extent | None = None
        self.zoomer = Zoomer(self)
        self.hovered.connect(self._point_at)
        self.left.connect(self._point_away)

    def set_side(self, side: int) -> None:
        """The picture without its axes is `side` pixels high, and as wide where there is room."""
        self.setMaximumWidth(side + px(AXIS_LEFT))
        self.setFixedHeight(side + px(AXIS_BOTTOM))

    def fit_type(self) -> None:
        """Larger points, too."""
        super().fit_type()
        self._fit_axis()
        self._dress()
        self.judged.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        super().set_theme(theme)
        self._corners.set_theme(theme)
        self.field.set_theme(theme)
        for item in (self.ring, self.batch, self.curve, self._grid):
            item.set_theme(theme)
        self._dress()
        self.judged.set_theme(theme)

    def set_part_shown(self, part: int, shown: bool) -> None:
        """Show or hide the points of a part, and what is said of them."""
        if self.points.is_shown(part) != shown:
            self.points.set_part_shown(part, shown)
            self.judged.refresh()

    def set_flat(self, flat: bool) -> None:
        """One colour per class instead of shades."""
        if flat != self._flat:
            self._flat = flat
            self._shade()

    def show_frame(self, frame: Frame) -> None:
        """The output of a frame; the points only when the data or the axes are others."""
        self._frame = frame
        if frame.scene is not self._scene:
            if self._scene is not None and not is_same_plane(self._scene, frame.scene):
                self.extent = None
            self.field.forget()
            self._set_scene(frame.scene)
        self.field.show_frame(frame)
        self.curve.show_frame(frame if frame.scene.is_curve else None)
        self.judged.show_frame(frame)
        self._probe()

    # What part of it is seen

    @property
    def scene_shown(self) -> Scene | None:
        """The data and the axes of the last frame."""
        return self._scene

    @property
    def seen(self) -> Extent:
        """From where to where the axes go."""
        (left, right), (bottom, top) = self.view.viewRange()
        return left, right, bottom, top

    def look_at(self, extent: Extent | None) -> None:
        """Show this part of the plane from near; None for all of it. A part of another plane is forgotten."""
        self.extent = extent
        if self._scene is not None:
            left, right, bottom, top = extent or self._scene.extent
            self.view.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
            self._fit_axis()

    def place_at(self, position: QPointF) -> tuple[float, float] | None:
        """Where a place of the viewport is, in the units of the axes; None beside the picture."""
        inside = self.view.mapFromScene(self.mapToScene(position.toPoint()))
        if not self.view.rect().contains(inside):
            return None
        place = self.view.mapToView(inside)
        return place.x(), place.y()

    def put_ring(self, place: int | None) -> None:
        """Around one of the examples, or around none."""
        if place is None:
            self.ring.put(None)
        else:
            x, y = self.all_points()[:, place].tolist()
            self.ring.put((x, y))

    def all_points(self) -> Floats:
        """Where every example is (2, m), in the units of the axes; found out once it is asked for."""
        if self._places is None:
            self._places = np.zeros((2, 0)) if self._scene is None else self._scene.points
        return self._places

    def put_batch(self, places: NDArray[np.intp], chosen: int = -1) -> None:
        """Rings around these examples, the columns of the data; bolder around the `chosen` one of them."""
        self.batch.put(self.all_points()[:, places], chosen)

    def shown(self) -> tuple[NDArray[np.intp], Floats]:
        """The points that can be seen: their columns of the data (k,), and where in pixels (2, k)."""
        chosen = [thinned(self._codes == part) for part in self.points.shown_parts]
        places = np.sort(np.concatenate([*chosen, np.zeros(0, np.intp)]))
        return places, np.stack(self.ring.to_pixels(*self.all_points()[:, places]))

    def _set_scene(self, scene: Scene) -> None:
        self._scene, self._codes, self._places = scene, scene.codes, None
        for side, name in zip(("bottom", "left"), scene.axis_names, strict=True):
            self.axes[side].set_name(column(name))
        is_line = scene.is_curve
        self.field.setVisible(not is_line)
        self.curve.setVisible(is_line)
        self._grid.setVisible(is_line)
        # Classes of one column stand in lanes, which are no numbers.
        self.axes["left"].setStyle(showValues=is_line or not scene.has_one_column)
        self.look_at(self.extent)
        self._dress()

    def _fit_axis(self) -> None:
        """Beside a curve, whose numbers are the target's, and from near there is room for the longest."""
        axis = self.axes["left"]
        if self._scene is not None and (self._scene.is_curve or self.extent is not None):
            self.fit_left()
            if len(axis.name) > SHORT:  # it climbs beside the numbers
                axis.setWidth(axis.minimumWidth() + px(NAME))
        else:
            axis.setWidth(px(AXIS_LEFT))

    def _dress(self) -> None:
        """Points and field in the colours of data and theme."""
        if self._scene is not None:
            self.points.set_scene(self._scene, self.theme)
            self._shade()

    def _shade(self) -> None:
        if self._scene is not None:
            self.field.set_shades(Shades(self._scene.dataset, self.theme, self._flat))

    def _point_at(self, x: float, y: float) -> None:
        self._pointer = (x, y)
        self.curve.point_at(x)
        self._probe()

    def _point_away(self) -> None:
        if self._pointer is not None:
            self._pointer = None
            self.curve.point_at(None)
            self.probed.emit(None)

    def _probe(self) -> None:
        if self._pointer is not None and self._frame is not None:
            self.probed.emit(probe(self._frame, *self._pointer))
