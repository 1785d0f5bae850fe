"""What is said of a stage: its equations with numbers, its matrices as pictures, and why it is done."""

from typing import NamedTuple

from engine.activations import Array
from engine.foretelling import Foretold
from engine.workings import Workings
from playground.panels.equations.forward import Equation


class Shown(NamedTuple):
    """A matrix that is seen as a picture; `name` in the markup. Its columns may be the examples."""

    name: str
    matrix: Array
    by_example: bool = True


class Told(NamedTuple):
    """One stage in words and numbers; `lines` in the markup come below the equations."""

    title: str
    why: str
    equations: tuple[Equation, ...]
    shown: tuple[Shown, ...]
    lines: tuple[str, ...] = ()


class Step(NamedTuple):
    """The step that is taken apart, and the unit and example (from 0) whose numbers are said."""

    workings: Workings
    foretold: Foretold
    example: int = 0
    unit: int = 0

    def unit_of(self, layer: int) -> int:
        """The nearest unit that the layer has."""
        return min(self.unit, self.workings.network.sizes[layer] - 1)


def many(n: int, word: str) -> str:
    """1 unit, 8 units."""
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def share(part: float) -> str:
    """42 %."""
    return f"{100 * part:.0f} %"
