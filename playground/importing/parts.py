"""The parts of the wizard that only show: where one is, which file it is, and what has to be said of it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.banner import ICONS, WORDS, Severity
from playground.widgets.buttons import ICON, TextButton, TextIconButton
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.row import row
from playground.widgets.themed import Themed, describe, set_role

DISC, BETWEEN, MARGIN = 18, 22, 16


def hairline() -> QFrame:
    """A line between what scrolls and what does not."""
    line = QFrame()
    line.setFixedHeight(1)
    set_role(line, "rule")
    return line


class StepRail(Themed, QWidget):
    """The steps by name, those that are done with a tick; `set_current` shows another one."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._current = tuple(steps), 0
        self.setFont(font("body", 500))
        fix(self, height=28)
        self.set_current(0)

    @property
    def current(self) -> int:
        """The step that is shown, counted from 0."""
        return self._current

    def set_current(self, step: int) -> None:
        """Show another one."""
        self._current = step
        describe(self, f"Step {step + 1} of {len(self._steps)}: {self._steps[step]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 1.0, self.height() / 2
        for step, word in enumerate(self._steps):
            if step:
                chevron = QRectF(x + px(5), middle - px(6), px(12), px(12))
                icons.paint(painter, "chevron-right", chevron, self.theme.text3)
                x += px(BETWEEN)
            self._disc(painter, step, QPointF(x + px(DISC) / 2, middle))
            x += px(DISC + 6)
            painter.setFont(font("body", 500))
            painter.setPen(QColor(self.theme.text if step == self._current else self.theme.text2))
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(QRectF(x, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
            x += wide + px(5)

    def _disc(self, painter: QPainter, step: int, at: QPointF) -> None:
        theme, radius = self.theme, px(DISC) / 2
        done, now = step < self._current, step == self._current
        painter.setPen(Qt.PenStyle.NoPen if done or now else QPen(QColor(theme.outline), 1.5))
        painter.setBrush(QColor(theme.ok_soft if done else theme.accent_fill if now else theme.window))
        inset = 0 if done or now else 0.75
        painter.drawEllipse(at, radius - inset, radius - inset)
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        if done:
            inner = box.adjusted(px(3), px(3), -px(3), -px(3))
            icons.paint(painter, "check", inner, theme.ok)
            return
        painter.setFont(font("label", 600))
        painter.setPen(QColor(theme.on_accent if now else theme.text2))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(step + 1))


class FileCard(Themed, QFrame):
    """The name of a file at the left, what is known of it at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "filled")
        self._mark = QLabel()
        self.name = ElidedLabel("", "heading")
        self.name.setFont(font("body", 500))
        self.facts = ElidedLabel("")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fix(self, height=36)
        line = row(self._mark, self.name, self.facts)
        line.setContentsMargins(12, 0, 12, 0)
        line.setStretchFactor(self.name, 1)
        line.setStretchFactor(self.facts, 1)
        self.setLayout(line)

    def show_file(self, name: str, facts: str, tooltip: str) -> None:
        """Show this one."""
        self.name.set_text(name)
        self.facts.set_text(facts)
        describe(self, f"{name}, {facts}" if facts else name, tooltip)
        self.retheme()

    def retheme(self) -> None:
        side = px(ICON)
        self._mark.setPixmap(icons.pixmap("table", side, self.theme.text2, self.devicePixelRatioF()))


class Notice(Themed, QFrame):
    """A sentence with its severity in icon, colour and words. Hidden until there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.severity: Severity = "warning"
        self._mark = QLabel()
        self.sentence = label("", "sentence", "body")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 9, 10, 9)
        line.setSpacing(8)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_sentence(self, sentence: str, severity: Severity = "warning") -> None:
        """Show it and say it to a screen reader; "" takes it away."""
        if not sentence:
            self.sentence.clear()
            self.hide()
            return
        changed = self.isHidden() or sentence != self.sentence.text()
        self.severity = severity
        set_role(self, f"banner-{severity}")
        self.sentence.setText(sentence)
        self.retheme()
        self.show()
        spoken = f"{WORDS[severity]}: {sentence}"
        self.setAccessibleName(spoken)
        if changed:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def retheme(self) -> None:
        colors = {"error": self.theme.bad, "warning": self.theme.warn, "message": self.theme.accent}
        mark = icons.icon(ICONS[self.severity], colors[self.severity], px(ICON))
        self._mark.setPixmap(mark.pixmap(QSize(px(ICON), px(ICON)), self.devicePixelRatioF()))


class Footer(QWidget):
    """Back, cancel, and the button that goes on. Back keeps its room where there is no step before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = TextIconButton("arrow-left", "Back", "To the step before; what is chosen stays.")
        self.cancel_button = TextButton("Cancel", "Closes this (Esc); the data in use stay as they are.")
        self.next_button = TextButton("Next", "To the next step.", primary=True)
        stays = self.back_button.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.back_button.setSizePolicy(stays)
        line = row(self.back_button, None, self.cancel_button, self.next_button)
        line.setContentsMargins(MARGIN - 6, 10, MARGIN, 12)
        self.setLayout(line)


class Waiting(QWidget):
    """What is being read and how far it is, with a button that ends it. Hidden until something is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label("", "sentence", "body")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        fix(self.bar, height=6)
        self.stop_button = TextButton("Stop", "Ends the reading; the data in use stay as they are.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row(self.words, None, self.stop_button))
        column.addWidget(self.bar)
        self.hide()

    def begin(self, words: str) -> None:
        """Say what is read; how far is not known yet."""
        self.words.setText(words)
        self.bar.setValue(0)
        describe(self.bar, words)
        self.show()

    def show_share(self, share: float) -> None:
        """How far it is, from 0 to 1."""
        self.bar.setValue(round(1000 * share))
