"""What is under the pointer: a unit tells its details and can be pinned, a link tells its weight."""

from PySide6.QtCore import QPointF, Signal

from engine.experiment import Experiment
from playground.canvas.layout import Hit
from playground.canvas.placing import PlacingCanvas
from playground.frames import Frame, Place
from playground.widgets.plot_numbers import number

MOST_PINNED = 2
HOW = "Point at a unit of a layer, or select one with the arrow keys"
Link = tuple[int, int, int]  # l, row and column of what is shown of W[l]


class PointingCanvas(PlacingCanvas):
    """`unit_shown(place or None)` tells which unit is under the pointer.

    `weights_asked(place, source)` wants the weights of a unit as numbers, that from one source first (-1:
    none before the others).
    """

    unit_shown = Signal(object)
    weights_asked = Signal(object, int)

    _link: Link | None = None

    def _place(self, hit: Hit | None) -> Place | None:
        """The unit that was hit, if one was."""
        if hit is None or hit.part != "unit" or hit.unit >= len(self.shown(hit.column)):
            return None
        return Place(hit.column, int(self.shown(hit.column)[hit.unit]))

    def set_hover(self, hit: Hit | None) -> None:
        """Light up what the pointer is over, and show the details of a unit."""
        changed = hit != self._hover
        super().set_hover(hit)
        if changed:
            self.unit_shown.emit(self._place(hit))

    def _look_for_link(self, position: QPointF, hit: Hit | None) -> None:
        """The link under the pointer, where there is nothing else."""
        found = None
        if hit is None or hit.part == "column":
            at = self.mapToScene(position.toPoint())
            for l, links in enumerate(self._links, start=1):
                link = links.link_at(at) if links.rect().contains(at) else None
                found = found or (None if link is None else (l, *link))
        self._show_link(found)

    def _show_link(self, link: tuple[int, int, int] | None) -> None:
        if link == self._link:
            return
        if self._link is not None and self._link[0] <= len(self._links):
            self._links[self._link[0] - 1].set_marked(None)
        self._link = link
        if link is not None:
            self._links[link[0] - 1].set_marked(link[1:])
        self._say_link()
        self.hint_changed.emit("" if link is None else "Click to set this weight by hand")

    def _ask_link(self, link: Link) -> None:
        """The weights that a link is one of."""
        l, row, column = link
        to, out_of = self.shown(l), self.shown(l - 1)
        if l < len(self._layout.columns) and row < len(to) and column < len(out_of):
            self.weights_asked.emit(Place(l, int(to[row])), int(out_of[column]))

    def _say_link(self) -> None:
        """The live number of the link under the pointer, above its middle."""
        link, frame = self._link, self._frame
        if link is None or frame is None or not (self._has(link[0]) and self._has(link[0] - 1)):
            self._label.say("")
            return
        l, row, column = link
        to, out_of = int(self.shown(l)[row]), int(self.shown(l - 1)[column])
        gradients = frame.view.show == "gradients"
        name, value = "dW" if gradients else "W", number(float(frame.links[f"W{l}"][to, out_of]), 3)
        if self.spot is not None and self.spot.links:
            name = self.spot.links
        elif gradients and not frame.norms:
            value = "none before the first step"
        self._label.say(
            f"{name}[{l}] ({to + 1}, {out_of + 1}) = {value}", self._links[l - 1].midpoint(row, column)
        )

    def show_frame(self, frame: Frame) -> None:
        """Show a frame; the number at the pointer is that of the frame."""
        super().show_frame(frame)
        if self._link is not None:
            self._say_link()

    def _arrange(self) -> None:
        self._show_link(None)
        super()._arrange()

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another network; what was pointed at or pinned may have gone with the one before."""
        if experiment.layers != self._experiment.layers:
            self._hover = None
        if len(experiment.layers) != len(self._experiment.layers):
            self.set_pinned(())
        super().show_experiment(experiment)

    def toggle_pin(self) -> None:
        """Show the unit under the pointer, else the selected one, beside the output; again ends that."""
        place = self._place(self._hover) or self.selected_unit
        if place is None or place.column == 0:
            self.hint_changed.emit(f"{HOW}, to pin it")
            return
        others = tuple(p for p in self._pinned if p != place)
        self.set_pinned(others if place in self._pinned else (*others, place)[-MOST_PINNED:])

    def ask_weights(self) -> None:
        """The weights of the unit under the pointer, else of the selected one, as numbers to edit."""
        chosen = self._selection
        first = Place(chosen.column, 0) if chosen.column else None
        place = self._place(self._hover) or self.selected_unit or first
        if place is None or place.column == 0:
            self.hint_changed.emit(f"{HOW}, to see its weights")
            return
        self.weights_asked.emit(place, -1)
