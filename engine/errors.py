"""The errors a user may see: what came, what was expected and what to do, in one or two plain sentences."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePath

LONGEST = 60  # characters of a word that a sentence repeats
# From here on lambda is as likely a cause of divergence as the learning rate.
LARGE_L2 = 1e3


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """ " Did you mean ...?" where one of the words is close in whatever case, else nothing."""
    by_case = {known.casefold(): known for known in words}
    close = get_close_matches(word.casefold(), by_case, 1)
    return f" Did you mean {by_case[close[0]]}?" if close else ""


def one_line(text: str) -> str:
    """The text with line breaks and other invisible characters written as escapes such as \\n."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(word: str) -> str:
    """Somebody else's word, fit for a sentence: on one line, and in full when it is short."""
    line = one_line(word[: LONGEST + 1])
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def shown_path(path: PurePath | str) -> str:
    """The same for a path: where it is long the file's name tells more than the first folders."""
    whole, name = str(path), PurePath(path).name
    return shown(whole) if len(whole) <= LONGEST or whole == name else f"…{os.sep}{shown(name)}"


class EngineError(ValueError):
    """Something that the user can put right; its text is meant for them."""


class ExperimentError(EngineError):
    """An experiment has a value that is impossible."""


class DataError(EngineError):
    """Data cannot be had, or do not fit what is asked of them."""


class ExportError(EngineError):
    """A file was not written; what stood in its place before still does."""


class DivergedError(EngineError):
    """The cost or a weight grew without end; the weights are those of the last good epoch again.

    `epoch` is the one that failed, `layer` the one with the largest numbers;
    `good_epoch` is where the weights are now, `l2` the lambda, which is named where it is large.
    """

    def __init__(
        self, epoch: int, layer: int, learning_rate: float, good_epoch: int, l2: float = 0.0
    ) -> None:
        self.epoch, self.layer = epoch, layer
        self.learning_rate, self.good_epoch = learning_rate, good_epoch
        self.l2 = l2
        self.title = f"Training diverged in epoch {epoch}"
        large = l2 > LARGE_L2
        cause = f" and L2 lambda {l2:g}" if large else ""
        remedy = "a much smaller lambda, then " if large else ""
        self.sentence = (
            f"With learning rate {learning_rate:g}{cause} the numbers of layer {layer} grew without end. "
            f"You are back at epoch {good_epoch}; try {remedy}a rate of {self.suggested_rate:g}."
        )
        super().__init__(f"{self.title}. {self.sentence}")

    @property
    def suggested_rate(self) -> float:
        """A learning rate that is more likely to work."""
        return min(self.learning_rate / 10, 0.3)
