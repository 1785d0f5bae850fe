"""Real data: a table in a file or from the clipboard; its columns are features, but target and split."""

from typing import ClassVar

from engine.data.assembly import PARTS, dataset_from
from engine.data.categories import MAX_CLASSES
from engine.data.dataset import Dataset
from engine.data.formats import read_file, read_pasted
from engine.data.reading import Reading
from engine.data.source import Progress
from engine.data.text_file import CHANGED, named
from engine.errors import DataError
from engine.files import Stamp, stamp_of

__all__ = ["MAX_CLASSES", "PARTS", "Pasted", "Reading", "Table"]


class Table(Reading, frozen=True, kw_only=True, tag="table"):
    """The table in the file `path`: text of any delimiter and encoding, Excel, Parquet or NumPy's .npz.

    `sheet` is the one of a workbook; "" takes the first that holds something.
    """

    path: str
    sheet: str = ""

    label: ClassVar[str] = "Table"

    @property
    def origin(self) -> tuple[str, ...]:
        return self.name, self.path, self.sheet, *self.columns_chosen

    @property
    def stamp(self) -> Stamp:
        return stamp_of(self.path)

    def load(self, progress: Progress | None = None) -> Dataset:
        """The examples in the order of the file. Raises DataError with one sentence."""
        before = self.stamp
        with named(self.path):
            dataset = dataset_from(lambda choose: read_file(self.path, choose, progress, self.sheet), self)
            if self.stamp != before:
                raise DataError(CHANGED)
        return dataset


class Pasted(Reading, frozen=True, kw_only=True, tag="pasted"):
    """The table in a `text` that was copied from a spreadsheet or a text file."""

    text: str

    label: ClassVar[str] = "Pasted table"

    @property
    def origin(self) -> tuple[str, ...]:
        return self.name, self.text, *self.columns_chosen

    def load(self, progress: Progress | None = None) -> Dataset:
        """The examples in the order of the text. Raises DataError with one sentence."""
        return dataset_from(lambda choose: read_pasted(self.text, choose, progress), self)
