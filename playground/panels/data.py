"""The data panel: which examples there are, how they are split, and what of them the network sees."""

from functools import lru_cache

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from engine.data import BY_NAME, AnyData, Dataset, Generator, Split, available
from engine.data.generators import MAX_NOISE, MAX_SAMPLES, MIN_SAMPLES
from engine.data.source import MAX_SEED
from engine.errors import EngineError
from engine.experiment import Experiment
from playground.fitting import fitting
from playground.widgets.buttons import IconButton
from playground.widgets.data_thumbnail import MARGIN as THUMBNAIL_MARGIN
from playground.widgets.data_thumbnail import MAX_POINTS, DataThumbnail
from playground.widgets.feature_chips import FeatureChips, written
from playground.widgets.fold import Fold
from playground.widgets.labeled_field import ElidedLabel, label
from playground.widgets.number_slider import ValueSlider
from playground.widgets.scales import Limits, Linear, Log, plain
from playground.widgets.split_bar import SplitBar
from playground.widgets.themed import Themed
from playground.widgets.toggle import Toggle

INDENT = 10  # the chevron of the fold then stands below the thumbnails
COLUMNS, MARGIN, GAP, MIN_WIDTH = 4, 16, 2, 220
# Where the label is too long to stand under a thumbnail.
SHORT_NAMES = {"blobs": "3 classes", "bumps": "6 bumps"}

THUMBNAIL_TIPS = {
    "circle": "One class inside, the other around it: no straight line parts them.",
    "xor": "The class is the sign of x₁ times x₂: one neuron alone cannot learn it.",
    "gauss": "Two clouds: a straight line is enough, and noise makes them overlap.",
    "spiral": "Two arms wound around each other: it needs more units, or more features.",
    "blobs": "Three clouds: the output becomes a softmax of three units.",
    "plane": "A number that rises evenly: one linear unit is enough, hidden layers only get in the way.",
    "bumps": "A number with three hills and three hollows: no straight line helps, units have to share them.",
    "iris": "150 real flowers with four measures and three species.",
    "digits": "1\u2009797 real digits in handwriting, 8 by 8 pixels each: ten classes, and 64 inputs.",
}
FEATURE_TIPS = {
    "x1^2": "The square of x₁: together with x₂² a single neuron can draw an ellipse.",
    "x2^2": "The square of x₂: together with x₁² a single neuron can draw an ellipse.",
    "x1*x2": "The product: a single neuron can then learn XOR.",
    "sin(x1)": "A wave along x₁: stripes become easy.",
    "sin(x2)": "A wave along x₂: stripes become easy.",
}
SAMPLES_TIP = (
    "More: the boundary follows the truth, not the accident of single points. Fewer: easily learned by heart."
)
NOISE_TIP = "Raise it: the classes overlap, and no boundary can be right for all points."
SPLIT_TIP = "More train: more to learn from. More dev and test: surer that it works on new points."
NORMALISE_TIP = "Off: one feature can stretch the cost into a long valley and descent zigzags."
NEW_POINTS_TIP = "Other points of the same kind, or another split of real data: see how much was chance."


@lru_cache(maxsize=8)
def loaded(data: AnyData) -> Dataset:
    """The examples; equal data are loaded once. Raises DataError like `load`."""
    return data.load()


@lru_cache(maxsize=8)
def counts(data: AnyData, split: Split) -> tuple[int, int, int]:
    """How many examples train, dev and test have; zeros where the data cannot be had."""
    try:
        codes = split.assign(loaded(data), data.seed)
    except EngineError:
        return 0, 0, 0
    return int((codes == 0).sum()), int((codes == 1).sum()), int((codes == 2).sum())


def chosen(before: AnyData, name: str) -> AnyData:
    """The data of that name, with the seed, samples and noise of those before where both have them."""
    kind = BY_NAME[name]
    kept = {field: getattr(before, field) for field in kind.__struct_fields__ if hasattr(before, field)}
    return kind(**kept)


def with_data(experiment: Experiment, data: AnyData) -> Experiment:
    """The experiment on other data. Features stay if the columns are the same, else all columns are on."""
    old, new = loaded(experiment.data), loaded(data)
    fits = fitting(experiment.with_(data=data), new)
    return fits if old.columns == new.columns else fits.with_(features=available(new.n)[: new.n])


class DataPanel(Themed, QWidget):
    """Emits `edited(experiment, undo text, merge id)`; "" as merge id means a step of its own."""

    edited = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment, self._columns = Experiment(), 0
        self.setAccessibleName("Data")
        self._make_heading()
        self._make_thumbnails()
        self._make_controls()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 12)
        column.setSpacing(4)
        column.addLayout(self._heading)
        column.addLayout(self._grid)
        column.addWidget(self._make_fold())
        # The thumbnails move into fewer columns, so their width now is no limit.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.show_experiment(self._experiment)

    def _make_heading(self) -> None:
        self.name = label("")
        self.name.setMinimumHeight(28)
        self.new_points = IconButton("shuffle", "New points", NEW_POINTS_TIP)
        self.new_points.clicked.connect(self._draw_new_points)
        self._heading = QHBoxLayout()
        self._heading.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._heading.addWidget(label("Data", "heading", "section"))
        self._heading.addStretch()
        self._heading.addWidget(self.name)
        self._heading.addWidget(self.new_points)

    def _make_thumbnails(self) -> None:
        self.thumbnails: dict[str, DataThumbnail] = {}
        self._group = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(MARGIN - THUMBNAIL_MARGIN, 0, 0, 0)
        self._grid.setSpacing(GAP)
        for index, (name, kind) in enumerate(BY_NAME.items()):
            thumbnail = DataThumbnail(SHORT_NAMES.get(name, kind.label), THUMBNAIL_TIPS.get(name, kind.label))
            self._group.addButton(thumbnail, index)
            self.thumbnails[name] = thumbnail
        self._place_thumbnails(COLUMNS)
        self._group.idClicked.connect(self._choose)

    def _place_thumbnails(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._grid.setColumnStretch(self._columns, 0)
        self._columns = columns
        for index, thumbnail in enumerate(self.thumbnails.values()):
            self._grid.addWidget(thumbnail, index // columns, index % columns)
        self._grid.setColumnStretch(columns, 1)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow dock shows fewer thumbnails in a row."""
        super().resizeEvent(event)
        room = event.size().width() - 2 * (MARGIN - THUMBNAIL_MARGIN) + GAP
        wide = next(iter(self.thumbnails.values())).width() + GAP
        self._place_thumbnails(min(max(room // wide, 1), COLUMNS))

    def minimumSizeHint(self) -> QSize:
        return QSize(MIN_WIDTH, super().minimumSizeHint().height())

    def _make_controls(self) -> None:
        samples = Limits("Samples", MIN_SAMPLES, MAX_SAMPLES, whole=True)
        self.samples = ValueSlider(samples, Log(MIN_SAMPLES, MAX_SAMPLES, whole=True), SAMPLES_TIP)
        self.samples.changed.connect(self._set_samples)
        self.noise = ValueSlider(Limits("Noise", 0, MAX_NOISE), Linear(0, MAX_NOISE, 0.01), NOISE_TIP)
        self.noise.changed.connect(self._set_noise)
        self.split = SplitBar(SPLIT_TIP)
        self.split.changed.connect(self._set_split)
        self.normalise = Toggle("Normalise inputs", NORMALISE_TIP)
        self.normalise.clicked.connect(self._set_normalise)
        self.features = FeatureChips()
        self.features.changed.connect(self._set_features)

    def _make_fold(self) -> Fold:
        normalise = QHBoxLayout()
        normalise.setContentsMargins(0, 0, 0, 0)
        normalise.setSpacing(8)
        normalise.addWidget(label("Normalise inputs", "sentence", "body"))
        normalise.addWidget(ElidedLabel("μ, σ² of train"), 1)
        normalise.addWidget(self.normalise)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN - INDENT, 0, MARGIN, 0)
        column.setSpacing(6)
        for control in (self.samples, self.noise, self.split):
            column.addWidget(control)
        column.addLayout(normalise)
        column.addWidget(label("Input features"))
        column.addWidget(self.features)
        self.fold = Fold("More data settings", body, "Samples, noise, split, features.")
        self.fold.setContentsMargins(INDENT, 0, 0, 0)
        self.fold.set_open(True)
        return self.fold

    # What is shown

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the data of this one; emits nothing."""
        self._experiment = experiment
        self.name.setText(experiment.data.label)
        self._check(experiment.data.name)
        self._show_generator(experiment.data)
        split = experiment.split
        self.split.set_split(split.train, split.dev, split.test, counts(experiment.data, split))
        self.normalise.setChecked(experiment.normalize)
        self._show_features(experiment)

    def _check(self, name: str) -> None:
        """Ring the thumbnail of these data, or none for a table of the user's own."""
        self._group.setExclusive(False)
        for key, thumbnail in self.thumbnails.items():
            thumbnail.setChecked(key == name)
        self._group.setExclusive(True)

    def _show_generator(self, data: AnyData) -> None:
        made = isinstance(data, Generator)
        self.samples.setVisible(made)
        self.noise.setVisible(made)
        if isinstance(data, Generator):
            self.samples.set_value(data.samples)
            self.noise.set_value(data.noise)

    def _show_features(self, experiment: Experiment) -> None:
        try:
            dataset: Dataset | None = loaded(experiment.data)
        except EngineError:
            dataset = None
        if dataset is not None and dataset.image is not None:
            self.features.set_image(dataset.image, len(experiment.features))
            return
        columns = experiment.features if dataset is None else dataset.columns
        tips = {f"x{i}": name for i, name in enumerate(columns, start=1)}
        names = available(len(columns))
        self.features.set_features(names, experiment.features, {**FEATURE_TIPS, **tips})

    def set_first_start(self, first: bool) -> None:
        """The first start shows the thumbnails only; afterwards the fold stays as left."""
        self.new_points.setVisible(not first)
        if first:
            self.fold.set_open(False)

    def showEvent(self, event: QShowEvent) -> None:
        """The pictures are made from the real data when they are first seen."""
        super().showEvent(event)
        for name, thumbnail in self.thumbnails.items():
            if not thumbnail.has_points:
                _fill(thumbnail, BY_NAME[name]())

    # What the user decides

    def _choose(self, index: int) -> None:
        before = self._experiment.data
        after = chosen(before, list(BY_NAME)[index])
        if after.name != before.name:
            text = f"data {before.label} to {after.label}"
            self.edited.emit(with_data(self._experiment, after), text, "")

    def _draw_new_points(self) -> None:
        seed = (self._experiment.data.seed + 1) % (MAX_SEED + 1)
        text = f"data seed {self._experiment.data.seed} to {seed}"
        self._change_data(text, "", seed=seed)

    def _set_samples(self, value: float, merge_id: str) -> None:
        before = getattr(self._experiment.data, "samples", 0)
        self._change_data(f"samples {before} to {round(value)}", merge_id, samples=round(value))

    def _set_noise(self, value: float, merge_id: str) -> None:
        before = getattr(self._experiment.data, "noise", 0.0)
        self._change_data(f"noise {plain(before)} to {plain(value)}", merge_id, noise=value)

    def _change_data(self, text: str, merge_id: str, **changes: float) -> None:
        data = msgspec.structs.replace(self._experiment.data, **changes)
        self.edited.emit(self._experiment.with_(data=data), text, merge_id)

    def _set_split(self, fractions: tuple[float, float, float], merge_id: str) -> None:
        train, dev, test = fractions
        before, after = self._experiment.split, Split(train=train, dev=dev, test=test)
        text = f"split {_shares(before)} to {_shares(after)}"
        self.edited.emit(self._experiment.with_(split=after), text, merge_id)

    def _set_normalise(self, on: bool) -> None:
        self.edited.emit(
            self._experiment.with_(normalize=on), f"normalise inputs {'on' if on else 'off'}", ""
        )

    def _set_features(self, on: tuple[str, ...], pressed: str) -> None:
        text = f"feature {written(pressed)} {'on' if pressed in on else 'off'}"
        self.edited.emit(self._experiment.with_(features=on), text, "")


def _fill(thumbnail: DataThumbnail, data: AnyData) -> None:
    """Give a thumbnail the first examples of its data."""
    if isinstance(data, Generator):
        dataset = msgspec.structs.replace(data, samples=MAX_POINTS).load()
    else:
        dataset = loaded(data)
    if dataset.image is not None:
        thumbnail.set_images(dataset.X.T[: dataset.n_classes].reshape(-1, *dataset.image))
    else:
        # Of more than two columns the last two: of iris the petals, which tell the species apart.
        thumbnail.set_points(dataset.X[-2:], dataset.y)


def _shares(split: Split) -> str:
    return "/".join(f"{100 * share:.0f}" for share in (split.train, split.dev, split.test))
