"""A table as it would be learned from: read once, in a thread, with a few points of it to be shown.

The Dataset stays in the cache of the loader, so that the training does not read the file a second time.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data import Dataset, Pasted, Split, Table
from engine.data.loading import load_now
from engine.data.preview import Preview, preview, preview_text
from engine.data.reading import Reading
from engine.data.source import Progress
from playground.frames.scene import Components, principal_components
from playground.frames.telling import telling_axes
from playground.widgets.scales import thousands

POINTS = 300  # that are drawn
SAMPLE = 5000  # examples that axes and components are found by
PCA_COLUMNS = 512  # of more the components would take seconds


@dataclass(frozen=True)
class Origin:
    """Where a table comes from: a file, or else a copied text."""

    path: str = ""
    text: str = ""
    sheet: str = ""  # of a workbook

    @property
    def name(self) -> str:
        """What the user calls it."""
        return Path(self.path).name if self.path else "Pasted table"

    @property
    def size(self) -> int:
        """Bytes to be read, 0 where the file is gone."""
        if not self.path:
            return len(self.text)
        try:
            return Path(self.path).stat().st_size
        except OSError:
            return 0

    def look(self) -> Preview:
        """The first rows. Raises DataError."""
        return preview(self.path, self.sheet) if self.path else preview_text(self.text)

    def source(self, target: str) -> Reading:
        """The table with that target, all else as usual."""
        if self.path:
            return Table(path=self.path, sheet=self.sheet, target=target)
        return Pasted(text=self.text, target=target)


def origin_of(source: Any) -> Origin | None:
    """Where the table of an experiment comes from; None for data that are no table."""
    if not isinstance(source, Reading):
        return None
    return Origin(**{field: getattr(source, field, "") for field in ("path", "text", "sheet")})


@dataclass(frozen=True, eq=False)
class Trial:
    """What a source gives: its Dataset, and of at most 300 examples the raw columns X (n, k) and y (k,).

    `counts` are the examples per class, () for numbers; `axes` the two columns that tell most.
    """

    source: Reading
    dataset: Dataset
    X: Array
    y: NDArray[Any]
    counts: tuple[int, ...]
    axes: tuple[int, int]
    components: Components | None

    @property
    def split_name(self) -> str:
        """The column that names the parts, "split" where the table says so by itself."""
        return self.source.split_column or "split"

    def parts(self, split: Split) -> tuple[int, int, int]:
        """How many examples train, dev and test would have."""
        given = self.dataset.split
        if given is None:
            train, dev = split.sizes(self.dataset.m)
            return train, dev, self.dataset.m - train - dev
        train, dev, test = np.bincount(given, minlength=3).tolist()
        return train, dev, test

    def points(self, plane: tuple[int, int] | None) -> Array:
        """The examples that are drawn, (2, k), on two columns, or for None on the principal components."""
        if plane is None and self.components is not None:
            return self.components.project(self.X)
        across, up = self.axes if plane is None else plane
        return self.X[[across, up]]


def try_out(source: Reading, progress: Progress) -> Trial:
    """Load a source and find what to show of it. Raises DataError, and what `progress` raises.

    Its file is looked at as it is now, also where it has changed since the data in use were read.
    """
    source, dataset = load_now(source, progress)
    progress(1.0)
    codes = np.ones(dataset.m, np.int8)
    codes[_spread(dataset.m, SAMPLE)] = 0
    drawn = _spread(dataset.m, POINTS)
    few = 2 < dataset.n <= PCA_COLUMNS
    return Trial(
        source=source,
        dataset=dataset,
        X=dataset.X[:, drawn],
        y=dataset.y[drawn],
        counts=_counts(dataset),
        axes=telling_axes(dataset, codes),
        components=principal_components(dataset, codes) if few else None,
    )


def _counts(dataset: Dataset) -> tuple[int, ...]:
    if not dataset.n_classes:
        return ()
    return tuple(np.bincount(dataset.y.astype(np.int64), minlength=dataset.n_classes).tolist())


def _spread(m: int, most: int) -> NDArray[np.int64]:
    """At most so many examples, spread evenly over all of them."""
    return np.linspace(0, m - 1, min(m, most)).astype(np.int64)


def facts(preview: Preview, rows: int | None = None) -> str:
    """150 rows, 4 columns; of a long table the rows are known once it has been read."""
    many = preview.rows if rows is None else rows
    size = f"{thousands(len(preview.columns))} {'column' if len(preview.columns) == 1 else 'columns'}"
    return size if many is None else f"{thousands(many)} {'row' if many == 1 else 'rows'}, {size}"
