"""One page of equations: the workings of a step, one layer of them, and the place that is marked."""

from typing import NamedTuple

from engine.activations import Array
from engine.spelling import Spelled, spell_out
from engine.workings import Workings
from playground.notation.markup import cell, of, plain
from playground.panels.equations.forward import Equation, forward, product
from playground.panels.equations.marking import MATRICES, Mark, Matrix, Sizes


class Page(NamedTuple):
    """What is shown: the workings of a step, a layer's numbers at the mark, and its equations."""

    workings: Workings
    told: Spelled
    mark: Mark
    equations: list[Equation]

    @property
    def layer(self) -> int:
        """The number of the layer."""
        return self.told.layer

    @property
    def sizes(self) -> Sizes:
        """Units, sources and examples."""
        n, n_in = self.workings.network.shapes[self.layer - 1]
        return Sizes(n, n_in, self.workings.m)

    @property
    def matrices(self) -> dict[Matrix, Array]:
        """Z, W, A, and b where there is one."""
        w, l = self.workings, self.layer
        found: dict[Matrix, Array] = {
            "Z": w.Z[l - 1],
            "W": w.parameters[f"W{l}"],
            "A": w.caches[l - 1].A_in,
        }
        return found | ({"b": w.parameters[f"b{l}"]} if f"b{l}" in w.parameters else {})

    @property
    def names(self) -> dict[Matrix, str]:
        """As the course writes them."""
        return {matrix: of(matrix, self.layer - (matrix == "A")) for matrix in MATRICES}

    def called(self, matrix: Matrix) -> str:
        """W[2]: where nothing can be raised."""
        return plain(self.names[matrix])


def make_page(w: Workings, layer: int, mark: Mark) -> Page:
    """The nearest layer and place that there are."""
    l = min(max(layer, 1), w.network.depth)
    n, n_in = w.network.shapes[l - 1]
    mark = mark.within(Sizes(n, n_in, w.m))
    if mark.matrix == "b" and f"b{l}" not in w.parameters:
        mark = mark._replace(matrix="Z")
    told = spell_out(w, l, mark.unit, mark.example)
    return Page(w, told, mark, forward(w, told))


def words(page: Page) -> str:
    """The marked equation for those who do not see it."""
    told, mark = page.told, page.mark
    row, column = mark.place()
    value = cell(page.matrices[mark.matrix][row, column])
    here = f"{page.called(mark.matrix)}, row {row + 1}, column {column + 1}: {value}. "
    unit = f"Layer {page.layer}, unit {mark.unit + 1}, example {mark.example + 1} of {page.workings.m}: "
    return here + unit + product(told) + ". " + ". ".join(plain(e.numbers) for e in page.equations[1:]) + "."
