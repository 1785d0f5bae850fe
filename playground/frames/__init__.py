"""A Frame is everything the panels show of one moment of the training, built in the worker without Qt.

Panels compute nothing: the decision grid, the picture of every unit, the contour and the curve all come in
the Frame.
"""

from playground.frames.builder import FrameBuilder
from playground.frames.costs import CostLine, CostLines
from playground.frames.detail import Detail
from playground.frames.examples import Example, Hardest, is_unlocked
from playground.frames.film import Still, Timeline
from playground.frames.frame import Failure, Frame, Pin
from playground.frames.morph import Morph
from playground.frames.pictures import Bytes, picture, to_bytes
from playground.frames.plane import COARSE, FINE, FLUID
from playground.frames.scene import Scene, make_scene, plane_points
from playground.frames.signals import Signals
from playground.frames.surface import Surface
from playground.frames.telling import telling_axes
from playground.frames.verdicts import Verdicts, thinned
from playground.frames.view import Extent, Place, Show, View

__all__ = [
    "COARSE",
    "FINE",
    "FLUID",
    "Bytes",
    "CostLine",
    "CostLines",
    "Detail",
    "Example",
    "Extent",
    "Failure",
    "Frame",
    "FrameBuilder",
    "Hardest",
    "Morph",
    "Pin",
    "Place",
    "Scene",
    "Show",
    "Signals",
    "Still",
    "Surface",
    "Timeline",
    "Verdicts",
    "View",
    "is_unlocked",
    "make_scene",
    "picture",
    "plane_points",
    "telling_axes",
    "thinned",
    "to_bytes",
]
