"""Which number is marked: a unit, an example and a source, and how keys and the mouse move the mark."""

from typing import Literal, NamedTuple

Matrix = Literal["Z", "W", "A", "b"]
MATRICES: tuple[Matrix, ...] = ("Z", "W", "A", "b")


class Sizes(NamedTuple):
    """Of a layer: n[l] units, n[l-1] sources, m examples."""

    units: int
    sources: int
    examples: int

    def shape(self, matrix: Matrix) -> tuple[int, int]:
        """Rows and columns of a matrix of Z = W A + b."""
        return {
            "Z": (self.units, self.examples),
            "W": (self.units, self.sources),
            "A": (self.sources, self.examples),
            "b": (self.units, 1),
        }[matrix]


class Mark(NamedTuple):
    """The place, counted from 0; `matrix` is the one that the arrows move in."""

    unit: int = 0
    source: int = 0
    example: int = 0
    matrix: Matrix = "Z"

    def within(self, sizes: Sizes) -> "Mark":
        """The nearest place that there is."""
        places = [min(max(at, 0), n - 1) for at, n in zip(self[:3], sizes, strict=True)]
        return Mark(places[0], places[1], places[2], self.matrix)

    def place(self) -> tuple[int, int]:
        """Row and column in its matrix."""
        return {
            "Z": (self.unit, self.example),
            "W": (self.unit, self.source),
            "A": (self.source, self.example),
            "b": (self.unit, 0),
        }[self.matrix]

    def at(self, matrix: Matrix, row: int, column: int) -> "Mark":
        """The number in that row and column of a matrix; what it does not tell stays."""
        match matrix:
            case "Z":
                return Mark(row, self.source, column, matrix)
            case "W":
                return Mark(row, column, self.example, matrix)
            case "A":
                return Mark(self.unit, row, column, matrix)
        return Mark(row, self.source, self.example, matrix)

    def moved(self, down: int, across: int, sizes: Sizes) -> "Mark":
        """So many rows down and columns across in its matrix, as far as that goes."""
        row, column = self.place()
        return self.at(self.matrix, row + down, column + across).within(sizes)

    def hopped(self, by: int, has_bias: bool) -> "Mark":
        """The same place in the next matrix."""
        there = MATRICES if has_bias else MATRICES[:3]
        here = there.index(self.matrix) if self.matrix in there else 0
        return self._replace(matrix=there[(here + by) % len(there)])


class Corner(NamedTuple):
    """The first unit, source and example that are shown where not all have room."""

    unit: int = 0
    source: int = 0
    example: int = 0

    def following(self, mark: Mark, room: Sizes, sizes: Sizes) -> "Corner":
        """Moved just so far that the mark is seen, and that nothing is left empty."""
        found = []
        for first, at, seen, n in zip(self, mark[:3], room, sizes, strict=True):
            first = min(max(first, at - seen + 1), at)
            found.append(min(max(first, 0), max(n - seen, 0)))
        return Corner(*found)
