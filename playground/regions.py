"""F6: the focus goes from one region of the window to the next, in reading order."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def move_focus(regions: Sequence[QWidget], by: int) -> None:
    """Give the focus to the first control of the region that many places on from the present one."""
    holder = QApplication.focusWidget()
    places = range(len(regions))
    here = next((k for k in places if holder is not None and regions[k].isAncestorOf(holder)), None)
    first = _first_control(regions[0 if here is None else (here + by) % len(regions)])
    if first is not None:
        first.setFocus(Qt.FocusReason.TabFocusReason)


def _first_control(region: QWidget) -> QWidget | None:
    """The control of a region that Tab reaches first."""
    inside = {w for w in region.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    usable = {w for w in inside if w.isVisible() and w.isEnabled() and w.focusProxy() is None}
    widget = region.nextInFocusChain()
    while usable and widget is not None and widget is not region:
        if widget in usable:
            return widget
        widget = widget.nextInFocusChain()
    return None
