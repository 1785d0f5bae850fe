"""Which part of the window speaks to which: edits to the Document, wishes to the Session."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from playground.widgets.themed import motion_reduced

if TYPE_CHECKING:
    from playground.main_window import MainWindow


def connect_parts(window: "MainWindow") -> None:
    """All that goes from one part to another without the window itself."""
    _connect_edits(window)
    _connect_views(window)
    canvas, menus = window.network.canvas, window.menus
    window.layers.chosen.connect(canvas.begin_caret)
    window.data.own.paint_asked.connect(window.commands["paint_points"].trigger)
    window.bottom.graph_asked.connect(window.commands["graph"].trigger)
    canvas.hint_changed.connect(window.status.hint)
    canvas.edited.connect(window.side.close_overlay)
    menus.activation_chosen.connect(canvas.set_activation)
    menus.theme_chosen.connect(window.themes.set_choice)
    for control in window.findChildren(QWidget):
        if hasattr(control, "refused"):
            control.refused.connect(window.status.say)
    _bind_toggles(window)
    _add_layer_keys(window)


def _connect_edits(window: "MainWindow") -> None:
    """What the user decides."""
    window.layers.edited.connect(window.session.edit_anew)
    for panel in (window.run_bar, window.data, window.network):
        panel.edited.connect(window.document.edit)
    window.network.weight_edited.connect(window.document.set_weight)
    window.run_bar.pace_changed.connect(window.session.set_pace)
    window.session.set_pace(window.run_bar.pace)
    window.timeline.visited.connect(window.session.go_to)
    window.timeline.rejoined.connect(window.session.rejoin)


def _connect_views(window: "MainWindow") -> None:
    """What the parts want to see."""
    for part in (window.network.canvas, window.output, window.bottom, window.cost):
        part.wanted.connect(window.session.wish)
    window.output.unpinned.connect(window.network.canvas.set_pinned)
    window.bottom.layer_chosen.connect(window.network.canvas.select)


def _bind_toggles(window: "MainWindow") -> None:
    """Entries of the menus that are ticked show what is."""
    commands = window.commands
    window.output.dev_box.toggled.connect(commands["dev_points"].setChecked)
    window.output.flat_box.toggled.connect(commands["discretise"].setChecked)
    commands["dev_points"].setChecked(True)
    commands["masks"].setChecked(True)
    commands["reduce_motion"].setChecked(motion_reduced())


def _add_layer_keys(window: "MainWindow") -> None:
    """1 to 9 select a layer, Esc selects nothing."""
    canvas = window.network.canvas
    for number in range(1, 10):
        key = QShortcut(QKeySequence(str(number)), window)
        key.setObjectName(str(number))
        key.activated.connect(canvas.select_by_key)
    escape = QShortcut(QKeySequence("Esc"), window)
    escape.activated.connect(canvas.escape)
