"""How large everything is written: the user's choice, remembered, and taken by the open windows at once.

Fonts go from one row of the table of type to another, so that there and back nothing has changed.
"""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground import lettering, theme
from playground.lettering import PERCENTS, TYPE

PROJECTOR = PERCENTS[-1]


@runtime_checkable
class FitsType(Protocol):
    """A widget with more to change than its font and its fixed size when type has another size."""

    def fit_type(self) -> None:
        """Take fonts and lengths anew."""


class TextSize(QObject):
    """Remembers the percentage; `changed` is emitted when everything has it.

    Made before the first widget, so that all of them begin with the right size.
    """

    changed = Signal(int)
    KEY = "view/text_size"

    def __init__(self, app: QApplication, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._settings = app, settings
        lettering.set_scale(self.percent / 100)

    @property
    def percent(self) -> int:
        """100, 125 or 150."""
        stored = str(self._settings.value(self.KEY, PERCENTS[0]))
        return next((percent for percent in PERCENTS if str(percent) == stored), PERCENTS[0])

    def set_percent(self, percent: int, worn: theme.Theme) -> None:
        """Write everything in another size; `worn` is the theme that the application wears."""
        if percent == self.percent:
            return
        self._settings.setValue(self.KEY, percent)
        before = {lettering.px(size): step for step, (size, _) in TYPE.items()}
        lettering.set_scale(percent / 100)
        theme.apply(self._app, worn)
        inner_first = sorted(QApplication.allWidgets(), key=_depth, reverse=True)
        for widget in inner_first:
            _resize(widget, before)
        for widget in inner_first:
            if isinstance(widget, FitsType):
                widget.fit_type()
            widget.updateGeometry()
            widget.update()
        self.changed.emit(percent)


def _depth(widget: QWidget) -> int:
    """How many widgets it is inside of."""
    outer = widget.parentWidget()
    return 0 if outer is None else 1 + _depth(outer)


def _resize(widget: QWidget, before: dict[int, lettering.Step]) -> None:
    """Another font of the same step, for a widget that has one of its own, and another fixed size."""
    own = widget.font()
    if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and own.pixelSize() in before:
        own.setPixelSize(lettering.font(before[own.pixelSize()]).pixelSize())
        widget.setFont(own)
    lettering.fix_again(widget)
