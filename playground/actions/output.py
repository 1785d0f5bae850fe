"""The commands on what is shown of the output: mistakes, metrics, and the plane in a window of its own."""

from playground.actions.spec import ActionSpec

OUTPUT: tuple[ActionSpec, ...] = (
    ActionSpec(
        "mistakes",
        "Mistakes",
        "View",
        ("E",),
        "Cross the points that the network gets wrong; of numbers, show how far it is off at each.",
        checkable=True,
    ),
    ActionSpec(
        "measures",
        "Metrics…",
        "View",
        ("Ctrl+Shift+M",),
        "Accuracy, precision, recall, F1 and the confusion matrix, or R² and RMSE, of every part, live.",
    ),
    ActionSpec(
        "enlarge",
        "Enlarge the output",
        "View",
        ("Ctrl+Shift+O",),
        "The output in a window of its own, as large as you like; Esc closes it.",
    ),
)
