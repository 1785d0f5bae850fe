"""F6: the focus goes from one region of the window to the next, in reading order."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget

from playground.widgets.focus import move_into


def move_focus(regions: Sequence[QWidget], by: int) -> None:
    """Give the focus to the first control of the region that many places on from the present one.

    A region inside of another one comes behind it.
    """
    holder = QApplication.focusWidget()
    here = [k for k, region in enumerate(regions) if holder is not None and region.isAncestorOf(holder)]
    move_into(regions[(here[-1] + by) % len(regions) if here else 0])
