"""The recording in a frame: its moments are values that never change, and are given away safely."""

from engine.recording import Moment
from engine.trainer import Trainer


def recorded_of(run: Trainer, is_training: bool) -> tuple[Moment, ...]:
    """All that are kept, in order; while training rests the present one too, which is not recorded yet."""
    moments = run.recording.moments
    if is_training or run.position or (moments and moments[-1].epoch >= run.epoch):
        return moments
    return *moments, Moment(run.snapshot(), *run.present_costs())
