"""Where the columns stand that do not span the plane: a slider for each, from the least to the most in train.

Of very many columns only some have a slider at a time; a word typed above finds the others.
"""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from playground.frames import Scene
from playground.lettering import fix, font
from playground.widgets.buttons import IconButton, TextButton
from playground.widgets.labeled_field import ElidedLabel, Sentence, label
from playground.widgets.number_slider import NumberSlider
from playground.widgets.plot_numbers import column
from playground.widgets.popover import Popover
from playground.widgets.row import row
from playground.widgets.scales import Even, Limits
from playground.widgets.themed import describe

WIDTH, NAME, FIELD = 380, 120, 64
MOST, MANY = 24, 8  # rows at a time, and columns from which a word finds them
TITLE = "Other columns"
HINT = "The plane is a cut: the network where the other columns stand like this. The mark is the mean."
TIP = "Move it: the plane, and the pictures of the units, are cut where {name} is that."
FIND_TIP = "Only columns whose names have this in them."
RESET_TIP = "All columns stand at their mean in the training part again."


class HeldRow(QWidget):
    """One column. Emits `moved(column, value)` for the user, and `reset(column)`."""

    moved = Signal(int, float)
    reset = Signal(int)

    def __init__(self, place: int, name: str, low: float, mean: float, high: float) -> None:
        super().__init__()
        self.place, self.mean, name = place, mean, column(name)
        scale = Even(low, high)
        self.slider = NumberSlider(Limits(name, low, high), scale, TIP.format(name=name))
        self.slider.slider.set_mark(scale.position(mean))
        fix(self.slider.field, FIELD)
        self.button = IconButton("same-start", f"Reset {name}", f"{name} stands at its mean again.", size=24)
        self.slider.changed.connect(self._move)
        self.button.clicked.connect(self._reset)
        words = ElidedLabel(name, "sentence")
        fix(words, NAME)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(words)
        line.addWidget(self.slider, 1)
        line.addWidget(self.button)

    def set_value(self, value: float | None) -> None:
        """Where it is held, None at its mean."""
        self.slider.set_value(self.mean if value is None else value)
        self.button.setEnabled(value is not None)

    def _move(self, value: float, _merge_id: str) -> None:
        self.moved.emit(self.place, value)

    def _reset(self) -> None:
        self.reset.emit(self.place)


class OthersCard(Popover):
    """Emits `chosen` with the fields of a View."""

    chosen = Signal(dict)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(TITLE, parent)
        fix(self, WIDTH)
        self._held: dict[int, float] = {}
        self._scene: Scene | None = None
        self._shown: object = None
        self.rows: list[HeldRow] = []
        self.search = QLineEdit()
        self.search.setFont(font("body"))
        self.search.setPlaceholderText("Find a column")
        describe(self.search, "Find a column", FIND_TIP)
        self.search.textChanged.connect(self._list)
        self.reset_all = TextButton("All at their mean", RESET_TIP)
        self.reset_all.clicked.connect(self._reset_all)
        self._body = QWidget()
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self.more = label("")
        foot = QWidget()
        foot.setLayout(row(self.more, None, self.reset_all))
        self.hold([label(TITLE, "heading", "section"), Sentence(HINT), self.search, self._body, foot])

    def set_scene(self, scene: Scene) -> None:
        """The columns of these data, and where they are held now."""
        self._scene, self._held = scene, dict(scene.held)
        self._list()

    def _wanted(self, scene: Scene) -> list[int]:
        """The columns that do not span the plane, vary, and have the typed word in their name."""
        word, data = self.search.text().strip().casefold(), scene.dataset
        varies = scene.spread.high > scene.spread.low
        return [
            i
            for i, name in enumerate(data.columns)
            if varies[i] and i not in scene.axes and word in f"{name} {column(name)}".casefold()
        ]

    def _list(self) -> None:
        """A row for each column that is wanted, up to a limit."""
        scene = self._scene
        if scene is None:
            return
        wanted = self._wanted(scene)
        self.search.setVisible(scene.dataset.n > MANY)
        shown = scene.dataset, scene.spread, tuple(wanted[:MOST])
        if shown != self._shown:
            self._shown = shown
            self._make(scene, wanted[:MOST])
        left = len(wanted) - MOST
        some = "" if wanted else "No such column"
        self.more.setText(f"{left} more: type a name above" if left > 0 else some)
        for held in self.rows:
            held.set_value(self._held.get(held.place))
        self.reset_all.setEnabled(bool(self._held))

    def _make(self, scene: Scene, places: list[int]) -> None:
        for old in self.rows:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        names, spread = scene.dataset.columns, scene.spread
        ranges = np.stack([spread.low, spread.mean, spread.high])
        self.rows = [HeldRow(i, names[i], *ranges[:, i].tolist()) for i in places]
        for held in self.rows:
            held.moved.connect(self._move)
            held.reset.connect(self._reset)
            self._lines.addWidget(held)
        self.set_theme(self.theme)

    # What the user decides

    def _move(self, place: int, value: float) -> None:
        self._choose({**self._held, place: value})

    def _reset(self, place: int) -> None:
        self._choose({i: value for i, value in self._held.items() if i != place})

    def _reset_all(self) -> None:
        self._choose({})

    def _choose(self, held: dict[int, float]) -> None:
        self._held = held
        self._list()
        self.chosen.emit({"held": tuple(sorted(held.items()))})


def held_words(scene: Scene) -> str:
    """Where columns are held that do not span the plane: "width at 1.3, length at 2"; "" for none."""
    return ", ".join(f"{column(scene.dataset.columns[i])} at {value:.3g}" for i, value in scene.held)
