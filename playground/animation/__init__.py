"""An animation of the recorded run as a file: the plane from the first moment to the last."""

from playground.animation.window import show_animation

__all__ = ["show_animation"]
