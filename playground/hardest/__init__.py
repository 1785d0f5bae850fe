"""The list of the hardest examples, beside the main window."""

from playground.hardest.window import HardestWindow, show_hardest

__all__ = ["HardestWindow", "show_hardest"]
