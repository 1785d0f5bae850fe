"""A View is what the panels want to see of the training: the worker computes this and nothing else."""

from typing import Literal, NamedTuple

import msgspec

from playground.frames.unit import Unit

Held = tuple[tuple[int, float], ...]
Extent = tuple[float, float, float, float]  # left, right, bottom, top in the units of the axes
Show = Literal["output", "weights", "gradients"]


class Place(NamedTuple):
    """A unit: its column (0 is the input, the last one the output) and its number, counted from 0."""

    column: int
    unit: int


class View(msgspec.Struct, frozen=True):
    """What the visible panels ask for.

    `axes` are the two raw columns that span the plane, None those that tell most; `pca` spans it by the first
    two principal components instead, None where the data are images. `held` are columns that do not span it,
    with the numbers at which they stand instead of their means. `test` wants the test part, which is locked.
    `show` is what thumbnails and links stand for. `room` is how many units of each column can be pictures (()
    for all of them). `unit` wants its details, `pinned` ones a large picture, `selected` one a thumbnail in
    any case. `norms` wants the norms of the last dW, which come with the links of gradients too, `masks` the
    units that dropout leaves out, `morph` the layers' way from input to output, `film` the timeline with so
    many pictures of the run, `signals` those of every layer. The cost is shown over epochs or iterations, as
    running averages where `beta` is above 0. `example` is one to be looked at, `hardest` wants the list of
    those with the largest losses. `probe` are the raw columns of one more, to
    which the network's answer is asked. `workings` wants every matrix of the next step,
    `explained` its outcome too, while training rests. `verdicts` wants what the network says of the points on
    the plane, `measures` all measures of every part, `recorded` the moments of the recording.
    `extent` is the part of the plane that is looked at from near, None for all of it; `fine` wants it
    sampled more finely, for a large picture.
    """

    axes: tuple[int, int] | None = None
    pca: bool | None = None
    held: Held = ()
    test: bool = False
    show: Show = "output"
    room: tuple[int, ...] = ()
    selected: Place | None = None
    unit: Place | None = None
    pinned: tuple[Place, ...] = ()
    norms: bool = False
    masks: bool = True
    morph: bool = False
    film: int = 0
    signals: bool = False
    cost_over: Unit = "epoch"
    beta: float = 0.0
    example: int | None = None
    hardest: bool = False
    probe: tuple[float, ...] | None = None
    workings: bool = False
    verdicts: bool = False
    measures: bool = False
    extent: Extent | None = None
    fine: bool = False
    explained: bool = False
    recorded: bool = False

    @property
    def plane(self) -> tuple[tuple[int, int] | None, bool | None, Held]:
        """What of it decides on the plane."""
        return self.axes, self.pca, self.held
