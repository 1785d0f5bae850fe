"""What the window asks of the worker: one small value for each command."""

from concurrent.futures import Future

import msgspec

from engine.experiment import Experiment
from engine.model import Model
from engine.project import Gathered
from engine.trainer import Trainer
from playground.frames import View


class Use(msgspec.Struct, frozen=True):
    """Go on with this experiment; `anew` begins it with its own first weights, whatever went before.

    `merged` says that no step of the history leads back to the experiment before.
    """

    experiment: Experiment
    anew: bool = False
    merged: bool = False


class SetView(msgspec.Struct, frozen=True):
    """Show this of it."""

    view: View


class SetWeight(msgspec.Struct, frozen=True):
    """Put a value in place of one number of W1, b1, ...: row and column counted from 0."""

    name: str
    row: int
    column: int
    value: float


class StartFrom(msgspec.Struct, frozen=True):
    """Have a training of this experiment ready with a model's weights; `Use` then goes on with it."""

    experiment: Experiment
    model: Model


class Run(msgspec.Struct, frozen=True):
    """Play or pause."""

    running: bool


class Steps(msgspec.Struct, frozen=True):
    """Pause and do one mini-batch, or the rest of this epoch."""

    whole_epoch: bool = False


class Restart(msgspec.Struct, frozen=True):
    """The same start again."""


class Pace(msgspec.Struct, frozen=True):
    """Epochs a second; None is flat out."""

    epochs_per_second: float | None


class GoTo(msgspec.Struct, frozen=True):
    """Pause, and show the recorded moment of this epoch; None is the newest moment of the run again."""

    epoch: int | None


class Rejoin(msgspec.Struct, frozen=True):
    """Go back to the run that the present one branched off from; the present one can be rejoined then."""


class PutAway(msgspec.Struct, frozen=True, eq=False):
    """Answer with what goes into the project file at this moment; `thumb` is the PNG that does too."""

    answer: "Future[Gathered]"
    thumb: bytes = b""


class TakeUp(msgspec.Struct, frozen=True, eq=False):
    """Go on with this training, which came from a file; what went before is not needed any more."""

    trainer: Trainer


class Quit(msgspec.Struct, frozen=True):
    """Leave."""


Command = (
    Use
    | SetView
    | SetWeight
    | StartFrom
    | Run
    | Steps
    | Restart
    | GoTo
    | Rejoin
    | PutAway
    | TakeUp
    | Pace
    | Quit
)
