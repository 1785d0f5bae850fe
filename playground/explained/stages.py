"""The stages of one step: the mini-batch, forward through every layer, the cost, back again, the update."""

from typing import Literal, NamedTuple

Kind = Literal["batch", "forward", "cost", "backward", "update"]


class Stage(NamedTuple):
    """A stage, and the layer l that it is about; 0 where it is about none."""

    kind: Kind
    layer: int = 0

    @property
    def title(self) -> str:
        """Backward, layer 2."""
        name = self.kind.capitalize() if self.kind != "batch" else "Mini-batch"
        return f"{name}, layer {self.layer}" if self.layer else name


def stages_of(depth: int) -> tuple[Stage, ...]:
    """All stages of a network with so many layers, in order."""
    forward = [Stage("forward", l) for l in range(1, depth + 1)]
    backward = [Stage("backward", l) for l in range(depth, 0, -1)]
    return Stage("batch"), *forward, Stage("cost"), *backward, Stage("update")
