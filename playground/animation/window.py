"""The window of File > Save animation…: how large, how long, a picture of what it becomes, and the progress.

The recording comes with a frame; a thread paints and writes, so that neither window nor training wait.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from engine.errors import shown
from playground.animation.artist import Look, height_of
from playground.animation.reel import Reel, reel_of
from playground.animation.work import Written, animate, preview
from playground.calculation import Calculation
from playground.frames import Frame
from playground.lettering import px
from playground.presence import lack
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.buttons import TextButton
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.plot_numbers import number
from playground.widgets.row import row
from playground.widgets.save_path import ask_for_path
from playground.widgets.themed import Themed, announce, describe

if TYPE_CHECKING:
    from playground.main_window import MainWindow

SIZES, USUAL_SIZE = (360, 480, 720), 480
LENGTHS, USUAL_LENGTH = (5, 10, 20), 10
PICTURE = 300  # pixels across of the one that is shown
FEWEST = 2
SIZE_TIP = "How many pixels the pictures are wide. Larger ones make a larger file."
LENGTH_TIP = "How long it takes from the first moment to the last; then it begins again."
SAVE_TIP = "Asks for a file, and writes the recorded run to it as pictures that move."
CANCEL_TIP = "Ends the work; no file is written."
CLOSE_TIP = "Closes this window; work that is not done is ended, and writes no file."
WAITING = "The recording comes with the next picture of the network."
TOO_FEW = "Only {count} of the run is recorded. Train an epoch or more, and there is something to see."


class AnimationWindow(Themed, QDialog):
    """Non-modal, beside the main window. `parts` of the examples are drawn, `flat` in one colour a class."""

    def __init__(
        self, session: Session, themes: ThemeController, parts: tuple[int, ...], flat: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Save animation")
        self._session, self._themes, self._parts, self._flat = session, themes, parts, flat
        self.reel: Reel | None = None
        self.written: Written | None = None
        self._is_preview = True  # whether the work that runs is only for the picture in the window
        self.calculation = Calculation(self)
        self._build()
        self._lay_out()
        self._connect()
        self.set_theme(themes.theme)
        self._show_state()
        session.show(recorded=True)

    def _build(self) -> None:
        self.size_choice = Choice("Size", [(f"{n} px wide", n) for n in SIZES], SIZE_TIP)
        self.size_choice.set_current(USUAL_SIZE)
        self.length = Choice("Length", [(f"{n} seconds", n) for n in LENGTHS], LENGTH_TIP)
        self.length.set_current(USUAL_LENGTH)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedSize(px(PICTURE), px(height_of(PICTURE)))
        describe(self.picture, "The last picture of the animation")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(6))
        describe(self.bar, "Progress", "How much of the animation is done.")
        self.note = label(WAITING, "sentence")
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(px(48))
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.button = TextButton("Save as GIF…", SAVE_TIP, primary=True)
        self.close_button = TextButton("Close", CLOSE_TIP)

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 14)
        lines.setSpacing(10)
        fields = LabeledField("Size", self.size_choice), LabeledField("Length", self.length)
        lines.addLayout(row(*fields, None))
        lines.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self.bar)
        lines.addWidget(self.note)
        lines.addLayout(row(None, self.button, self.close_button))

    def _connect(self) -> None:
        self.button.clicked.connect(self.toggle)
        self.close_button.clicked.connect(self.close)
        self.calculation.came.connect(self._take)
        self.calculation.progressed.connect(self._show_share)
        self.calculation.ended.connect(self._end)
        self._themes.changed.connect(self.set_theme)
        self._session.frame_ready.connect(self._take_frame)

    @property
    def look(self) -> Look:
        """What is chosen, in the colours of the window."""
        return Look(int(self.size_choice.currentData()), self._themes.theme, self._flat, self._parts)

    def _take_frame(self, frame: Frame) -> None:
        """The newest recording; while it is worked on, that which the work began with stays."""
        if not frame.view.recorded or self.calculation.is_running:
            return
        before, self.reel = self.reel, reel_of(frame)
        if before is not None and is_same(before, self.reel):
            return
        self.note.setText(described(self.reel))
        self._show_state()
        if not self._session.running and len(self.reel.moments) >= FEWEST:
            self._show_preview()

    def _show_preview(self) -> None:
        """The last picture; while training runs it is left as it is."""
        assert self.reel is not None
        look = Look(2 * PICTURE, self._themes.theme, self._flat, self._parts)
        reel = self.reel
        self._is_preview = True
        self.calculation.start(lambda _progress: preview(reel, look))

    # What the user does

    def toggle(self) -> None:
        """Save it, or end the work."""
        if self.is_saving:
            self.calculation.stop()
            self._end("", cancelled=True)
        else:
            self._ask()

    @property
    def is_saving(self) -> bool:
        """Whether a file is on its way."""
        return self.calculation.is_running and not self._is_preview

    def _ask(self) -> None:
        reel = self.reel
        if reel is None or len(reel.moments) < FEWEST:
            return
        if why := lack(self._session):
            self.note.setText(why)
            return
        path = ask_for_path(self, "Save animation", "training", {".gif": "Animated GIF"}, ".gif")
        if path is None:
            return
        self._is_preview, self.written = False, None
        seconds = float(self.length.currentData())
        self.note.setText(f"{number(len(reel.moments), 0)} pictures are painted…")
        self.calculation.start(partial(animate, reel, self.look, seconds, path))
        self._show_state()

    # What is shown

    def _take(self, result: QImage | Written) -> None:
        if isinstance(result, Written):
            self.written = result
            return
        size = QSize(self.picture.width(), self.picture.height()) * self.devicePixelRatioF()
        mode = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(result.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode))
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(pixmap)

    def _show_share(self, share: float) -> None:
        if not self._is_preview:
            self.bar.setValue(round(100 * share))

    def _end(self, failure: str, cancelled: bool = False) -> None:
        if not self._is_preview:
            done = "" if self.written is None else told(self.written)
            self.note.setText("Ended; no file was written." if cancelled else failure or done)
            announce(self, self.note.text())
        self._is_preview = True
        self._show_state()

    def _show_state(self) -> None:
        saving = self.is_saving
        self.button.setText("Cancel" if saving else "Save as GIF…")
        describe(self.button, self.button.text(), CANCEL_TIP if saving else SAVE_TIP)
        self.button.setEnabled(saving or (self.reel is not None and len(self.reel.moments) >= FEWEST))
        for control in (self.size_choice, self.length):
            control.setEnabled(not saving)
        if not saving:
            self.bar.setValue(0)

    def done(self, result: int) -> None:
        """Every way of closing comes here."""
        self.calculation.stop()
        self._session.frame_ready.disconnect(self._take_frame)
        self._themes.changed.disconnect(self.set_theme)
        self._session.show(recorded=False)
        super().done(result)


def is_same(one: Reel, other: Reel) -> bool:
    """Whether they show the same; the present moment is copied for every frame."""
    if one.problem is not other.problem or one.scene is not other.scene:
        return False
    iterations = [[moment.state.iteration for moment in reel.moments] for reel in (one, other)]
    return iterations[0] == iterations[1] and one.moments[:-1] == other.moments[:-1]


def described(reel: Reel) -> str:
    """What there is to be seen."""
    moments = reel.moments
    if len(moments) < FEWEST:
        return TOO_FEW.format(count="one moment" if moments else "nothing")
    return (
        f"{number(len(moments), 0)} recorded moments, from epoch {number(moments[0].epoch, 0)} to "
        f"{number(moments[-1].epoch, 0)}, in the colours and on the plane of the output."
    )


def told(written: Written) -> str:
    """What was written."""
    size = written.size / 2**20
    return (
        f"{shown(written.path.name)}: {number(written.pictures, 0)} pictures of the epochs "
        f"{number(written.first, 0)} to {number(written.last, 0)}, {number(written.seconds, 1)} seconds, "
        f"{number(size, 1)} MB."
    )


def show_animation(window: "MainWindow") -> None:
    """Open the window, or bring the one that is open to the front."""
    dialog = window.findChild(AnimationWindow)
    if dialog is None:
        output = window.output
        parts, flat = tuple(output.plane.points.shown_parts), output.flat_box.isChecked()
        dialog = AnimationWindow(window.session, window.themes, parts, flat, window)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
