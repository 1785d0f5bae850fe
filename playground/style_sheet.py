"""The one style sheet of the app, filled in from a theme. Widgets choose a look by their `role` property.

Fonts are set on the widgets (theme.font), never here: there the digits of equal width would get lost.
"""

import re
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from playground.lettering import px

if TYPE_CHECKING:
    from playground.theme import Theme

_SHEET = Template(
    """
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QToolTip { background: $raised; color: $text2; border: 1px solid $line_strong; padding: 6px 8px; }

QLabel { background: transparent; }
QLabel[role="sentence"] { color: $text2; }
QLabel[role="hint"] { color: $text3; }
QLabel[role="heading"], QLabel[role="value"] { color: $text; }
QLabel[role="ok"] { color: $ok; }
QLabel[role="warning"] { color: $warn; }
QLabel[role="bad"] { color: $bad; }
QLabel[role="pill"], QLabel[role="pill-on"] { border-radius: 8px; padding: 1px 7px; }
QLabel[role="pill"] { color: $text2; background: $active; }
QLabel[role="pill-on"] { color: $accent; background: $accent_soft; }
QLabel[role="key"] { color: $text2; border: 1px solid $line_strong; border-radius: 4px; padding: 0 5px; }
QLabel:disabled { color: $disabled; }

QMenuBar {
    background: $window; color: $text2; spacing: 2px; padding: 0; border-bottom: 1px solid $line;
}
QMenuBar::item { background: transparent; padding: 5px 9px; margin-top: 3px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; color: $text; }
QMenu { background: $raised; color: $text; border: 1px solid $line_strong; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 12px; border-radius: 5px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $active; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line_strong; margin: 4px 8px; }
QStatusBar { background: $window; color: $text3; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QToolBar { background: $window; border: none; border-bottom: 1px solid $line; spacing: 0; padding: 0; }

QPushButton, QToolButton, QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {
    background: $raised; color: $text; border: 2px solid transparent; border-radius: 6px; outline: none;
}
QPushButton { padding: 4px 10px; }
QToolButton { padding: 2px; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $active; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    border-color: $accent;
}
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled { color: $disabled; }

QPushButton[role="primary"] { background: $accent_fill; color: $on_accent; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $active; color: $disabled; }
QToolButton[role="flat"], QPushButton[role="flat"] { background: transparent; color: $text2; }
QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover { background: $raised; color: $text; }
QToolButton[role="flat"]:pressed, QPushButton[role="flat"]:pressed { background: $active; }
QToolButton[role="flat"]:checked, QPushButton[role="flat"]:checked { background: $active; color: $text; }
QToolButton[role="flat"]:disabled, QPushButton[role="flat"]:disabled {
    color: $disabled; background: transparent;
}
QToolButton[role="flat"]:focus, QPushButton[role="flat"]:focus { border-color: $accent; }
QToolButton[role="tool"] { background: transparent; color: $text2; }
QToolButton[role="tool"]:hover { background: $raised; }
QToolButton[role="tool"]:checked { background: $accent_soft; border: 1px solid $accent_line; }
QToolButton[role="tool"]:focus { border: 2px solid $accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }

QPushButton[role="tinted"] { background: $accent_soft; color: $accent; border-radius: 6px; }
QPushButton[role="tinted"]:hover { border-color: $accent_line; }
QPushButton[role="tinted"]:pressed { background: $active; }
QPushButton[role="tinted"]:focus { border-color: $accent; }

QPushButton[role="fold"] {
    background: transparent; color: $text2; text-align: left; padding: 2px 4px; border-radius: 6px;
}
QPushButton[role="fold"]:hover { color: $text; background: $raised; }
QPushButton[role="fold"]:focus { border-color: $accent; }

QPushButton[role="find"] { background: $raised; color: $text3; text-align: left; padding: 0 8px; }
QPushButton[role="find"]:hover { background: $hover; color: $text2; }
QPushButton[role="find"]:focus { border-color: $accent; }

QPushButton[role="chip"] { background: $raised; color: $text2; padding: 0; }
QPushButton[role="chip"]:hover { background: $hover; }
QPushButton[role="chip"]:checked { background: $accent_soft; color: $text; border: 1px solid $accent_line; }
QPushButton[role="chip"]:checked:hover { border-color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; }

QFrame[role="segmented"] { background: $raised; border: none; border-radius: 6px; }
QFrame[role="segmented"] QPushButton {
    background: transparent; color: $text2; border-radius: 5px; padding: 0 7px;
}
QFrame[role="segmented"] QPushButton:hover { color: $text; }
QFrame[role="segmented"] QPushButton:checked { background: $active; color: $text; }
QFrame[role="segmented"] QPushButton:focus { border-color: $accent; }

QComboBox { padding: 2px 22px 2px 7px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: none; }
QComboBox QLineEdit { background: transparent; border: none; padding: 0; margin: 0; }
QComboBox QAbstractItemView {
    background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px; outline: none;
    selection-background-color: $active; selection-color: $text;
}
QLineEdit { padding: 2px 6px; selection-background-color: $accent_fill;
    selection-color: $on_accent; }
QLineEdit[role="quiet"] { background: transparent; padding: 2px 0 2px 4px; }
QLineEdit[role="quiet"]:hover { background: $raised; }
QLineEdit[role="quiet"]:focus { background: $raised; border-color: $accent; }
QLineEdit[role="quiet"]:disabled { background: transparent; }

QPlainTextEdit[role="report"] {
    background: $raised; color: $text; border: 2px solid transparent; border-radius: 6px;
    selection-background-color: $accent_fill; selection-color: $on_accent;
}
QPlainTextEdit[role="report"]:focus { border-color: $accent; }

QListView[role="plain"], QTreeView[role="plain"] {
    background: transparent; color: $text; border: none; outline: none; show-decoration-selected: 0;
}
QTreeView[role="plain"]::item { padding: 3px 4px; }
QTreeView[role="plain"]::item:hover { background: $hover; }
QTreeView[role="plain"]::item:selected { background: $active; color: $text; }

QTableView[role="ranking"] {
    background: transparent; color: $text; border: 2px solid transparent; border-radius: 8px; outline: none;
    selection-background-color: $active; selection-color: $text;
}
QTableView[role="ranking"]:focus { border-color: $accent; }
QTableView[role="ranking"]::item { padding: 0 8px; border: none; border-bottom: 1px solid $line; }
QTableView[role="ranking"]::item:selected { background: $active; color: $text; }
QTableView[role="ranking"] QHeaderView { background: transparent; border: none; }
QTableView[role="ranking"] QHeaderView::section {
    background: transparent; color: $text3; border: none; border-bottom: 1px solid $line_strong;
    padding: 3px 8px;
}

QFrame[role="banner-error"] { background: $bad_soft; border: 1px solid $bad; border-radius: 8px; }
QFrame[role="banner-warning"] { background: $warn_soft; border: 1px solid $warn; border-radius: 8px; }
QFrame[role="banner-message"] { background: $raised; border: 1px solid $line_strong; border-radius: 8px; }
QFrame[role="card"] { background: $window; border: 1px solid $line_strong; border-radius: 8px; }
QFrame[role="filled"] { background: $raised; border: none; border-radius: 8px; }
QFrame[role="rule"] { background: $line; border: none; }

QTableView[role="cells"] {
    background: $window; color: $text; border: 1px solid $line_strong; border-radius: 8px; outline: none;
    gridline-color: $line;
}
QTableView[role="cells"]:focus { border: 2px solid $accent; }
QTableView[role="cells"] QHeaderView { background: transparent; border: none; }
QProgressBar { background: $raised; border: none; border-radius: 3px; }
QProgressBar::chunk { background: $accent_fill; border-radius: 3px; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle {
    background: $line_strong; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px;
}
QScrollBar::handle:hover { background: $outline; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
)


THIN = 2  # pixels; up to this wide a line is an edge or a hairline, and stays so with larger type


def style_sheet(theme: "Theme") -> str:
    """The sheet in the colours of `theme`, its lengths at the present size of type."""
    colors = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    return re.sub(r"\b(\d+)px", _longer, _SHEET.substitute(colors))


def _longer(length: re.Match[str]) -> str:
    number = int(length[1])
    return f"{number if number <= THIN else px(number)}px"
