"""The seal of the test part: it is locked until somebody looks, and every look is remembered and said.

Looks are kept in the settings, across restarts; they are no decisions, and Undo takes none back.
"""

import hashlib
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSettings

from engine.data import AnyData, Split
from engine.experiment import Experiment

if TYPE_CHECKING:
    from playground.main_window import MainWindow

LOOKS = "test_set/looks"
MOST = 500  # looks that are remembered; the oldest are forgotten first
AFTER = "What you choose after that fits the test set too."
ELSEWHERE = "Some of these test examples may be among those looked at in another split of the same data"


def key_of(data: AnyData, split: Split | None = None) -> str:
    """What tells one test set from all others: the data with their seed, and the split.

    Without a split it stands for all test sets of those data: these have examples in common.
    """
    return hashlib.sha256(msgspec.json.encode((data, data.stamp, split))).hexdigest()[:24]


def looks() -> dict[str, int]:
    """The epochs of the first looks at test sets, the oldest look first."""
    try:
        return msgspec.json.decode(str(QSettings().value(LOOKS, "{}")), type=dict[str, int])
    except msgspec.DecodeError:
        return {}


def remember(keys: tuple[str, ...], epoch: int) -> None:
    """Note the first look at a test set; later ones change nothing."""
    known = looks()
    for key in keys:
        known.setdefault(key, epoch)
    kept = dict(list(known.items())[-MOST:])
    QSettings().setValue(LOOKS, msgspec.json.encode(kept).decode())


class Seal(QObject):
    """Opens and closes the test part of a window's data; other data, or another split, begin closed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._command = window.session, window.commands["test_part"]
        self._part, self._bar = window.output.test, window.data.dividing.bar
        self._experiment = window.document.experiment
        self._keys, self.is_open = self._keys_now(), False
        self._part.wanted.connect(self.set_open)
        self._session.using.connect(self._use)
        self._show()

    def _keys_now(self) -> tuple[str, str]:
        """Of this test set, and of all those of the same data."""
        x = self._experiment
        return key_of(x.data, x.split), key_of(x.data)

    def _use(self, experiment: Experiment) -> None:
        """The test set of another experiment is closed, unless it is the same; before its first frame."""
        before, self._experiment = self._experiment, experiment
        if before.data is experiment.data and before.split == experiment.split:
            return
        keys = self._keys_now()
        if keys != self._keys:
            self._keys, self.is_open = keys, False
            self._show()

    def set_open(self, wanted: bool) -> None:
        """Reveal the test part, which is remembered, or lock it again."""
        if wanted:
            frame = self._session.frame
            remember(self._keys, frame.epoch if frame is not None else 0)
        self.is_open = wanted
        self._show()

    def _show(self) -> None:
        self._session.show(test=self.is_open)
        known = looks()
        self._part.show_state(self.is_open, said(known, *self._keys), self._keys[0] in known)
        self._bar.set_locked(not self.is_open)
        self._command.setChecked(self.is_open)


def said(known: dict[str, int], key: str, of_data: str) -> str:
    """What is to be said of looks at a test set, or at another one of the same data; "" for none."""
    if key in known:
        return f"Test set looked at: epoch {known[key]}. {AFTER}"
    return f"{ELSEWHERE} (epoch {known[of_data]})." if of_data in known else ""
