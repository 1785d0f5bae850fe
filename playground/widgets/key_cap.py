"""A key of the keyboard, drawn as a small cap."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.lettering import fix, font, px
from playground.widgets.themed import set_role


class KeyCap(QLabel):
    """Shows the name of one key."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setFont(font("axis", 500))
        fix(self, height=18)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"key {key}")
        set_role(self, "key")

    def sizeHint(self) -> QSize:
        """As wide as its word, and never narrower than high."""
        return super().sizeHint().expandedTo(QSize(px(18), px(18)))
