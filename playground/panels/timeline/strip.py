"""The film strip of a run: real boundaries at evenly spread epochs, a playhead, and marks along them.

A press or a drag puts the playhead at a recorded epoch; so do the arrow keys.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.frames import Still, Timeline
from playground.lettering import font, px, scaled
from playground.shades import Shades
from playground.widgets.marks import Marks, labels
from playground.widgets.themed import Themed, describe, focus_ring

TOP, PICTURE, BASE, GAP = 15, 28, 5, 2  # of marks, pictures and base line; between two pictures
LATER = 0.7  # how far what comes after the playhead steps back
LEAP = 10  # recorded moments that Shift+Left goes
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageDown: -LEAP,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageUp: LEAP,
}
ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape)
TIP = (
    "The run so far, in pictures of what it said. Drag the playhead to see any moment again: network, output "
    "and cost are then those of that epoch. Play there, and training goes on from it as a branch."
)


class Strip(Themed, QWidget):
    """Emits `asked(epoch)`, or None for the newest moment, and `slots_changed` when other many fit.

    `touched` says that the user asks by mouse or key.
    """

    asked = Signal(object)
    touched = Signal()
    slots_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = Marks()
        self._timeline: Timeline | None = None
        self._epoch = self._slots = 0
        self._asked: int | None = None  # the epoch whose frame is still to come
        self._shades: Shades | None = None
        self._pictures: dict[Still, QPixmap] = {}
        describe(self, "Timeline", TIP)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(px(400), px(TOP + PICTURE + BASE))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(TOP + PICTURE + BASE))

    # What is shown

    def show_timeline(self, timeline: Timeline, epoch: int, shades: Shades) -> None:
        """The recording of a frame and the epoch that is shown; other `shades` draw all pictures anew."""
        if shades is not self._shades:
            self._shades, self._pictures = shades, {}
        self._timeline, self._epoch = timeline, epoch
        if epoch == self._asked:
            self._asked = None
        self._pictures = {s: self._pictures.get(s) or self._developed(s) for s in timeline.stills}
        self.setAccessibleDescription(describe_timeline(timeline, epoch, self.marks))
        self.update()

    def _developed(self, still: Still) -> QPixmap:
        assert self._shades is not None
        pixels = self._shades.pixels(still.field)
        high, wide = pixels.shape
        return QPixmap.fromImage(QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGB32))

    @property
    def slots(self) -> int:
        """How many pictures fit side by side."""
        return max(4, self.width() // px(PICTURE + GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.slots != self._slots:
            self._slots = self.slots
            self.slots_changed.emit(self._slots)

    # Places

    @property
    def _span(self) -> int:
        """Epochs from end to end: a young run grows to the right until the strip is full."""
        return max(self._timeline.newest, self.slots) if self._timeline else self.slots

    def place_of(self, epoch: float) -> float:
        """Pixels from the left where an epoch stands."""
        return 1 + (self.width() - 3) * epoch / self._span

    def epoch_at(self, x: float) -> int | None:
        """The recorded epoch nearest to a place; None for the newest moment."""
        if self._timeline is None:
            return None
        wanted = (x - 1) * self._span / max(1, self.width() - 3)
        known = [*self._timeline.epochs, self._timeline.newest]
        nearest = min(known, key=lambda epoch: abs(epoch - wanted))
        return None if nearest == self._timeline.newest else nearest

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        film = QRectF(1, px(TOP), self.width() - 2, px(PICTURE))
        if self._timeline is not None:
            self._paint_film(painter, film)
            self._paint_base(painter, film, self._timeline)
            self._paint_marks(painter, film)
            self._paint_playhead(painter, film)
        if self.hasFocus():
            focus_ring(painter, film.adjusted(1, -1, -1, 1), 4, self.theme, gap=-1)

    def _paint_film(self, painter: QPainter, film: QRectF) -> None:
        for left, picture in self._slots_of(film):
            side = min(float(px(PICTURE)), film.right() - left)
            source = QRectF(0, 0, picture.width() * side / px(PICTURE), picture.height())
            painter.drawPixmap(QRectF(left, film.top(), side, film.height()), picture, source)
        playhead = self.place_of(self._epoch)
        if self._timeline is not None and not self._timeline.live:
            veil = QColor(self.theme.window)
            veil.setAlphaF(LATER)
            painter.fillRect(QRectF(playhead, film.top(), film.right() - playhead, film.height()), veil)

    def _slots_of(self, film: QRectF) -> Iterator[tuple[float, QPixmap]]:
        """Picture by picture: the last one that was made up to the epoch where each begins."""
        epochs, pictures = [still.epoch for still in self._pictures], list(self._pictures.values())
        wide, end = px(PICTURE + GAP), self.place_of(self._newest)
        for slot in range(math.ceil(film.width() / wide)):
            left = film.left() + slot * wide
            known = bisect_right(epochs, (left - 1) * self._span / max(1, self.width() - 3))
            if known and left <= end and film.right() - left > 2:
                yield left, pictures[known - 1]

    def _paint_base(self, painter: QPainter, film: QRectF, timeline: Timeline) -> None:
        base = film.bottom() + 2.5
        painter.setPen(QPen(QColor(self.theme.outline), scaled(1.5)))
        painter.drawLine(QPointF(1, base), QPointF(self.place_of(timeline.newest), base))
        if timeline.best is not None:
            painter.setPen(QPen(QColor(self.theme.window), 1.5))
            painter.setBrush(QColor(self.theme.dev_curve))
            painter.drawPolygon(star(QPointF(max(6.0, self.place_of(timeline.best)), base - 3), scaled(6.5)))

    def _paint_marks(self, painter: QPainter, film: QRectF) -> None:
        texts = self.words()
        lines = [(self.place_of(epoch), texts[epoch]) for epoch in sorted(texts) if epoch <= self._span]
        painter.setPen(QPen(QColor(self.theme.accent), 1))
        for x, _ in lines:
            painter.drawLine(QPointF(x, px(2)), QPointF(x, film.bottom()))
        painter.setFont(font("axis", 500))
        metrics = QFontMetricsF(painter.font())
        for place, text in labels(lines, self.width(), metrics):
            painter.drawText(QPointF(place.left(), metrics.ascent()), text)

    def words(self) -> dict[int, str]:
        """What is written at which epoch: changes, and the branches that were left."""
        texts = dict(self.marks.texts)
        for epoch in self._timeline.branched if self._timeline else ():
            texts[epoch] = ", ".join(filter(None, (texts.get(epoch, ""), "branch")))
        return texts

    def _paint_playhead(self, painter: QPainter, film: QRectF) -> None:
        x = min(max(self.place_of(self._epoch), 5.0), self.width() - 5.0)
        painter.setPen(QPen(QColor(self.theme.text), scaled(2)))
        painter.drawLine(QPointF(x, film.top() - 2), QPointF(x, film.bottom() + 4))
        painter.setPen(QPen(QColor(self.theme.window), 1))
        painter.setBrush(QColor(self.theme.text))
        painter.drawRoundedRect(
            QRectF(x - scaled(5), film.top() - scaled(9), scaled(10), scaled(9)), 2.5, 2.5
        )

    # What the user asks for

    def event(self, event: QEvent) -> bool:
        """Its keys are no shortcuts of the window, with Shift as well."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        own = event.key() in (*KEYS, *ENDS) and not event.modifiers() & ~SHIFT
        event.setAccepted(own)
        return own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.touched.emit()
            self.ask(self.epoch_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.ask(self.epoch_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (*KEYS, *ENDS):
            self.touched.emit()
        if key in KEYS:
            self.go(KEYS[key] * (LEAP if event.modifiers() & SHIFT else 1))
        elif key == Qt.Key.Key_Home:
            self.go(-math.inf)
        elif key in ENDS:
            self.ask(None)
        else:
            super().keyPressEvent(event)

    def ask(self, epoch: int | None) -> None:
        """Ask for an epoch; until its frame comes, further steps go on from there."""
        self._asked = self._newest if epoch is None else epoch
        self.asked.emit(epoch)

    def go(self, moments: float) -> None:
        """Ask for the moment that many recorded ones on from the one that is shown, or asked for."""
        timeline = self._timeline
        known = [epoch for epoch in timeline.epochs if epoch < timeline.newest] if timeline else []
        if not known:
            return
        shown = self._epoch if self._asked is None else self._asked
        here = bisect_left(known, shown) if moments < 0 else bisect_right(known, shown) - 1
        wanted = max(0.0, here + moments)
        self.ask(known[int(wanted)] if wanted < len(known) else None)

    @property
    def _newest(self) -> int:
        return self._timeline.newest if self._timeline else 0

    @property
    def is_live(self) -> bool:
        """Whether the newest moment is shown."""
        return self._timeline is None or self._timeline.live


def star(centre: QPointF, radius: float) -> QPolygonF:
    """A star of five points."""
    corners = []
    for k in range(10):
        reach, angle = radius if k % 2 == 0 else 0.45 * radius, math.pi * k / 5
        corners.append(centre + QPointF(reach * math.sin(angle), -reach * math.cos(angle)))
    return QPolygonF(corners)


def describe_timeline(timeline: Timeline, epoch: int, marks: Marks) -> str:
    """Epoch 214 of 214, live; marks: α 0.01 at 84; branch at 120; best dev at 175."""
    parts = [f"Epoch {epoch} of {timeline.newest}, {'live' if timeline.live else 'a recorded moment'}"]
    if marks.texts:
        parts.append("marks: " + ", ".join(f"{text} at {at}" for at, text in sorted(marks.texts.items())))
    parts += [f"branch at {at}" for at in timeline.branched]
    if timeline.best is not None:
        parts.append(f"best dev at {timeline.best}")
    return "; ".join(parts)
