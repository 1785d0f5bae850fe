"""The commands of the File menu: beginnings, files and leaving."""

from playground.actions.spec import ActionSpec

FILE: tuple[ActionSpec, ...] = (
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
        "export_data",
        "Export data…",
        "File",
        (),
        "Write the examples with their split as CSV or NumPy arrays: learning from the file is the same.",
    ),
    ActionSpec("quit", "Quit", "File", ("Ctrl+Q",), "Close the window; the training stops."),
)
