"""The window of the augmentation: the controls above, below them what the training examples become."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from engine.data import Dataset
from engine.errors import EngineError
from engine.experiment import Experiment
from playground.augmenting.draws import draw
from playground.augmenting.pictures import DrawsPicture
from playground.document import Document
from playground.fitting import augmentations_for, fitting
from playground.frames import Frame, Scene
from playground.lettering import px
from playground.looks import LOOKS
from playground.presence import WaitingVeil, lack
from playground.session import Session
from playground.theme import ThemeController
from playground.widgets.buttons import TextButton, TextIconButton
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.themed import Themed
from playground.widgets.value_form import SetEditor, ValueForm

SIZE = (560, 520)
WHEN = "Training examples are varied anew in every epoch, in ways that leave their labels true."
STAYS = "Dev and test stay as they are. Nothing is varied while everything is off."
DRAW_TIP = "Varies the same examples anew, as the next epoch will."


class AugmentingWindow(Themed, QDialog):
    """Non-modal, beside the main window. `rng` draws the preview; the training has a generator of its own."""

    def __init__(
        self,
        document: Document,
        session: Session,
        themes: ThemeController,
        rng: np.random.Generator,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Augmentation")
        self.resize(px(SIZE[0]), px(SIZE[1]))
        self._document, self._session, self._themes, self._rng = document, session, themes, rng
        self._scene: Scene | None = None
        self._make_controls()
        self._lay_out()
        self._connect()
        self.set_theme(themes.theme)
        self._show_experiment(document.experiment)
        self.veil = WaitingVeil(self.picture, session, themes)
        if session.frame is not None:
            self.show_frame(session.frame)

    def _make_controls(self) -> None:
        self.form = ValueForm(Experiment, LOOKS, ("augmentation",))
        editor = self.form.editors["augmentation"]
        assert isinstance(editor, SetEditor)
        self.editor = editor
        self.picture = DrawsPicture()
        self.again = TextIconButton("shuffle", "Other draws", DRAW_TIP)
        self.close_button = TextButton("Close", "Closes this window; what is switched on stays on.")
        for button in (self.again, self.close_button):
            button.setAutoDefault(False)  # Enter in a field takes its number, and presses nothing

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.setSpacing(8)
        for sentence in (WHEN, STAYS):
            words = label(sentence, "sentence", "body")
            words.setWordWrap(True)
            lines.addWidget(words)
        lines.addWidget(self.form)
        lines.addWidget(self.picture, 1)
        lines.addLayout(row(self.again, None, self.close_button))

    def _connect(self) -> None:
        self.form.changed.connect(self._take)
        self.again.clicked.connect(self.draw)
        self.close_button.clicked.connect(self.close)
        self._document.changed.connect(self._show_experiment)
        self._themes.changed.connect(self.set_theme)
        self._session.frame_ready.connect(self.show_frame)

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """Other data have other augmentations, and other examples."""
        if frame.scene is not self._scene:
            self._scene = frame.scene
            self.editor.offer(augmentations_for(frame.scene.dataset))
            self.draw()

    def _show_experiment(self, experiment: Experiment) -> None:
        self.form.show_value(experiment)
        self.draw()

    def draw(self) -> None:
        """Vary the examples anew."""
        scene, augmentation = self._scene, self._document.experiment.augmentation
        if scene is None or lack(self._session):
            self.picture.show_draws(None)
            return
        try:
            self.picture.show_draws(draw(scene, augmentation, self._rng))
        except EngineError:  # of data that have just been replaced; theirs come with the next frame
            self.picture.show_draws(None)

    @property
    def _dataset(self) -> Dataset | None:
        return None if self._scene is None else self._scene.dataset

    # What the user decides

    def _take(self, value: Experiment, words: str, merge_id: str) -> None:
        data = self._dataset
        self._document.edit(value if data is None else fitting(value, data), words, merge_id)

    def done(self, result: int) -> None:
        """Every way of closing comes here."""
        self._session.frame_ready.disconnect(self.show_frame)
        self._document.changed.disconnect(self._show_experiment)
        self._themes.changed.disconnect(self.set_theme)
        super().done(result)


def show_augmenting(parent: QWidget, document: Document, session: Session, themes: ThemeController) -> None:
    """Open the window, or bring the one that is open to the front."""
    window = parent.findChild(AugmentingWindow)
    if window is None:
        rng = np.random.default_rng(document.experiment.seed)
        window = AugmentingWindow(document, session, themes, rng, parent)
    window.show()
    window.raise_()
    window.activateWindow()
