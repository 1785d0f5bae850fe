"""The commands of painting. Those of a tool open the painting view if it is not open yet."""

from playground.actions.spec import ActionSpec

MENU = "Data/Painting tools"

PAINT: tuple[ActionSpec, ...] = (
    ActionSpec(
        "paint_points",
        "Paint points…",
        "Data",
        ("Ctrl+Shift+D",),
        "Put points on the plane by hand, and watch the network learn them; again leads back to the network.",
    ),
    ActionSpec("paint_brush", "Brush", MENU, (), "Points fall where the brush goes; while painting, key B."),
    ActionSpec("paint_point", "Single points", MENU, (), "One point at each click; while painting, key P."),
    ActionSpec(
        "paint_select",
        "Select points",
        MENU,
        (),
        "Drag a lasso around points; while painting, key S, or Shift and the arrows.",
    ),
    ActionSpec("paint_move", "Move points", MENU, (), "Drag points to another place; while painting, key M."),
    ActionSpec(
        "paint_flip",
        "Flip labels",
        MENU,
        (),
        "Points get the next class, values another sign; while painting, key X.",
    ),
    ActionSpec("paint_erase", "Eraser", MENU, (), "Points go where the eraser goes; while painting, key E."),
    ActionSpec(
        "paint_class",
        "Add a class of points",
        MENU,
        (),
        "One class more, up to six; its first point gives the output layer a unit more.",
    ),
    ActionSpec("paint_larger", "Larger brush", MENU, (), "Points lie further apart; while painting, key ]."),
    ActionSpec("paint_smaller", "Smaller brush", MENU, (), "Points lie closer; while painting, key [."),
    ActionSpec(
        "paint_erase_selected",
        "Erase selected points",
        MENU,
        (),
        "What is selected goes; while painting, key Del.",
    ),
    ActionSpec(
        "paint_take_over",
        "Start with the points before",
        MENU,
        (),
        "Painting begins with the examples of two columns that were the data before.",
    ),
    ActionSpec("paint_clear", "Clear all points", MENU, (), "Empty paper; Undo brings the points back."),
)
