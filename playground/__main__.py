"""The window, or without a display the same first run off-screen."""

import gc
import os
import sys

from playground.interrupt import Interrupt


def spare_the_collector() -> None:
    """Imports leave no garbage, but searching for it among them takes a tenth of the start.

    The window collects later, by a timer of its own (`playground.app.Housekeeping`).
    """
    gc.disable()


def main(project: str = "") -> int:
    """Open the window, with a project if one is named; without a display do the first run off-screen.

    Returned is the process's exit code.
    """
    spare_the_collector()
    interrupt = Interrupt()
    from playground.app import display_answers, run

    if display_answers():
        return run(sys.argv[:1], interrupt, project or _named())
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from playground.demo import run_demo

    return run_demo("out", interrupt)


def _named() -> str:
    """The project that a desktop names when its file is double-clicked."""
    return sys.argv[1] if len(sys.argv) == 2 and sys.argv[1].endswith(".nnplay") else ""


if __name__ == "__main__":
    sys.exit(main())
