"""Every command of the window in one table: its words, its keys, and its cause and effect.

Menus, buttons, tooltips and shortcuts are all made from this table, so that they never disagree.
"""

from collections.abc import Callable

import msgspec
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class ActionSpec(msgspec.Struct, frozen=True):
    """One command. `tip` says cause and effect; an empty menu means that it has no menu entry."""

    name: str
    text: str
    menu: str = ""
    keys: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False
    repeats: bool = False  # whether holding the key goes on: for steps, never for toggles


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "presets",
        "Start from a preset…",
        "File",
        ("Ctrl+P",),
        "Replace everything by a ready experiment, which says what to see; Undo brings yours back.",
    ),
    ActionSpec(
        "export",
        "Export weights…",
        "File",
        ("Ctrl+Shift+E",),
        "Write the weights you see to a file, read it back and compare.",
    ),
    ActionSpec("quit", "Quit", "File", ("Ctrl+Q",), "Close the window; the training stops."),
    ActionSpec(
        "cut_layer",
        "Cut layer",
        "Edit",
        ("Ctrl+X",),
        "The selected layer goes to the clipboard and out of the network.",
    ),
    ActionSpec(
        "copy_layer",
        "Copy layer",
        "Edit",
        ("Ctrl+C",),
        "The selected layer goes to the clipboard as text; with none selected, the whole network.",
    ),
    ActionSpec(
        "copy_network",
        "Copy network",
        "Edit",
        ("Ctrl+Shift+C",),
        "All layers go to the clipboard as text, for another window or a letter.",
    ),
    ActionSpec(
        "paste",
        "Paste",
        "Edit",
        ("Ctrl+V",),
        "A copied layer comes behind the selected one; a copied network replaces all layers.",
    ),
    ActionSpec(
        "add_layer",
        "Add layer",
        "Edit",
        ("A",),
        "Choose a gap with the arrow keys, Enter adds a layer there.",
    ),
    ActionSpec(
        "duplicate_layer", "Duplicate layer", "Edit", ("Ctrl+D",), "Put a copy behind the selected layer."
    ),
    ActionSpec(
        "move_left",
        "Move layer left",
        "Edit",
        ("Alt+Left", "["),
        "Swap the selected layer with the one before.",
    ),
    ActionSpec(
        "move_right",
        "Move layer right",
        "Edit",
        ("Alt+Right", "]"),
        "Swap the selected layer with the next one.",
    ),
    ActionSpec(
        "remove_layer", "Remove layer", "Edit", ("Del",), "The other layers keep the weights that still fit."
    ),
    ActionSpec(
        "more_units",
        "One unit more",
        "Edit",
        ("+", "="),
        "The layer can bend the boundary once more.",
        repeats=True,
    ),
    ActionSpec(
        "fewer_units", "One unit fewer", "Edit", ("-",), "The layer can draw fewer lines.", repeats=True
    ),
    ActionSpec(
        "activation",
        "Activation…",
        "Edit",
        (),
        "Choose what bends the output of the selected layer's units.",
    ),
    ActionSpec(
        "add_to_layer",
        "Add to layer…",
        "Edit",
        ("Shift+A",),
        "Choose dropout, batch norm or another activation for the selected layer.",
    ),
    ActionSpec(
        "dropout_layer",
        "Dropout on layer",
        "Edit",
        (),
        "Units of the selected layer are switched off at random in each step; again takes it away.",
    ),
    ActionSpec(
        "batch_norm_layer",
        "Batch norm on layer",
        "Edit",
        (),
        "Each unit's z is centred and scaled over the mini-batch; again takes it away.",
    ),
    ActionSpec(
        "edit_weights",
        "Weights…",
        "Edit",
        ("W",),
        "The weights of the selected unit as numbers: type one, and learning goes on from there.",
    ),
    ActionSpec(
        "advice",
        "Advice on the design…",
        "Edit",
        ("Ctrl+I",),
        "What in this design cannot work or will hardly learn, with a cure for each.",
    ),
    ActionSpec(
        "freeze_layer",
        "Freeze layer",
        "Edit",
        ("F",),
        "The selected layer keeps its weights while the others learn; again lets it learn on.",
    ),
    ActionSpec(
        "inspect_layer",
        "Layer settings…",
        "Edit",
        ("I",),
        "Every setting of the selected layer: dropout, batch norm, L1 and L2, first weights.",
    ),
    ActionSpec(
        "play",
        "Play",
        "Train",
        ("Space", "Ctrl+Space"),
        "Train until you pause. Nothing you do can break it.",
    ),
    ActionSpec(
        "step",
        "One mini-batch",
        "Train",
        ("Right",),
        "Pause and take one step with the next mini-batch.",
        repeats=True,
    ),
    ActionSpec(
        "step_epoch",
        "One epoch",
        "Train",
        ("Shift+Right",),
        "Pause and finish this pass over all examples.",
        repeats=True,
    ),
    ActionSpec(
        "same_start",
        "Same start",
        "Train",
        ("R",),
        "The same first weights and batch order again: compare fairly.",
    ),
    ActionSpec(
        "new_start", "New start", "Train", ("Shift+R",), "New random weights: see how much luck was in it."
    ),
    ActionSpec(
        "check",
        "Check the gradient…",
        "Train",
        (),
        "Nudge every weight and compare: does backpropagation find the slope that the cost really has?",
    ),
    ActionSpec(
        "race",
        "Race loops against matrices…",
        "Train",
        (),
        "The same gradient with loops and with matrices: see what vectorising saves. Pause for fair times.",
    ),
    ActionSpec(
        "diagnose",
        "Diagnose the network…",
        "Train",
        (),
        "Look inside every layer and at the errors: high bias or high variance, and what helps.",
    ),
    ActionSpec(
        "graph",
        "Show the computation graph…",
        "Train",
        (),
        "Follow one example forwards to the cost, and the derivatives back to every weight.",
    ),
    ActionSpec(
        "log_cost", "Logarithmic cost axis", "View", ("L",), "Small costs become visible.", checkable=True
    ),
    ActionSpec(
        "dev_points",
        "Dev points",
        "View",
        ("V",),
        "Show or hide the examples of the dev set.",
        checkable=True,
    ),
    ActionSpec(
        "discretise",
        "Discretise output",
        "View",
        ("X",),
        "Two flat colours instead of probabilities.",
        checkable=True,
    ),
    ActionSpec(
        "pin_unit",
        "Pin unit",
        "View",
        ("P",),
        "The unit under the pointer, or the selected one, is shown beside the output; two can be compared.",
    ),
    ActionSpec(
        "show_output",
        "Outputs on the canvas",
        "View",
        (),
        "Thumbnails show each unit's output over the plane, links its weights.",
    ),
    ActionSpec(
        "show_weights",
        "Weights on the canvas",
        "View",
        ("Shift+W",),
        "Thumbnails and links show the weights; again shows the outputs.",
    ),
    ActionSpec(
        "show_gradients",
        "Gradients on the canvas",
        "View",
        ("G",),
        "Thumbnails and links show dJ/dw of the last step; again shows the outputs.",
    ),
    ActionSpec(
        "masks",
        "Dropout masks",
        "View",
        ("M",),
        "Ghost the units that dropout left out for the first example of the last mini-batch.",
        checkable=True,
    ),
    ActionSpec(
        "zoom_in", "Zoom in", "View", ("Ctrl++", "Ctrl+="), "The network is drawn larger.", repeats=True
    ),
    ActionSpec("zoom_out", "Zoom out", "View", ("Ctrl+-",), "The network is drawn smaller.", repeats=True),
    ActionSpec(
        "fit", "Fit the network", "View", ("Ctrl+0",), "The whole network is made to fit into the window."
    ),
    ActionSpec("natural_size", "Natural size", "View", ("Ctrl+9",), "The network is drawn at 100 percent."),
    ActionSpec(
        "network_list",
        "Network as list…",
        "View",
        ("Ctrl+L",),
        "Layers, units and weights in words, as a tree for the keyboard and for screen readers.",
    ),
    ActionSpec(
        "morph",
        "Layer morph…",
        "View",
        ("Ctrl+M",),
        "Carry the input plane and the examples through the layers: see how they are pulled apart.",
    ),
    ActionSpec(
        "projector",
        "Projector mode",
        "View",
        ("Ctrl+Shift+P",),
        "Type, lines and points at 150 percent, to be read from afar; again, and they are as usual.",
        checkable=True,
    ),
    ActionSpec(
        "reduce_motion",
        "Reduce motion",
        "View",
        (),
        "Columns part at once, and the layer morph goes by hand only; again, and they move.",
        checkable=True,
    ),
    ActionSpec("next_region", "Next region", "View", ("F6",), "The focus goes to the next part."),
    ActionSpec("last_region", "Previous region", "View", ("Shift+F6",), "The focus goes to the part before."),
    ActionSpec(
        "find_action",
        "Find any action",
        "Help",
        ("Ctrl+K",),
        "Type a few letters of what you want to do; Enter does it.",
    ),
    ActionSpec("first_steps", "Show the first steps", "Help", (), "Show the call of the first start again."),
    ActionSpec("shortcuts", "Keyboard shortcuts", "Help", (), "All keys on one page."),
    ActionSpec("log_folder", "Open log folder", "Help", (), "Where the app writes what went wrong."),
    ActionSpec("about", "About Neural Playground", "Help", (), "Version and licence."),
)
REPORTS = ("check", "race", "diagnose", "graph")  # those of weights, which must have come first
MENUS = ("File", "Edit", "View", "Train", "Help")


def make_actions(owner: QWidget, handlers: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions of the table, owned by and active in the window; every one must have a handler."""
    actions = {}
    for spec in ACTIONS:
        action = QAction(spec.text, owner)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if spec.keys else ""
        action.setToolTip(f"{spec.text.rstrip('…')}{keys}: {spec.tip}")
        action.setStatusTip(spec.tip)
        action.setCheckable(spec.checkable)
        action.setAutoRepeat(spec.repeats)
        action.triggered.connect(handlers[spec.name])
        owner.addAction(action)
        actions[spec.name] = action
    return actions
