"""The Frame and the Failure: what the worker leaves in the mailbox."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Array
from engine.data import available
from engine.evaluation import Metrics
from engine.experiment import Experiment
from engine.foretelling import Foretold
from engine.history import Curve
from engine.metrics import Measures
from engine.network import Parameters
from engine.problem import Part, Problem
from engine.recording import Moment
from engine.trainer import EarlyStop
from engine.workings import Workings
from playground.frames.costs import CostLines
from playground.frames.detail import Detail
from playground.frames.examples import Example, Hardest
from playground.frames.film import Timeline
from playground.frames.morph import Morph
from playground.frames.pictures import Bytes
from playground.frames.scene import Scene
from playground.frames.signals import Signals
from playground.frames.surface import Surface
from playground.frames.verdicts import Verdicts
from playground.frames.view import Extent, Place, View


class Pin(msgspec.Struct, frozen=True, eq=False):
    """A pinned unit: its output over the plane, first row at the top, as a number and as bytes (G, G)."""

    place: Place
    values: Array
    picture: Bytes


class Frame(msgspec.Struct, frozen=True, eq=False):
    """One true moment. `experiment` is the one it was made from: "is this stale?" is an `is` test.

    What is dear and changes little may be of a few frames before while training runs, at rest never:
    `train` and `dev` where they are, `contours`, `maps`, `shown` and `timeline`. `test` is None while the
    test part is locked. `field` is (n[L], G, G), first row at the top; `contours` the polylines (k, 2) of
    each band of p. Per column (inputs, hidden layers, output), `shown` are the units that have a picture,
    `units` their pictures (k, h, w) as bytes, (k, h, w, 3) those of weights of colours, `maps` the whole
    W[l] as bytes where not all units are shown, `dropped` the units that dropout left out for the first
    example of the last mini-batch. `links` are what the links stand for: the parameters, or the gradients
    of the last step, of which `largest` is the largest dW in size (0 for weights); `norms` are those of
    dW[l], none before the first step. `workings` are those of the next step, where asked for and
    affordable, `foretold` the outcome of that step. `nowhere` (G, G) is where a formula among the features
    has no value, None where all have one. `verdicts` are on the points of the plane, `measures` those of
    every unlocked part, `recorded` the moments of the recording, `close` the output over the part of the
    plane that is looked at from near, each only where asked for. `lineage` is another object as soon as the
    weights do not go on from those of the frame before.
    """

    experiment: Experiment
    view: View
    problem: Problem
    scene: Scene
    epoch: int
    iteration: int
    position: int
    steps_per_epoch: int
    steps_per_second: float
    train: Metrics
    dev: Metrics | None
    test: Metrics | None
    curve: Curve
    costs: CostLines
    field: Array
    contours: dict[float, list[Array]]
    shown: list[NDArray[np.intp]]
    units: list[Bytes]
    maps: dict[int, Bytes]
    dropped: dict[int, NDArray[np.bool_]]
    early_stop: EarlyStop | None
    parameters: Parameters
    statistics: Parameters
    links: Parameters
    largest: float
    norms: dict[int, float]
    shapes: list[tuple[int, int]]
    detail: Detail | None
    pins: tuple[Pin, ...]
    morph: Morph | None
    timeline: Timeline | None
    signals: Signals | None
    example: Example | None = None
    hardest: Hardest | None = None
    probe: Array | None = None
    workings: Workings | None = None
    foretold: Foretold | None = None
    nowhere: NDArray[np.bool_] | None = None
    verdicts: Verdicts | None = None
    measures: dict[Part, Measures] = {}
    close: Surface | None = None
    recorded: tuple[Moment, ...] = ()
    lineage: object = None

    def surface(self, extent: Extent, fine: bool = False) -> Surface:
        """What to show of a part of the plane: the one sampled from near where it covers that, else all."""
        close, whole = self.close, self.scene.extent
        if close is not None and close.covers(extent) and (fine or close.extent != whole):
            return close
        return Surface(whole, self.field, self.contours, self.nowhere)

    @property
    def is_image(self) -> bool:
        """Whether the inputs are all the pixels of an image, in order."""
        data = self.scene.dataset
        return data.image is not None and self.experiment.features == available(data.n)[: data.n]

    @property
    def n_parameters(self) -> int:
        """How many numbers are learned."""
        return sum(array.size for array in self.parameters.values())


class Failure(msgspec.Struct, frozen=True, eq=False):
    """What went wrong in the worker, in the words the user reads; `frame` shows where things stand now."""

    experiment: Experiment
    title: str
    sentence: str
    diverged: bool = False
    suggested_rate: float | None = None
    frame: Frame | None = None
