"""The commands of the Edit menu: the network and its layers."""

from playground.actions.spec import ActionSpec

EDIT: tuple[ActionSpec, ...] = (
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
        "copy_experiment",
        "Copy experiment as text",
        "Edit",
        (),
        "All that you decided, without the weights, as text for a letter; Ctrl+V takes it up again.",
    ),
    ActionSpec(
        "paste",
        "Paste",
        "Edit",
        ("Ctrl+V",),
        "A copied layer comes behind the selected one; a network replaces all layers, an experiment all.",
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
)
