"""The Cost panel: J of the train and the dev part over the epochs."""

from playground.panels.cost.panel import CostPanel

__all__ = ["CostPanel"]
