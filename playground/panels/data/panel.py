"""The data panel: which examples there are, how they are divided, and what of them the network sees."""

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from engine.data import Dataset, Generator, Painted
from engine.data.loading import hold
from engine.data.source import MAX_SEED
from engine.experiment import Experiment
from playground.frames import Frame
from playground.panels.data.dividing import Dividing
from playground.panels.data.gallery import MARGIN, Gallery
from playground.panels.data.inputs import Inputs
from playground.panels.data.known import chosen, with_data
from playground.panels.data.own import Own
from playground.panels.data.sampling import Sampling
from playground.panels.data.table_note import title
from playground.widgets.buttons import IconButton
from playground.widgets.fold import Fold
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.themed import Themed, describe

INDENT = 10  # the chevron of the fold then stands below the thumbnails
MIN_WIDTH = 220
NEW_POINTS_TIP = "Other points of the same kind, or another split of real data: see how much was chance."


class DataPanel(Themed, QWidget):
    """Emits `edited(experiment, undo text, merge id)`; "" as merge id means a step of its own.

    It is made of sections, each of which shows an experiment and emits its own edits.
    """

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._dataset: Dataset | None = None
        self.setAccessibleName("Data")
        self.gallery = Gallery()
        self.gallery.chosen.connect(self._choose)
        self.own = Own()
        self.gallery.painted_chosen.connect(self.own.paint_asked)
        self.sampling, self.dividing, self.inputs = Sampling(), Dividing(), Inputs()
        self._sections = (self.sampling, self.dividing, self.inputs)
        for section in self._sections:
            section.edited.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 12)
        column.setSpacing(4)
        column.addLayout(self._make_heading())
        column.addWidget(self.gallery)
        column.addLayout(self._make_own())
        column.addWidget(self._make_fold())
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.show_experiment(self._experiment)

    def _make_heading(self) -> QHBoxLayout:
        self.name = ElidedLabel("")
        self.name.setMinimumHeight(28)
        self.new_points = IconButton("shuffle", "New points", NEW_POINTS_TIP)
        self.new_points.clicked.connect(self.draw_new_points)
        heading = QHBoxLayout()
        heading.setContentsMargins(MARGIN, 0, MARGIN, 0)
        heading.addWidget(label("Data", "heading", "section"))
        heading.addStretch()
        heading.addWidget(self.name)
        heading.addWidget(self.new_points)
        return heading

    def _make_own(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.addWidget(self.own)
        return line

    def _make_fold(self) -> Fold:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN - INDENT, 0, 0, 0)
        column.setSpacing(6)
        for section in self._sections:
            column.addWidget(section)
        self.fold = Fold("More settings", body, "Samples, noise, split, features.")
        self.fold.setContentsMargins(INDENT, 0, MARGIN, 0)
        self.fold.put_beside(self.sampling.more_button)
        self.fold.set_open(True)
        return self.fold

    def minimumSizeHint(self) -> QSize:
        return QSize(MIN_WIDTH, super().minimumSizeHint().height())

    # What is shown

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the data of this one; emits nothing."""
        self._experiment = experiment
        self.name.set_text(title(experiment.data))
        self.own.note.show_data(experiment.data)
        drawn = isinstance(experiment.data, Generator)
        describe(self.new_points, "New points" if drawn else "Divide anew", NEW_POINTS_TIP)
        self.gallery.check(experiment.data.name)
        self.gallery.show_painted(experiment.data if isinstance(experiment.data, Painted) else None)
        for section in self._sections:
            section.show_experiment(experiment)

    def show_frame(self, frame: Frame) -> None:
        """Data that had to be loaded are there with their first frame."""
        self.dividing.show_frame(frame)
        if frame.scene.dataset is not self._dataset:
            self._dataset = frame.scene.dataset
            hold(frame.experiment.data, self._dataset)
            if frame.experiment.data.is_slow and frame.experiment is self._experiment:
                self.show_experiment(self._experiment)

    def set_first_start(self, first: bool) -> None:
        """The first start shows the thumbnails only; afterwards the fold stays as left."""
        self.new_points.setVisible(not first)
        if first:
            self.fold.set_open(False)

    # What the user decides

    def _choose(self, name: str) -> None:
        before = self._experiment.data
        after = chosen(before, name)
        if after.name != before.name:
            text = f"data {before.label} to {after.label}"
            self.edited.emit(with_data(self._experiment, after), text, "")

    def begin_formula(self) -> None:
        """Where a formula is typed, also where that is folded away."""
        self.fold.set_open(True)
        self.inputs.begin_formula()

    def draw_new_points(self) -> None:
        """Draw other points of the same kind, or divide real data anew."""
        data = self._experiment.data
        seed = (data.seed + 1) % (MAX_SEED + 1)
        changed = self._experiment.with_(data=msgspec.structs.replace(data, seed=seed))
        what = "data" if isinstance(data, Generator) else "split"
        self.edited.emit(changed, f"{what} seed {data.seed} to {seed}", "")
