"""Whether the dev and the test part come from the same distribution as the training part, column by column.

Numbers by the two-sample Kolmogorov-Smirnov statistic, class shares by chi-square; the more questions are
asked at once, the surer each answer must be (Bonferroni). Sources: Smirnov 1948, Stephens 1970, Wilson and
Hilferty 1931.
"""

import math
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset, Floats
from engine.data.remembered import remembered
from engine.data.splits import Split

PARTS = ("train", "dev", "test")
MOST, MOST_NUMBERS = 10_000, 2_000_000  # examples of a part, and numbers of all, that are compared
MOST_COLUMNS = 500  # of more, as pixels are, evenly chosen ones
SURE = 1e-3  # the chance of a false alarm, over all columns and both parts
NOTABLE = 0.1  # a smaller distance does no harm, however sure it is
LEAST = 8  # fewer examples in a part tell nothing
ENOUGH = 5.0  # a class that is expected less often is counted with the other rare ones
BINS = 20
MOST_NAMES = 4  # columns that are named of a locked part

Places = NDArray[np.intp]
Subject = Literal["column", "target", "classes"]


class Difference(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One column, or the target, whose distribution in `part` is another one than in train.

    `distance` is the KS statistic, of classes the largest difference of a share. `train` and `other` are
    shares (k,) of the examples: of the classes, or of bins from `low` to `high`; classes have no means.
    """

    subject: Subject
    name: str
    part: str
    distance: float
    p: float
    train: Floats
    other: Floats
    mean: float = 0.0
    other_mean: float = 0.0
    low: float = 0.0
    high: float = 1.0
    classes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What differs, with its numbers."""
        if self.subject != "classes":
            means = f"train mean {self.mean:.3g}, {self.part} mean {self.other_mean:.3g}"
            return f"{self.name} differs: {means} (KS {self.distance:.2f})"
        c = int((self.other - self.train).argmax())
        shares = f"{100 * self.train[c]:.0f} % of train, {100 * self.other[c]:.0f} % of {self.part}"
        return f"The classes differ: {self.classes[c]} is {shares}"


@remembered
def differences(dataset: Dataset, split: Split, seed: int) -> tuple[Difference, ...]:
    """All that differ surely and notably, the largest distance first. The same data always give the same."""
    codes = split.assign(dataset, seed)
    rng = np.random.default_rng([seed, dataset.m])
    places = [_some(np.flatnonzero(codes == part), dataset.n, rng) for part in range(len(PARTS))]
    found: list[Difference] = []
    for part in (1, 2):
        if min(places[0].size, places[part].size) >= LEAST:
            found += _compare(dataset, places[0], places[part], PARTS[part])
    limit = SURE / (2 * (dataset.n + 1))
    sure = (d for d in found if d.p < limit and d.distance >= NOTABLE)
    return tuple(sorted(sure, key=lambda d: -d.distance))


def shown(found: Sequence[Difference], test: bool) -> tuple[Difference, ...]:
    """Those whose numbers may be seen: while the `test` part is locked, none of its."""
    return tuple(d for d in found if test or d.part != "test")


def sealed(found: Sequence[Difference], test: bool) -> str:
    """In what a locked `test` part differs, in no order and without a number; "" where it does not."""
    names = sorted(d.name for d in found if d.part == "test" and d.subject != "classes")
    if any(d.part == "test" and d.subject == "classes" for d in found):
        names.insert(0, "the classes")
    if test or not names:
        return ""
    more = len(names) - MOST_NAMES
    words = ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
    return f"The test part differs from train in: {words}. How much is told once it is revealed"


def _some(places: Places, n: int, rng: np.random.Generator) -> Places:
    """At most MOST of the examples, fewer of wide data."""
    most = max(LEAST, min(MOST, MOST_NUMBERS // (3 * n)))
    return places if places.size <= most else rng.choice(places, most, replace=False)


def _compare(data: Dataset, train: Places, other: Places, part: str) -> list[Difference]:
    found = []
    for i in range(0, data.n, -(-data.n // MOST_COLUMNS)):
        row = data.X[i]
        found += _numbers("column", data.columns[i], row[train], row[other], part)
    if data.n_classes:
        labels = data.y.astype(np.int64)
        counts = [np.bincount(labels[places], minlength=data.n_classes) for places in (train, other)]
        found.append(_classes(data, np.stack(counts).astype(np.float64), part))
    else:
        y = data.y.astype(np.float64)
        found += _numbers("target", data.target, y[train], y[other], part)
    return found


def _numbers(subject: Subject, name: str, a: Floats, b: Floats, part: str) -> list[Difference]:
    """The difference of some numbers, where it is notable."""
    distance = ks_distance(a, b)
    if distance < NOTABLE:
        return []
    low, high = float(min(a.min(), b.min())), float(max(a.max(), b.max()))
    with np.errstate(all="ignore"):
        return [
            Difference(
                subject=subject,
                name=name,
                part=part,
                distance=distance,
                p=ks_chance(distance, a.size, b.size),
                train=_histogram(a, low, high),
                other=_histogram(b, low, high),
                mean=float(a.mean()),
                other_mean=float(b.mean()),
                low=low,
                high=high,
            )
        ]


def _histogram(values: Floats, low: float, high: float) -> Floats:
    """Shares (BINS,); halves are subtracted, for the difference of two numbers may be beyond all numbers."""
    width = high / 2 - low / 2
    scaled = (values / 2 - low / 2) / (width or 1.0)
    counts = np.bincount(np.clip((scaled * BINS).astype(np.intp), 0, BINS - 1), minlength=BINS)
    return counts / values.size


def ks_distance(a: Floats, b: Floats) -> float:
    """The largest distance between the two empirical distribution functions."""
    a, b = np.sort(a), np.sort(b)
    both = np.concatenate([a, b])
    below = [np.searchsorted(v, both, side="right") / v.size for v in (a, b)]
    return float(np.abs(below[0] - below[1]).max())


def ks_chance(distance: float, n: int, m: int) -> float:
    """The chance that samples of n and m from one distribution lie so far apart. Source: Stephens 1970."""
    root = math.sqrt(n * m / (n + m))
    z = (root + 0.12 + 0.11 / root) * distance
    if z < 0.3:
        return 1.0  # the series does not get there
    terms = ((-1) ** (k - 1) * math.exp(-2 * (k * z) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, 2 * math.fsum(terms)))


def _classes(data: Dataset, counts: Floats, part: str) -> Difference:
    """The difference of class shares, from counts (2, C)."""
    train, other = counts / counts.sum(axis=1, keepdims=True)
    return Difference(
        subject="classes",
        name=data.target,
        part=part,
        distance=float(np.abs(train - other).max()),
        p=_chi_square(counts),
        train=train,
        other=other,
        classes=data.classes,
    )


def _chi_square(counts: Floats) -> float:
    """The chance that two rows of counts (2, C) of one distribution differ so much."""
    expected = counts.sum(axis=0) * counts.sum(axis=1, keepdims=True) / counts.sum()
    rare = expected.min(axis=0) < ENOUGH
    together = np.hstack([counts[:, ~rare], counts[:, rare].sum(axis=1, keepdims=True)])
    expected = together.sum(axis=0) * together.sum(axis=1, keepdims=True) / together.sum()
    there = expected.min(axis=0) > 0
    statistic = float((np.square(together - expected)[:, there] / expected[:, there]).sum())
    return chi_square_chance(statistic, int(there.sum()) - 1)


def chi_square_chance(statistic: float, freedom: int) -> float:
    """The chance of at least this chi-square, by Wilson and Hilferty; exact for one degree of freedom."""
    if freedom < 1 or statistic <= 0:
        return 1.0
    if freedom == 1:
        return math.erfc(math.sqrt(statistic / 2))
    spread = 2 / (9 * freedom)
    z = ((statistic / freedom) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)
    return 0.5 * math.erfc(z / math.sqrt(2))
