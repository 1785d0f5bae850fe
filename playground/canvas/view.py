"""The canvas as a view: it lays out the network and shows frames, the selection and an open slot on it."""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from engine.advice import Advice
from engine.experiment import Experiment
from playground.canvas.drag import Selection
from playground.canvas.layout import Hit, Layout, arrange, fit_zoom
from playground.canvas.live import LiveView
from playground.canvas.overlays import GhostItem, LabelItem, RingItem, Slot, SlotItem
from playground.frames import Frame, Place
from playground.theme import Theme
from playground.widgets.themed import motion_reduced

DOT_PITCH = 16
LARGE_BELOW = 0.75  # of the natural size: pictures then use the height that becomes free
PART_MS = 160  # in which columns part


class NetworkView(LiveView):
    """Shows an Experiment's network and its frames.

    Signals: `selection_changed(Selection)`, and `wanted(fields)`, what frames should show from now on;
    `resized`.
    """

    selection_changed = Signal(object)
    wanted = Signal(dict)
    resized = Signal()

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(theme, experiment, parent)
        self._foot = 0
        self._slot: Slot | None = None
        self._opening = 1.0
        self._motion = self._make_motion()
        self._wished: dict[str, object] = {}
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
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # nothing behind is seen
        self.setAccessibleName("Network")
        self.setMinimumSize(420, 260)
        theme = self._theme
        self._slots = SlotItem(theme)
        self._ghost, self._label = GhostItem(theme), LabelItem(theme)
        for item in self._overlays:
            self.scene().addItem(item)

    @property
    def _overlays(self) -> tuple[RingItem, SlotItem, GhostItem, LabelItem]:
        return self._ring, self._slots, self._ghost, self._label

    @property
    def selection(self) -> Selection:
        """The selected column and unit."""
        return self._selection

    @property
    def pinned(self) -> tuple[Place, ...]:
        """The units that are shown large beside the output."""
        return self._pinned

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another network."""
        self._experiment = experiment
        self._selection = self._selection.within(self._sizes())
        self._arrange()

    def show_advice(self, advice: tuple[Advice, ...]) -> None:
        """Mark the cards whose design cannot work or hardly learns."""
        if advice != self._advice:
            self._advice = advice
            if self.isVisible():
                self._place_columns()

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

    def _arranged(self, slot: Slot | None = None) -> Layout:
        gap = slot.gap if slot is not None and slot.opens else None
        large = self.zoom < LARGE_BELOW
        return arrange(self._sizes(), *self._room, gap, self._foot, self._opening, large)

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
        chosen = Selection(column, unit).within(self._sizes())
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

    def select_by_key(self) -> None:
        """Select the layer whose number is the name of the shortcut."""
        self.select(int(self.sender().objectName()))

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
        self.resized.emit()


def _dots(theme: Theme, ratio: float) -> QBrush:
    """The canvas ground: a quiet grid of dots."""
    tile = QPixmap(round(DOT_PITCH * ratio), round(DOT_PITCH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(QColor(theme.canvas))
    painter = QPainter(tile)
    painter.fillRect(QRectF(DOT_PITCH / 2, DOT_PITCH / 2, 1, 1), QColor(theme.line))
    painter.end()
    return QBrush(tile)
