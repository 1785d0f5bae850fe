"""The errors a user may see: what came, what was expected and what to do, in one or two plain sentences."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """ " Did you mean ...?" where one of the words is close, else nothing."""
    close = get_close_matches(word, list(words), 1)
    return f" Did you mean {close[0]}?" if close else ""


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
    `good_epoch` is where the weights are now.
    """

    def __init__(self, epoch: int, layer: int, learning_rate: float, good_epoch: int) -> None:
        self.epoch, self.layer = epoch, layer
        self.learning_rate, self.good_epoch = learning_rate, good_epoch
        self.title = f"Training diverged in epoch {epoch}"
        self.sentence = (
            f"With learning rate {learning_rate:g} the numbers of layer {layer} grew without end. "
            f"You are back at epoch {good_epoch}; try a rate of {self.suggested_rate:g}."
        )
        super().__init__(f"{self.title}. {self.sentence}")

    @property
    def suggested_rate(self) -> float:
        """A learning rate that is more likely to work."""
        return min(self.learning_rate / 10, 0.3)
