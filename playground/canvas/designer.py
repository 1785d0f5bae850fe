"""The canvas as a designer: mouse, keys and drops on the network become commands.

It never changes the Experiment itself: `edited` asks for another one, which comes back by `show_experiment`.
"""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from engine.experiment import Experiment
from playground.canvas import edits
from playground.canvas.drag import CardDrag, new_number, part_tip, where
from playground.canvas.layout import Hit
from playground.canvas.overlays import Slot
from playground.canvas.placing import PlacingCanvas
from playground.frames import Frame, Place
from playground.theme import Theme
from playground.widgets.plot_numbers import number

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOST_PINNED = 2
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class NetworkCanvas(PlacingCanvas):
    """Designer and live view in one.

    `unit_shown(place or None)` tells which unit is under the pointer; `weights_asked(place, source)` wants
    the weights of a unit as numbers, that from one source first (-1: none before the others);
    `advice_asked(column)` what is wrong with a column.
    """

    unit_shown = Signal(object)
    weights_asked = Signal(object, int)
    advice_asked = Signal(int)

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        self._drag: CardDrag | None = None
        self._link: tuple[int, int, int] | None = None  # l, row, column of the link under the pointer
        super().__init__(theme, experiment, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)

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
        hit = self._hit(event.position())
        self._take_grip(event)
        if event.button() != Qt.MouseButton.LeftButton or self._dragging:
            return
        self._look_for_link(event.position(), hit)
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
        drag, gap = self._drag, self._slot.gap if self._slot is not None else None
        if drag is not None and drag.active:
            inside = self._is_inside(event.position().toPoint())
            copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._end_drag()
            self._finish(drag.number, gap if inside else None, copy)
            return
        self._drag = None
        if event.button() == Qt.MouseButton.LeftButton and self._link is not None:
            l, row, column = self._link
            self.weights_asked.emit(Place(l, int(self.shown(l)[row])), int(self.shown(l - 1)[column]))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._click(self._hit(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click on + or - counts like the first."""
        self.mousePressEvent(event)

    def _click(self, hit: Hit | None) -> None:
        if hit is not None and hit.part == "mark" and any(a.column == hit.column for a in self._advice):
            self.advice_asked.emit(hit.column)
        elif hit is not None and hit.part in ("badges", "mark"):
            self.inspect_asked.emit()
        if hit is None or hit.column != self.selected_layer:
            return
        if hit.part in ("minus", "plus"):
            self.add_units(1 if hit.part == "plus" else -1)
        elif hit.part == "activation":
            self.choose_activation()
        elif hit.part == "menu":
            corner = self._layout.columns[hit.column].area("menu").bottomLeft()
            self.open_card_menu(self.viewport().mapToGlobal(self.mapFromScene(corner)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        hit = self._hit(QPointF(event.pos()))
        if hit is not None:
            self.select(hit.column)
        if self.selected_layer:
            self.open_card_menu(event.globalPos())

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

    def _hit(self, position: QPointF) -> Hit | None:
        return self._layout.hit(self.mapToScene(position.toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self._hit(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), part_tip(hit, self._faces()) if hit else "", self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.set_hover(None)
            self._show_link(None)
        return super().viewportEvent(event)

    # Units and links under the pointer

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
                link = links.link_at(at) if links.rect.contains(at) else None
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

    def _say_link(self) -> None:
        """The live number of the link under the pointer, above its middle."""
        link, frame = self._link, self._frame
        if link is None or frame is None or not (self._has(link[0]) and self._has(link[0] - 1)):
            self._label.say("")
            return
        l, row, column = link
        to, out_of = int(self.shown(l)[row]), int(self.shown(l - 1)[column])
        name = "dW" if frame.view.show == "gradients" else "W"
        value = number(float(frame.links[f"W{l}"][to, out_of]), 3)
        self._label.say(
            f"{name}[{l}] ({to + 1}, {out_of + 1}) = {value}", self._links[l - 1].midpoint(row, column)
        )

    def show_frame(self, frame: Frame) -> None:
        """Show a frame; the number at the pointer is that of the frame."""
        super().show_frame(frame)
        if self._link is not None:
            self._say_link()

    def _arrange(self) -> None:
        self._link = None
        super()._arrange()
        self._label.say("")

    def toggle_pin(self) -> None:
        """Show the unit under the pointer, else the selected one, beside the output; again ends that."""
        place = self._place(self._hover) or self.selected_unit
        if place is None or place.column == 0:
            self.hint_changed.emit("Point at a unit of a layer, or select one with the arrow keys, to pin it")
            return
        others = tuple(p for p in self._pinned if p != place)
        self.set_pinned(others if place in self._pinned else (*others, place)[-MOST_PINNED:])

    def ask_weights(self) -> None:
        """The weights of the selected unit as numbers to edit, else those of the layer's first unit."""
        chosen = self._selection
        if chosen.column:
            self.weights_asked.emit(Place(chosen.column, max(0, chosen.unit)), -1)
