"""The canvas as a designer: mouse, keys and drops on the network become commands.

It never changes the Experiment itself: `edited` asks for another one, which comes back by `show_experiment`.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.experiment import Experiment
from playground.canvas import edits
from playground.canvas.drag import CardDrag, is_click, new_number, part_tip, where
from playground.canvas.layout import Hit
from playground.canvas.overlays import Slot
from playground.canvas.pointing import Link, PointingCanvas
from playground.theme import Theme

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class NetworkCanvas(PointingCanvas):
    """Designer and live view in one. `advice_asked(column)` wants to know what is wrong with a column.

    `pressed` is any press of the mouse.
    """

    advice_asked = Signal(int)
    pressed = Signal()

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        self._drag: CardDrag | None = None
        self._pressed: Hit | Link | None = None  # what a click will be on
        super().__init__(theme, experiment, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.help_asked.connect(self._show_help)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Arrow keys belong to the canvas while it has the focus and something on it is selected."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in PLAIN:
            return False
        if self.has_caret or self._dragging:
            return event.key() in (*ARROWS, *ENTER, Qt.Key.Key_Escape)
        return self._selection.column is not None and event.key() in (*ARROWS, *ENTER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.escape()
        elif key in ENTER and self.has_caret:
            self._end_caret(take=True)
        elif key in ENTER and self._selection.column is not None:
            self.inspect_asked.emit()
        elif key in ARROWS and self.has_caret:
            self._move_caret(*ARROWS[key])
        elif key in ARROWS and self._selection.column is not None:
            self._walk(*ARROWS[key])
        else:
            event.ignore()

    def _walk(self, across: int, down: int) -> None:
        """To the next column, or to the next of the units that are shown; above the first is the column."""
        column = max(0, min((self._selection.column or 0) + across, len(self._layout.columns) - 1))
        shown = self.shown(column).tolist()
        known = self._selection.unit
        slot = shown.index(known) if known in shown else min(known, 0)
        slot = max(-1, min(slot + down, len(shown) - 1))
        self.select(column, shown[slot] if slot >= 0 else -1)

    def escape(self) -> None:
        """Cancel a drag or the caret, else select nothing."""
        if self._dragging:
            self._end_drag()
        elif self.has_caret:
            self._end_caret(take=False)
        else:
            self.select(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.has_caret:
            self._end_caret(take=False)
        super().focusOutEvent(event)

    # The mouse: click on the parts of a card, drag a card

    @property
    def _dragging(self) -> bool:
        return self._drag is not None and self._drag.active

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        hit = self._hit(event.position())
        self._take_grip(event)
        if event.button() != Qt.MouseButton.LeftButton or self._dragging:
            return
        self._look_for_link(event.position(), hit)
        self._pressed, self._press_at = self._link or hit, event.position()
        if self._link is not None:
            return
        unit = self._place(hit)
        self.select(hit.column if hit else None, unit.unit if unit else -1)
        if hit is not None and hit.part in ("card", "badges", "column") and self.selected_layer:
            self._drag = CardDrag(self.selected_layer, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan(event):
            return
        if self._drag is not None:
            self._drag.move(event.position())
            if self._dragging:
                if self.has_caret:
                    self._end_caret(take=False)
                self._follow(event.position(), self._drag.number)
            return
        hit = self._hit(event.position())
        self._look_for_link(event.position(), hit)
        self.set_hover(hit)
        parts = ("minus", "plus", "activation", "menu", "badges", "mark", "unit", "map")
        hand = self._link is not None or (hit is not None and hit.part in parts)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._take_grip(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        drag, gap = self._drag, self._slot.gap if self._slot is not None else None
        if drag is not None and drag.active:
            inside = self._is_inside(event.position().toPoint())
            copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._end_drag()
            self._finish(drag.number, gap if inside else None, copy)
            return
        pressed, self._pressed, self._drag = self._pressed, None, None
        # The press decides what a click is on: to show the column whole, the view may have moved since.
        if pressed is None or not is_click(self._press_at, event.position()):
            return
        if isinstance(pressed, Hit):
            self._click(pressed)
        else:
            self._ask_link(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click on + or - counts like the first."""
        self.mousePressEvent(event)

    def _click(self, hit: Hit) -> None:
        if hit.part == "mark" and any(a.column == hit.column for a in self._advice):
            self.advice_asked.emit(hit.column)
        elif hit.part in ("badges", "mark"):
            self.inspect_asked.emit()
        if hit.column != self.selected_layer:
            return
        if hit.part in ("minus", "plus"):
            self.add_units(1 if hit.part == "plus" else -1)
        elif hit.part == "activation":
            self.choose_activation()
        elif hit.part == "menu":
            corner = self._layout.columns[hit.column].area("menu").bottomLeft()
            self.open_card_menu(self.viewport().mapToGlobal(self.mapFromScene(corner)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the mouse of the card under it, by the Menu key of the selected one."""
        if self._dragging:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        hit = None if by_key else self._hit(QPointF(event.pos()))
        if hit is not None:
            self.select(hit.column)
        if self.selected_layer:
            corner = self.mapFromScene(self._layout.columns[self.selected_layer].area("menu").bottomLeft())
            self.open_card_menu(self.viewport().mapToGlobal(corner) if by_key else event.globalPos())

    def _follow(self, position: QPointF, number: int) -> None:
        """The ghost follows; the nearest gap opens, or none outside of the canvas."""
        inside = self._is_inside(position.toPoint())
        at = self.mapToScene(position.toPoint())
        self._ghost.follow(at, f"Dense, layer {number}")
        gap = self._nearest(at) if inside else None
        detail = "" if gap is None else f"layer {new_number(gap, number)}"
        self.open_slot(Slot("dense", "Dense", detail, gap))
        to = f"move layer {number} {where(gap, self._layout.n_gaps)}"
        self.hint_changed.emit(f"Drop to {to if inside else f'remove layer {number}'} · Esc cancels")

    def _end_drag(self) -> None:
        self._drag = None
        self._ghost.setVisible(False)
        self.open_slot(None)
        self.hint_changed.emit("")

    def _finish(self, number: int, gap: int | None, copy: bool) -> None:
        """A card was dropped: into a gap, or outside."""
        if gap is None:
            self._ask(edits.remove_layer(self._experiment, number))
        elif copy:
            self.insert_at(gap, self._experiment.layers[number - 1])
        elif (edit := edits.move_layer(self._experiment, number, gap)) is not None:
            self._ask(edit)
            self.select(new_number(gap, number))

    def show_experiment(self, experiment: Experiment) -> None:
        """Show another network. A drag and the caret end with the layers that they were about."""
        if experiment.layers != self._experiment.layers:
            self._pressed = self._drag = self._caret = self._target = None
            self._ghost.setVisible(False)
            self.open_slot(None)
        super().show_experiment(experiment)

    def _hit(self, position: QPointF) -> Hit | None:
        return self._layout.hit(self.mapToScene(position.toPoint()))

    # By methods for single events: what hears of all is asked with every painting, and the training waits.

    def _show_help(self, place: QPointF, at: QPoint) -> None:
        hit = self._layout.hit(place)
        QToolTip.showText(at, part_tip(hit, self._faces()) if hit else "", self.viewport())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.set_hover(None)
        self._show_link(None)
