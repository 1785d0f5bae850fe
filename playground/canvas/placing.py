"""Putting things into the network: by the caret of the keyboard, or by a chip dragged from the palette.

Both ask `drop` what would happen where they are, show it as a slot, and say it in the status bar.
"""

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from playground.canvas.commands import LayerCommands
from playground.canvas.drop import CHIPS, ICONS, Chip, Target, edit_of, target, target_at
from playground.canvas.overlays import Slot
from playground.widgets.palette_chip import MIME


class PlacingCanvas(LayerCommands):
    """The caret (A, arrows, Enter) and the drops of the palette's chips."""

    _caret: int | None = None
    _chip: Chip = "dense"
    _target: Target | None = None

    # The caret

    def add_layer(self) -> None:
        """Show where a dense layer would be added."""
        self.begin_caret("dense")

    def begin_caret(self, chip: Chip = "dense") -> None:
        """Show where a chip would be put: behind the selected layer, else before the output."""
        last = len(self._experiment.layers)
        known = self._selection.column
        self._chip, self._caret = chip, min(known, last) if known is not None else last
        if chip == "dense" and target(self._experiment, chip, self._caret).refusal:
            self._end_caret(take=True)
            return
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._move_caret(0)

    @property
    def has_caret(self) -> bool:
        """Whether the keyboard is choosing a place."""
        return self._caret is not None

    def _move_caret(self, by: int, turn: int = 0) -> None:
        """So many gaps to the right, and so many chips on."""
        self._caret = max(0, min((self._caret or 0) + by, len(self._experiment.layers)))
        self._chip = CHIPS[(CHIPS.index(self._chip) + turn) % len(CHIPS)]
        landing = target(self._experiment, self._chip, self._caret)
        self._show_target(landing, "add here" if self._chip == "dense" and not landing.refusal else "")
        does = landing.refusal or f"Enter {landing.does}"
        self.hint_changed.emit(f"{does} · arrows: where, and what · Esc cancels")

    def _end_caret(self, take: bool) -> None:
        gap, self._caret = self._caret, None
        self.open_slot(None)
        self.hint_changed.emit("")
        if take and gap is not None:
            self._land(target(self._experiment, self._chip, gap))

    # Chips from the palette

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        chip = bytes(event.mimeData().data(MIME).data()).decode(errors="replace")
        if chip in CHIPS:
            self._chip = chip
            self._offer(event)
            # Whatever the first place says: Qt tells no further moves to who refuses at the entrance.
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._offer(event)

    def _offer(self, event: QDragMoveEvent) -> None:
        at = self.mapToScene(event.position().toPoint())
        self._target = target_at(self._arranged(), self._experiment, self._chip, at)
        self._show_target(self._target)
        if self._target.refusal:
            self.hint_changed.emit(f"{self._target.refusal} Esc cancels")
            event.ignore()
        else:
            self.hint_changed.emit(f"Drop to {self._target.sentence} · Esc cancels")
            event.acceptProposedAction()

    def _show_target(self, landing: Target, title: str = "") -> None:
        first, second = landing.words
        column = landing.column if landing.on_card else None
        refused = bool(landing.refusal)
        self.open_slot(Slot(ICONS[landing.chip], title or first, second, landing.gap, column, refused))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_offer()

    def _end_offer(self) -> None:
        self._target = None
        self.open_slot(None)
        self.hint_changed.emit("")

    def dropEvent(self, event: QDropEvent) -> None:
        landing = self._target
        self._end_offer()
        if landing is None:
            return
        event.acceptProposedAction()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._land(landing)

    def _land(self, landing: Target) -> None:
        """Do what was said; the column that it is about is selected."""
        if landing.refusal:
            self.hint_changed.emit(f"Nothing was changed: {landing.refusal}")
            return
        self._ask(edit_of(self._experiment, landing))
        self.select(landing.gap + 1 if landing.chip == "dense" else landing.column)
        if landing.chip == "activation":
            # Not while Qt still ends the drag: the menu would open below its grab.
            QTimer.singleShot(0, self.choose_activation)

    def _nearest(self, at: QPointF) -> int:
        """The gap nearest to a point, judged by the columns as they stand without a slot."""
        return self._arranged().nearest_gap(at.x())

    def _is_inside(self, position: QPoint) -> bool:
        return self.viewport().rect().contains(position)
