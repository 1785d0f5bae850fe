"""The live part of the canvas: columns, units and links of an experiment, as a frame fills them in."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QTimer
from PySide6.QtWidgets import QWidget

from engine.advice import Advice
from engine.experiment import Experiment
from playground.canvas.drag import Selection
from playground.canvas.faces import Face, describe, faces, n_outputs, pretty_feature, sizes
from playground.canvas.items import CardItem, UnitsItem
from playground.canvas.layout import Hit, Layout, arrange
from playground.canvas.links import FULL_WEIGHT, LINK_BUDGET, MAX_LINKS, LinksItem
from playground.canvas.overlays import RingItem
from playground.canvas.turns import REST
from playground.canvas.zoom import ZoomView
from playground.frames import Frame, Place
from playground.theme import Theme

AnyItem = TypeVar("AnyItem", CardItem, UnitsItem, LinksItem)


class LiveView(ZoomView):
    """Shows what it is told to be selected, hovered and pinned; its items follow the layout."""

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._experiment = theme, experiment
        self._frame: Frame | None = None
        self._advice: tuple[Advice, ...] = ()
        self._selection = Selection()
        self._hover: Hit | None = None
        self._pinned: tuple[Place, ...] = ()
        self._cards: list[CardItem] = []
        self._units: list[UnitsItem] = []
        self._links: list[LinksItem] = []
        self._ring = RingItem(theme)
        self._layout: Layout = arrange(self._sizes(), 800, 600)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(round(1000 * REST))
        self._late.timeout.connect(self._catch_up)

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        return self._frame

    @property
    def experiment(self) -> Experiment:
        """The experiment whose network is shown."""
        return self._experiment

    @property
    def layout_now(self) -> Layout:
        """Where everything stands at this moment."""
        return self._layout

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What there is to say against the design."""
        return self._advice

    def _sizes(self) -> tuple[int, ...]:
        return sizes(self._experiment, n_outputs(self._frame))

    def _match_items(self) -> None:
        """As many items as there are columns and gaps."""
        columns = len(self._layout.columns)
        self._match(self._cards, CardItem, columns)
        self._match(self._units, UnitsItem, columns)
        self._match(self._links, LinksItem, columns - 1)

    def _match(self, items: list[AnyItem], kind: Callable[[Theme], AnyItem], wanted: int) -> None:
        while len(items) > wanted:
            self.scene().removeItem(items.pop())
        while len(items) < wanted:
            items.append(kind(self._theme))
            self.scene().addItem(items[-1])

    def _place_columns(self) -> None:
        written = self._faces()
        for column, face, card, units in zip(
            self._layout.columns, written, self._cards, self._units, strict=False
        ):
            selected = self._selection.column == column.index
            hover = self._hover.part if self._hover and self._hover.column == column.index else None
            card.show_card(column, face, selected, hover)
            units.rect_bottom = self._layout.height
            labels = [self._feature(unit) for unit in self.shown(0)] if column.is_input else []
            units.show_column(column, tuple(labels), face, selected)
            self._mark_units(column.index)
        most = min(MAX_LINKS, LINK_BUDGET // max(1, len(self._links)))
        for gap, links in enumerate(self._links):
            links.connect_columns(self._layout.columns[gap], self._layout.columns[gap + 1], most)
        self._follow_view()
        self._ring.setVisible(self._selection.column is not None)
        if self._selection.column is not None:
            self._ring.place(self._layout.bounds(self._selection.column))
        self._tell(written)

    def _follow_view(self) -> None:
        """What is put down as pixels is so for another zoom, place or screen."""
        for item in (*self._units, *self._links):
            item.follow_view()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._follow_view()

    def event(self, event: QEvent) -> bool:
        """Of another screen the pixels are others."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_view()
        return super().event(event)

    def _feature(self, unit: int) -> str:
        """The name of an input, where the experiment and the frame agree on how many there are."""
        names = self._experiment.features
        return pretty_feature(names[unit]) if unit < len(names) else ""

    def _mark_units(self, column: int) -> None:
        """The selected, hovered and pinned units of a column, by their places in it."""
        places = {int(unit): slot for slot, unit in enumerate(self.shown(column))}
        chosen = places.get(self._selection.unit, -1) if self._selection.column == column else -1
        hit = self._hover
        under = hit.unit if hit is not None and hit.column == column and hit.part == "unit" else -1
        pinned = frozenset(places[p.unit] for p in self._pinned if p.column == column and p.unit in places)
        self._units[column].mark(chosen, under, pinned)

    def _faces(self) -> list[Face]:
        return faces(self._experiment, self._frame, self._advice)

    def _tell(self, written: list[Face]) -> None:
        """Keep the description for screen readers current."""
        chosen, n = self._selection.column, len(written)
        lines = [describe(face, k, n, k == chosen) for k, face in enumerate(written)]
        self.setAccessibleDescription(". ".join(lines if chosen is None else [lines[chosen]]))

    def shown(self, column: int) -> NDArray[np.intp]:
        """The units of a column that are shown, from the top; numbers counted from 0."""
        here, frame = self._layout.columns[column], self._frame
        known = frame.shown[column] if self._has(column) and frame is not None else np.arange(here.n)
        return known[: len(here.units)]

    def _has(self, column: int) -> bool:
        """Whether the frame has a column of as many units."""
        if self._frame is None or column >= len(self._frame.shown):
            return False
        shapes = self._frame.shapes
        return (shapes[column - 1][0] if column else shapes[0][1]) == self._layout.columns[column].n

    def _show_pictures(self) -> None:
        frame = self._frame
        for column, units in enumerate(self._units):
            if frame is None or not self._has(column):
                units.show_frame(None)
                continue
            shown, biases = self.shown(column), frame.parameters.get(_bias_name(frame, column))
            dropped = frame.dropped.get(column)
            units.show_frame(
                frame.units[column],
                None if biases is None else biases[shown, 0],
                None if dropped is None else dropped[shown],
                frame.maps.get(column),
                frame.view.show == "output" and not (column == 1 and frame.is_image),
            )
        for l, links in enumerate(self._links, start=1):
            self._show_links(l, links)
        self._wait_for_links()

    def _wait_for_links(self) -> None:
        if any(links.is_waiting for links in self._links) and not self._late.isActive():
            self._late.start()

    def _catch_up(self) -> None:
        """Links that waited for a turn which did not come, for the frames have stopped, are drawn."""
        for links in self._links:
            links.catch_up()
        self._wait_for_links()

    def _show_links(self, l: int, links: LinksItem) -> None:
        frame = self._frame
        weights = (
            None if frame is None or not (self._has(l - 1) and self._has(l)) else frame.links.get(f"W{l}")
        )
        if frame is None or weights is None:
            links.show_weights(None)
            return
        into, out_of = self.shown(l), self.shown(l - 1)
        if len(into) < len(weights) or len(out_of) < weights.shape[1]:
            weights = weights[np.ix_(into, out_of)]
        faint = [frame.dropped.get(column) for column in (l - 1, l)]
        links.show_weights(
            weights,
            frame.largest or FULL_WEIGHT,
            None if faint[0] is None else faint[0][out_of],
            None if faint[1] is None else faint[1][into],
        )

    def area_of(self, place: Place | None) -> QRect | None:
        """Where a unit is on the viewport, the card of a column for unit -1; None where it is not shown."""
        if place is None or place.column >= len(self._layout.columns):
            return None
        column, shown = self._layout.columns[place.column], self.shown(place.column).tolist()
        if place.unit >= 0 and place.unit not in shown:
            return None
        area = column.units[shown.index(place.unit)] if place.unit >= 0 else column.card
        return self.mapFromScene(area).boundingRect()


def _bias_name(frame: Frame, l: int) -> str:
    """b[l], or beta[l] of a batch-normalised layer: what shifts a unit's z either way."""
    return f"b{l}" if f"b{l}" in frame.parameters else f"beta{l}"
