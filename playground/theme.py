"""How a look, light or dark, is put on Qt and on pyqtgraph, and which of the two the user has chosen."""

from typing import Literal

import pyqtgraph as pg
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from playground.lettering import TYPE as TYPE
from playground.lettering import Step as Step
from playground.lettering import font as font
from playground.style_sheet import style_sheet
from playground.tokens import DARK as DARK
from playground.tokens import LIGHT as LIGHT
from playground.tokens import MARKERS as MARKERS
from playground.tokens import MapName as MapName
from playground.tokens import Theme as Theme

Choice = Literal["system", "dark", "light"]
CHOICES: tuple[Choice, ...] = ("system", "dark", "light")


def palette(theme: Theme) -> QPalette:
    """The table as Qt's roles, for everything that the style sheet does not name."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    result = QPalette()
    for names, value in (
        ((role.Window, role.Base), theme.window),
        ((role.AlternateBase, role.Button, role.ToolTipBase, role.Light, role.Midlight), theme.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), theme.text),
        ((role.Mid, role.Dark), theme.line_strong),
        ((role.Shadow,), theme.canvas),
        ((role.Highlight,), theme.accent_fill),
        ((role.HighlightedText,), theme.on_accent),
        ((role.Link, role.LinkVisited, role.Accent), theme.accent),
        ((role.PlaceholderText,), theme.text3),
    ):
        for name in names:
            result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(group.Disabled, name, QColor(theme.disabled))
    return result


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application, and pyqtgraph for the plots made from now on."""
    if not app.property("dressed"):  # a second time every widget would be polished once more for nothing
        app.setStyle("Fusion")
        app.setProperty("dressed", True)
    app.setPalette(palette(theme))
    app.setFont(font("body"))
    sheet = style_sheet(theme)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    pg.setConfigOptions(background=theme.window, foreground=theme.text3, antialias=True)


def resolve(choice: Choice, app: QApplication) -> Theme:
    """The look to show. A desktop that reports no scheme gets the light one."""
    if choice == "system":
        return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if choice == "dark" else LIGHT


class ThemeController(QObject):
    """Remembers the user's choice, follows the desktop where that is the choice, and applies the result."""

    changed = Signal(object)
    KEY = "view/theme"

    def __init__(self, app: QApplication, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app, self._settings = app, settings
        self._theme = resolve(self.choice, app)
        apply(app, self._theme)
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def choice(self) -> Choice:
        stored = self._settings.value(self.KEY, "system")
        return next((choice for choice in CHOICES if choice == stored), "system")

    def set_choice(self, choice: Choice) -> None:
        self._settings.setValue(self.KEY, choice)
        self._refresh()

    def _refresh(self, *_scheme: object) -> None:
        theme = resolve(self.choice, self._app)
        if theme is not self._theme:
            self._theme = theme
            apply(self._app, theme)
            self.changed.emit(theme)
