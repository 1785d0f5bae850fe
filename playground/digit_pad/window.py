"""The window of the digit pad: the paper, what the network sees of it, and what it takes it for.

It stays beside the main window and follows the training; while it is closed nothing is computed for it.
"""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.data import Dataset, Digits
from playground.digit_pad.bars import Bars
from playground.digit_pad.hand import Hand, hand_of, reduced
from playground.digit_pad.paper import Paper
from playground.digit_pad.pixels import PixelView
from playground.document import Document
from playground.frames import Frame, Scene
from playground.panels.data.known import with_data
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.buttons import TextButton
from playground.widgets.check_box import CheckBox
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.themed import Themed

ERASE_TIP = "The brush takes ink away (E on the paper). The right button always does."
CLEAR_TIP = "Takes a new sheet (Del on the paper)."
DIGITS_TIP = (
    "Makes the handwritten digits the data: ten classes of 8 by 8 pixels. Undo brings the others back."
)
UNDO_TIP = "Takes back the last stroke, or what was erased or cleared (Ctrl+Z)."
KEYS = "Arrows move the brush · Space puts it down · E erases · Ctrl+Z undoes · Del clears"
OTHER_DATA = "What is drawn here is a picture in greys, and these data are none."


class DigitPad(Themed, QDialog):
    """Non-modal, beside the main window. `paper` is drawn on, `bars` show the answer."""

    def __init__(
        self, document: Document, session: Session, themes: ThemeController, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Draw a digit")
        self._document, self._session, self._themes = document, session, themes
        self._dataset: Dataset | None = None
        self._hand: Hand | None = None
        self._make_controls()
        self._lay_out()
        self._connect()
        self.set_theme(themes.theme)
        if session.frame is not None:
            self.show_frame(session.frame)
        self._wait(session.waiting)
        self.paper.setFocus()

    def _make_controls(self) -> None:
        self.paper, self.pixels, self.bars = Paper(), PixelView(), Bars()
        self.eraser = CheckBox("Eraser", ERASE_TIP)
        self.undo_button, self.clear_button = TextButton("Undo", UNDO_TIP), TextButton("Clear", CLEAR_TIP)
        self.digits_button = TextButton("Use the digits", DIGITS_TIP, primary=True)
        for button in (self.undo_button, self.clear_button, self.digits_button):
            button.setAutoDefault(False)  # Enter on the paper presses nothing
        self.other = label(OTHER_DATA, "sentence", "body")
        self.other.setWordWrap(True)

    def _lay_out(self) -> None:
        keys = label(KEYS)
        keys.setWordWrap(True)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.paper)
        left.addLayout(row(self.eraser, None, self.undo_button, self.clear_button))
        left.addWidget(keys)
        left.addStretch()
        right.setSpacing(8)
        right.addWidget(label("As the network sees it", "heading", "body", 600))
        right.addWidget(self.pixels)
        right.addWidget(label("What the network takes it for", "heading", "body", 600))
        for part in (self.bars, self.other, self.digits_button):
            right.addWidget(part)
        right.addStretch()
        columns = QHBoxLayout(self)
        columns.setContentsMargins(20, 16, 20, 16)
        columns.setSpacing(20)
        columns.addLayout(left)
        columns.addLayout(right, 1)

    def _connect(self) -> None:
        self.paper.changed.connect(self._reduce)
        self.paper.changed.connect(self._allow_undo)
        self.paper.eraser_changed.connect(self.eraser.setChecked)
        self.eraser.clicked.connect(self.paper.set_erasing)
        self.undo_button.clicked.connect(self.paper.undo)
        # No shortcut of the button: while that shows itself pressed it hears no second one.
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self.paper.undo)
        self.clear_button.clicked.connect(self.paper.clear)
        self.digits_button.clicked.connect(self._use_digits)
        self._themes.changed.connect(self.set_theme)
        self._session.frame_ready.connect(self.show_frame)
        self._session.waiting_changed.connect(self._wait)

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """What the network answers now; other data may be drawn in another hand."""
        if frame.scene.dataset is not self._dataset:
            self._take_data(frame.scene)
        drawn = bool(self.paper.strokes)
        if frame.probe is not None or not drawn:  # else the question is still on its way
            self.bars.show_answer(frame.scene.dataset.classes, frame.probe if drawn else None)

    def _wait(self, lack: str) -> None:
        """What is painted is no picture, also while there is too little of it to be learned."""
        if lack:
            self._take_data(None)

    def _take_data(self, scene: Scene | None) -> None:
        data = self._dataset = None if scene is None else scene.dataset
        self._hand = None
        if scene is not None and data is not None and data.image is not None and len(data.image) == 2:
            height, width = data.image
            self._hand = hand_of(data.X[:, scene.codes == 0], (height, width))
        drawable: list[QWidget] = [self.paper, self.eraser, self.clear_button]
        for widget in drawable:
            widget.setEnabled(self._hand is not None)
        self._allow_undo()
        self.bars.setVisible(self._hand is not None)
        self.other.setVisible(self._hand is None)
        self.digits_button.setVisible(self._hand is None)
        self._reduce()

    def _allow_undo(self) -> None:
        self.undo_button.setEnabled(self._hand is not None and self.paper.can_undo)

    def _reduce(self) -> None:
        """Ask the network about the pixels of what is drawn now."""
        hand = self._hand
        if hand is None:
            self.pixels.show_pixels(np.zeros((8, 8)))
            self._session.show(probe=None)
            return
        coverage = reduced(self.paper.strokes, hand)
        self.pixels.show_pixels(coverage)
        values = tuple(hand.values(coverage).tolist()) if self.paper.strokes else None
        self._session.show(probe=values)

    def _use_digits(self) -> None:
        before = self._document.experiment
        self._document.edit(with_data(before, Digits()), f"data {before.data.label} to {Digits.label}")

    def done(self, result: int) -> None:
        """Every way of closing comes here: from now on frames come without an answer."""
        self._session.frame_ready.disconnect(self.show_frame)
        self._session.waiting_changed.disconnect(self._wait)
        self._themes.changed.disconnect(self.set_theme)
        self._session.show(probe=None)
        super().done(result)


def show_pad(parent: QWidget, document: Document, session: Session, themes: ThemeController) -> None:
    """Open the pad, or bring the one that is open to the front."""
    pad = parent.findChild(DigitPad)
    if pad is None:
        pad = DigitPad(document, session, themes, parent)
    pad.show()
    pad.raise_()
    pad.activateWindow()
