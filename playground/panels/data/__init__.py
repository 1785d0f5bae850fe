"""The data panel, a section a file."""

from playground.panels.data.panel import DataPanel

__all__ = ["DataPanel"]
