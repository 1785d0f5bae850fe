"""The commands of the Help menu: finding one's way."""

from playground.actions.spec import ActionSpec

HELP: tuple[ActionSpec, ...] = (
    ActionSpec(
        "find_action",
        "Find any action",
        "Help",
        ("Ctrl+K",),
        "Type a few letters of what you want to do; Enter does it.",
    ),
    ActionSpec("first_steps", "Show the first steps", "Help", (), "Show the call of the first start again."),
    ActionSpec("shortcuts", "Keyboard shortcuts", "Help", (), "All keys on one page."),
    ActionSpec("log_folder", "Open log folder", "Help", (), "Where the app writes what went wrong."),
    ActionSpec("about", "About Neural Playground", "Help", (), "Version and licence."),
)
