"""The menu bar, made from the action table, with the logo at its left, at its right what finds any action."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMenuBar, QWidget

from engine.activations import ACTIVATIONS
from playground import icons
from playground.actions import ACTIONS, MENUS
from playground.lettering import PERCENTS, px, scale
from playground.theme import CHOICES, Theme
from playground.widgets.buttons import IconButton
from playground.widgets.find_button import FindButton

OF_LAYERS = (
    "cut_layer",
    "duplicate_layer",
    "move_left",
    "move_right",
    "remove_layer",
    "more_units",
    "fewer_units",
    "activation",
    "add_to_layer",
    "batch_norm_layer",
    "freeze_layer",
)
THEME_WORDS = {"system": "Like the desktop", "dark": "Dark", "light": "Light"}


class Menus(QMenuBar):
    """Emits `theme_chosen(choice)`, `theme_flipped()`, `text_size_chosen(percent)`, `activation_chosen`."""

    theme_chosen = Signal(str)
    theme_flipped = Signal()
    text_size_chosen = Signal(int)
    activation_chosen = Signal(str)

    def __init__(self, actions: dict[str, QAction], history: QUndoStack, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._menus = {name: self.addMenu(f"&{name}") for name in MENUS}
        self._add_undo(actions, history)
        for spec in ACTIONS:
            self._menu(spec.menu).addAction(actions[spec.name])
        self._activations = self._add_activations(actions)
        self._themes = self._add_choices("Theme", {choice: THEME_WORDS[choice] for choice in CHOICES})
        self._themes.triggered.connect(self._choose_theme)
        self._sizes = self._add_choices("Text size", {percent: f"{percent} %" for percent in PERCENTS})
        self._sizes.triggered.connect(self._choose_size)
        self._logo = QLabel(self)
        self._logo.setContentsMargins(12, 6, 6, 0)
        self.setCornerWidget(self._logo, Qt.Corner.TopLeftCorner)
        self._find = FindButton(actions["find_action"], self)
        self.switch = IconButton(
            "moon", "Switch theme", "Dark or light: the colours keep their meaning.", self, 26
        )
        self.switch.clicked.connect(self.theme_flipped)
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 3, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._find)
        row.addWidget(self.switch)
        self.setCornerWidget(holder)

    def _menu(self, name: str) -> QMenu:
        """The menu of that name; "Data/Painting tools" is one below another, made with its first action."""
        if name not in self._menus:
            parent, _, words = name.partition("/")
            self._menus[name] = self._menus[parent].addMenu(words)
        return self._menus[name]

    def _add_undo(self, actions: dict[str, QAction], history: QUndoStack) -> None:
        edit = self._menus["Edit"]
        for name, make, keys in (
            ("undo", history.createUndoAction, ("Ctrl+Z",)),
            ("redo", history.createRedoAction, ("Ctrl+Shift+Z", "Ctrl+Y")),
        ):
            action = make(self, name.title())
            action.setShortcuts([QKeySequence(key) for key in keys])
            actions[name] = action
            edit.addAction(action)
        edit.addSeparator()

    def _add_activations(self, actions: dict[str, QAction]) -> QMenu:
        """The activations of the selected layer, below the action that opens them at the card."""
        menu = QMenu("Set activation", self)
        menu.triggered.connect(self._choose_activation)
        for name, g in ACTIVATIONS.items():
            menu.addAction(g.label).setData(name)
        self._menus["Edit"].addMenu(menu)
        return menu

    def _choose_activation(self, action: QAction) -> None:
        self.activation_chosen.emit(action.data())

    def _add_choices(self, title: str, words: Mapping[Any, str]) -> QActionGroup:
        """A menu below View of which one entry is ticked; its data are the keys of `words`."""
        menu = self._menus["View"].addMenu(title)
        group = QActionGroup(self)
        for choice, text in words.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
        return group

    def _choose_size(self, action: QAction) -> None:
        self.text_size_chosen.emit(action.data())

    def _choose_theme(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())

    def add_submenu(self, menu: str, title: str, before: QAction) -> QMenu:
        """A menu inside of a menu, before one of its entries."""
        inner = QMenu(title, self)
        self._menus[menu].insertMenu(before, inner)
        return inner

    def show_selection(self, column: int | None, last: int) -> None:
        """Commands on a layer are there while a hidden layer is selected, some for other columns as well."""
        selected = column is not None and 0 < column < last
        for name in OF_LAYERS:
            self._actions[name].setEnabled(selected)
        self._activations.setEnabled(selected)
        self._actions["dropout_layer"].setEnabled(column is not None and column < last)
        self._actions["inspect_layer"].setEnabled(column is not None)

    def show_theme(self, theme: Theme, choice: str) -> None:
        """Take other colours and tick the choice."""
        self._logo.setPixmap(icons.pixmap("logo", px(18), theme.accent, self.devicePixelRatioF()))
        self._logo.adjustSize()
        self.setCornerWidget(self._logo, Qt.Corner.TopLeftCorner)  # once more, for its new size
        self._find.set_theme(theme)
        self.switch.set_theme(theme)
        self.switch.set_icon_name("moon" if theme.is_dark else "sun")
        for action in self._themes.actions():
            action.setChecked(action.data() == choice)
        for action in self._sizes.actions():
            action.setChecked(action.data() == round(100 * scale()))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(32))
