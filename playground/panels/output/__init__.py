"""The Output panel: the decision boundary of this moment over the examples."""

from playground.panels.output.panel import OutputPanel

__all__ = ["OutputPanel"]
