"""The canvas widget: it lays out the network, shows frames on it, and turns mouse, keys and drops into edits.

It never changes the Experiment itself: `edited` asks for another one, and the answer comes back by `show_experiment`.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QMenu, QToolTip, QWidget

from engine.activations import ACTIVATIONS
from engine.experiment import MAX_LAYERS, Experiment
from playground.canvas import edits
from playground.canvas.drag import CardDrag, Selection, part_tip, slot_words, where
from playground.canvas.edits import Edit
from playground.canvas.faces import Face, describe, faces, n_outputs, pretty_feature, sizes
from playground.canvas.items import CardItem, GhostItem, LinksItem, RingItem, SlotItem, UnitsItem
from playground.canvas.layout import Hit, Layout, arrange
from playground.canvas.painting import draw_sparkline
from playground.frames import Frame
from playground.theme import Theme
from playground.widgets.palette_chip import MIME

DOT_PITCH = 16


class NetworkCanvas(QGraphicsView):
    """Designer and live view in one. Signals: `edited(experiment, text, merge_id)`, `hint_changed(sentence)`."""

    edited = Signal(object, str, str)
    hint_changed = Signal(str)
    selection_changed = Signal(object)

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._experiment = theme, experiment
        self._frame: Frame | None = None
        self._selection = Selection()
        self._hover: Hit | None = None
        self._drag: CardDrag | None = None
        self._target: int | None = None
        self._caret: int | None = None
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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
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

    # What is shown

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
        self._caret = None
        self._arrange()

    def show_frame(self, frame: Frame) -> None:
        """Show the live pictures and weights of a frame of this experiment."""
        rearrange = self._frame is None or frame.shapes != self._frame.shapes
        rearrange = rearrange or frame.scene is not self._frame.scene
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

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def _sizes(self) -> tuple[int, ...]:
        return sizes(self._experiment, n_outputs(self._frame))

    def _arrange(self) -> None:
        """Lay out again: after an edit, a resize, or when a slot opens."""
        view = self.viewport().rect()
        parted = self._target if self._target is not None else self._caret
        self._layout = arrange(self._sizes(), view.width(), view.height(), parted)
        self.scene().setSceneRect(0, 0, self._layout.width, self._layout.height)
        self._match_items()
        self._place_columns()
        self._show_slots()
        self._show_pictures()

    def _match_items(self) -> None:
        """As many items as there are columns and gaps."""
        wanted = len(self._layout.columns)
        for items, kind, n in (
            (self._cards, CardItem, wanted),
            (self._units, UnitsItem, wanted),
            (self._links, LinksItem, wanted - 1),
        ):
            while len(items) > n:
                self.scene().removeItem(items.pop())  # type: ignore[attr-defined]
            while len(items) < n:
                items.append(kind(self._theme))  # type: ignore[attr-defined]
                self.scene().addItem(items[-1])  # type: ignore[index]

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
        for gap, links in enumerate(self._links):
            links.connect_columns(self._layout.columns[gap], self._layout.columns[gap + 1])
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
            units.show_frame(stack, frame.parameters.get(f"b{l}") if frame is not None else None)
        for l, links in enumerate(self._links, start=1):
            links.show_weights(frame.parameters.get(f"W{l}") if frame is not None else None)

    def _show_slots(self) -> None:
        gap = self._target if self._target is not None else self._caret
        if gap is None and (self._drag is None or not self._drag.active):
            self._slots.setVisible(False)
            return
        title = "Dense" if self._caret is None else "add here"
        self._slots.show_slots(self._layout, gap, title, slot_words(gap, self._layout.n_gaps))

    # Edits

    def _ask(self, edit: Edit | None) -> None:
        if edit is not None:
            self.edited.emit(edit.experiment, edit.text, edit.merge_id)

    def _layer(self) -> int:
        """The selected hidden layer, 0 if none is."""
        column = self._selection.column or 0
        return column if 1 <= column <= len(self._experiment.layers) else 0

    @property
    def selected_layer(self) -> int:
        """The number of the selected hidden layer, 0 if none is selected."""
        return self._layer()

    def select(self, column: int | None, unit: int = -1) -> None:
        """Select a column (0 is the input) and a unit of it, or nothing."""
        chosen = Selection(column, unit).within(len(self._layout.columns))
        if chosen != self._selection:
            self._selection = chosen
            self._place_columns()
            self.selection_changed.emit(chosen)
            if chosen.column is not None:
                self.ensureVisible(self._layout.bounds(chosen.column), 20, 0)

    def add_units(self, difference: int) -> None:
        """More or fewer units in the selected layer."""
        if number := self._layer():
            self._ask(
                edits.set_units(
                    self._experiment, number, self._experiment.layers[number - 1].units + difference
                )
            )

    def more_units(self) -> None:
        """One unit more in the selected layer."""
        self.add_units(1)

    def fewer_units(self) -> None:
        """One unit fewer in the selected layer."""
        self.add_units(-1)

    def remove_selected(self) -> None:
        """Remove the selected layer."""
        self._ask(edits.remove_layer(self._experiment, self._layer()))

    def duplicate_selected(self) -> None:
        """Put a copy behind the selected layer."""
        self._ask(edits.duplicate_layer(self._experiment, self._layer()))

    def move_selected(self, by: int) -> None:
        """Move the selected layer one place to the left (-1) or right (1); it stays selected."""
        number = self._layer()
        edit = edits.move_layer(self._experiment, number, number - 2 if by < 0 else number + 1)
        if edit is not None:
            self._ask(edit)
            self.select(number + by)

    def set_activation(self, name: str) -> None:
        """Give the selected layer another activation."""
        self._ask(edits.set_activation(self._experiment, self._layer(), ACTIVATIONS[name]))

    def insert_at(self, gap: int) -> None:
        """Put a dense layer into a gap and select it."""
        edit = edits.insert_layer(self._experiment, gap)
        if edit is None:
            self.hint_changed.emit(
                f"No layer was added: a network has at most {MAX_LAYERS} hidden layers here."
            )
            return
        self._ask(edit)
        self.select(gap + 1)

    def choose_activation(self) -> None:
        """Open the menu of activations at the selected layer's card."""
        number = self._layer()
        if number:
            corner = self._layout.columns[number].area("activation").bottomLeft()
            self._activation_menu().popup(self.viewport().mapToGlobal(self.mapFromScene(corner)))

    def _activation_menu(self) -> QMenu:
        menu = QMenu("Activation", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self._take_activation)
        current = self._experiment.layers[self._layer() - 1].activation.name
        for name, g in ACTIVATIONS.items():
            action = menu.addAction(_curve_icon(name, self._theme), g.label)
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == current)
        return menu

    def _take_activation(self, action: object) -> None:
        self.set_activation(action.data())  # type: ignore[attr-defined]

    # The keyboard caret: A, arrows, Enter

    def begin_caret(self) -> None:
        """Show where a layer would be added: behind the selected one, else before the output."""
        self._caret = min(self._selection.column or 0, len(self._experiment.layers)) or len(
            self._experiment.layers
        )
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._move_caret(0)

    def _move_caret(self, by: int) -> None:
        self._caret = max(0, min((self._caret or 0) + by, len(self._experiment.layers)))
        self._arrange()
        place = where(self._caret, self._layout.n_gaps)
        self.hint_changed.emit(f"Enter adds a dense layer {place}; left and right move, Esc cancels.")

    def _end_caret(self, take: bool) -> None:
        gap, self._caret = self._caret, None
        self._arrange()
        self.hint_changed.emit("")
        if take and gap is not None:
            self.insert_at(gap)

    def event(self, event: QEvent) -> bool:
        """Arrow keys belong to the canvas while it has the focus and something on it is selected."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._wants(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        if self._caret is not None or (self._drag is not None and self._drag.active):
            return event.key() in (*arrows, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        return self._selection.column is not None and event.key() in arrows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.escape()
        elif self._caret is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_caret(take=True)
        elif self._caret is not None and key in steps:
            self._move_caret(steps[key][0])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._layer():
            self.choose_activation()
        elif key in steps and self._selection.column is not None:
            self._walk(*steps[key])
        else:
            event.ignore()

    def _walk(self, across: int, down: int) -> None:
        column = max(0, min((self._selection.column or 0) + across, len(self._layout.columns) - 1))
        units = len(self._layout.columns[column].units)
        unit = self._selection.unit if not across else min(self._selection.unit, units - 1)
        self.select(column, max(-1, min(unit + down, units - 1)))

    def escape(self) -> None:
        """Cancel a drag or the caret, else select nothing."""
        if self._drag is not None and self._drag.active:
            self._end_drag()
        elif self._caret is not None:
            self._end_caret(take=False)
        else:
            self.select(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._caret is not None:
            self._end_caret(take=False)
        super().focusOutEvent(event)

    # The mouse: click on the parts of a card, drag a card

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if event.button() != Qt.MouseButton.LeftButton or (self._drag is not None and self._drag.active):
            return
        if hit is None:
            self.select(None)
            return
        self.select(hit.column, hit.unit)
        if hit.part in ("card", "column") and self._layer():
            self._drag = CardDrag(self._layer(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag.move(event.position())
            if self._drag.active:
                self._follow(event.position())
            return
        hit = self._hit(event.position())
        if hit != self._hover:
            self._hover = hit
            self._place_columns()
            hand = hit is not None and hit.part in ("minus", "plus", "activation", "menu")
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, inside = self._drag, self.viewport().rect().contains(event.position().toPoint())
        if drag is not None and drag.active:
            gap = self._target
            self._end_drag()
            self._finish(drag, gap, inside, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return
        self._drag = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._click(self._hit(event.position()))

    def _click(self, hit: Hit | None) -> None:
        if hit is None or hit.column != self._selection.column:
            return
        if hit.part in ("minus", "plus"):
            self.add_units(1 if hit.part == "plus" else -1)
        elif hit.part == "activation":
            self.choose_activation()
        elif hit.part == "menu":
            corner = self._layout.columns[hit.column].area("menu").bottomLeft()
            self._card_menu().popup(self.viewport().mapToGlobal(self.mapFromScene(corner)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click on + or - counts like the first."""
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        hit = self._hit(QPointF(event.pos()))
        if hit is not None:
            self.select(hit.column)
        if self._layer():
            self._card_menu().popup(event.globalPos())

    def _card_menu(self) -> QMenu:
        """What can be done with the selected layer."""
        menu = QMenu("Layer", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        activations = menu.addMenu(self._activation_menu())
        activations.setText("Activation")
        menu.addAction("Duplicate", self.duplicate_selected)
        left = menu.addAction("Move left", self.move_left)
        right = menu.addAction("Move right", self.move_right)
        left.setEnabled(self._layer() > 1)
        right.setEnabled(self._layer() < len(self._experiment.layers))
        menu.addSeparator()
        menu.addAction("Remove", self.remove_selected)
        return menu

    def move_left(self) -> None:
        """Move the selected layer one place to the left."""
        self.move_selected(-1)

    def move_right(self) -> None:
        """Move the selected layer one place to the right."""
        self.move_selected(1)

    def _follow(self, position: QPointF) -> None:
        """The ghost follows; the nearest gap opens, or none outside of the canvas."""
        assert self._drag is not None
        inside = self.viewport().rect().contains(position.toPoint())
        at = self.mapToScene(position.toPoint())
        self._ghost.follow(at, f"Dense, layer {self._drag.number}")
        self._open(self._nearest(at) if inside else None)
        text = (
            f"Drop to move layer {self._drag.number} {where(self._target, self._layout.n_gaps)}"
            if inside
            else (f"Drop here to remove layer {self._drag.number}")
        )
        self.hint_changed.emit(f"{text}. Esc cancels.")

    def _nearest(self, at: QPointF) -> int:
        """The gap nearest to a point, judged by the columns as they stand without a slot."""
        return arrange(self._sizes(), self.viewport().width(), self.viewport().height()).nearest_gap(at.x())

    def _open(self, gap: int | None) -> None:
        if gap != self._target or not self._slots.isVisible():
            self._target = gap
            self._arrange()

    def _end_drag(self) -> None:
        self._drag = None
        self._ghost.setVisible(False)
        self._open(None)
        self._slots.setVisible(False)
        self.hint_changed.emit("")

    def _finish(self, drag: CardDrag, gap: int | None, inside: bool, copy: bool) -> None:
        if not inside:
            self._ask(edits.remove_layer(self._experiment, drag.number))
        elif gap is not None and copy:
            self._ask(edits.insert_layer(self._experiment, gap, self._experiment.layers[drag.number - 1]))
        elif gap is not None:
            edit = edits.move_layer(self._experiment, drag.number, gap)
            self._ask(edit)
            self.select(drag.number if edit is None else gap + 1 if gap < drag.number else gap)

    def _hit(self, position: QPointF) -> Hit | None:
        return self._layout.hit(self.mapToScene(position.toPoint()))

    # Drops from the palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            self._offer_slot(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            self._offer_slot(event)

    def _offer_slot(self, event: QDragMoveEvent) -> None:
        if len(self._experiment.layers) >= MAX_LAYERS:
            self.hint_changed.emit(f"A network has at most {MAX_LAYERS} hidden layers here.")
            event.ignore()
            return
        self._open(self._nearest(self.mapToScene(event.position().toPoint())))
        place = where(self._target, self._layout.n_gaps)
        self.hint_changed.emit(f"Drop to add a dense layer {place}. Esc cancels.")
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        gap = self._target
        self._end_drag()
        if event.mimeData().hasFormat(MIME) and gap is not None:
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.insert_at(gap)

    # The rest of Qt's events

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self._hit(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), part_tip(hit, self._faces()) if hit else "", self.viewport())
            return True
        if event.type() == QEvent.Type.Leave and self._hover is not None:
            self._hover = None
            self._place_columns()
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _dots(theme: Theme, ratio: float) -> QBrush:
    """The canvas ground: a quiet grid of dots."""
    tile = QPixmap(round(DOT_PITCH * ratio), round(DOT_PITCH * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(QColor(theme.canvas))
    painter = QPainter(tile)
    painter.fillRect(QRectF(DOT_PITCH / 2, DOT_PITCH / 2, 1, 1), QColor(theme.line))
    painter.end()
    return QBrush(tile)


def _curve_icon(name: str, theme: Theme) -> QIcon:
    """The sparkline of an activation for a menu."""
    picture = QPixmap(48, 32)
    picture.setDevicePixelRatio(2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_sparkline(painter, name, QRectF(2, 3, 20, 10), theme.text2)
    painter.end()
    return QIcon(picture)


def scene_point(canvas: NetworkCanvas, point: QPointF) -> QPoint:
    """A point of the scene in the viewport's coordinates: where a test or a guide would click."""
    return canvas.mapFromScene(point)
