"""What holds of every good picture of a window: all words have room, and nothing lies over anything else.

Each check returns what is wrong, in words, so that a test can show all of it at once.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

from playground import lettering
from playground.canvas.live import LiveView
from playground.canvas.panel import FirstCall
from playground.canvas.unit_card import UnitCard
from playground.field import Corners, FieldItem
from playground.panels.output.points import Dots
from playground.widgets.labeled_field import ElidedLabel
from playground.widgets.plot import Grid, Plot

OVER = (FirstCall, UnitCard, QScrollBar)  # these lie over others on purpose
SLACK = 1  # pixels by which widths in fractions are rounded

Picture = NDArray[np.uint8]  # (height, width, 3): blue, green, red


def usual_type(app: QApplication) -> None:
    """Whatever a test has made of the size of type, the next one finds it as usual."""
    lettering.set_scale(1.0)
    app.setFont(lettering.font())
    app.setStyleSheet("")


def photograph(widget: QWidget, ratio: float = 1.0) -> QImage:
    """The widget as it is painted for a screen of that ratio; what is kept as pixels is told, or not used."""
    size = QSize(round(widget.width() * ratio), round(widget.height() * ratio))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    canvases, moved = widget.findChildren(LiveView), QEvent(QEvent.Type.DevicePixelRatioChange)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveView, "devicePixelRatioF", lambda canvas: ratio)
        for canvas in canvases:
            QApplication.sendEvent(canvas, moved)
        drawn = [item for plot in widget.findChildren(Plot) for item in plot.scene().items()]
        drawn = [item for item in drawn if isinstance(item, FieldItem | Corners | Grid | Dots)]
        for item in drawn:
            item.setCacheMode(item.CacheMode.NoCache)
        widget.render(image)
        for item in drawn:
            item.setCacheMode(item.CacheMode.DeviceCoordinateCache)
    for canvas in canvases:
        QApplication.sendEvent(canvas, moved)
    return image


def pixels(image: QImage) -> Picture:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., :3].copy()


def brought_down(image: QImage, ratio: float) -> Picture:
    """A sharp picture as it would be on a usual screen: the mean of its pixels."""
    wide, high = round(image.width() / ratio), round(image.height() / ratio)
    return pixels(image.scaled(wide, high, mode=Qt.TransformationMode.SmoothTransformation))


def differences(one: Picture, other: Picture, side: int) -> NDArray[np.float64]:
    """Grey levels between two pictures of one size, the mean of every square of that side."""
    away = np.maximum(one, other) - np.minimum(one, other)
    high, wide = (length // side for length in away.shape[:2])
    blocks = away[: high * side, : wide * side].reshape(high, side, wide, side, 3)
    return np.asarray(blocks.mean(axis=(1, 3, 4)))


def shown(window: QWidget) -> Iterator[QWidget]:
    """All that is seen of a window."""
    yield window
    for child in window.findChildren(QWidget):
        if child.isVisibleTo(window) and child.window() is window.window() and not child.size().isEmpty():
            yield child


def named(widget: QWidget) -> str:
    words = widget.accessibleName() or widget.objectName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r} in {type(widget.parentWidget()).__name__}"


# Words


def cut_words(window: QWidget) -> list[str]:
    """Labels, buttons, fields and lists with less room than their text needs, unless they elide it."""
    return [f"{named(widget)}: {wrong}" for widget in shown(window) if (wrong := _cut(widget))]


def _cut(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, QAbstractButton):
        return _cut_button(widget)
    if isinstance(widget, QComboBox):
        return _cut_combo(widget)
    if isinstance(widget, QLineEdit) and not isinstance(widget.parent(), QComboBox):
        return _cut_field(widget)
    return ""


def _less(have: QSize, need: QSize) -> str:
    fits = have.width() >= need.width() - SLACK and have.height() >= need.height()
    return "" if fits else f"{have.width()} x {have.height()} for {need.width()} x {need.height()}"


def _text_size(widget: QWidget, text: str) -> QSize:
    metrics = widget.fontMetrics()
    return QSize(metrics.horizontalAdvance(text), metrics.ascent() + metrics.descent())


def _cut_label(label: QLabel) -> str:
    if not label.text():
        return ""
    if label.wordWrap():
        return _less(label.size(), QSize(0, label.heightForWidth(label.width())))
    need = _text_size(label, label.text())
    return _less(label.size(), QSize(0, need.height()) if isinstance(label, ElidedLabel) else need)


def _cut_button(button: QAbstractButton) -> str:
    need = _text_size(button, button.text().strip()) if button.text() else QSize()
    if not button.icon().isNull():
        side = button.iconSize()
        need = QSize(need.width() + side.width(), max(need.height(), side.height()))
    if hasattr(button, "shown_text"):
        need.setWidth(_text_size(button, button.shown_text).width())
    if hasattr(button, "shown_caption"):
        need.setWidth(_text_size(button, button.shown_caption()).width())
    return _less(button.size(), need)


def _cut_combo(combo: QComboBox) -> str:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(control, option, field, combo)
    need = _text_size(combo, combo.currentText())
    policy = combo.sizePolicy()
    if policy.horizontalPolicy() == policy.Policy.Ignored:
        need.setWidth(0)  # names of columns, of any length: they end in an ellipsis
    elif hasattr(combo, "shown_text"):
        need.setWidth(0)  # paints its words by itself
        if combo.shown_text != combo.currentText():
            return f"{combo.shown_text!r} for {combo.currentText()!r}"
    return _less(room.size(), need)


def _cut_field(field: QLineEdit) -> str:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    return _less(room.size(), _text_size(field, field.text()))


# Places


def misplaced(window: QWidget) -> list[str]:
    """Neighbours that lie over each other, and what reaches beyond what it is in."""
    found = []
    for parent in shown(window):
        children = _children(parent)
        for one, other in combinations(children, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"{_placed(one)} over {_placed(other)}")
        room = parent.rect()
        for child in children:
            if not room.contains(_held(child, parent)):
                found.append(f"{_placed(child)} outside of {room.width()} x {room.height()}")
    return found


def _held(child: QWidget, parent: QWidget) -> QRect:
    """The part of a child that must be inside: all of it, but of what is scrolled only its width."""
    place = child.geometry()
    scrolled = isinstance(parent.parentWidget(), QScrollArea)
    return QRect(place.x(), 0, place.width(), 1) if scrolled else place


def _children(parent: QWidget) -> list[QWidget]:
    own = (child for child in parent.children() if isinstance(child, QWidget) and not child.isWindow())
    seen = [child for child in own if child.isVisibleTo(parent) and not child.size().isEmpty()]
    return [child for child in seen if not isinstance(child, OVER) and "splitter" not in child.objectName()]


def _placed(widget: QWidget) -> str:
    place = widget.geometry()
    return f"{named(widget)} ({place.x()}, {place.y()}, {place.width()} x {place.height()})"
