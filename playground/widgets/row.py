"""Widgets side by side, as a layout."""

from PySide6.QtWidgets import QHBoxLayout, QWidget


def row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets side by side; None is free room."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addStretch() if widget is None else layout.addWidget(widget)
    return layout
