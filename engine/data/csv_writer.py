"""Writes a data set as CSV in full precision: learning from the file is learning from the data set."""

from collections.abc import Iterator
from pathlib import Path

from engine.data.columns import is_number
from engine.data.dataset import Codes, Dataset
from engine.data.features import raw_names
from engine.files import replacing

PART_NAMES = ("train", "dev", "test")


def header(dataset: Dataset) -> tuple[str, ...]:
    """The names in the first line: the data's own, or x1, x2, ..., y where these could not be read back."""
    own = (*dataset.columns, dataset.target)
    fits = len(set(own)) == len(own) and all(map(_is_readable, own))
    return (*(own if fits else (*raw_names(dataset.n), "y")), "split")


def _is_readable(name: str) -> bool:
    return (
        name == name.strip() != ""
        and name.isprintable()
        and name.casefold() != "split"
        and not is_number(name, decimal_comma=True)
    )


def csv_lines(dataset: Dataset, codes: Codes) -> Iterator[str]:
    """Lines of columns, target (class names or numbers) and split, without line ends. `codes` are (m,)."""
    yield ",".join(map(quoted, header(dataset)))
    names = [quoted(name) for name in dataset.classes]
    for x, target, code in zip(dataset.X.T.tolist(), dataset.y.tolist(), codes.tolist(), strict=True):
        y = names[target] if names else repr(target)
        yield ",".join((*map(repr, x), y, PART_NAMES[code]))


def write_csv(dataset: Dataset, codes: Codes, path: Path) -> None:
    """Write the data set to a file in one piece. Raises ExportError."""
    with replacing(path) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in csv_lines(dataset, codes))


def quoted(name: str) -> str:
    """One cell of a CSV file."""
    plain = name and not set(name) & set(',;"|\t\r\n ')
    return name if plain else '"' + name.replace('"', '""') + '"'
