"""The step in which columns get their meaning: roles, types, gaps, and the plane that is shown afterwards."""

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.data.preview import Preview
from engine.data.reading import ColumnKind, Reading
from playground.importing import draft
from playground.importing.choices import Plane
from playground.importing.grid import Grid
from playground.importing.parts import Notice
from playground.importing.scatter import ClassList, Scatter, trial_words
from playground.importing.trial import Trial
from playground.widgets.choice import Choice
from playground.widgets.focus import order_focus
from playground.widgets.labeled_field import ElidedLabel, LabeledField, label
from playground.widgets.themed import Themed

MOST = 300  # columns in a list: of more nobody finds one, and the head of any column makes it the target
ROLE_TIP = "What the column above that has the keyboard is: an input, what is predicted, or nothing."
KIND_TIP = "Number: its size counts. Category: each different word is something else, such as a colour."
KINDS = (("Number", "number"), ("Category", "category"))
TARGET_TIP = (
    "What the network learns to predict. Words and few whole numbers are classes, else it is a value."
)
PLANE_TIP = (
    "The plane that the examples are drawn on: two columns, or the two directions in which all together "
    "spread most. The network learns from every input in either case."
)
MISSING_TIP = (
    "What becomes of a row without a number where one is needed. Mean and median are those of all rows, "
    "dev and test included."
)
MISSING = (
    ("Leave the row out", "drop"),
    ("Mean of the column", "mean"),
    ("Median of the column", "median"),
    ("Zero", "zero"),
    ("Stop with an error", "refuse"),
)
ENCODING_TIP = (
    "How words become inputs: one of 0 and 1 for each word, or one with the word's place in the alphabet."
)
ENCODINGS = (("An input per word", "one_hot"), ("A number per word", "ordinal"))


class ColumnsStep(Themed, QWidget):
    """Emits `drafted(source)` with other choices; `plane` is what is to be shown of them."""

    drafted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None
        self._source: Reading | None = None
        self._trial: Trial | None = None
        self._axes: tuple[str, str] = ("", "")
        self._pca = False
        self._values: list[str] = []  # what stands in the file for each class
        self._make()
        self._lay_out()

    def _make(self) -> None:
        self.grid = Grid()
        self.grid.column_changed.connect(self._show_column)
        self.grid.role_chosen.connect(self._set_role)
        self.column_name = ElidedLabel("", "sentence")
        self.role, self.kind = Choice("Role", [], ROLE_TIP), Choice("Type", KINDS, KIND_TIP)
        self.target = Choice("Target y", [], TARGET_TIP)
        self.plane_choice = Choice("Plane shown", [], PLANE_TIP)
        self.across = Choice("Across", [], "The column shown from left to right.")
        self.up = Choice("Up", [], "The column shown from bottom to top.")
        self.missing = Choice("Missing values", MISSING, MISSING_TIP)
        self.encoding = Choice("Categories", ENCODINGS, ENCODING_TIP)
        for choice, answer in (
            (self.role, self._choose_role),
            (self.kind, self._choose_kind),
            (self.target, self._choose_target),
            (self.plane_choice, self._choose_plane),
            (self.across, self._choose_axis),
            (self.up, self._choose_axis),
            (self.missing, self._choose_missing),
            (self.encoding, self._choose_encoding),
        ):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choice.chosen.connect(answer)
        self.notice = Notice()
        self.scatter, self.classes = Scatter(), ClassList()
        self.classes.renamed.connect(self._rename)

    def _lay_out(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(6)
        for place, choice in enumerate(
            (
                self.role,
                self.kind,
                self.target,
                self.missing,
                self.plane_choice,
                self.encoding,
                self.across,
                self.up,
            )
        ):
            fields.addWidget(LabeledField(choice.accessibleName(), choice), place // 2, place % 2)
        for column in (0, 1):
            fields.setColumnStretch(column, 1)
        beside = QVBoxLayout()
        beside.setSpacing(2)
        beside.addWidget(label("Preview", "heading", "body", 600))
        beside.addWidget(self.classes)
        beside.addStretch(1)
        picture = QHBoxLayout()
        picture.setSpacing(12)
        picture.addWidget(self.scatter)
        picture.addLayout(beside, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addWidget(self.grid)
        lines.addWidget(self.column_name)
        lines.addLayout(fields)
        lines.addWidget(self.notice)
        lines.addLayout(picture)
        lines.addStretch(1)
        order_focus(self)

    @property
    def plane(self) -> Plane:
        """What is to be shown."""
        return None if self._pca else self._axes

    def set_plane(self, axes: Plane, pca: bool) -> None:
        """What is to be shown to begin with; None for the two columns that tell most."""
        self._axes, self._pca = axes or ("", ""), pca

    # What is shown

    def show_draft(self, preview: Preview, source: Reading) -> None:
        """Show a table and what is chosen of it; emits nothing."""
        anew = preview is not self._preview
        self._preview, self._source = preview, source
        self.grid.show_draft(preview, source)
        if anew:
            _fill(self.target, [(column.name, column.name) for column in preview.columns[:MOST]])
        self.target.set_current(source.target)
        self.missing.set_current(source.missing)
        self.encoding.set_current(source.encoding)
        kinds = draft.kinds_of(source, preview)
        features = draft.features_of(source, preview)
        self.encoding.setEnabled(any(kinds[column.name] == "category" for column in features))
        self._show_column(self.grid.name)

    def _show_column(self, name: str) -> None:
        """The settings of the column that has the keyboard."""
        preview, source = self._preview, self._source
        if preview is None or source is None or not name:
            return
        self.column_name.set_text(f"Column {name}, {self.grid.cells.words(self.grid.column)}")
        roles = [(words.partition(":")[0], role) for role, words in draft.ROLES.items()]
        free = [(words, role) for words, role in roles if not draft.refusal(source, preview, name, role)]
        _fill(self.role, free)
        self.role.set_current(draft.role_of(source, name))
        self.kind.set_current(draft.kind_of(source, preview, name))
        self.kind.setEnabled(draft.role_of(source, name) in ("feature", "target"))

    def show_trial(self, trial: Trial | None) -> None:
        """Show what the choices give; None while that is not known."""
        self._trial = trial
        if trial is None:
            for choice in (self.plane_choice, self.across, self.up):
                choice.setEnabled(False)
            return
        self._fill_plane(trial)
        words = trial_words(trial)
        self._values = [draft.value_of(trial.source, name) for name in trial.dataset.classes]
        self.classes.show_classes(trial.dataset.classes, trial.counts, words)
        order_focus(self)
        self._draw()

    def clear_trial(self) -> None:
        """The picture of other choices goes."""
        self.scatter.clear()
        self.classes.show_classes((), (), "")

    def _fill_plane(self, trial: Trial) -> None:
        names = trial.dataset.columns
        entries = [(name, name) for name in names[:MOST]]
        if not set(self._axes) <= set(names):
            self._axes = (names[trial.axes[0]], names[trial.axes[1]])
        pca = trial.components is not None
        self._pca = self._pca and pca
        _fill(self.plane_choice, [("Two columns", "columns"), *([("Use PCA plane", "pca")] if pca else [])])
        self.plane_choice.set_current("pca" if self._pca else "columns")
        self.plane_choice.setEnabled(pca)
        for choice, name in ((self.across, self._axes[0]), (self.up, self._axes[1])):
            _fill(choice, entries)
            choice.set_current(name)
            choice.setEnabled(not self._pca and len(names) > 2)

    def _draw(self) -> None:
        trial = self._trial
        if trial is None:
            return
        across, up = map(trial.dataset.columns.index, self._axes)
        where = "the principal components" if self._pca else " and ".join(dict.fromkeys(self._axes))
        points = trial.points(None if self._pca else (across, up))
        self.scatter.show_points(points, trial.y, f"{points.shape[1]} examples drawn on {where}")

    # What is chosen

    def _draft(self, source: Reading) -> None:
        if source != self._source:
            self.drafted.emit(source)

    def _set_role(self, name: str, role: draft.Role) -> None:
        if self._preview is not None and self._source is not None:
            self._draft(draft.with_role(self._source, self._preview, name, role))

    def _choose_role(self, role: draft.Role) -> None:
        self._set_role(self.grid.name, role)

    def _choose_target(self, name: str) -> None:
        self._set_role(name, "target")

    def _choose_kind(self, kind: ColumnKind) -> None:
        if self._preview is not None and self._source is not None:
            self._draft(draft.with_kind(self._source, self._preview, self.grid.name, kind))

    def _choose_missing(self, policy: str) -> None:
        if self._source is not None:
            self._draft(replace(self._source, missing=policy))

    def _choose_encoding(self, encoding: str) -> None:
        if self._source is not None:
            self._draft(replace(self._source, encoding=encoding))

    def _rename(self, index: int, name: str) -> None:
        if self._source is not None:
            self._draft(draft.with_class_name(self._source, self._values[index], name))

    def _choose_plane(self, key: str) -> None:
        self._set_plane(self._axes, key == "pca")

    def _choose_axis(self, name: str) -> None:
        """The other axis's column swaps the two."""
        across, up = self._axes
        if self.sender() is self.across:
            self._axes = (name, across if name == up else up)
        else:
            self._axes = (up if name == across else across, name)
        self._set_plane(self._axes, False)

    def _set_plane(self, axes: tuple[str, str], pca: bool) -> None:
        self._axes, self._pca = axes, pca
        if self._trial is not None:
            self._fill_plane(self._trial)
            self._draw()


def _fill(choice: Choice, entries: Sequence[tuple[str, object]]) -> None:
    """Other entries, where they are others."""
    if [(choice.itemText(i), choice.itemData(i)) for i in range(choice.count())] != list(entries):
        choice.clear()
        for words, data in entries:
            choice.addItem(words, data)
