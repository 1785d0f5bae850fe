"""Which column of a table plays which role: the target, the split, features, and those that are left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.columns import mostly_numbers
from engine.data.grid import Storage
from engine.data.reading import Reading
from engine.errors import DataError, did_you_mean, shown


@dataclass(frozen=True)
class Roles:
    """The names of the columns by their role; `split` is None where no column tells the parts."""

    target: str
    split: str | None
    features: tuple[str, ...]


def roles_of(names: Sequence[str], reading: Reading) -> Roles:
    """The roles of these columns. Raises DataError where a name is none of theirs, or no feature is left."""
    for name in (reading.target, *reading.ignored, *(name for name, _ in reading.kinds)):
        _check(name, names)
    if reading.split_column is not None:
        _check(reading.split_column, names)
    split = reading.split_column or _named_split(names, reading)
    left_out = {"", reading.target, split, *reading.ignored}
    features = tuple(name for name in names if name not in left_out)
    if not features:
        raise DataError(f'There is no column besides "{shown(reading.target)}" to learn from.')
    return Roles(reading.target, split, features)


def storage_of(
    names: Sequence[str], sample: Sequence[Sequence[str]], decimal_comma: bool, reading: Reading
) -> dict[str, Storage]:
    """How each column that plays a role is kept, by its first rows and by what was said about it."""
    roles = roles_of(names, reading)
    said, wanted = said_of(roles, reading), {roles.target, roles.split, *roles.features}
    stored: dict[str, Storage] = {}
    for i, name in enumerate(names):
        if name in said:
            stored[name] = said[name]
        elif name in wanted:
            numeric = mostly_numbers([row[i] for row in sample], decimal_comma)
            stored[name] = "numbers" if numeric else "words"
    return stored


def said_of(roles: Roles, reading: Reading) -> dict[str, Storage]:
    """The columns that are to be kept as this or that whatever their cells are."""
    features = frozenset(roles.features)
    said: dict[str, Storage] = {
        name: "numbers" if kind == "number" else "words" for name, kind in reading.kinds if name in features
    }
    if roles.split is not None:
        said[roles.split] = "words"
    if reading.task != "auto":
        said[roles.target] = "numbers" if reading.task == "numbers" else "words"
    return said


def _named_split(names: Sequence[str], reading: Reading) -> str | None:
    taken = {reading.target, *reading.ignored}
    return next((name for name in names if name.casefold() == "split" and name not in taken), None)


def _check(name: str, names: Sequence[str]) -> None:
    if name and name in names:
        return
    known = [shown(known) for known in names if known]
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    meant = did_you_mean(name, known)
    raise DataError(f'There is no column "{shown(name)}"; the columns are {listed}.{meant}')
