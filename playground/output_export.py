"""Pictures of the output and of the cost chart as files, and the numbers that they show as CSV."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError, shown
from playground.exporting import Export
from playground.frames.tables import Table, cost_table, point_table, surface_table, write_table
from playground.presence import present
from playground.rendering import FORMATS, Placed, picture, write
from playground.widgets.plot_numbers import number
from playground.widgets.save_path import ask_for_path

if TYPE_CHECKING:
    from playground.main_window import MainWindow

CSV = {".csv": "CSV table"}

Parts = Callable[[], list[Placed]]


def save_output_picture(window: "MainWindow") -> None:
    """The plane with its captions; from the enlarged output where that is open."""
    window.catch_up()
    _save_picture(window, "output", "Output", window.output.picture_parts)


def save_cost_picture(window: "MainWindow") -> None:
    """The chart with its legend."""
    window.catch_up()
    _save_picture(window, "cost", "Cost J", window.cost.picture_parts)


def save_output_grid(window: "MainWindow") -> None:
    """Every sample of the plane as it is seen, with its outputs."""
    frame = present(window)
    if frame is not None:
        surface = frame.surface(window.output.plane.seen)
        _save_table(window, "output", "Save the plane as a table", partial(surface_table, frame, surface))


def save_output_points(window: "MainWindow") -> None:
    """Every unlocked example with the network's answer."""
    frame = present(window)
    if frame is not None:
        _save_table(window, "predictions", "Save points with predictions", partial(point_table, frame))


def save_cost_lines(window: "MainWindow") -> None:
    """The lines of the cost chart."""
    frame = present(window)
    if frame is not None:
        _save_table(window, "cost", "Save the cost lines as a table", partial(cost_table, frame))


def _save_picture(window: "MainWindow", name: str, title: str, parts: Parts) -> None:
    if present(window) is None:
        return
    path = ask_for_path(window, f"Save picture of the {name}", name, FORMATS, ".png")
    if path is not None:
        Export(window, shown(path.name), "Picture not saved", _picture_work(window, path, title, parts))


def _picture_work(window: "MainWindow", path: Path, title: str, parts: Parts) -> Callable[[], str]:
    """Painted at once, where the widgets live; a thread only writes the bytes."""
    try:
        content = picture(parts(), window.themes.theme, path.suffix, title)
    except EngineError as error:
        return partial(_refuse, error)
    return partial(_write_picture, path, content)


def _refuse(error: EngineError) -> str:
    raise error


def _write_picture(path: Path, content: bytes) -> str:
    write(path, content)
    return f"{shown(path.name)} is written, {number(len(content) / 1024, 0)} KB."


def _save_table(window: "MainWindow", name: str, title: str, make: Callable[[], Table]) -> None:
    path = ask_for_path(window, title, name, CSV, ".csv")
    if path is not None:
        Export(window, shown(path.name), "Table not saved", partial(_write_rows, path, make))


def _write_rows(path: Path, make: Callable[[], Table]) -> str:
    table = make()
    rows = write_table(path, table)
    columns = f"{len(table.headings)} columns" if len(table.headings) > 8 else ", ".join(table.headings)
    return f"{shown(path.name)} has {number(rows, 0)} rows: {columns}."
