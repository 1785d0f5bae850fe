"""Train, dev and test parts: shares of the examples, drawn from a seed with every class in every part.

Examples that have places of their own keep them: shares are then met as nearly as the places fall evenly.
"""

import math

import msgspec
import numpy as np

from engine.data.dataset import Codes, Dataset, Floats
from engine.errors import DataError

# See engine.data.generators.STREAM.
STREAM = 3
NOTHING_TO_TRAIN_ON = "No example is in the training part; give it a larger share or more examples."


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """Shares of the examples that add up to 1. Raises DataError otherwise, or with nothing to train on."""

    train: float = 0.6
    dev: float = 0.2
    test: float = 0.2

    def __post_init__(self) -> None:
        shares = (self.train, self.dev, self.test)
        if not all(0 <= share <= 1 for share in shares) or not math.isclose(sum(shares), 1, abs_tol=1e-6):
            shown = " + ".join(f"{100 * share:g} %" for share in shares)
            raise DataError(f"The train, dev and test shares must add up to 100 %, not {shown}.")
        if self.train == 0:
            raise DataError("The training part is 0 %, so nothing can be learned; give it a larger share.")

    def assign(self, dataset: Dataset, seed: int) -> Codes:
        """0 train, 1 dev, 2 test for every example, (m,); the data's own split wins over the shares.

        Raises DataError when no example is left to train on.
        """
        codes = self._draw(dataset, seed) if dataset.split is None else dataset.split
        if not np.any(codes == 0):
            raise DataError(NOTHING_TO_TRAIN_ON)
        return codes

    def _draw(self, dataset: Dataset, seed: int) -> Codes:
        """Cut the line from 0 to 1, on which examples have places, or else line them up to be cut."""
        return self._line_up(dataset, seed) if dataset.places is None else self.cut(dataset.places)

    def cut(self, places: Floats) -> Codes:
        """0 train, 1 dev, 2 test for places from 0 to 1, (m,): the shares lie on that line one by one."""
        ends = np.cumsum((self.train, self.dev)) + 1e-9
        return np.asarray(np.searchsorted(ends, places, side="right"), dtype=np.int8)

    def _line_up(self, dataset: Dataset, seed: int) -> Codes:
        """Line the examples up so that every stretch holds each class in proportion; cut the line twice."""
        order = np.random.default_rng([seed, STREAM]).permutation(dataset.m)
        labels = dataset.y[order] if dataset.n_classes else np.zeros(dataset.m, dtype=np.int64)
        place = np.empty(dataset.m)
        for c in range(int(labels.max()) + 1):
            (members,) = np.nonzero(labels == c)
            place[members] = (np.arange(members.size) + 0.5) / members.size
        line = order[np.argsort(place, kind="stable")]
        codes = np.full(dataset.m, 2, dtype=np.int8)
        train, dev = self.sizes(dataset.m)
        codes[line[: train + dev]] = 1
        codes[line[:train]] = 0
        return codes

    def sizes(self, m: int) -> tuple[int, int]:
        """How many of m examples are for training and for dev; the others are the test part."""
        train, both = (math.floor(share * m + 0.5 + 1e-9) for share in (self.train, self.train + self.dev))
        return train, both - train
