"""The commands of the Train menu: learning, and reports on it."""

from playground.actions.spec import ActionSpec

TRAIN: tuple[ActionSpec, ...] = (
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
        "Pause and take one step with the next mini-batch; in the past, go on to the next recorded moment.",
        repeats=True,
    ),
    ActionSpec(
        "step_back",
        "One moment back",
        "Train",
        ("Left",),
        "Pause and show the recorded moment before: the network as it was, to look at or to branch off from.",
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
        "explain",
        "Explain the next step",
        "Train",
        ("N",),
        "Pause and take the next step apart: examples, forward, cost, backward, update. Then let it happen.",
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
        "go_to_epoch",
        "Go to epoch…",
        "Train",
        (),
        "Show a recorded moment of the run; play there, and training goes on from it as a branch.",
    ),
    ActionSpec(
        "newest",
        "Back to the newest moment",
        "Train",
        (),
        "Leave the past: show the run where it stands.",
    ),
    ActionSpec(
        "replay",
        "Replay the run",
        "Train",
        (),
        "See the recorded run again in three seconds; the training itself rests.",
    ),
    ActionSpec(
        "rejoin",
        "Change to the other run",
        "Train",
        (),
        "Change to the run that this one branched off from; this one waits until you change back.",
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
)
