"""The commands of the File menu: beginnings, files and leaving."""

from playground.actions.saved import SAVED
from playground.actions.spec import ActionSpec

FILE: tuple[ActionSpec, ...] = (
    ActionSpec("new", "New", "File", ("Ctrl+N",), "Begin with the first experiment again, without a file."),
    ActionSpec(
        "open",
        "Open…",
        "File",
        ("Ctrl+O",),
        "Open a project: everything is as it was saved, and training goes on from there.",
    ),
    ActionSpec(
        "save",
        "Save",
        "File",
        ("Ctrl+S",),
        "Write experiment, weights, optimiser state, data and curve to the project file.",
    ),
    ActionSpec(
        "save_as",
        "Save as…",
        "File",
        ("Ctrl+Shift+S",),
        "Write the project to another file and go on with it.",
    ),
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
    ActionSpec(
        "import_weights",
        "Import weights…",
        "File",
        (),
        "Begin with the weights of a file that fit this network; Undo brings yours back.",
    ),
    ActionSpec(
        "export_data",
        "Export data…",
        "File",
        (),
        "Write the examples with their split as CSV or NumPy arrays: learning from the file is the same.",
    ),
    ActionSpec(
        "report",
        "Save report…",
        "File",
        (),
        "One page for any browser: network, data, curves, boundary, metrics, equations and settings.",
    ),
    ActionSpec(
        "animation",
        "Save animation…",
        "File",
        (),
        "The recorded run as an animated GIF: the output from the first moment to the last, and the cost.",
    ),
    *SAVED,
    ActionSpec("quit", "Quit", "File", ("Ctrl+Q",), "Close the window; the training stops."),
)
