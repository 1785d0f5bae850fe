"""Copy, cut and paste on the canvas: what is selected goes to the clipboard of the desktop as text.

Each command returns what is to be said about it, nothing where the hint on Undo says enough.
"""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from engine.experiment import Experiment
from engine.layers import Dense
from playground.canvas import clipboard, edits
from playground.canvas.commands import LayerCommands


def copy_layer(canvas: LayerCommands) -> str:
    """The selected hidden layer, else the whole network."""
    number = canvas.selected_layer
    if not number:
        return copy_network(canvas)
    QGuiApplication.clipboard().setText(clipboard.layer_text(canvas.experiment.layers[number - 1]))
    return f"Layer {number} is on the clipboard · Ctrl+V puts a copy behind the selected layer"


def copy_network(canvas: LayerCommands) -> str:
    """All layers."""
    QGuiApplication.clipboard().setText(clipboard.network_text(canvas.experiment))
    return "The network is on the clipboard · Ctrl+V puts it in place of another one"


def copy_experiment(canvas: LayerCommands) -> str:
    """All that was decided, without the weights."""
    try:
        text = clipboard.experiment_text(canvas.experiment)
    except clipboard.PasteError as error:
        return f"Nothing was copied. {error}"
    QGuiApplication.clipboard().setText(text)
    return "The experiment is on the clipboard as text · Ctrl+V takes it up, here or in another window"


def cut_layer(canvas: LayerCommands) -> str:
    """The selected layer; what stood before it is selected, so that a paste would bring it back there."""
    number = canvas.selected_layer
    edit = edits.remove_layer(canvas.experiment, number)
    if edit is not None:
        copy_layer(canvas)
        canvas.edited.emit(edit.experiment, f"cut layer {number}", "")
        canvas.select(number - 1)
    return ""


def paste(canvas: LayerCommands) -> str:
    """A layer goes behind the selected one, else before the output; a network replaces all layers, an
    experiment everything.
    """
    before, last = canvas.experiment, len(canvas.experiment.layers)
    column = canvas.selection.column
    gap = last if column is None else min(column, last)
    try:
        part = clipboard.read(QGuiApplication.clipboard().text())
        edit = clipboard.pasted(before, gap, part)
    except clipboard.PasteError as error:
        return f"Nothing was pasted. {error}"
    if edit.experiment == before:
        kind = "experiment" if isinstance(part, Experiment) else "network"
        return f"The {kind} on the clipboard is the one you have already"
    canvas.edited.emit(*edit)
    if isinstance(part, Dense):
        canvas.select(gap + 1)
    return ""


COMMANDS: dict[str, Callable[[LayerCommands], str]] = {
    "copy_layer": copy_layer,
    "copy_network": copy_network,
    "copy_experiment": copy_experiment,
    "cut_layer": cut_layer,
    "paste": paste,
}
