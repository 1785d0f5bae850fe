"""A Source is a frozen value that stands for data: the same value always loads the same examples."""

from typing import ClassVar

import msgspec

from engine.data.dataset import Dataset
from engine.errors import DataError

MAX_SEED = 2**32 - 1


class Source(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """`seed` draws the examples, where they are drawn, and their split. Raises DataError outside 32 bits."""

    seed: int = 1

    label: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise DataError(f"A data seed is a whole number from 0 to {MAX_SEED}, not {self.seed}.")

    @property
    def name(self) -> str:
        """The name used on the command line and in files, such as "circle"."""
        return str(self.__struct_config__.tag)

    def load(self) -> Dataset:
        """The examples. Raises DataError with one sentence where they cannot be had."""
        raise TypeError("Source is abstract: use one of engine.data.BY_NAME, or a Table.")
