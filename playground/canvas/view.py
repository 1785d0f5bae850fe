"""The canvas as a view: it lays out the network and shows frames, the selection and an open slot on it."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from engine.experiment import Experiment
from playground.canvas.drag import Selection
from playground.canvas.faces import Face, describe, faces, n_outputs, pretty_feature, sizes
from playground.canvas.items import CardItem, UnitsItem
from playground.canvas.layout import Hit, Layout, arrange, fit_zoom
from playground.canvas.links import FULL_WEIGHT, LINK_BUDGET, MAX_LINKS, LinksItem
from playground.canvas.overlays import GhostItem, LabelItem, RingItem, Slot, SlotItem
from playground.canvas.zoom import ZoomView
from playground.frames import Frame, Place
from playground.theme import Theme
from playground.widgets.themed import motion_reduced

DOT_PITCH = 16
PART_MS = 160  # in which columns part
AnyItem = TypeVar("AnyItem", CardItem, UnitsItem, LinksItem)


class NetworkView(ZoomView):
    """Shows an Experiment's network and its frames.

    Signals: `selection_changed(Selection)`, and `wanted(fields)`, what frames should show from now on.
    """

    selection_changed = Signal(object)
    wanted = Signal(dict)

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._experiment = theme, experiment
        self._frame: Frame | None = None
        self._selection = Selection()
        self._hover: Hit | None = None
        self._foot = 0
        self._slot: Slot | None = None
        self._opening = 1.0
        self._motion = self._make_motion()
        self._pinned: tuple[Place, ...] = ()
        self._wished: dict[str, object] = {}
        self._cards: list[CardItem] = []
        self._units: list[UnitsItem] = []
        self._links: list[LinksItem] = []
        self._set_up()
        self.set_theme(theme)

    def _make_motion(self) -> QVariantAnimation:
        """How the columns part for a slot."""
        motion = QVariantAnimation(self)
        motion.setDuration(PART_MS)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        motion.setStartValue(0.0)
        motion.setEndValue(1.0)
        motion.valueChanged.connect(self._part)
        return motion

    def _part(self, share: float) -> None:
        self._opening = share
        self._arrange()

    def _set_up(self) -> None:
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setAccessibleName("Network")
        self.setMinimumSize(420, 260)
        theme = self._theme
        self._ring, self._slots = RingItem(theme), SlotItem(theme)
        self._ghost, self._label = GhostItem(theme), LabelItem(theme)
        for item in self._overlays:
            self.scene().addItem(item)
        self._layout: Layout = arrange(self._sizes(), 800, 600)

    @property
    def _overlays(self) -> tuple[RingItem, SlotItem, GhostItem, LabelItem]:
        return self._ring, self._slots, self._ghost, self._label

    @property
    def selection(self) -> Selection:
        """The selected column and unit."""
        return self._selection

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
    def pinned(self) -> tuple[Place, ...]:
        """The units that are shown large beside the output."""
        return self._pinned

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another network."""
        self._experiment = experiment
        self._selection = self._selection.within(len(experiment.layers) + 2)
        self._arrange()

    def show_frame(self, frame: Frame) -> None:
        """Show the live pictures and weights of a frame of this experiment."""
        before = self._frame
        rearrange = before is None or frame.shapes != before.shapes or frame.scene is not before.scene
        self._frame = frame
        if rearrange:
            self._arrange()
        else:
            self._show_pictures()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.setBackgroundBrush(_dots(theme, self.devicePixelRatioF()))
        for item in (*self._cards, *self._units, *self._links, *self._overlays):
            item.set_theme(theme)
        self._arrange()

    def keep_free(self, foot: int) -> None:
        """Leave so much room at the foot for something that lies over it."""
        self._foot = foot
        self._arrange()

    def fit(self) -> None:
        """Zoom so that the whole network can be seen, at most to its natural size."""
        width = self.viewport().width() / self._type_scale
        self.set_zoom(fit_zoom(self._sizes(), width))

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def wish(self, **fields: object) -> None:
        """Ask that frames show this, if they do not already."""
        news = {name: value for name, value in fields.items() if self._wished.get(name) != value}
        if news:
            self._wished |= news
            self.wanted.emit(news)

    def _sizes(self) -> tuple[int, ...]:
        return sizes(self._experiment, n_outputs(self._frame))

    def _arranged(self, slot: Slot | None = None) -> Layout:
        gap = slot.gap if slot is not None and slot.opens else None
        return arrange(self._sizes(), *self._room, gap, self._foot, self._opening)

    def _arrange(self) -> None:
        """Lay out again: after an edit, a resize, or when a slot opens; not before it can be seen."""
        if not self.isVisible():
            return
        self._layout = self._arranged(self._slot)
        self.scene().setSceneRect(0, 0, self._layout.width, self._layout.height)
        self._match_items()
        self._place_columns()
        self._show_slots()
        self._show_pictures()
        self.wish(room=self._layout.room)

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
        self._ring.setVisible(self._selection.column is not None)
        if self._selection.column is not None:
            self._ring.place(self._layout.bounds(self._selection.column))
        self._tell(written)

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
        return faces(self._experiment, self._frame)

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

    def _show_slots(self) -> None:
        """The open slot and the other gaps, while something is dragged or placed."""
        self._slots.show_slot(self._layout, self._slot)
        for gap, links in enumerate(self._links):
            links.set_quiet(self._slot is not None and self._slot.opens and gap == self._slot.gap)

    def open_slot(self, slot: Slot | None) -> None:
        """Show where something would land; None closes everything."""
        if slot == self._slot:
            return
        before, self._slot = self._slot, slot
        opens = slot is not None and slot.opens and not (before is not None and before.opens)
        self._motion.stop()
        self._opening = 1.0
        if opens and not motion_reduced():
            self._motion.start()
        else:
            self._arrange()

    def select(self, column: int | None, unit: int = -1) -> None:
        """Select a column (0 is the input) and a unit of it, or nothing."""
        chosen = Selection(column, unit).within(len(self._layout.columns))
        if chosen != self._selection:
            self._selection = chosen
            self.wish(selected=self.selected_unit)
            self._place_columns()
            self.selection_changed.emit(chosen)
            if chosen.column is not None:
                self.ensureVisible(self._layout.bounds(chosen.column), 20, 0)

    @property
    def selected_unit(self) -> Place | None:
        """The selected unit, if one is."""
        chosen = self._selection
        return None if chosen.column is None or chosen.unit < 0 else Place(chosen.column, chosen.unit)

    def set_pinned(self, places: tuple[Place, ...]) -> None:
        """Mark these units as shown large beside the output, and ask for their pictures."""
        self._pinned = places
        self.wish(pinned=places)
        self._place_columns()

    def area_of(self, place: Place | None) -> QRect | None:
        """Where a unit is on the viewport, the card of a column for unit -1; None where it is not shown."""
        if place is None or place.column >= len(self._layout.columns):
            return None
        column, shown = self._layout.columns[place.column], self.shown(place.column).tolist()
        if place.unit >= 0 and place.unit not in shown:
            return None
        area = column.units[shown.index(place.unit)] if place.unit >= 0 else column.card
        return self.mapFromScene(area).boundingRect()

    @property
    def selected_layer(self) -> int:
        """The number of the selected hidden layer, 0 if none is selected."""
        column = self._selection.column or 0
        return column if 1 <= column <= len(self._experiment.layers) else 0

    def set_hover(self, hit: Hit | None) -> None:
        """Light up what the pointer is over."""
        if hit != self._hover:
            self._hover = hit
            self._place_columns()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _bias_name(frame: Frame, l: int) -> str:
    """b[l], or beta[l] of a batch-normalised layer: what shifts a unit's z either way."""
    return f"b{l}" if f"b{l}" in frame.parameters else f"beta{l}"


def _dots(theme: Theme, ratio: float) -> QBrush:
    """The canvas ground: a quiet grid of dots."""
    tile = QPixmap(round(DOT_PITCH * ratio), round(DOT_PITCH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(QColor(theme.canvas))
    painter = QPainter(tile)
    painter.fillRect(QRectF(DOT_PITCH / 2, DOT_PITCH / 2, 1, 1), QColor(theme.line))
    painter.end()
    return QBrush(tile)
