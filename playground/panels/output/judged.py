"""What a plane shows of the answers to its points: mistakes, residuals, and those of one cell of the
confusion matrix, lit while the others step back. Only what is asked for is drawn.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from engine.problem import PARTS, Part
from playground.frames import Frame, Scene, Verdicts
from playground.lettering import scaled
from playground.panels.output.points import DIMMED, Dots, scatter
from playground.panels.output.stamps import LEAST, NOWHERE, Arrows, Crosses, sizes_of
from playground.theme import DARK, Theme
from playground.widgets.plot import Floats, PixelItem, Plot
from playground.widgets.strokes import polyline

if TYPE_CHECKING:
    from playground.panels.output.plane import Plane

WHISKER = 1.25


class Cell(NamedTuple):
    """The examples of one part that have a label and get an answer, both class indices."""

    part: Part
    label: int
    answer: int


class Whiskers(PixelItem):
    """Beside a curve: a line from every point up or down to what the network says there."""

    def __init__(self, plot: Plot, theme: Theme = DARK) -> None:
        super().__init__(plot, theme, 9)
        self.points: Floats = NOWHERE
        self.answers: Floats = np.zeros(0)
        self.hide()

    def put(self, points: Floats, answers: Floats) -> None:
        """From these points (2, k) to these heights (k,)."""
        self.points, self.answers = points, answers
        self.setVisible(bool(points.shape[1]))
        self.update()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        too_much = self.answers > self.points[1]
        for chosen, color in ((too_much, self.theme.pos_line), (~too_much, self.theme.neg_line)):
            x, y = self.to_pixels(*self.points[:, chosen])
            ends = self.to_pixels(x, self.answers[chosen])[1]
            if len(x):
                painter.setPen(QPen(QColor(color), scaled(WHISKER)))
                pairs = np.repeat(x, 2), np.stack([y, ends], axis=1).ravel()
                painter.drawPath(polyline(*pairs, [2] * len(x)))


class Judged:
    """Belongs to a plane, which tells it of every frame; `is_asked` tells whether it needs verdicts."""

    def __init__(self, plane: "Plane", theme: Theme) -> None:
        self._plane = plane
        self.mistakes = Crosses(plane, theme)
        self.too_much, self.too_little = Arrows(plane, theme, True), Arrows(plane, theme, False)
        self.whiskers = Whiskers(plane, theme)
        self.lit: dict[int, Dots] = {}
        self.cell: Cell | None = None
        self.marks = self.residuals = False
        self._scene: Scene | None = None
        self._verdicts: Verdicts | None = None
        self._spread = 1.0
        self._lit_places: NDArray[np.intp] = np.zeros(0, np.intp)

    @property
    def is_asked(self) -> bool:
        """Whether anything of it is to be seen."""
        return self.marks or self.residuals or self.cell is not None

    def ask(self, marks: bool, residuals: bool, cell: Cell | None) -> None:
        """What is to be seen of the answers from now on."""
        self.marks, self.residuals, self.cell = marks, residuals, cell
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Other colours; lit points are made anew."""
        for item in (self.mistakes, self.too_much, self.too_little, self.whiskers):
            item.set_theme(theme)
        self._put_out()
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """The answers of a frame, if it has them."""
        if frame.scene is not self._scene:
            self._set_scene(frame.scene)
        if frame.verdicts is not self._verdicts:
            self._verdicts = frame.verdicts
            self.refresh()

    def _set_scene(self, scene: Scene) -> None:
        self._scene = scene
        self._put_out()
        if not scene.dataset.n_classes:
            spread = float(scene.dataset.y[scene.codes == 0].std())
            self._spread = spread if spread > 0 else 1.0

    def refresh(self) -> None:
        """Draw the answers at hand as they are asked for, to those points that are shown."""
        found, scene = self._verdicts, self._scene
        if found is None or scene is None or not self.is_asked:
            self._clear()
            return
        shown = np.isin(found.codes, self._plane.points.shown_parts)
        is_class = bool(scene.dataset.n_classes)
        wrong = shown & (found.errors != 0)
        crossed = self.marks and is_class and self.cell is None  # not over points that step back
        self.mistakes.put(self._at(found, wrong) if crossed else NOWHERE)
        self._show_residuals(found, shown & (self.residuals and not is_class))
        self._show_cell(found, scene, shown)

    def _at(self, found: Verdicts, chosen: NDArray[np.bool_]) -> Floats:
        return self._plane.all_points()[:, found.places[chosen]] if chosen.any() else NOWHERE

    def _show_residuals(self, found: Verdicts, shown: NDArray[np.bool_]) -> None:
        """Lines beside a curve; on a plane triangles, and the points themselves step back."""
        is_line = self._scene is not None and self._scene.is_curve
        errors = np.where(np.isfinite(found.errors), found.errors, 0.0)
        self.whiskers.put(self._at(found, shown & is_line), found.answers[shown & is_line])
        for item, sign in ((self.too_much, 1), (self.too_little, -1)):
            chosen = shown & (sign * errors > LEAST**2 * self._spread) & (not is_line)
            item.put(self._at(found, chosen), sizes_of(errors[chosen], self._spread))
        self._plane.points.set_opacity(DIMMED if shown.any() and not is_line else 1.0)

    def _show_cell(self, found: Verdicts, scene: Scene, shown: NDArray[np.bool_]) -> None:
        if self.cell is None:
            self._put_out()
            return
        part = PARTS.index(self.cell.part)
        chosen = (found.codes == part) & (found.labels == self.cell.label) & shown
        places = found.places[chosen & (found.answers == self.cell.answer)]
        self._plane.points.set_opacity(DIMMED)
        if part in self.lit and np.array_equal(places, self._lit_places):
            return
        self._put_out()
        self._lit_places = places
        self.lit[part] = scatter(self._plane, scene, self._plane.theme, part, places)

    def _put_out(self) -> None:
        for item in self.lit.values():
            item.remove()
        self.lit = {}

    def _clear(self) -> None:
        for item in (self.mistakes, self.too_much, self.too_little):
            item.put(NOWHERE)
        self.whiskers.put(NOWHERE, np.zeros(0))
        self._put_out()
        self._plane.points.set_opacity(1.0)
