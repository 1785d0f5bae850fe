"""The seal of the test part: it is locked until somebody looks, and every look is remembered and said.

Looks are kept in the settings, across restarts; they are no decisions, and Undo takes none back.
"""

import hashlib
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSettings

from engine.data import AnyData, Generator, Split
from engine.data.loading import read_at
from engine.experiment import Experiment
from engine.files import Stamp
from engine.succession import SAMPLING

if TYPE_CHECKING:
    from playground.main_window import MainWindow

LOOKS = "test_set/looks"
MOST = 500  # looks that are remembered; the oldest are forgotten first
AFTER = "What you choose after that fits the test set too."
SOME = "Some of these test examples may be among those looked at"
ELSEWHERE = (f"{SOME} in another split of the same data", f"{SOME} while the data were set otherwise")


def key_of(data: AnyData, split: Split | None = None) -> str:
    """What tells one test set from all others: the data with their seed, and the split.

    Without a split it stands for all test sets of those data: these have examples in common.
    """
    return hashlib.sha256(msgspec.json.encode((*_as_read(data), split))).hexdigest()[:24]


def key_of_draw(data: AnyData) -> str:
    """What tells data with their seed from all others, however many and noisy the examples are.

    A step of a slider moves the same points, or takes more of them; the seed of a file only splits it.
    """
    data, stamp = _as_read(data)
    fields = {f.name: f.default for f in msgspec.structs.fields(data) if f.name in SAMPLING}
    same = {} if isinstance(data, Generator) else {"seed": 1}
    drawn = msgspec.structs.replace(data, **(fields | {"seed": data.seed} | same))
    return hashlib.sha256(msgspec.json.encode(("draw", drawn, stamp))).hexdigest()[:24]


def _as_read(data: AnyData) -> tuple[AnyData, Stamp]:
    """The data, and when their file was as it is in them: what has become of it since opens no seal anew."""
    stamp = read_at(data)
    return (data if stamp is None else data.plain), stamp


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

    def _keys_now(self) -> tuple[str, str, str]:
        """Of this test set, of all those of the same data, and of all those of the same draw."""
        x = self._experiment
        return key_of(x.data, x.split), key_of(x.data), key_of_draw(x.data)

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


def said(known: dict[str, int], key: str, *alike: str) -> str:
    """What is to be said of looks at a test set, or at others `alike`, the nearest first; "" for none."""
    if key in known:
        return f"Test set looked at: epoch {known[key]}. {AFTER}"
    found = ((words, known[k]) for words, k in zip(ELSEWHERE, alike, strict=True) if k in known)
    words, epoch = next(found, ("", 0))
    return f"{words} (epoch {epoch})." if words else ""
