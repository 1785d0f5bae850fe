"""What a wizard looks like: where one is, the page of that step, and the buttons that lead on and back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.importing.parts import MARGIN, FileCard, Footer, StepRail, Waiting, hairline
from playground.widgets.buttons import IconButton
from playground.widgets.focus import move_into
from playground.widgets.labeled_field import label
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.row import row
from playground.widgets.themed import Themed


class Steps(Themed, QWidget):
    """Abstract: a wizard says what its buttons do, and shows one of its pages at a time.

    Esc presses the button that cancels, while the focus is inside.
    """

    def __init__(self, words: Sequence[str], pages: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = tuple(pages)
        self.title = label("", "heading", "section")
        self.close_button = IconButton("close", "Close", "Closes this; the data in use stay as they are.")
        self.rail, self.card, self.waiting, self.footer = StepRail(words), FileCard(), Waiting(), Footer()
        self.back_button, self.next_button = self.footer.back_button, self.footer.next_button
        self.cancel_button = self.footer.cancel_button
        heading, inside = row(self.title, None, self.close_button), QWidget()
        heading.setContentsMargins(MARGIN, 6, 8, 0)
        body = QVBoxLayout(inside)
        body.setContentsMargins(MARGIN, 4, MARGIN, 12)
        body.setSpacing(10)
        for widget in (self.rail, self.card, self.waiting, *self.pages):
            body.addWidget(widget)
        body.addStretch(1)
        self.area = PanelScroll(inside)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(heading)
        lines.addWidget(self.area, 1)
        lines.addWidget(hairline())
        lines.addWidget(self.footer)

    def show_page(self, step: int) -> None:
        """Show the page of a step, from its top."""
        self.rail.set_current(step)
        for index, page in enumerate(self.pages):
            page.setVisible(index == step)
        self.area.verticalScrollBar().setValue(0)

    def focus_page(self) -> None:
        """The focus goes to the first control of the page."""
        move_into(self.pages[self.rail.current])

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the wizard, not to the window around it."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_button.click()
        else:
            super().keyPressEvent(event)
