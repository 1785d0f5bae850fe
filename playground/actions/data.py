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
)
