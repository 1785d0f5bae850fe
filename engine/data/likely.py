"""Which column of a table is probably to be predicted: by its name, else by its place and what it holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.data.preview import PreviewColumn

# Names that say so, the plainest first.
TARGETS = (
    *("target", "y", "label", "labels", "class", "classes", "outcome", "species", "sort", "kind", "variety"),
    *("category", "diagnosis", "price", "quality", "progression", "survived"),
)
IDS = frozenset({"id", "ids", "key", "uuid", "guid", "index", "number", "no", "nr", "row", "name"})
FEW_WORDS = 20  # of more a column of text tells examples apart, not classes
COUNTED = 5  # numbers that go up by one are no count of the rows by chance


def likely_target(columns: Sequence["PreviewColumn"], rows: Sequence[Sequence[str]]) -> str:
    """The column named like a target; else the last one, but for those that only tell rows apart."""
    candidates = [i for i, column in enumerate(columns) if column.name.casefold() != "split"]
    named = {columns[i].name.casefold(): columns[i].name for i in reversed(candidates)}
    for name in TARGETS:
        if name in named:
            return named[name]
    last = candidates[::-1] or [0]
    telling = (i for i in last if not _names_rows(columns[i], [row[i] for row in rows]))
    return columns[next(telling, last[0])].name


def _names_rows(column: "PreviewColumn", cells: Sequence[str]) -> bool:
    """Whether it looks like an id, a date or a remark, or is the same in every row."""
    name = column.name.casefold()
    if name in IDS or name.endswith(("_id", " id")):
        return True
    if column.words < 2 < len(cells):
        return True
    if column.kind == "category":
        return bool(column.words > min(FEW_WORDS, len(cells) - 1))
    whole = [int(cell) for cell in cells if cell.isascii() and cell.isdigit()]
    return COUNTED <= len(cells) == len(whole) and whole == list(range(whole[0], whole[0] + len(whole)))
