"""The equations of one layer with live numbers, forward and back."""

from playground.panels.equations.panel import EquationsPanel

__all__ = ["EquationsPanel"]
