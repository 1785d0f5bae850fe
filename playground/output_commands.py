"""What the commands on the output do, and which buttons of the panels they stand behind."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from playground.actions.saved import OF_COST, OF_OUTPUT, SAVED
from playground.presence import WaitingVeil
from playground.widgets.buttons import bind

if TYPE_CHECKING:
    from playground.main_window import MainWindow

KEPT = ("play", "step", "step_epoch", "same_start", "new_start", "undo", "redo")  # in its own windows, too


def of_output(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """A function for each of these commands."""
    return {
        "mistakes": window.output.showing.toggle_mistakes,
        "measures": partial(_open, window, "measures_window", window.output.open_measures),
        "enlarge": partial(_open, window, "enlarged", window.output.enlarge),
        **{spec.name: partial(_save, window, spec.name) for spec in SAVED},
    }


def bind_output(window: "MainWindow") -> None:
    """Let buttons of the output do what commands do, and commands show what boxes say."""
    output, commands = window.output, window.commands
    bind(output.enlarge_button, commands["enlarge"])
    output.save_button.set_actions([commands[spec.name] for spec in OF_OUTPUT])
    options = window.cost.options
    for button, spec in zip((options.save_picture, options.save_lines), OF_COST, strict=True):
        bind(button, commands[spec.name])
    output.metrics.more.connect(commands["measures"].trigger)
    for box in (output.showing.mistakes, output.showing.residuals):
        box.toggled.connect(commands["mistakes"].setChecked)


def _open(window: "MainWindow", name: str, show: Callable[[], None]) -> None:
    """Its window; play and steps have their keys there, too."""
    is_new = getattr(window.output, name) is None
    show()
    if is_new:
        opened = getattr(window.output, name)
        opened.addActions([window.commands[key] for key in KEPT])
        WaitingVeil(opened, window.session, window.themes)


def _save(window: "MainWindow", name: str) -> None:
    from playground import output_export

    getattr(output_export, name)(window)
