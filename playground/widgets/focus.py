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
    parts: list[QWidget | QLayout] = [child for child in layout.children() if isinstance(child, QLayout)]
    for part in sorted([*parts, *held(layout)], key=layout.indexOf):
        yield from _inside(part) if isinstance(part, QLayout) else controls(part)


def held(layout: QLayout) -> list[QWidget]:
    """The widgets of a layout itself, in its order.

    It is not asked for its items: PySide keeps what it answers, also when Qt has long deleted the item, and
    takes whatever comes to lie at the same place in memory for it.
    """
    parent = layout.parentWidget()
    children = (
        parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) if parent else []
    )
    return sorted((widget for widget in children if layout.indexOf(widget) >= 0), key=layout.indexOf)


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
