"""A Source is a frozen value that stands for data: the same value always loads the same examples."""

from collections.abc import Callable
from typing import ClassVar, Self

from msgspec.structs import replace

from engine.data.dataset import Dataset
from engine.errors import DataError
from engine.files import Stamp
from engine.tagged import Tagged

MAX_SEED = 2**32 - 1

Progress = Callable[[float], None]  # hears the share that is done, 0 to 1; what it raises stops the loading


class Source(Tagged, frozen=True, kw_only=True):
    """`seed` draws the examples, where they are drawn, and their split. Raises DataError outside 32 bits."""

    seed: int = 1

    label: ClassVar[str] = ""
    is_slow: ClassVar[bool] = False  # whether loading may take longer than a window can wait

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise DataError(f"A data seed is a whole number from 0 to {MAX_SEED}, not {self.seed}.")

    @property
    def origin(self) -> tuple[str, ...]:
        """What data these are, whatever draw of them: their columns are the same where it is."""
        return (self.name,)

    @property
    def content(self) -> "Source":
        """A source of the very same examples: data that are not drawn are the same whatever the seed."""
        return replace(self, seed=1) if self.is_slow else self

    @property
    def is_embedded(self) -> bool:
        """Whether it stands for examples that are not read from its place any more."""
        return bool(getattr(self, "embedded", ""))

    @property
    def plain(self) -> Self:
        """The same, read from its place again."""
        return self.within("") if self.is_slow else self

    def within(self, embedded: str) -> Self:
        """The same as it came in a project file, of this checksum, or as it was read at another time."""
        return replace(self, embedded=embedded)

    @property
    def stamp(self) -> Stamp:
        """Size and time of the file that these data are read from; None where there is none."""
        return None

    def load(self, progress: Progress | None = None) -> Dataset:
        """The examples. Raises DataError with one sentence where they cannot be had."""
        raise TypeError("Source is abstract: use one of engine.data.BY_NAME, or a Table.")
