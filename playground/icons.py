"""Our own icons: small SVG drawings in `currentColor`, tinted and drawn at the size asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine.assets import asset

# Sharp on plain and on doubled screens; the ratios between are drawn from the doubled picture.
RATIOS = (1.0, 2.0)


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return asset(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))


def paint(painter: QPainter, name: str, rect: QRectF, color: str) -> None:
    """Draw the icon into `rect` (device-independent pixels)."""
    _renderer(name, color).render(painter, rect)


@lru_cache(maxsize=512)
def pixmap(name: str, size: int, color: str, ratio: float = 1.0) -> QPixmap:
    """The icon as a square picture of `size` device-independent pixels. Do not paint on it: it is shared."""
    pixels = round(size * ratio)
    result = QPixmap(pixels, pixels)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    paint(painter, name, QRectF(0, 0, pixels, pixels), color)
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def icon(name: str, color: str, size: int = 16, disabled: str | None = None) -> QIcon:
    """The icon for a button, sharp on plain and doubled screens; `disabled` is its colour when off."""
    result = QIcon()
    for ratio in RATIOS:
        result.addPixmap(pixmap(name, size, color, ratio))
        if disabled is not None:
            result.addPixmap(pixmap(name, size, disabled, ratio), QIcon.Mode.Disabled)
    return result
