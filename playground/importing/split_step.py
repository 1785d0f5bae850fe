"""The last step: how the examples are divided, whether inputs are normalised, and what the import will do."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.data import Split
from engine.losses import DEFAULT_LOSSES
from playground.importing.parts import Notice
from playground.importing.trial import Trial
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.scales import thousands
from playground.widgets.split_bar import SplitBar
from playground.widgets.themed import Themed
from playground.widgets.toggle import Toggle

SPLIT_TIP = "More train: more to learn from. More dev and test: surer that it works on new examples."
NORMALISE_TIP = "Off: one column can stretch the cost into a long valley and descent zigzags."
DRAWN = "Every class is in each part in the same share. The test part stays locked until you reveal it."
GIVEN = "The column {name} says which part each row is in, so the shares are not chosen here."


class SplitStep(Themed, QWidget):
    """`split` and `normalize` are what is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.split = Split()
        self._trial: Trial | None = None
        self.bar = SplitBar(SPLIT_TIP)
        self.bar.changed.connect(self._set_split)
        self.rule = label("", "sentence", "body")
        self.normalise = Toggle("Normalise inputs", NORMALISE_TIP)
        self.what = label("", "sentence", "body")
        self.notice = Notice()
        for words in (self.rule, self.what):
            words.setWordWrap(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(10)
        lines.addWidget(label("Train, dev and test", "heading", "body", 600))
        lines.addWidget(self.bar)
        lines.addWidget(self.rule)
        title = label("Normalise inputs", "sentence", "body")
        lines.addLayout(row(title, label("μ, σ² of train"), None, self.normalise))
        lines.addSpacing(6)
        lines.addWidget(label("What the import does", "heading", "body", 600))
        lines.addWidget(self.what)
        lines.addWidget(self.notice)
        lines.addStretch(1)

    @property
    def normalize(self) -> bool:
        """Whether inputs are normalised."""
        return self.normalise.isChecked()

    def set_choices(self, split: Split, normalize: bool) -> None:
        """What is chosen to begin with."""
        self.split = split
        self.normalise.setChecked(normalize)

    def show_trial(self, trial: Trial | None) -> None:
        """Show how many examples each part would have; None while that is not known."""
        self._trial = trial
        given = trial is not None and trial.dataset.split is not None
        self.bar.setEnabled(not given)
        self.rule.setText(GIVEN.format(name=trial.split_name) if trial is not None and given else DRAWN)
        self.what.setText("" if trial is None else what_it_does(trial))
        self._show_split()

    def _show_split(self) -> None:
        counts, shares = None, (self.split.train, self.split.dev, self.split.test)
        if self._trial is not None:
            counts = self._trial.parts(self.split)
            if self._trial.dataset.split is not None:
                train, dev, test = (count / self._trial.dataset.m for count in counts)
                shares = train, dev, test
        self.bar.set_split(*shares, counts)

    def _set_split(self, fractions: tuple[float, float, float], merge_id: str) -> None:
        train, dev, test = fractions
        self.split = Split(train=train, dev=dev, test=test)
        self._show_split()


def what_it_does(trial: Trial) -> str:
    """What becomes of the network, in two sentences."""
    data = trial.dataset
    inputs = f"{thousands(data.n)} {'input' if data.n == 1 else 'inputs'}"
    units = DEFAULT_LOSSES[data.task].units(data.n_classes)
    output = {
        "binary": "a sigmoid unit",
        "multiclass": f"a softmax of {units} units",
        "regression": "a linear unit",
    }[data.task]
    return (
        f"The network gets {inputs} and {output} as output; its hidden layers stay. "
        "Undo brings back the data and weights of before."
    )
