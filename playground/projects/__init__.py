"""Project files in the window: new, open, save, recent ones, and work that a crash would have taken."""

from playground.projects.projects import Projects

__all__ = ["Projects"]
