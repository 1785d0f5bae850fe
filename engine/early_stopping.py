"""Early stopping: train until the dev cost has not fallen for some epochs, then take the best weights back.

It mixes two concerns, fitting and not overfitting, in one knob. Source: course, Setting up; Prechelt 1998.
"""

import msgspec

from engine.errors import ExperimentError


class EarlyStopping(msgspec.Struct, frozen=True):
    """`patience` is the number of epochs without a new lowest dev cost after which training stops."""

    patience: int = 20

    def __post_init__(self) -> None:
        if not self.patience >= 1:
            raise ExperimentError(
                f"Early stopping waits for at least 1 epoch, not {self.patience}. The usual patience is 20."
            )
