"""The Signals panel."""

from playground.panels.signals.panel import SignalsPanel

__all__ = ["SignalsPanel"]
