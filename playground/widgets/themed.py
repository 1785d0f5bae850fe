"""What the small widgets share: how a theme reaches them, the focus ring, which keys stay with a control."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSettings, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QToolTip, QWidget

from playground.theme import LIGHT, Theme

RING = 2.0  # width of the focus ring, and its distance from what it surrounds
REDUCE_MOTION = "view/reduce_motion"  # the setting

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
SLIDER_KEYS = (*ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
PRESS_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Themed:
    """Mix-in for widgets that paint by themselves or carry tinted icons; `set_theme` reaches all inside."""

    theme: Theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Take the theme, hand it to the themed widgets inside, then repaint."""
        self.theme = theme
        for child in themed_inside(self):
            child.set_theme(theme)
        self.retheme()

    def retheme(self) -> None:
        """What this widget redraws in a new theme."""
        if isinstance(self, QWidget):
            self.update()


def themed_inside(owner: object) -> Iterator[Themed]:
    """The nearest themed widgets below `owner`; they look after those below themselves."""
    for child in owner.children() if isinstance(owner, QObject) else ():
        if isinstance(child, Themed):
            yield child
        else:
            yield from themed_inside(child)


def set_role(widget: QWidget, role: str) -> None:
    """Choose a look of the style sheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def describe(widget: QWidget, name: str, tooltip: str = "") -> None:
    """The name for screen readers and, where there is one, the tooltip (cause, then effect)."""
    widget.setAccessibleName(name)
    if tooltip:
        widget.setToolTip(rich(tooltip))
        widget.setAccessibleDescription(tooltip)


def rich(tooltip: str) -> str:
    """As rich text, because Qt wraps only that."""
    escaped = tooltip.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>"


def say(widget: QWidget, sentence: str) -> None:
    """Show one sentence right below `widget`, and speak it to a screen reader."""
    QToolTip.showText(widget.mapToGlobal(QPoint(0, widget.height())), rich(sentence), widget)
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def announce(widget: QWidget, sentence: str) -> None:
    """Speak one sentence to a screen reader, if there is one."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def focus_ring(painter: QPainter, body: QRectF, radius: float, theme: Theme, gap: float = RING) -> None:
    """The ring of keyboard focus around `body`."""
    out = gap + RING / 2
    painter.setPen(QPen(QColor(theme.accent), RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(body.adjusted(-out, -out, out, out), radius + out, radius + out)


def motion_reduced() -> bool:
    """Whether the user wants no animation: as View > Reduce motion says, until then as the desktop says."""
    return bool(QSettings().value(REDUCE_MOTION, _desktop_is_still(), type=bool))


def reduce_motion(reduced: bool) -> None:
    """Remember what the user wants, unless that is what the desktop says."""
    if reduced == _desktop_is_still():
        QSettings().remove(REDUCE_MOTION)
    else:
        QSettings().setValue(REDUCE_MOTION, reduced)


def _desktop_is_still() -> bool:
    """Qt hands down the desktop's wish as animations that take no time."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


class _KeyKeeper(QObject):
    def __init__(self, widget: QWidget, keys: tuple[Qt.Key, ...]) -> None:
        super().__init__(widget)
        self._keys = keys
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in self._keys:
                event.accept()
                return True
        return False


def keep_keys(widget: QWidget, *keys: Qt.Key) -> None:
    """While `widget` has the focus these keys are its own and no shortcut of the window."""
    _KeyKeeper(widget, keys)


class _UndoGiver(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing is being typed: the window's Undo and Redo may have their keys."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QLineEdit) and watched.isModified():
            return False
        return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def give_undo(line: QLineEdit) -> None:
    """Undo and Redo belong to `line` only while text in it waits to be taken, else to the window."""
    line.installEventFilter(_UndoGiver(line))
