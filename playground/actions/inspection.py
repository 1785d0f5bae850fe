"""The commands of the Data menu that look into the data: single examples, their number, their scale."""

from playground.actions.spec import ActionSpec

INSPECTION: tuple[ActionSpec, ...] = (
    ActionSpec(
        "hardest",
        "Hardest examples…",
        "Data",
        ("H",),
        "The examples with the largest loss, live, and the labels that may be mistakes.",
    ),
    ActionSpec(
        "flip_label",
        "Flip the label",
        "Data",
        (),
        "The painted point that is looked at gets the next class; a value changes its sign.",
    ),
    ActionSpec(
        "learning_curve",
        "Learning curve…",
        "Data",
        (),
        "Train copies of the network on more and more examples: would more data help?",
    ),
    ActionSpec(
        "normalisation",
        "Normalisation…",
        "Data",
        (),
        "Mu and sigma of every feature, and what they do to the cost: from a long valley to a bowl.",
    ),
)
