"""A message above the canvas: what happened, what is safe, one way on."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground import icons
from playground.lettering import px
from playground.widgets.buttons import ICON, IconButton, TextButton
from playground.widgets.labeled_field import label
from playground.widgets.themed import Themed, set_role

Severity = Literal["error", "warning", "message"]
ICONS: dict[Severity, str] = {"error": "error", "warning": "warning", "message": "check"}
WORDS: dict[Severity, str] = {"error": "Error", "warning": "Warning", "message": "Message"}


class Banner(Themed, QFrame):
    """Hidden until `show_message`. Emits `chosen` with the key of the button pressed, or `dismissed`."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.severity: Severity = "message"
        self._icon = ICONS["message"]
        self._mark = QLabel()
        self.title = label("", "heading", "body", 600)
        self.sentence = label("", "sentence", "body")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = IconButton("close", "Dismiss", "Hides this message; nothing is changed.", size=24)
        self.close_button.clicked.connect(self._dismiss)
        self._button_row = QWidget()
        self._buttons = QHBoxLayout(self._button_row)
        self._buttons.setContentsMargins(0, 4, 0, 0)
        self._keys: dict[QPushButton, str] = {}
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        words.addWidget(self._button_row)
        words.addStretch()
        self._buttons.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 10, 12)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_message(
        self,
        severity: Severity,
        title: str,
        sentence: str,
        buttons: Sequence[tuple[str, str]] = (),
        icon: str = "",
    ) -> None:
        """Show it, and say it to a screen reader. `buttons` are (key, words); the first one is the way on.

        `icon` is another one than that of the severity.
        """
        self.severity, self._icon = severity, icon or ICONS[severity]
        set_role(self, f"banner-{severity}")
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self._set_buttons(buttons)
        self.retheme()
        self.show()
        spoken = f"{WORDS[severity]}: {title}. {sentence}"
        self.setAccessibleName(spoken)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def _set_buttons(self, buttons: Sequence[tuple[str, str]]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._keys = {}
        for index, (key, words) in enumerate(buttons):
            button = TextButton(words, words, primary=index == 0)
            button.clicked.connect(self._choose)
            self._keys[button] = key
            self._buttons.addWidget(button)
        self._buttons.addStretch()
        self._button_row.setVisible(bool(buttons))

    @property
    def buttons(self) -> list[QPushButton]:
        """The buttons shown now."""
        return list(self._keys)

    def retheme(self) -> None:
        colors = {"error": self.theme.bad, "warning": self.theme.warn, "message": self.theme.accent}
        mark = icons.icon(self._icon, colors[self.severity], px(ICON))
        self._mark.setPixmap(mark.pixmap(QSize(px(ICON), px(ICON)), self.devicePixelRatioF()))
        self._mark.setAccessibleName(WORDS[self.severity])

    def _choose(self) -> None:
        key = self._keys.get(self.sender())  # type: ignore[call-overload]
        self.hide()
        self.chosen.emit(key)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
