"""The canvas as a designer: mouse, keys and drops on the network become commands.

It never changes the Experiment itself: `edited` asks for another one, which comes back by `show_experiment`.
"""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from engine.experiment import MAX_LAYERS, Experiment
from playground.canvas import edits
from playground.canvas.commands import LayerCommands
from playground.canvas.drag import CardDrag, new_number, part_tip, where
from playground.canvas.layout import Hit, arrange
from playground.theme import Theme
from playground.widgets.palette_chip import MIME

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class NetworkCanvas(LayerCommands):
    """Designer and live view in one."""

    def __init__(self, theme: Theme, experiment: Experiment, parent: QWidget | None = None) -> None:
        self._drag: CardDrag | None = None
        self._caret: int | None = None
        super().__init__(theme, experiment, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)

    # The keyboard caret: A, arrows, Enter

    def begin_caret(self) -> None:
        """Show where a layer would be added: behind the selected one, else before the output."""
        last = len(self._experiment.layers)
        if last >= MAX_LAYERS:
            self.insert_at(last)
            return
        self._caret = min(self._selection.column, last) if self._selection.column is not None else last
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._move_caret(0)

    def _move_caret(self, by: int) -> None:
        self._caret = max(0, min((self._caret or 0) + by, len(self._experiment.layers)))
        self.open_slot(self._caret, "add here")
        place = where(self._caret, self._layout.n_gaps)
        self.hint_changed.emit(f"Enter adds a dense layer {place} · Left and Right move · Esc cancels")

    def _end_caret(self, take: bool) -> None:
        gap, self._caret = self._caret, None
        self.open_slot(None, "")
        self.hint_changed.emit("")
        if take and gap is not None:
            self.insert_at(gap)

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
        if self._caret is not None or self._dragging:
            return event.key() in (*ARROWS, *ENTER, Qt.Key.Key_Escape)
        return self._selection.column is not None and event.key() in (*ARROWS, *ENTER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.escape()
        elif key in ENTER and self._caret is not None:
            self._end_caret(take=True)
        elif key in ENTER and self._selection.column is not None:
            self.inspect_asked.emit()
        elif key in ARROWS and self._caret is not None:
            self._move_caret(ARROWS[key][0])
        elif key in ARROWS and self._selection.column is not None:
            self._walk(*ARROWS[key])
        else:
            event.ignore()

    def _walk(self, across: int, down: int) -> None:
        column = max(0, min((self._selection.column or 0) + across, len(self._layout.columns) - 1))
        last = len(self._layout.columns[column].units) - 1
        self.select(column, max(-1, min(self._selection.unit + down, last)))

    def escape(self) -> None:
        """Cancel a drag or the caret, else select nothing."""
        if self._dragging:
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

    @property
    def _dragging(self) -> bool:
        return self._drag is not None and self._drag.active

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self._dragging:
            return
        self.select(hit.column if hit else None, hit.unit if hit else -1)
        if hit is not None and hit.part in ("card", "badges", "column") and self.selected_layer:
            self._drag = CardDrag(self.selected_layer, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag.move(event.position())
            if self._dragging:
                self._follow(event.position(), self._drag.number)
            return
        hit = self._hit(event.position())
        self.set_hover(hit)
        hand = hit is not None and hit.part in ("minus", "plus", "activation", "menu", "badges")
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, gap = self._drag, self._slot
        if drag is not None and drag.active:
            inside = self.viewport().rect().contains(event.position().toPoint())
            copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._end_drag()
            self._finish(drag.number, gap if inside else None, copy)
            return
        self._drag = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._click(self._hit(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click on + or - counts like the first."""
        self.mousePressEvent(event)

    def _click(self, hit: Hit | None) -> None:
        if hit is not None and hit.part == "badges":
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
        inside = self.viewport().rect().contains(position.toPoint())
        at = self.mapToScene(position.toPoint())
        self._ghost.follow(at, f"Dense, layer {number}")
        self.open_slot(self._nearest(at) if inside else None, "Dense", number)
        to = f"move layer {number} {where(self._slot, self._layout.n_gaps)}"
        self.hint_changed.emit(f"Drop to {to if inside else f'remove layer {number}'} · Esc cancels")

    def _nearest(self, at: QPointF) -> int:
        """The gap nearest to a point, judged by the columns as they stand without a slot."""
        return arrange(self._sizes(), self.viewport().width(), self.viewport().height()).nearest_gap(at.x())

    def _end_drag(self) -> None:
        self._drag = None
        self._ghost.setVisible(False)
        self.open_slot(None, "")
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
        return super().viewportEvent(event)

    # Drops from the palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            self._offer_slot(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._offer_slot(event)

    def _offer_slot(self, event: QDragMoveEvent) -> None:
        if len(self._experiment.layers) >= MAX_LAYERS:
            self.hint_changed.emit(f"A network has at most {MAX_LAYERS} hidden layers here.")
            event.ignore()
            return
        self.open_slot(self._nearest(self.mapToScene(event.position().toPoint())), "Dense")
        place = where(self._slot, self._layout.n_gaps)
        self.hint_changed.emit(f"Drop to add a dense layer {place} · Esc cancels")
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        gap = self._slot
        self._end_drag()
        if gap is not None:
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.insert_at(gap)
