"""What the wizard is given, and what it gives back."""

from dataclasses import dataclass

from engine.data import Pasted, Split, Table
from engine.data.reading import Reading
from playground.importing.trial import Origin, Trial

Plane = tuple[str, str] | None  # two columns by name, or the principal components


@dataclass(frozen=True)
class Beginning:
    """A new table, or with `source` the one in use; then `axes` and `pca` are the plane that is shown now."""

    origin: Origin
    split: Split
    normalize: bool
    source: Reading | None = None
    axes: Plane = None
    pca: bool = False


@dataclass(frozen=True)
class Choices:
    """What an import decides: the data have been read, and are shown on `plane`.

    `again` tells other columns of the table in use from a new one.
    """

    origin: Origin
    trial: Trial
    split: Split
    normalize: bool
    plane: Plane
    again: bool

    @property
    def data(self) -> Table | Pasted:
        """The data of the experiment."""
        source = self.trial.source
        assert isinstance(source, Table | Pasted)
        return source

    @property
    def text(self) -> str:
        """The step of Undo."""
        return f"columns of {self.origin.name}" if self.again else f"import {self.origin.name}"

    @property
    def axes(self) -> tuple[int, int] | None:
        """The plane as the numbers of columns; None for the principal components."""
        if self.plane is None:
            return None
        across, up = map(self.trial.dataset.columns.index, self.plane)
        return across, up
