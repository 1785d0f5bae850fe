"""Augmentation with a preview: a window in which one sees what the training examples become.

The controls are those of the run bar; the examples are varied as they are for the training.
"""

from playground.augmenting.window import AugmentingWindow, show_augmenting

__all__ = ["AugmentingWindow", "show_augmenting"]
