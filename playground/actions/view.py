"""The commands of the View menu: what is shown and how large."""

from playground.actions.spec import ActionSpec

VIEW: tuple[ActionSpec, ...] = (
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
        "test_part",
        "Test part",
        "View",
        ("T",),
        "Reveal the test set, once asked, or lock it again: what is chosen after a look fits it too.",
        checkable=True,
    ),
    ActionSpec(
        "other_columns",
        "Other columns…",
        "View",
        (),
        "Where the columns that do not span the plane stand: a slider for each; the picture is cut there.",
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
    ActionSpec(
        "equations",
        "Equations",
        "View",
        ("Ctrl+1",),
        "The matrices of one layer in the next mini-batch, forward and backward; once more closes them.",
    ),
    ActionSpec(
        "signals",
        "Signals",
        "View",
        ("Ctrl+2",),
        "How the numbers of every layer are spread, forward and backward; again, and the panel closes.",
    ),
    ActionSpec("next_region", "Next region", "View", ("F6",), "The focus goes to the next part."),
    ActionSpec("last_region", "Previous region", "View", ("Shift+F6",), "The focus goes to the part before."),
)
