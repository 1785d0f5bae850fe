"""Parts of the window as one picture in a file: PNG in twice the pixels of the screen, or SVG.

They are painted by themselves once more, in the present theme.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from engine.errors import ExportError, shown
from engine.files import replacing
from playground.theme import Theme

FORMATS = {".png": "PNG picture", ".svg": "SVG drawing"}
RATIO, MARGIN = 2.0, 12


class Placed(NamedTuple):
    """A widget, where its upper left corner is in the picture, and how much room it takes there."""

    widget: QWidget
    corner: QPoint
    room: QSize


def picture(parts: Sequence[Placed], theme: Theme, suffix: str, title: str) -> bytes:
    """The bytes of the file. Raises ExportError where there is no such format."""
    inside = QRect()
    for _, corner, room in parts:
        inside = inside.united(QRect(corner, room))
    area = inside.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    moved = [part._replace(corner=part.corner - area.topLeft()) for part in parts]
    if suffix.lower() == ".png":
        return _png(moved, area.size(), theme)
    if suffix.lower() == ".svg":
        return _svg(moved, area.size(), theme, title)
    raise ExportError(f"Pictures are written as {' or '.join(FORMATS)}, not as {shown(suffix)}.")


def write(path: Path, content: bytes) -> None:
    """In one piece. Raises ExportError."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def _png(parts: Sequence[Placed], size: QSize, theme: Theme) -> bytes:
    image = QImage(size * RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(RATIO)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    _paint(painter, parts)
    painter.end()
    content, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def _svg(parts: Sequence[Placed], size: QSize, theme: Theme, title: str) -> bytes:
    content, buffer = QByteArray(), QBuffer()
    drawing = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older one knows no clipping
    drawing.setResolution(widget_dpi(parts))  # else pictures of text are made smaller
    buffer.setBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing.setOutputDevice(buffer)
    drawing.setSize(size)
    drawing.setViewBox(QRect(QPoint(), size))
    drawing.setTitle(title)
    painter = QPainter(drawing)
    painter.fillRect(QRect(QPoint(), size), QColor(theme.window))
    _paint(painter, parts)
    painter.end()
    return bytes(content.data())


def _paint(painter: QPainter, parts: Sequence[Placed]) -> None:
    for widget, corner, _ in parts:
        painter.save()
        if isinstance(widget, QGraphicsView):
            with uncached(widget):
                widget.render(painter, QRectF(QRect(corner, widget.size())), widget.viewport().rect())
        else:
            widget.render(painter, corner, renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.restore()


def widget_dpi(parts: Sequence[Placed]) -> int:
    """Pixels per inch on the screen of the parts."""
    return parts[0].widget.logicalDpiX()


@contextmanager
def uncached(view: QGraphicsView) -> Iterator[None]:
    """Items are drawn instead of copied from pixels that are kept for the screen, points one by one."""
    dots = [item for item in view.scene().items() if isinstance(item, pg.ScatterPlotItem)]
    kept = [item for item in view.scene().items() if item.cacheMode() != QGraphicsItem.CacheMode.NoCache]
    modes = [item.cacheMode() for item in kept]
    for item in kept:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    for item in dots:
        item.setExportMode(True, {})
    try:
        yield
    finally:
        for item, mode in zip(kept, modes, strict=True):
            item.setCacheMode(mode)
        for item in dots:
            item.setExportMode(False)
