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


def main() -> int:
    """Open the window, or without a display do the first run off-screen; the process's exit code."""
    spare_the_collector()
    interrupt = Interrupt()
    from playground.app import display_answers, run

    if display_answers():
        return run(sys.argv[:1], interrupt)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from playground.demo import run_demo

    return run_demo("out", interrupt)


if __name__ == "__main__":
    sys.exit(main())
