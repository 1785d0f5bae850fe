"""The digit pad: a window in which one draws, and sees at once what the network takes it for.

The drawing is reduced to pixels as the images of the data are; the answer is computed with the frames.
"""

from playground.digit_pad.window import DigitPad, show_pad

__all__ = ["DigitPad", "show_pad"]
