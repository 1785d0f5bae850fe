"""The split into train, dev and test as one bar with two dividers to drag or to move with the arrow keys."""

from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.scales import thousands
from playground.widgets.themed import ARROWS, Themed, describe, keep_keys

BAR, CAPTION, HANDLE, GAP, LOCK = 20, 18, 9, 2, 11
SLIVER = 4  # pixels that the smallest part keeps
NONE = 1e-6  # shares up to here are what rounding left of nothing
STEP, PAGE = 1, 5

Percents = tuple[int, int, int]
Shares = tuple[float, float, float]
Counts = tuple[int, int, int]
Divider = Literal[0, 1]
NAMES = ("train", "dev", "test")


def moved(percents: Percents, divider: Divider, to: int) -> Percents:
    """The shares after a divider went to `to` percent: it stops at the other one, and train keeps 1 %."""
    train, dev, _ = percents
    if divider == 0:
        train_new = min(max(to, 1), train + dev)
        return train_new, train + dev - train_new, 100 - train - dev
    end = min(max(to, train), 100)
    return train, end - train, 100 - end


def edges(shares: Shares, width: float) -> tuple[float, float, float, float]:
    """Where the parts begin and end: each as wide as its share, but a part that there is stays visible."""
    least = SLIVER + GAP
    widths = [max(width * share, least if share > NONE else 0.0) for share in shares]
    widths[widths.index(max(widths))] -= sum(widths) - width
    first, second = widths[0], widths[0] + widths[1]
    return 0.0, first, second, width


def in_percent(percent: int, share: float) -> str:
    """A part of less than half a percent is not none."""
    return "<1" if share > NONE and percent == 0 else str(percent)


class _Handle(QWidget):
    """The part of a divider that takes the pointer and the focus."""

    def __init__(self, bar: "SplitBar", divider: Divider) -> None:
        super().__init__(bar)
        self._bar, self._divider = bar, divider
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_keys(self, *ARROWS, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            x = self.mapTo(self._bar, event.position()).x()
            self._bar.move_divider(self._divider, round(100 * x / self._bar.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key
        by = {
            key.Key_Left: -STEP,
            key.Key_Down: -STEP,
            key.Key_Right: STEP,
            key.Key_Up: STEP,
            key.Key_PageDown: -PAGE,
            key.Key_PageUp: PAGE,
            key.Key_Home: -100,
            key.Key_End: 100,
        }.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._bar.move_divider(self._divider, self._bar.divider_at(self._divider) + by)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._bar.theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class SplitBar(Themed, QWidget):
    """Emits `changed((train, dev, test) fractions, merge id)` for the user; `set_split` never emits."""

    changed = Signal(object, str)

    def __init__(self, tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._percents: Percents = (60, 20, 20)
        self._shares: Shares = (0.6, 0.2, 0.2)
        self._counts: Counts | None = None
        self._locked = True
        self.setFont(font("label"))
        fix(self, height=BAR + CAPTION + 2 * GAP)
        self._tooltip = tooltip
        self.handles = (_Handle(self, 0), _Handle(self, 1))
        self._describe()

    @property
    def percents(self) -> Percents:
        """The shares shown."""
        return self._percents

    def set_split(self, train: float, dev: float, test: float, counts: Counts | None) -> None:
        """Show these shares (fractions) and how many examples each part has, where that is known."""
        first = round(100 * train)
        second = round(100 * (train + dev))
        self._percents, self._counts = (first, second - first, 100 - second), counts
        self._shares = (train, dev, test)
        self._describe()
        self._place_handles()
        self.update()

    def set_locked(self, locked: bool) -> None:
        """Whether the test part is locked, or revealed."""
        if locked != self._locked:
            self._locked = locked
            self.update()

    def divider_at(self, divider: Divider) -> int:
        """Where a divider stands, in percent from the left."""
        return self._percents[0] + (self._percents[1] if divider else 0)

    def move_divider(self, divider: Divider, to: int) -> None:
        """What the user does with a divider."""
        after = moved(self._percents, divider, to)
        if after == self._percents:
            return
        train, dev, test = (percent / 100 for percent in after)
        known = self._counts
        self.set_split(train, dev, test, None if known is None else _shared_out(sum(known), after))
        self.changed.emit((train, dev, test), "split")

    def _describe(self) -> None:
        parts = [f"{name} {p} %" for name, p in zip(NAMES, self._words(), strict=True)]
        if self._counts is not None:
            parts = [f"{part}, {n}" for part, n in zip(parts, self._counts, strict=True)]
        told = "" if self._counts is None else " examples"
        describe(self, f"Split: {'; '.join(parts)}{told}", self._tooltip)
        describe(self.handles[0], f"Divider between train and dev at {self.divider_at(0)} percent")
        describe(self.handles[1], f"Divider between dev and test at {self.divider_at(1)} percent")

    def _words(self) -> list[str]:
        return [in_percent(p, share) for p, share in zip(self._percents, self._shares, strict=True)]

    def sizeHint(self) -> QSize:
        return QSize(px(232), px(BAR + CAPTION + 2 * GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_handles()

    def fit_type(self) -> None:
        """The handles are as high as the bar."""
        self._place_handles()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def _place_handles(self) -> None:
        _, *dividers, _ = edges(self._shares, self.width())
        for handle, edge in zip(self.handles, dividers, strict=True):
            x = round(edge)
            wide = px(HANDLE)
            left = min(max(x - wide // 2 - 1, 0), self.width() - wide)
            handle.setGeometry(left, 0, wide, px(BAR) + 2 * GAP)
        # Where both meet, the one that can still move out must be on top.
        self.handles[1 if self.divider_at(0) < 50 else 0].raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.draw(QPainter(self))

    def draw(self, painter: QPainter) -> None:
        """The three parts with their counts, and the captions below."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part, (left, right) in enumerate(pairwise(edges(self._shares, self.width()))):
            box = QRectF(left, GAP, right - left - (GAP if part < 2 else 0), px(BAR))
            if self._shares[part] > NONE:
                self._part(painter, part, box)
        self._captions(painter)

    def _part(self, painter: QPainter, part: int, box: QRectF) -> None:
        theme = self.theme
        ink = (theme.window, theme.dev_curve, theme.text2)[part]
        painter.setPen(Qt.PenStyle.NoPen)
        if part == 0:
            painter.setBrush(QColor(theme.train_curve))
        elif part == 1:
            painter.setPen(QPen(QColor(theme.dev_curve), 1.5))
            painter.setBrush(QColor(theme.window))
            box = box.adjusted(0.75, 0.75, -0.75, -0.75)
        else:
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(box, 4, 4)
            painter.setBrush(QBrush(QColor(theme.active), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 4, 4)
        self._count(painter, part, box, ink)

    def _count(self, painter: QPainter, part: int, box: QRectF, ink: str) -> None:
        """How many examples, where there is room for the whole number; after it the lock of the test part."""
        text = "" if self._counts is None else thousands(self._counts[part])
        painter.setFont(font("label", 500))
        width = painter.fontMetrics().horizontalAdvance(text)
        x = box.left() + min(6.0, (box.width() - width) / 2)
        if text and box.width() >= width + 3:
            painter.setPen(QColor(ink))
            place = QRectF(x, box.top(), width + 1, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            x += width + 4
        else:
            x = box.left() + 6
        side = px(LOCK)
        if part == 2 and self._locked and x + side < box.right():
            icons.paint(painter, "lock", QRectF(x, box.center().y() - side / 2, side, side), self.theme.text3)

    def _captions(self, painter: QPainter) -> None:
        """Names and percents below; each starts under its part, pushed left where the bar ends."""
        painter.setFont(font("label"))
        painter.setPen(QColor(self.theme.text3))
        metrics = painter.fontMetrics()
        words = [f"{name} {percent}" for name, percent in zip(NAMES, self._words(), strict=True)]
        words[0] += " %"
        widths = [metrics.horizontalAdvance(word) for word in words]
        starts = list(edges(self._shares, self.width())[:3])
        limit = float(self.width())
        for i in (2, 1):
            starts[i] = max(min(starts[i], limit - widths[i]), 0)
            limit = starts[i] - 6
        for i in (1, 2):
            starts[i] = max(starts[i], starts[i - 1] + widths[i - 1] + 6)
        baseline = px(BAR) + 2 * GAP + metrics.ascent() + 1
        for x, word in zip(starts, words, strict=True):
            painter.drawText(QPointF(x, baseline), word)


def _shared_out(total: int, percents: Percents) -> tuple[int, int, int]:
    """Counts for the moment of the drag; the true ones come with the next experiment."""
    first = round(total * percents[0] / 100)
    second = round(total * (percents[0] + percents[1]) / 100)
    return first, second - first, total - second
