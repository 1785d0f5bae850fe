"""The next step, taken apart: forward, cost, backward and update, one stage at a time."""

from playground.explained.panel import StepPanel

__all__ = ["StepPanel"]
