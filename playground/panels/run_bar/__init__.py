"""The run bar: start and stop, how far the training is, how fast it goes and how it learns."""

from playground.panels.run_bar.bar import RunBar

__all__ = ["RunBar"]
