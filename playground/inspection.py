"""What the commands do that look into the data: each opens a window, imported when it is asked for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.main_window import MainWindow


def of_inspection(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """A function for each of these commands."""
    return {
        "hardest": partial(_show_hardest, window),
        "learning_curve": partial(_show_learning_curve, window),
        "normalisation": partial(_show_normalisation, window),
    }


def _show_hardest(window: "MainWindow") -> None:
    from playground import hardest

    hardest.show_hardest(window, window.session, window.themes, window.output.look_at)


def _show_learning_curve(window: "MainWindow") -> None:
    from playground import learning_curve

    learning_curve.show_learning_curve(window, window.session, window.themes)


def _show_normalisation(window: "MainWindow") -> None:
    from playground import normalisation

    normalisation.show_normalisation(window, window.session, window.themes)
