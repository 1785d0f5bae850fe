"""How large everything is written: the user's choice, remembered, and taken by the open windows at once.

Fonts go from one row of the table of type to another, so that there and back nothing has changed.
"""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground import lettering, theme
from playground.lettering import PERCENTS, TYPE, Step

KEPT = "_q_styleSheetWidgetFont"  # where Qt keeps the font that it brings back with another style sheet


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
        inner_first = sorted(QApplication.allWidgets(), key=_depth, reverse=True)
        steps = _steps(inner_first)  # a change of the style sheet brings old fonts back
        lettering.set_scale(percent / 100)
        theme.apply(self._app, worn)
        for widget in inner_first:
            _resize(widget, steps.get(widget))
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


def _steps(widgets: list[QWidget]) -> dict[QWidget, Step]:
    """The step of type of every widget that has a font of its own."""
    by_size = {lettering.px(size): step for step, (size, _) in TYPE.items()}
    own = (widget for widget in widgets if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont))
    sizes = {widget: widget.font().pixelSize() for widget in own}
    return {widget: by_size[size] for widget, size in sizes.items() if size in by_size}


def _resize(widget: QWidget, step: Step | None) -> None:
    """The font of that step in the present size, and what `fix` has fixed."""
    if step is not None:
        own = widget.font()
        own.setPixelSize(lettering.font(step).pixelSize())
        widget.setFont(own)
        if widget.property(KEPT) is not None:
            widget.setProperty(KEPT, own)
    lettering.fix_again(widget)
