"""The network as a tree: its columns, below them their units, below each unit the weights into it.

The list of the network and its parts for screen readers both go by these keys.
"""

from typing import NamedTuple


class Key(NamedTuple):
    """A column, a unit of it, or the weight from unit `source` before it; each counts from 0, -1 is none."""

    column: int
    unit: int = -1
    source: int = -1

    @property
    def parent(self) -> "Key":
        """The unit of a weight, the column of a unit."""
        return Key(self.column, self.unit if self.source >= 0 else -1)

    @property
    def place(self) -> int:
        """Where it stands among its like."""
        return self.source if self.source >= 0 else self.unit if self.unit >= 0 else self.column

    def child(self, place: int) -> "Key":
        """What stands below it."""
        return Key(self.column, place) if self.unit < 0 else Key(self.column, self.unit, place)

    def is_in(self, sizes: tuple[int, ...]) -> bool:
        """Whether a network of these sizes has it."""
        there = self.column < len(sizes) and self.unit < sizes[self.column]
        return there and self.source < self._n_sources(sizes)

    def n_children(self, sizes: tuple[int, ...]) -> int:
        """How many there are below it in a network of these sizes."""
        if self.source >= 0 or not self.is_in(sizes):
            return 0
        return sizes[self.column] if self.unit < 0 else self._n_sources(sizes)

    def _n_sources(self, sizes: tuple[int, ...]) -> int:
        """How many weights go into each unit of its column."""
        return sizes[self.column - 1] if self.column > 0 else 0
