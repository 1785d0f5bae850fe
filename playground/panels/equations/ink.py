"""Equations on the screen: the markup of the course's notation drawn with raised brackets."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from playground.lettering import Step, font, scale, scaled
from playground.notation.markup import pieces

HAT = "\u0302"  # some fonts put it far above, or nowhere
ASCENT = 18  # pixels at 100 % from the top of an equation to its base line
RAISE = {"section": 5, "number": 5}  # pixels, at 100 %; less where rows are close


def advance(markup: str, step: Step, weight: int = 400) -> float:
    """How wide it is."""
    return _advance(markup, step, weight, scale())


@lru_cache(maxsize=512)
def _advance(markup: str, step: Step, weight: int, _scale: float) -> float:
    usual, small = QFontMetricsF(font(step, weight)), QFontMetricsF(font("axis", weight))
    parts = ((text.replace(HAT, ""), small if raised else usual) for text, raised in pieces(markup))
    return sum(metrics.horizontalAdvance(text) for text, metrics in parts)


def write(
    painter: QPainter, x: float, baseline: float, markup: str, step: Step, color: str, weight: int = 400
) -> float:
    """Draw it from x on; where it ends."""
    painter.setPen(QColor(color))
    raise_by, base = scaled(RAISE.get(step, 3)), ""
    for text, raised in pieces(markup):
        painter.setFont(font("axis", weight) if raised else font(step, weight))
        for k, part in enumerate(text.split(HAT)):
            if k:
                _hat(painter, x, baseline, base)
            painter.drawText(QPointF(x, baseline - (raise_by if raised else 0)), part)
            x += painter.fontMetrics().horizontalAdvance(part)
            base = part[-1:]
    return x


def _hat(painter: QPainter, end: float, baseline: float, base: str) -> None:
    """Over the letter that ends there."""
    metrics = painter.fontMetrics()
    half, foot = scaled(2), baseline - metrics.xHeight() - scaled(1.5)
    x = end - metrics.horizontalAdvance(base) / 2
    painter.drawPolyline([QPointF(x - half, foot), QPointF(x, foot - half), QPointF(x + half, foot)])


def equation_width(left: str, right: str, step: Step = "section") -> float:
    """How wide an equation is."""
    return advance(left, step, 600) + advance(f" = {right}", step)


def write_equation(
    painter: QPainter, at: QPointF, room: float, left: str, right: str, inks: tuple[str, str]
) -> float:
    """What is computed in strong type, then what from, smaller where the room asks for it; where it ends."""
    ratio = painter.device().devicePixelRatioF()
    drawn, width = _drawn(left, right, inks, scale(), ratio, room)
    painter.drawPixmap(QPointF(at.x(), at.y() - scaled(ASCENT)), drawn)
    return at.x() + width


@lru_cache(maxsize=128)
def _drawn(
    left: str, right: str, inks: tuple[str, str], scale: float, ratio: float, room: float
) -> tuple[QPixmap, float]:
    """An equation as a picture, since it stays while its numbers change; and how wide it is."""
    step: Step = "section" if equation_width(left, right) <= room else "label"
    width = equation_width(left, right, step)
    drawn = QPixmap(QSizeF((width + 2) * ratio, ASCENT * 1.5 * scale * ratio).toSize())
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x = write(painter, 0, ASCENT * scale, left, step, inks[0], 600)
    write(painter, x, ASCENT * scale, f" = {right}", step, inks[1])
    painter.end()
    return drawn, width


def mono_width(text: str) -> float:
    """How wide numbers and shapes are."""
    return QFontMetricsF(font("axis", mono=True)).horizontalAdvance(text)


def write_mono(painter: QPainter, area: QRectF, text: str, color: str, step: Step = "axis") -> None:
    """Numbers and shapes; what has no room ends in an ellipsis."""
    painter.setFont(font(step, mono=True))
    painter.setPen(QColor(color))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
