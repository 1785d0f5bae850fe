"""How a card, a sparkline and a thumbnail are drawn: functions over a painter, without state."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from engine.activations import ACTIVATIONS
from engine.advice import Advice
from playground import icons
from playground.canvas.faces import Badge, Face
from playground.canvas.layout import CARD_HEIGHT, Column, Part
from playground.lettering import natural_font
from playground.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
STRIP, WIDE_ENOUGH = 15.0, 40.0  # where a long name stands, and how wide a picture is that has room for it
BADGE_ICON, BADGE_PAD, BADGE_GAP = 11.0, 5.0, 4.0


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    color: str,
    style: QFont,
    where: Qt.AlignmentFlag = LEFT,
) -> None:
    """Text in a rectangle, elided where it does not fit."""
    painter.setFont(style)
    painter.setPen(QColor(color))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) + 1)
    painter.drawText(rect, where, shown)


def write_name(painter: QPainter, unit: QRectF, name: str, theme: Theme) -> None:
    """The name of an input left of its picture; a long one, of a formula, over the foot of the picture."""
    style = natural_font("label", 600)
    space = QRectF(unit.left() - 42, unit.top(), 36, unit.height())
    if unit.width() < WIDE_ENOUGH or QFontMetricsF(style).horizontalAdvance(name) <= space.width():
        write(painter, space, name, theme.text, style, RIGHT)
        return
    strip = QRectF(unit.left(), unit.bottom() - STRIP, unit.width(), STRIP)
    ground = QColor(theme.canvas)
    ground.setAlphaF(0.82)
    painter.fillRect(strip, ground)
    write(painter, strip.adjusted(2, 0, -2, 0), name, theme.text, natural_font("axis"), CENTRE)


def fill(
    painter: QPainter, rect: QRectF, color: str, radius: float, edge: str | None = None, width: float = 1
) -> None:
    """A rounded rectangle."""
    painter.setPen(QPen(QColor(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(rect, radius, radius)


def sparkline(name: str, rect: QRectF) -> QPolygonF:
    """g(z) for z from -3 to 3 as a polyline in `rect`; softmax is drawn as the sigmoid of two classes."""
    g = ACTIVATIONS["sigmoid" if name == "softmax" else name]
    z = np.linspace(-3, 3, 25)
    a = g.value(z)
    span = max(float(a.max() - a.min()), 1e-9)
    xs = rect.left() + (z + 3) / 6 * rect.width()
    ys = rect.bottom() - (a - a.min()) / span * rect.height()
    return QPolygonF([QPointF(float(x), float(y)) for x, y in zip(xs, ys, strict=True)])


def draw_sparkline(painter: QPainter, name: str, rect: QRectF, color: str) -> None:
    """The little curve of an activation, 1.5 px."""
    painter.setPen(QPen(QColor(color), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(sparkline(name, rect))


def draw_card(
    painter: QPainter, column: Column, face: Face, theme: Theme, selected: bool, hover: Part | None
) -> None:
    """One card: index tag, kind, and for hidden layers stepper, activation and menu."""
    c = column.card
    broken = face.advice is not None and face.advice.severity == "error"
    edge = theme.accent if selected else theme.line_strong if hover else theme.line
    edge = theme.bad if broken else edge
    fill(
        painter,
        c.adjusted(0.5, 0.5, -0.5, -0.5),
        theme.raised if hover and theme.is_dark else theme.window,
        8,
        edge,
    )
    _draw_title(painter, column, face, theme, selected)
    if face.advice is not None:
        _draw_mark(painter, column, face.advice, theme, hover)
    if column.is_hidden:
        _draw_stepper(painter, column, face, theme, hover)
        _draw_activation(painter, column, face, theme, hover)
        icons.paint(painter, "dots", _icon_rect(column.area("menu"), 14), theme.text3)
    elif column.is_output:
        _draw_output(painter, column, face, theme)
    else:
        _draw_input(painter, c, face, theme)
    foot = column.area("badges").adjusted(0, 0, 0 if face.advice is None else -20, 0)
    if column.short:
        draw_badges(painter, foot, tuple(map(brief, face.badges)), theme)
    elif broken and face.advice is not None:
        write(painter, foot, face.advice.title, theme.bad, natural_font("label"))
    elif face.badges:
        draw_badges(painter, foot, face.badges, theme)
    elif column.is_hidden:
        _write_detail(painter, foot, face.detail, theme)


def _draw_input(painter: QPainter, c: QRectF, face: Face, theme: Theme) -> None:
    """How many features there are, in words and in the course's notation."""
    write(
        painter,
        QRectF(c.left() + 10, c.top() + 32, c.width() - 14, 16),
        face.detail,
        theme.text2,
        natural_font("label"),
    )
    if c.height() < CARD_HEIGHT:
        return
    n = f"n[0] = {face.units}"
    write(
        painter,
        QRectF(c.left() + 10, c.top() + 49, c.width() - 14, 16),
        n,
        theme.text2,
        natural_font("label", mono=True),
    )


def _write_detail(painter: QPainter, room: QRectF, words: str, theme: Theme) -> None:
    """How many parameters; on a narrow card with a shorter word, before a digit is lost."""
    painter.setFont(natural_font("label"))
    fits = painter.fontMetrics().horizontalAdvance(words) <= room.width()
    shown = words if fits else words.replace("parameters", "params")
    write(painter, room, shown, theme.text3, natural_font("label"))


def _draw_mark(painter: QPainter, column: Column, advice: Advice, theme: Theme, hover: Part | None) -> None:
    """A quiet sign at the foot of the card; a click on it says more."""
    area = column.area("mark")
    if hover == "mark":
        fill(painter, area, theme.active, 6)
    ink = theme.bad if advice.severity == "error" else theme.warn
    icons.paint(painter, advice.severity, _icon_rect(area, 14), ink)


def _icon_rect(area: QRectF, size: float) -> QRectF:
    return QRectF(area.center().x() - size / 2, area.center().y() - size / 2, size, size)


def _draw_title(painter: QPainter, column: Column, face: Face, theme: Theme, selected: bool) -> None:
    c, room = column.card, 30 if column.is_hidden else 6
    left = c.left() + 10
    if face.number:
        tag = QRectF(c.left() + 9, c.top() + 10, 17, 16)
        fill(painter, tag, theme.accent_fill if selected else theme.active, 4)
        ink = theme.on_accent if selected else theme.text2
        write(painter, tag, face.number, ink, natural_font("axis", 600), CENTRE)
        left = tag.right() + 8
    write(
        painter,
        QRectF(left, c.top() + 8, c.right() - left - room, 20),
        face.title,
        theme.text,
        natural_font("section"),
    )


def _draw_stepper(painter: QPainter, column: Column, face: Face, theme: Theme, hover: Part | None) -> None:
    minus, plus = column.area("minus"), column.area("plus")
    fill(painter, QRectF(minus.topLeft(), plus.bottomRight()), theme.raised, 6)
    for part, area in (("minus", minus), ("plus", plus)):
        if hover == part:
            fill(painter, area, theme.active, 6)
        icons.paint(painter, part, _icon_rect(area, 11), theme.text2)
    between = QRectF(minus.right(), minus.top(), plus.left() - minus.right(), minus.height())
    style = natural_font("body" if face.units < 100 else "axis", 600)
    write(painter, between.adjusted(-3, 0, 3, 0), str(face.units), theme.text, style, CENTRE)


def _draw_activation(painter: QPainter, column: Column, face: Face, theme: Theme, hover: Part | None) -> None:
    area = column.area("activation")
    fill(painter, area, theme.active if hover == "activation" else theme.raised, 6)
    draw_sparkline(painter, face.curve, QRectF(area.left() + 5, area.center().y() - 5, 17, 10), theme.text2)
    room = QRectF(area.left() + 26, area.top(), area.width() - 28, area.height())
    painter.setFont(natural_font("label", 500))
    # The whole name where it fits, else its first word ("leaky"); a narrow card has the curve alone.
    names = (face.label, face.label.split()[0])
    fitting = (name for name in names if painter.fontMetrics().horizontalAdvance(name) <= room.width())
    write(painter, room, next(fitting, ""), theme.text, natural_font("label", 500))


def _draw_output(painter: QPainter, column: Column, face: Face, theme: Theme) -> None:
    """Function and loss; they move up where badges stand below them."""
    c, up = column.card, 6 if face.badges and not column.short else 2 if column.short else 0
    draw_sparkline(painter, face.curve, QRectF(c.left() + 12, c.top() + 41 - up, 20, 10), theme.text2)
    name = QRectF(c.left() + 38, c.top() + 34 - up, c.width() - 46, 24)
    write(painter, name, face.label, theme.text, natural_font("body"))
    if column.short:
        return
    loss = QRectF(c.left() + 10, c.top() + (48 if face.badges else 65), c.width() - 16, 18)
    write(painter, loss, face.detail, theme.text2, natural_font("label"))


def draw_badges(painter: QPainter, room: QRectF, badges: tuple[Badge, ...], theme: Theme) -> None:
    """As many badges as fit side by side, without their icons where room is short; the rest is counted."""
    painter.setFont(natural_font("axis", 500))
    spans = [painter.fontMetrics().horizontalAdvance(badge.text) for badge in badges]
    icons_fit = (
        sum(_badge_width(b, w, True) + BADGE_GAP for b, w in zip(badges, spans, strict=True)) <= room.width()
    )
    left, more = room.left(), painter.fontMetrics().horizontalAdvance("+9")
    for index, (badge, span) in enumerate(zip(badges, spans, strict=True)):
        wide, rest = _badge_width(badge, span, icons_fit), len(badges) - index
        if left + wide + (more + BADGE_GAP if rest > 1 else 0) > room.right():
            plus = QRectF(left, room.top(), more + 2, room.height())
            write(painter, plus, f"+{rest}", theme.text3, natural_font("axis", 500))
            return
        chip = QRectF(left, room.top(), wide, room.height())
        _draw_badge(painter, chip, badge, theme, icons_fit)
        left = chip.right() + BADGE_GAP


def brief(badge: Badge) -> Badge:
    """The same where there is little room: its icon says what the number is."""
    return badge._replace(text=badge.text.removeprefix("keep ")) if badge.icon else badge


def _badge_width(badge: Badge, text: float, with_icon: bool) -> float:
    return text + 2 * BADGE_PAD + (BADGE_ICON + 3 if badge.icon and with_icon else 0)


def _draw_badge(painter: QPainter, chip: QRectF, badge: Badge, theme: Theme, with_icon: bool) -> None:
    fill(painter, chip, theme.active, 4)
    words = chip.adjusted(BADGE_PAD, 0, 0, 0)
    if badge.icon and with_icon:
        at = QRectF(words.left(), chip.center().y() - BADGE_ICON / 2, BADGE_ICON, BADGE_ICON)
        icons.paint(painter, badge.icon, at, theme.text2)
        words.setLeft(at.right() + 3)
    write(painter, words, badge.text, theme.text2, natural_font("axis", 500))


def to_image(stack: NDArray[np.uint8], table: NDArray[np.uint32]) -> QImage:
    """Bytes (n, g, g) of one column as one tall picture through a colour table (256,) of 0xFFRRGGBB.

    Bytes (n, g, g, 3) are red, green and blue themselves.
    """
    pixels = table.take(stack) if stack.ndim == 3 else in_colour(stack)
    n, high, wide = pixels.shape
    return QImage(pixels.data, wide, n * high, wide * 4, QImage.Format.Format_RGB32).copy()


def in_colour(stack: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Red, green and blue (..., 3) as 0xFFRRGGBB."""
    red, green, blue = np.moveaxis(stack.astype(np.uint32), -1, 0)
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, np.uint32)


def corner_mask(edge: float, height: float, ratio: float, ground: str, rim: str) -> QPixmap:
    """A frame that rounds a thumbnail's corners: the ground outside of the rounding, a hairline rim."""
    mask = QPixmap(math.ceil(edge * ratio), math.ceil(height * ratio))
    mask.setDevicePixelRatio(ratio)
    mask.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(0.5, 0.5, edge - 1, height - 1)
    radius = min(6.0, height / 3)
    outside = QPainterPath()
    outside.addRect(QRectF(-1, -1, edge + 2, height + 2))
    outside.addRoundedRect(inner, radius, radius)
    painter.fillPath(outside, QColor(ground))
    painter.setPen(QPen(QColor(rim), 1))
    painter.drawRoundedRect(inner, radius, radius)
    painter.end()
    return mask
