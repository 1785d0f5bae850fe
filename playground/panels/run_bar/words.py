"""Settings as words: a mini-batch size as it is typed, and all of them in short."""

from engine.experiment import Experiment
from playground.widgets.scales import Limits, plain

BATCH = Limits("Mini-batch", 1, 1_000_000, whole=True)


def read_batch(text: str) -> int | None:
    """A mini-batch size as typed; None is all examples. Raises ValueError with one sentence."""
    if text.strip().casefold() == "all":
        return None
    try:
        return int(BATCH.read(text))
    except ValueError as error:
        raise ValueError(f'{str(error).removesuffix(".")}; or type "all".') from None


def write_batch(size: object) -> str:
    """The inverse of `read_batch`."""
    return "all" if size is None else str(size)


def summary(experiment: Experiment) -> str:
    """The settings in short: "Adam, α 0.03, mini-batch 32"."""
    rate, batch = plain(experiment.learning_rate), write_batch(experiment.batch_size)
    return f"{experiment.optimizer.label}, α {rate}, mini-batch {batch}"
