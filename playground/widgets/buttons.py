"""Buttons of an icon, a word, or both. They take the focus by keyboard only, so a click leaves Space free."""

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from playground import icons
from playground.lettering import fix, font, px
from playground.widgets.themed import PRESS_KEYS, Themed, describe, keep_keys, set_role

ICON = 16


def prepare(button: QAbstractButton) -> None:
    """Focus by keyboard only, and Space presses the focused button as everywhere."""
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    keep_keys(button, *PRESS_KEYS)


class _IconMixin(Themed):
    icon_name: str

    def retheme(self) -> None:
        if isinstance(self, QAbstractButton):
            self.setIcon(icons.icon(self.icon_name, self.theme.text2, px(ICON), self.theme.disabled))

    def fit_type(self) -> None:
        """The icon is as large as the type beside it."""
        if isinstance(self, QAbstractButton):
            self.setIconSize(QSize(px(ICON), px(ICON)))
            self.retheme()

    def set_icon_name(self, name: str) -> None:
        """Show another icon."""
        self.icon_name = name
        self.retheme()


class IconButton(_IconMixin, QToolButton):
    """A square button with an icon; its name and tooltip are not optional."""

    def __init__(
        self, icon: str, name: str, tooltip: str, parent: QWidget | None = None, size: int = 28
    ) -> None:
        super().__init__(parent)
        self.icon_name = icon
        fix(self, size, size)
        set_role(self, "flat")
        describe(self, name, tooltip)
        prepare(self)
        self.fit_type()


class TextIconButton(_IconMixin, QPushButton):
    """A flat button of an icon and a word; `set_compact` drops the word and keeps it as the name."""

    def __init__(self, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The space keeps the word off the icon; Qt has no setting for it.
        self.icon_name, self._words = icon, f" {text}"
        self.setText(self._words)
        self.setFont(font("body", 500))
        fix(self, height=32)
        set_role(self, "flat")
        describe(self, text, tooltip)
        prepare(self)
        self.fit_type()

    def set_text(self, text: str) -> None:
        """Another word."""
        self._words = f" {text}"
        self.setText(self._words)

    def set_compact(self, compact: bool) -> None:
        """Only the icon, when the window is narrow."""
        self.setText("" if compact else self._words)


class TintedButton(TextIconButton):
    """The same in the colour of the interface: it leads to something of one's own."""

    def __init__(self, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, text, tooltip, parent)
        set_role(self, "tinted")

    def retheme(self) -> None:
        self.setIcon(icons.icon(self.icon_name, self.theme.accent, px(ICON), self.theme.disabled))


class PrimaryButton(TextIconButton):
    """The same, as the one that is meant to be pressed."""

    def __init__(self, icon: str, text: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, text, tooltip, parent)
        set_role(self, "primary")

    def retheme(self) -> None:
        self.setIcon(icons.icon(self.icon_name, self.theme.on_accent, px(ICON), self.theme.disabled))


class TextButton(QPushButton):
    """A button of a word; `primary` is the one that is meant to be pressed."""

    def __init__(self, text: str, tooltip: str, parent: QWidget | None = None, primary: bool = False) -> None:
        super().__init__(text, parent)
        self.setFont(font("body", 500))
        set_role(self, "primary" if primary else "plain")
        describe(self, text, tooltip)
        prepare(self)
        self.fit_type()

    def fit_type(self) -> None:
        """Never lower than a hand needs it."""
        self.setMinimumHeight(px(28))


class _Binding(QObject):
    """Keeps a button in step with an action: name, tooltip, keys, enabled; a press triggers it."""

    def __init__(self, button: QAbstractButton, action: QAction) -> None:
        super().__init__(button)
        self._button, self._action = button, action
        button.clicked.connect(self._press)
        action.changed.connect(self._show)
        self._show()

    def _press(self) -> None:
        self._action.trigger()

    def _show(self) -> None:
        self._button.setEnabled(self._action.isEnabled())
        describe(self._button, self._action.text().replace("&", ""), tooltip_of(self._action))


def tooltip_of(action: QAction) -> str:
    """What the action does, and its key in brackets."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    words = action.statusTip() or action.toolTip()
    return f"{words} ({keys})" if keys else words


def bind(button: QAbstractButton, action: QAction) -> None:
    """Let `button` show and trigger `action`."""
    _Binding(button, action)
