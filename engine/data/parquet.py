"""Tables in Parquet files, read by pyarrow in batches of rows, and only the columns that are used."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine.data.csv_reader import Choose
from engine.data.dataset import Floats
from engine.data.dialect import ONE_COLUMN
from engine.data.grid import Grid
from engine.data.look import LOOKED_AT, Look, cell_of
from engine.data.source import Progress
from engine.errors import DataError, shown

DAMAGED = "The Parquet file is damaged or cut off."
ROWS_AT_ONCE = 20_000
CELLS_AT_ONCE = 500_000
MISSING_READER = "Parquet files need one more package: pip install pyarrow, or save the table as CSV."


def read_parquet(path: str, choose: Choose, progress: Progress | None = None) -> Grid:
    """The table in a Parquet file. Raises DataError with one sentence."""
    with _parquet(path) as file:
        names = _names(file)
        stored = choose(names, _first_rows(file), False)
        for trouble in filter(None, (_trouble(file, name) for name in stored)):
            raise DataError(trouble)
        grid = Grid(names, stored, place="Row")
        wanted = [names[i] for i in sorted((*grid.number_places, *grid.word_places))]
        rows = max(1, min(ROWS_AT_ONCE, CELLS_AT_ONCE // max(1, len(wanted))))
        for batch in file.iter_batches(batch_size=rows, columns=wanted):
            grid.add_columns(
                range(grid.m + 1, grid.m + batch.num_rows + 1),
                {names.index(name): _cells(batch.column(name), stored[name] == "words") for name in wanted},
            )
            if progress is not None:
                progress(grid.m / max(1, file.metadata.num_rows))
    return grid


def look_at_parquet(path: str) -> Look:
    """The start of the table in a Parquet file. Raises DataError with one sentence."""
    with _parquet(path) as file:
        names = _names(file)
        troubles = {name: trouble for name in names if (trouble := _trouble(file, name))}
        return Look(names, _first_rows(file), total=file.metadata.num_rows, troubles=troubles)


@contextmanager
def _parquet(path: str) -> Iterator[Any]:
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise DataError(MISSING_READER) from None
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except DataError:
        raise
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise DataError(f"{DAMAGED.removesuffix('.')} ({shown(str(error))}).") from None


def _names(file: Any) -> tuple[str, ...]:
    names = tuple(str(name) for name in file.schema_arrow.names)
    if len(names) < 2:
        raise DataError(ONE_COLUMN)
    for name, times in Counter(names).items():
        if times > 1:
            raise DataError(f'{times} columns are named "{shown(name)}"; rename all but one.')
    if file.metadata.num_rows == 0:
        raise DataError("The file names columns but has no rows; add at least one.")
    return names


def _first_rows(file: Any) -> list[list[str]]:
    batch = next(file.iter_batches(batch_size=LOOKED_AT), None)
    if batch is None:
        raise DataError(DAMAGED)
    columns = [[cell_of(value) for value in column.to_pylist()] for column in batch.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _trouble(file: Any, name: str) -> str:
    """Why a column is of no use here; "" where it is."""
    from pyarrow import types

    kind = file.schema_arrow.field(name).type
    nested = types.is_nested(kind) or types.is_binary(kind) or types.is_large_binary(kind)
    if nested or types.is_fixed_size_binary(kind):
        return (
            f'Column "{shown(name)}" holds {shown(str(kind))}, not one number or word per row; leave it out.'
        )
    return ""


def _cells(column: Any, as_words: bool) -> Floats | list[str]:
    """Numbers (rows,), NaN where there is none, or text."""
    from pyarrow import float64, types

    kind = column.type
    numeric = types.is_integer(kind) or types.is_floating(kind) or types.is_boolean(kind)
    if numeric and not as_words:
        return np.asarray(column.cast(float64()).to_numpy(zero_copy_only=False), np.float64)
    return [cell_of(value) for value in column.to_pylist()]
