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


def key_of(data: AnyData, split: Split) -> str:
    """What tells one test set from all others: the data with their seed, and the split."""
    return hashlib.sha256(msgspec.json.encode((data, data.stamp, split))).hexdigest()[:24]


def looks() -> dict[str, int]:
    """The epochs of the first looks at test sets, the oldest look first."""
    try:
        return msgspec.json.decode(str(QSettings().value(LOOKS, "{}")), type=dict[str, int])
    except msgspec.DecodeError:
        return {}


def remember(key: str, epoch: int) -> None:
    """Note the first look at a test set; later ones change nothing."""
    known = looks()
    known.setdefault(key, epoch)
    kept = dict(list(known.items())[-MOST:])
    QSettings().setValue(LOOKS, msgspec.json.encode(kept).decode())


class Seal(QObject):
    """Opens and closes the test part of a window's data; other data, or another split, begin closed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._session, self._command = window.session, window.commands["test_part"]
        self._part, self._bar = window.output.test, window.data.dividing.bar
        self._key, self.is_open = "", False
        self._part.wanted.connect(self.set_open)
        window.document.changed.connect(self._use)
        self._use(window.document.experiment)

    def _use(self, experiment: Experiment) -> None:
        """The test set of another experiment is closed, unless it is the same test set."""
        key = key_of(experiment.data, experiment.split)
        if key != self._key:
            self._key, self.is_open = key, False
            self._show()

    def set_open(self, wanted: bool) -> None:
        """Reveal the test part, which is remembered, or lock it again."""
        if wanted:
            frame = self._session.frame
            remember(self._key, frame.epoch if frame is not None else 0)
        self.is_open = wanted
        self._show()

    def _show(self) -> None:
        self._session.show(test=self.is_open)
        epoch = looks().get(self._key)
        said = "" if epoch is None else f"Test set looked at: epoch {epoch}. {AFTER}"
        self._part.show_state(self.is_open, said)
        self._bar.set_locked(not self.is_open)
        self._command.setChecked(self.is_open)
