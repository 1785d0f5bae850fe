"""What can be done with the selected layer, whatever asked for it: key, menu, button or drop."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from engine.activations import ACTIVATIONS
from engine.experiment import MAX_LAYERS
from engine.layers import Dense
from playground.canvas import edits
from playground.canvas.edits import USUAL_KEEP_PROB, Edit
from playground.canvas.painting import draw_sparkline
from playground.canvas.spotlight import SpotlitView
from playground.theme import Theme


class LayerCommands(SpotlitView):
    """Turns wishes into edits: `edited(experiment, text, merge_id)`. `hint_changed(sentence)` explains.

    `inspect_asked` wants all fields of the selected column.
    """

    edited = Signal(object, str, str)
    hint_changed = Signal(str)
    inspect_asked = Signal()

    def _ask(self, edit: Edit | None) -> None:
        if edit is not None:
            self.edited.emit(edit.experiment, edit.text, edit.merge_id)

    def add_units(self, difference: int) -> None:
        """More or fewer units in the selected layer."""
        if number := self.selected_layer:
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
        self._ask(edits.remove_layer(self._experiment, self.selected_layer))

    def duplicate_selected(self) -> None:
        """Put a copy behind the selected layer."""
        self._ask(edits.duplicate_layer(self._experiment, self.selected_layer))

    def move_selected(self, by: int) -> None:
        """Move the selected layer one place to the left (-1) or right (1); it stays selected."""
        number = self.selected_layer
        edit = edits.move_layer(self._experiment, number, number - 2 if by < 0 else number + 1)
        if edit is not None:
            self._ask(edit)
            self.select(number + by)

    def move_left(self) -> None:
        """Move the selected layer one place to the left."""
        self.move_selected(-1)

    def move_right(self) -> None:
        """Move the selected layer one place to the right."""
        self.move_selected(1)

    def freeze_selected(self) -> None:
        """Freeze the selected layer, or thaw it."""
        if number := self.selected_layer:
            frozen = self._experiment.layers[number - 1].frozen
            self._ask(edits.set_frozen(self._experiment, number, not frozen))

    def set_activation(self, name: str) -> None:
        """Give the selected layer another activation."""
        self._ask(edits.set_activation(self._experiment, self.selected_layer, ACTIVATIONS[name]))

    def insert_at(self, gap: int, layer: Dense | None = None) -> None:
        """Put a dense layer into a gap and select it; like its neighbour unless one is given."""
        edit = edits.insert_layer(self._experiment, gap, layer)
        if edit is None:
            self.hint_changed.emit(
                f"No layer was added: a network has at most {MAX_LAYERS} hidden layers here."
            )
            return
        self._ask(edit)
        self.select(gap + 1)

    def choose_activation(self) -> None:
        """Open the menu of activations at the selected layer's card."""
        if self.selected_layer:
            self._popup(self._activation_menu())

    def add_to_layer(self) -> None:
        """Open the menu of all that a chip could put on the selected layer, at its card."""
        if not self.selected_layer:
            return
        layer, menu = self._experiment.layers[self.selected_layer - 1], self._activation_menu()
        first = menu.actions()[0]
        for text, on, toggle in (
            (f"Dropout, keep_prob {USUAL_KEEP_PROB:g}", layer.keep_prob < 1, self.toggle_dropout),
            ("Batch norm", layer.batch_norm, self.toggle_batch_norm),
        ):
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(toggle)
            menu.insertAction(first, action)
        menu.insertSeparator(first)
        self._popup(menu)

    def _popup(self, menu: QMenu) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self._layout.columns[self.selected_layer].area("activation").bottomLeft()
        menu.popup(self.viewport().mapToGlobal(self.mapFromScene(corner)))

    def toggle_dropout(self) -> None:
        """Dropout on the selected layer (or the input), or none."""
        column, x = self._selection.column, self._experiment
        if column is not None and column <= len(x.layers):
            keep = x.layers[column - 1].keep_prob if column else x.input_keep_prob
            self._ask(edits.set_keep_prob(x, column, 1.0 if keep < 1 else USUAL_KEEP_PROB))

    def toggle_batch_norm(self) -> None:
        """Batch norm on the selected layer, or none."""
        if number := self.selected_layer:
            on = self._experiment.layers[number - 1].batch_norm
            self._ask(edits.set_batch_norm(self._experiment, number, not on))

    def _activation_menu(self, parent: QWidget | None = None) -> QMenu:
        current = self._experiment.layers[self.selected_layer - 1].activation.name
        menu = activation_menu(parent or self, self._theme, current)
        menu.triggered.connect(self._take_activation)
        return menu

    def _take_activation(self, action: QAction) -> None:
        if action.data() is not None:
            self.set_activation(action.data())

    def open_card_menu(self, at: QPoint) -> None:
        """What can be done with the selected layer, as a menu at a point of the screen."""
        self._card_menu().popup(at)

    def _card_menu(self) -> QMenu:
        menu = QMenu("Layer", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Layer settings…", self.inspect_asked.emit)
        activations = menu.addMenu(self._activation_menu(menu))
        activations.setText("Activation")
        menu.addAction("Duplicate", self.duplicate_selected)
        left = menu.addAction("Move left", self.move_left)
        right = menu.addAction("Move right", self.move_right)
        left.setEnabled(self.selected_layer > 1)
        right.setEnabled(self.selected_layer < len(self._experiment.layers))
        menu.addSeparator()
        menu.addAction("Remove", self.remove_selected)
        return menu


def activation_menu(parent: QWidget, theme: Theme, current: str) -> QMenu:
    """All activations with their curves, the current one ticked; each action's data is the name."""
    menu = QMenu("Activation", parent)
    for name, g in ACTIVATIONS.items():
        action = menu.addAction(_curve_icon(name, theme), g.label)
        action.setData(name)
        action.setCheckable(True)
        action.setChecked(name == current)
    return menu


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
