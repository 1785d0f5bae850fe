"""The little SVG that the figures of a report need: shapes as text, and pictures of numbers in them."""

import base64
import io
from collections.abc import Iterable
from html import escape
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Places = NDArray[np.floating[Any]]
Ink = dict[str, Any]  # attributes of an element


class Area(NamedTuple):
    """A rectangle of the drawing and the numbers at its edges: x goes right, y goes up."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, x: Places | float) -> Places:
        """Where numbers stand from left to right."""
        low, high = self.x
        return self.left + (np.asarray(x, np.float64) - low) * (self.width / (high - low))

    def down(self, y: Places | float) -> Places:
        """Where numbers stand from top to bottom."""
        low, high = self.y
        return self.top + (high - np.asarray(y, np.float64)) * (self.height / (high - low))


def drawing(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole drawing, in its own size or as wide as the page; `title` is for screen readers."""
    return (
        f'<svg viewBox="0 0 {num(width)} {num(height)}" style="max-width:{num(width)}px" '
        f'role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def tag(name: str, content: str = "", **attributes: Any) -> str:
    """An element; underscores of attributes become hyphens."""
    written = "".join(f' {key.replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>"


def words(x: float, y: float, text: str, anchor: str = "start", **attributes: Any) -> str:
    """A line of text that begins, ends or has its middle at a place."""
    return tag("text", escape(text), x=x, y=y, text_anchor=anchor, **attributes)


def path(x: Places, y: Places) -> str:
    """The data of a polyline; where a number is missing, the line is interrupted."""
    parts, move = [], "M"
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        if np.isfinite(across) and np.isfinite(down):
            parts.append(f"{move}{num(across)} {num(down)}")
            move = "L"
        else:
            move = "M"
    return "".join(parts)


def picture(pixels: NDArray[np.uint32], **attributes: Any) -> str:
    """Colours 0xFFRRGGBB (h, w) as a PNG inside of the drawing."""
    channels = np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(channels).save(file, "PNG", optimize=True)
    data = base64.b64encode(file.getvalue()).decode()
    return tag("image", href=f"data:image/png;base64,{data}", preserveAspectRatio="none", **attributes)


def num(value: float) -> str:
    """At most two digits after the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "0"


def _value(value: object) -> str:
    return num(value) if isinstance(value, float) else escape(str(value))
