"""The steps of type, and how large they are: larger type makes lengths around it larger by the same share.

All lengths in the program are those at 100 %; `px` and `fix` turn them into pixels.
"""

from functools import lru_cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

Step = Literal["title", "value", "number", "section", "body", "label", "axis"]

# Pixel size and weight of each step of type.
TYPE: dict[Step, tuple[int, int]] = {
    "title": (20, 600),
    "value": (16, 500),
    "number": (15, 600),
    "section": (13, 600),
    "body": (12, 400),
    "label": (11, 400),
    "axis": (10, 400),
}
INTERFACE_FONTS = ("Inter", "Inter Variable")
MONO_FONTS = ("JetBrains Mono", "DejaVu Sans Mono")
PERCENTS = (100, 125, 150)
FIXED = "fixed size at 100 %"  # the property of a widget that remembers it

_scale = 1.0


def scale() -> float:
    """How many times larger than usual everything is written: 1, 1.25 or 1.5."""
    return _scale


def set_scale(scale: float) -> None:
    """From now on fonts and lengths are of this size; those that are in use stay as they are."""
    global _scale
    _scale = scale


def px(length: float) -> int:
    """A length in whole pixels, at the present size of type."""
    return int(length * _scale + 0.5)


def scaled(length: float) -> float:
    """A length in pixels and fractions of them, such as the width of a line."""
    return length * _scale


@lru_cache(maxsize=2)
def _family(mono: bool) -> str:
    """The first wanted family that is installed, else what the desktop uses."""
    installed = set(QFontDatabase.families())
    wanted = MONO_FONTS if mono else INTERFACE_FONTS
    system = QFontDatabase.SystemFont.FixedFont if mono else QFontDatabase.SystemFont.GeneralFont
    return next((name for name in wanted if name in installed), QFontDatabase.systemFont(system).family())


def font(step: Step = "body", weight: int | None = None, *, mono: bool = False) -> QFont:
    """The font of one step of type, with digits of equal width. Needs a QApplication."""
    size, usual = TYPE[step]
    return QFont(_made(px(size), weight or usual, mono))


def natural_font(step: Step = "body", weight: int | None = None, *, mono: bool = False) -> QFont:
    """The font as it is at 100 %, for what is painted on a ground that is drawn larger as a whole."""
    size, usual = TYPE[step]
    return QFont(_made(size, weight or usual, mono))


@lru_cache(maxsize=128)
def _made(size: int, weight: int, mono: bool) -> QFont:
    """Kept, since fonts are asked for with every frame; only copies are given away."""
    result = QFont(_family(mono))
    result.setPixelSize(size)
    result.setWeight(QFont.Weight(weight))
    if not mono:
        result.setFeature(QFont.Tag("tnum"), 1)
    return result


def fix(widget: QWidget, width: int | None = None, height: int | None = None) -> None:
    """Fix the size, or one side of it, at a length that follows the size of type."""
    known = widget.property(FIXED) or [None, None]
    widget.setProperty(FIXED, [width or known[0], height or known[1]])
    fix_again(widget)


def fix_again(widget: QWidget) -> None:
    """What `fix` has fixed has its size at the present size of type."""
    width, height = widget.property(FIXED) or (None, None)
    if width is not None:
        widget.setFixedWidth(px(width))
    if height is not None:
        widget.setFixedHeight(px(height))
