"""The canvas as a view: it lays out the network and shows frames, the selection and an open slot on it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from engine.activations import Array
from engine.experiment import Experiment
from playground.canvas.drag import Selection, new_number
from playground.canvas.faces import Face, describe, faces, n_outputs, pretty_feature, sizes
from playground.canvas.items import CardItem, UnitsItem
from playground.canvas.layout import Hit, Layout, arrange
from playground.canvas.links import LINK_BUDGET, MAX_LINKS, LinksItem
from playground.canvas.overlays import GhostItem, RingItem, SlotItem
from playground.frames import Frame
from playground.theme import Theme

DOT_PITCH = 16
AnyItem = TypeVar("AnyItem", CardItem, UnitsItem, LinksItem)


class NetworkView(QGraphicsView):
    """Shows an Experiment's network and its frames. Signals `selection_changed(Selection)`."""

    selection_changed = Signal(object)

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._experiment = theme, experiment
        self._frame: Frame | None = None
        self._selection = Selection()
        self._hover: Hit | None = None
        self._foot = 0
        self._slot: int | None = None  # the gap that is open for a layer
        self._slot_title, self._slot_moved = "", 0
        self._cards: list[CardItem] = []
        self._units: list[UnitsItem] = []
        self._links: list[LinksItem] = []
        self._set_up()
        self.set_theme(theme)

    def _set_up(self) -> None:
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setAccessibleName("Network")
        self.setMinimumSize(420, 260)
        self._ring, self._slots, self._ghost = (
            RingItem(self._theme),
            SlotItem(self._theme),
            GhostItem(self._theme),
        )
        for item in (self._ring, self._slots, self._ghost):
            self.scene().addItem(item)
        self._layout: Layout = arrange(self._sizes(), 800, 600)

    @property
    def selection(self) -> Selection:
        """The selected column and unit."""
        return self._selection

    @property
    def frame(self) -> Frame | None:
        """The frame that is shown."""
        return self._frame

    @property
    def layout_now(self) -> Layout:
        """Where everything stands at this moment."""
        return self._layout

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
        for item in (*self._cards, *self._units, *self._links, self._ring, self._slots, self._ghost):
            item.set_theme(theme)
        self._arrange()

    def keep_free(self, foot: int) -> None:
        """Leave so much room at the foot for something that lies over it."""
        self._foot = foot
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def _sizes(self) -> tuple[int, ...]:
        return sizes(self._experiment, n_outputs(self._frame))

    def _arrange(self) -> None:
        """Lay out again: after an edit, a resize, or when a slot opens; not before it can be seen."""
        if not self.isVisible():
            return
        view = self.viewport().rect()
        self._layout = arrange(self._sizes(), view.width(), view.height(), self._slot, self._foot)
        self.scene().setSceneRect(0, 0, self._layout.width, self._layout.height)
        self._match_items()
        self._place_columns()
        self._show_slots()
        self._show_pictures()

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
        names = tuple(pretty_feature(f) for f in self._experiment.features)
        chosen = self._selection
        for column, face, card, units in zip(
            self._layout.columns, written, self._cards, self._units, strict=True
        ):
            selected = chosen.column == column.index
            hover = (
                self._hover.part if self._hover is not None and self._hover.column == column.index else None
            )
            card.show_card(column, face, selected, hover)
            units.rect_bottom = self._layout.height
            labels = names if column.is_input else ()
            units.show_column(column, labels, face.shape, selected, chosen.unit if selected else -1)
        most = min(MAX_LINKS, LINK_BUDGET // max(1, len(self._links)))
        for gap, links in enumerate(self._links):
            links.connect_columns(self._layout.columns[gap], self._layout.columns[gap + 1], most)
        self._ring.setVisible(chosen.column is not None)
        if chosen.column is not None:
            self._ring.place(self._layout.bounds(chosen.column))
        self._tell(written)

    def _faces(self) -> list[Face]:
        return faces(self._experiment, self._frame)

    def _tell(self, written: list[Face]) -> None:
        """Keep the description for screen readers current."""
        chosen, n = self._selection.column, len(written)
        lines = [describe(face, k, n, k == chosen) for k, face in enumerate(written)]
        self.setAccessibleDescription(". ".join(lines if chosen is None else [lines[chosen]]))

    def _show_pictures(self) -> None:
        frame = self._frame
        for l, units in enumerate(self._units):
            stack = frame.units[l] if frame is not None and l < len(frame.units) else None
            units.show_frame(stack, _biases(frame, l) if frame is not None else None)
        for l, links in enumerate(self._links, start=1):
            links.show_weights(frame.parameters.get(f"W{l}") if frame is not None else None)

    def _show_slots(self) -> None:
        """The open slot and the other gaps, while there is a title for them."""
        self._slots.setVisible(bool(self._slot_title))
        if self._slot_title:
            words = "" if self._slot is None else f"layer {new_number(self._slot, self._slot_moved)}"
            self._slots.show_slots(self._layout, self._slot, self._slot_title, words)

    def open_slot(self, gap: int | None, title: str, moved: int = 0) -> None:
        """Open a slot in a gap for a new layer, or for hidden layer `moved`.

        Without a gap all gaps are only marked; an empty title closes everything.
        """
        if (gap, title) != (self._slot, self._slot_title):
            self._slot, self._slot_title, self._slot_moved = gap, title, moved
            self._arrange()

    def select(self, column: int | None, unit: int = -1) -> None:
        """Select a column (0 is the input) and a unit of it, or nothing."""
        chosen = Selection(column, unit).within(len(self._layout.columns))
        if chosen != self._selection:
            self._selection = chosen
            self._place_columns()
            self.selection_changed.emit(chosen)
            if chosen.column is not None:
                self.ensureVisible(self._layout.bounds(chosen.column), 20, 0)

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


def _biases(frame: Frame, l: int) -> Array | None:
    """b[l], or beta[l] of a batch-normalised layer: what shifts a unit's z either way. None at the input."""
    return frame.parameters.get(f"b{l}", frame.parameters.get(f"beta{l}"))


def _dots(theme: Theme, ratio: float) -> QBrush:
    """The canvas ground: a quiet grid of dots."""
    tile = QPixmap(round(DOT_PITCH * ratio), round(DOT_PITCH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(QColor(theme.canvas))
    painter = QPainter(tile)
    painter.fillRect(QRectF(DOT_PITCH / 2, DOT_PITCH / 2, 1, 1), QColor(theme.line))
    painter.end()
    return QBrush(tile)
