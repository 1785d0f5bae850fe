"""The commands of the Data menu: where examples come from, and what is done to them."""

from playground.actions.spec import ActionSpec

DATA: tuple[ActionSpec, ...] = (
    ActionSpec(
        "new_points",
        "New points",
        "Data",
        (),
        "Other points of the same kind, or another split of real data: see how much was chance.",
    ),
    ActionSpec(
        "open_images",
        "Open a folder of images…",
        "Data",
        (),
        "Each sub-folder becomes a class, each image in it an example; the network tells them apart.",
    ),
    ActionSpec(
        "draw_digit",
        "Draw a digit…",
        "Data",
        (),
        "Draw with mouse or keys, and see at once what the network takes it for, also while it learns.",
    ),
    ActionSpec(
        "augmentation",
        "Augmentation…",
        "Data",
        (),
        "Vary the training examples in ways that leave their labels true, and see what they become.",
    ),
    ActionSpec(
        "add_feature",
        "Add a feature…",
        "Data",
        (),
        "Type a formula such as sin(3*x1)*x2: the network gets it as one more input.",
    ),
    ActionSpec(
        "import_table",
        "Import a table…",
        "Data",
        ("Ctrl+Shift+I",),
        "Choose a CSV, Excel, Parquet or npz file: you say what its columns are, and the network learns it.",
    ),
    ActionSpec(
        "paste_table",
        "Paste a table…",
        "Data",
        ("Ctrl+Shift+V",),
        "Cells copied from a spreadsheet become the data: you say what the columns are first.",
    ),
    ActionSpec(
        "change_columns",
        "Change columns…",
        "Data",
        (),
        "Choose anew what the columns of the table in use are, what fills gaps, and the class names.",
    ),
)
