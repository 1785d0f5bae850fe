"""What a frame shows, as tables of numbers: the output over the plane, the points with the network's answers,
the lines of the cost chart.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data.csv_writer import PART_NAMES, quoted
from engine.examples import class_probabilities
from engine.files import replacing
from engine.predict import predict
from playground.frames.frame import Frame
from playground.frames.surface import Surface

TEST = PART_NAMES.index("test")
BLOCK = 4096  # examples that are predicted at a time

Row = tuple[str, ...]


class Table(NamedTuple):
    """`headings`, and the rows as texts, made while they are written."""

    headings: Row
    rows: Iterable[Row]


def surface_table(frame: Frame, surface: Surface) -> Table:
    """The samples of a part of the plane, from the top left, line by line; of one column a single line."""
    left, right, bottom, top = surface.extent
    side = surface.field.shape[-1]
    across, up = np.linspace(left, right, side).tolist(), np.linspace(top, bottom, side).tolist()
    axes, outputs = frame.scene.axis_names, output_names(frame)
    if frame.scene.has_one_column:
        values = surface.field[:, 0].T.tolist()
        line = ((repr(x), *_short(v)) for x, v in zip(across, values, strict=True))
        return Table((axes[0], *outputs), line)
    lines = zip(up, np.moveaxis(surface.field, 0, -1).tolist(), strict=True)
    rows = ((repr(x), repr(y), *_short(v)) for y, line in lines for x, v in zip(across, line, strict=True))
    return Table((*axes, *outputs), rows)


def output_names(frame: Frame) -> Row:
    """What the outputs are called: the p of class 1, of every class, or the prediction of the target."""
    data = frame.scene.dataset
    if not data.n_classes:
        return (f"predicted {data.target}",)
    return tuple(f"p({name})" for name in (data.classes[1:] if data.n_classes == 2 else data.classes))


def point_table(frame: Frame) -> Table:
    """Every unlocked example: row, part, columns, label, answer, and the outputs of the network."""
    data = frame.scene.dataset
    answer = () if not data.n_classes else ("answer",)
    headings = ("row", "part", *data.columns, data.target, *answer, *output_names(frame))
    return Table(headings, _points(frame))


def _points(frame: Frame) -> Iterator[Row]:
    data, codes = frame.scene.dataset, frame.scene.codes
    (places,) = np.nonzero((codes != TEST) | frame.view.test)
    for start in range(0, len(places), BLOCK):
        chosen = places[start : start + BLOCK]
        X = data.X[:, chosen]
        outputs = predict(frame.problem, frame.parameters, X, frame.statistics)
        answers = class_probabilities(outputs).argmax(axis=0) if data.n_classes else None
        yield from _block(frame, chosen, outputs, answers)


def _block(
    frame: Frame, chosen: NDArray[np.intp], outputs: Array, answers: NDArray[np.intp] | None
) -> Iterator[Row]:
    data, codes = frame.scene.dataset, frame.scene.codes
    for k, place in enumerate(chosen.tolist()):
        label = data.y[place].item()
        named = (repr(label),) if answers is None else (data.classes[label], data.classes[answers[k]])
        values = map(repr, data.X[:, place].tolist())
        yield (str(place + 1), PART_NAMES[codes[place]], *values, *named, *_short(outputs[:, k].tolist()))


def cost_table(frame: Frame) -> Table:
    """The lines as they are drawn: a row for every epoch or iteration that one of them has a point at."""
    costs = frame.costs
    places = sorted({x for line in costs.lines for x in line.x.tolist()})
    columns: list[dict[float, float]] = []
    headings: list[str] = [costs.unit]
    for line in costs.lines:
        headings.append(line.name)
        columns.append(dict(zip(line.x.tolist(), line.y.tolist(), strict=True)))
        if line.smooth.size:
            headings.append(f"{line.name} averaged, beta {costs.beta:g}")
            columns.append(dict(zip(line.x.tolist(), line.smooth.tolist(), strict=True)))
    rows = ((f"{x:g}", *(repr(c[x]) if x in c else "" for c in columns)) for x in places)
    return Table(tuple(headings), rows)


def write_table(path: Path, table: Table) -> int:
    """Write it as CSV in one piece; how many rows there are. Raises ExportError."""
    count = 0
    with replacing(path) as temporary, open(temporary, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(map(quoted, table.headings)) + "\n")
        for row in table.rows:
            file.write(",".join(quoted(cell) if cell else "" for cell in row) + "\n")
            count += 1
    return count


def _short(values: list[float]) -> Iterator[str]:
    """Outputs in the digits that float32 has."""
    return (f"{value:.9g}" for value in values)
