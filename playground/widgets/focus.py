"""Where the focus goes: the controls of a region in the order in which their layouts set them."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def controls(region: QWidget) -> Iterator[QWidget]:
    """What takes the focus by Tab inside of a region, in reading order."""
    layout = region.layout()
    if layout is not None:
        yield from _inside(layout)
    elif region.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield region


def _inside(layout: QLayout) -> Iterator[QWidget]:
    for item in (layout.itemAt(index) for index in range(layout.count())):
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from controls(widget)
        elif (nested := item.layout()) is not None:
            yield from _inside(nested)


def order_focus(region: QWidget) -> None:
    """Let Tab go through a region as it is read, also through fields that came into it later."""
    for before, after in pairwise(controls(region)):
        QWidget.setTabOrder(before, after)


def move_into(region: QWidget) -> None:
    """Give the focus to the first control of a region that Tab reaches."""
    inside = {w for w in region.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    usable = {w for w in inside if w.isVisible() and w.isEnabled() and w.focusProxy() is None}
    widget = region.nextInFocusChain()
    while usable and widget is not None and widget is not region:
        if widget in usable:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return
        widget = widget.nextInFocusChain()
