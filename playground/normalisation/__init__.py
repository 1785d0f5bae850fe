"""What normalisation does, in a window: mu and sigma of every feature, and the cost before and after."""

from playground.normalisation.window import NormalisationWindow, show_normalisation

__all__ = ["NormalisationWindow", "show_normalisation"]
