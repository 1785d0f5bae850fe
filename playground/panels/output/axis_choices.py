"""The choice of the plane for data with more than two columns: two of them, or two principal components."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.frames import Scene
from playground.panels.output.others_card import OthersCard, held_words
from playground.widgets.buttons import TextButton
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import ElidedLabel, LabeledField
from playground.widgets.plot_numbers import column
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed

PLANES = (
    (
        "columns",
        "Two features",
        "The plane of two features; the others stay at their mean, or where you like.",
    ),
    ("pca", "PCA", "The plane in which training examples are spread most: two principal components."),
)
NOTE = "other features at their training mean"
NO_OTHERS = "No column is left out of this plane. Choose two features of data with three or more."
OTHERS_TIP = "Where the other columns stand: move them, and see the network on another cut through the data."


class AxisChoices(Themed, QWidget):
    """What spans the plane. Choosing the other axis's column swaps the two.

    Emits `chosen` with the fields of a View.
    """

    chosen = Signal(dict)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._axes = (0, 1)
        self.plane = Segmented("Plane", PLANES)
        self.plane.chosen.connect(self._choose_plane)
        self.across = Choice("Across", [], "The column shown from left to right.")
        self.up = Choice("Up", [], "The column shown from bottom to top.")
        self.across.chosen.connect(self._choose_across)
        self.up.chosen.connect(self._choose_up)
        self.note = ElidedLabel(NOTE)
        self.others = TextButton("Others…", OTHERS_TIP)
        self.others.clicked.connect(self.open_others)
        self.card: OthersCard | None = None
        self._scene: Scene | None = None
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for choice in (self.across, self.up):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(LabeledField(choice.accessibleName(), choice))
        top = QHBoxLayout()
        top.addWidget(self.plane)
        top.addStretch()
        top.addWidget(self.others)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addLayout(top)
        lines.addWidget(self._fields)
        lines.addWidget(self.note)

    def set_scene(self, scene: Scene) -> None:
        """The columns of these data, and what spans the plane now."""
        components = scene.components
        if components is None:
            self._list(scene.dataset.columns)
        self._set_axes(scene.axes)
        self.plane.set_current("columns" if components is None else "pca")
        self._fields.setVisible(components is None)
        self.others.setVisible(components is None)
        self.note.set_text(note_of(scene))
        self.setVisible(scene.dataset.n > 2)
        self._scene = scene
        if self.card is not None and components is None:
            self.card.set_scene(scene)

    def open_others(self) -> None:
        """The card with a slider for every column that does not span the plane; left of the plane itself."""
        if self.card is None:
            self.card = OthersCard(self)
            self.card.chosen.connect(self.chosen)
            self.card.beside = self
            self.card.set_theme(self.theme)
        if self._scene is None or self._scene.components is not None or self._scene.dataset.n < 3:
            self.refused.emit(NO_OTHERS)
            return
        self.card.set_scene(self._scene)
        self.card.open_below(self.others)

    def _list(self, columns: tuple[str, ...]) -> None:
        """Offer these; not before they are seen, for images have thousands."""
        if columns != self._columns:
            self._columns = columns
            for choice in (self.across, self.up):
                choice.clear()
                for i, name in enumerate(columns):
                    choice.addItem(column(name), i)

    def _set_axes(self, axes: tuple[int, int]) -> None:
        self._axes = axes
        self.across.set_current(axes[0])
        self.up.set_current(axes[1])

    def _choose_plane(self, key: str) -> None:
        self.chosen.emit({"pca": key == "pca"})

    def _choose_across(self, i: int) -> None:
        self._choose(i, self._axes[0] if i == self._axes[1] else self._axes[1])

    def _choose_up(self, j: int) -> None:
        self._choose(self._axes[1] if j == self._axes[0] else self._axes[0], j)

    def _choose(self, i: int, j: int) -> None:
        if (i, j) != self._axes:
            self._set_axes((i, j))
            self.chosen.emit({"axes": (i, j), "pca": False})


def note_of(scene: Scene) -> str:
    """What the plane leaves out: variance, or where the other columns stand."""
    if scene.components is not None:
        return f"{100 * sum(scene.components.explained):.0f} % of the training part's variance"
    words = held_words(scene)
    return f"{words}; the others at their training mean" if words else NOTE
