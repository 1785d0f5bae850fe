"""The gradient check of the weights on the screen, as the report and the Equations panel ask for it."""

from engine.errors import EngineError
from engine.gradient_checking import GradientCheck, Progress, gradient_check
from engine.trainer import Trainer
from playground.frames import Frame

EXAMPLES = 100  # that a gradient is checked on, as by the shell command
MAX_PARAMETERS = 20_000  # each takes two forward passes: about a quarter of a minute for so many


def trainer_of(frame: Frame) -> Trainer:
    """A new trainer at a frame's weights. Its moments are those of a first step: a frame has none."""
    trainer = Trainer(frame.experiment, frame.problem)
    trainer.load(frame.parameters, frame.statistics)
    trainer.epoch, trainer.early_stop = frame.epoch, frame.early_stop
    return trainer


def checked(trainer: Trainer, progress: Progress | None = None) -> GradientCheck:
    """Dropout is off for it. Raises EngineError where the network is too large, or J not finite."""
    count = trainer.network.n_parameters
    if count > MAX_PARAMETERS:
        raise EngineError(
            f"Checking {count} parameters would take too long; the check is for at most {MAX_PARAMETERS}. "
            "Take fewer units or layers."
        )
    return gradient_check(trainer, EXAMPLES, dropout_off=True, progress=progress)
