"""What the commands do that look into the data: each opens a window, imported when it is asked for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from engine.data import Painted
from playground.widgets.buttons import bind

if TYPE_CHECKING:
    from playground.main_window import MainWindow

NOTHING_TO_FLIP = "Labels of painted points can be flipped: paint some, then click one on the output plane."


def of_inspection(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """A function for each of these commands."""
    return {
        "hardest": partial(_show_hardest, window),
        "flip_label": partial(_flip_label, window),
        "learning_curve": partial(_show_learning_curve, window),
        "normalisation": partial(_show_normalisation, window),
    }


def bind_buttons(window: "MainWindow") -> None:
    """Let buttons of the panels do what commands do that belong to the window."""
    bind(window.output.example.flip_button, window.commands["flip_label"])
    bind(window.data.inputs.show_normalisation, window.commands["normalisation"])


def _flip_label(window: "MainWindow") -> None:
    """Of painted data alone: other labels are what their source says."""
    from playground.paint.edits import flipped

    experiment, place = window.document.experiment, window.output.picker.place
    data = experiment.data
    if not isinstance(data, Painted) or place is None or place >= len(data.points):
        window.status.say(NOTHING_TO_FLIP)
        return
    chosen = np.arange(len(data.points)) == place
    changed = experiment.with_(data=flipped(data, chosen))
    window.document.edit(changed, f"label of point {place + 1} flipped", "")


def _show_hardest(window: "MainWindow") -> None:
    from playground import hardest

    hardest.show_hardest(window, window.session, window.themes, window.output.look_at)


def _show_learning_curve(window: "MainWindow") -> None:
    from playground import learning_curve

    learning_curve.show_learning_curve(window, window.session, window.themes)


def _show_normalisation(window: "MainWindow") -> None:
    from playground import normalisation

    normalisation.show_normalisation(window, window.session, window.themes)
