"""The layer morph: a window in which the input plane and the examples are carried through the layers.

What is shown is computed with the frames; here it is drawn, and moved between the stations.
"""

from playground.morph.window import MorphWindow, show_morph

__all__ = ["MorphWindow", "show_morph"]
