"""The commands that write what is seen: pictures, and the numbers behind them."""

from playground.actions.spec import ActionSpec

MENU = "File/Save picture or table"

OF_OUTPUT: tuple[ActionSpec, ...] = (
    ActionSpec(
        "save_output_picture",
        "Picture of the output…",
        MENU,
        (),
        "The plane with its legend as PNG or SVG, in the present colours; the enlarged one if that is open.",
    ),
    ActionSpec(
        "save_output_grid",
        "Output over the plane as CSV…",
        MENU,
        (),
        "Every sample of the plane as it is seen, with what the network says there.",
    ),
    ActionSpec(
        "save_output_points",
        "Points with predictions as CSV…",
        MENU,
        (),
        "Every example that is not locked: columns, label, and what the network says of it.",
    ),
)
OF_COST: tuple[ActionSpec, ...] = (
    ActionSpec(
        "save_cost_picture",
        "Picture of the cost chart…",
        MENU,
        (),
        "The chart with its legend as PNG or SVG, in the present colours.",
    ),
    ActionSpec(
        "save_cost_lines",
        "Cost lines as CSV…",
        MENU,
        (),
        "A row for every point of the lines as they are drawn, averages included.",
    ),
)
SAVED = OF_OUTPUT + OF_COST
