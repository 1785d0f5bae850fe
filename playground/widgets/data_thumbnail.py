"""A button with a picture of real data on it, painted from the points themselves."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QPushButton, QWidget

from playground.colormaps import colormap
from playground.lettering import fix, font, px, scale
from playground.theme import Theme
from playground.widgets.buttons import prepare
from playground.widgets.themed import RING, Themed, describe, focus_ring

PICTURE, MARGIN, CAPTION, RADIUS = 52, 3, 18, 6
MAX_POINTS = 120
INSET, POINT, RIM = 5.0, 1.6, 0.4
TILES = 3  # images side by side and above each other

Floats = NDArray[np.float64]

# Corners of each marker around (0, 0), in units of the point's size; None is the disc.
_SQUARE = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
_PENTAGON = [(math.sin(a), -math.cos(a)) for a in np.arange(5) * 2 * math.pi / 5]
_PLUS = [(-0.35, -1), (0.35, -1), (0.35, -0.35), (1, -0.35), (1, 0.35), (0.35, 0.35)]
SHAPES: dict[str, list[tuple[float, float]] | None] = {
    "t1": [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
    "o": None,
    "s": _SQUARE,
    "d": [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
    "p": _PENTAGON,
    "+": _PLUS + [(-x, -y) for x, y in _PLUS],
}


class DataThumbnail(Themed, QPushButton):
    """A checkable picture with its name below; give it what it shows with `set_points` or `set_images`."""

    def __init__(self, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._points: tuple[Floats, NDArray[np.int64] | Floats] | None = None
        self._images: NDArray[np.uint8] | None = None
        self._picture: QPixmap | None = None
        self.setCheckable(True)
        self.setFont(font("label"))
        fix(self, PICTURE + 2 * MARGIN, PICTURE + 2 * MARGIN + CAPTION)
        describe(self, text, tooltip)
        prepare(self)

    def sizeHint(self) -> QSize:
        return QSize(px(PICTURE + 2 * MARGIN), px(PICTURE + 2 * MARGIN + CAPTION))

    @property
    def has_points(self) -> bool:
        """Whether it has been given its points or images."""
        return self._points is not None or self._images is not None

    def set_points(self, X: Floats, y: NDArray[np.int64] | Floats) -> None:
        """X (2, m) with class indices y (m,), or with numbers for regression; at most 120 are drawn."""
        drawn = np.linspace(0, y.size - 1, min(MAX_POINTS, y.size)).astype(int)
        self._points = (fitted(X[:, drawn]), y[drawn])
        self._picture = None
        self.update()

    def set_images(self, images: Floats) -> None:
        """Images (9 or more, height, width), of which the first 9 are drawn, 3 by 3."""
        scale = max(float(images.max()), 1e-12)
        self._images = mosaic(np.rint(255 * np.clip(images[: TILES**2] / scale, 0, 1)).astype(np.uint8))
        self._picture = None
        self.update()

    def retheme(self) -> None:
        self._picture = None
        self.update()

    def shown_caption(self) -> str:
        """The name, shortened with an ellipsis where it is too long."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(MARGIN, MARGIN, px(PICTURE), px(PICTURE))
        painter.drawPixmap(body.topLeft(), self._current_picture())
        strong = self.isChecked() or self.underMouse()
        if self.hasFocus() or self.isChecked():
            focus_ring(painter, body, RADIUS, self.theme, gap=0.0)
        else:
            painter.setPen(QPen(QColor(self.theme.outline if strong else self.theme.line_strong), 1))
            painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(QColor(self.theme.text if strong else self.theme.text3))
        painter.setFont(font("label", 500 if self.isChecked() else 400))
        caption = QRectF(0, body.bottom() + RING + 1, self.width(), px(CAPTION))
        painter.drawText(
            caption, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.shown_caption()
        )
        if self.hasFocus() and self.isChecked():
            focus_ring(painter, body, RADIUS - 4, self.theme, gap=-4.0)

    def _current_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = self._draw(ratio)
        return self._picture

    def fit_type(self) -> None:
        """The picture grows with its name."""
        self._picture = None

    def _draw(self, ratio: float) -> QPixmap:
        pixels = math.ceil(px(PICTURE) * ratio)
        picture = QPixmap(pixels, pixels)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale(), scale())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.canvas))
        painter.drawRoundedRect(QRectF(0, 0, PICTURE, PICTURE), RADIUS, RADIUS)
        if self._points is not None:
            X, y = self._points
            if not np.issubdtype(y.dtype, np.integer):  # else a number near 0 would be as pale as the paper
                painter.setBrush(QColor(self.theme.outline))
                for at in X.T.tolist():
                    painter.drawEllipse(QPointF(*at), POINT + RIM, POINT + RIM)
            for at, (color, shape) in zip(X.T, marks(y, self.theme), strict=True):
                painter.setBrush(QColor(color))
                draw_marker(painter, QPointF(float(at[0]), float(at[1])), shape, POINT)
        if self._images is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            side = PICTURE - 2 * INSET
            painter.drawImage(QRectF(INSET, INSET, side, side), self._ink(self._images))
        painter.end()
        return picture

    def _ink(self, pixels: NDArray[np.uint8]) -> QImage:
        """Pixels from 0 (paper) to 255 (ink) in the greys of the theme."""
        height, width = pixels.shape
        image = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Indexed8).copy()
        image.setColorTable(colormap((self.theme.canvas, self.theme.text)).qrgb)
        return image


def mosaic(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Nine images (9, height, width) as one picture of 3 by 3 with a pixel of paper between them."""
    padded = np.pad(images, ((0, 0), (0, 1), (0, 1)))
    rows = padded.reshape(TILES, TILES, *padded.shape[1:]).swapaxes(1, 2)
    return np.ascontiguousarray(rows.reshape(TILES * padded.shape[1], -1)[:-1, :-1])


def fitted(X: Floats) -> Floats:
    """Points (2, m) moved and scaled alike in both directions into the picture, x2 upwards."""
    low, high = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
    span = max(float((high - low).max()), 1e-12)
    placed: Floats = (X - (low + high) / 2) / span * (PICTURE - 2 * INSET)
    placed[1] *= -1
    return placed + PICTURE / 2


def marks(y: NDArray[np.int64] | Floats, theme: Theme) -> list[tuple[str, str]]:
    """Colour and marker of every point: by class, or on the diverging map for numbers."""
    if np.issubdtype(y.dtype, np.integer):
        return [(theme.class_color(int(c)), theme.marker(int(c))) for c in y]
    scale = max(float(np.abs(y).max()), 1e-12)
    rows = np.rint(127.5 * (y / scale + 1)).astype(int)
    return [(f"#{r:02X}{g:02X}{b:02X}", "o") for r, g, b in theme.map("diverging").rgb[rows].tolist()]


def draw_marker(painter: QPainter, at: QPointF, shape: str, size: float) -> None:
    """One marker with the painter's pen and brush; `size` is the radius of the disc."""
    corners = SHAPES[shape]
    if corners is None:
        painter.drawEllipse(at, size, size)
    else:
        painter.drawPolygon(QPolygonF([QPointF(at.x() + size * x, at.y() + size * y) for x, y in corners]))
