"""What the rules of advice look at: an experiment, what is known of its data, and the network of both."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self

import msgspec
import numpy as np

from engine.data import Dataset, Generator, Task
from engine.data.dataset import Image
from engine.errors import ExperimentError
from engine.experiment import Experiment
from engine.losses import DEFAULT_LOSSES, AnyLoss, BinaryCrossEntropy
from engine.network import Network
from engine.problem import loss_for, network_for

Severity = Literal["error", "warning"]
Cure = tuple[str, Experiment]


class Advice(msgspec.Struct, frozen=True):
    """One thing to mend. An error keeps the training from starting, a warning from learning well.

    `column` is 0 for the input, 1 ... k for the hidden layers, k + 1 for the output, None for all together.
    `title` fits on a card; `sentence` says cause and effect; `cure` is what to do, in words and done.
    """

    column: int | None
    severity: Severity
    title: str
    sentence: str
    cure: Cure | None = None


@dataclass(frozen=True)
class Facts:
    """What data are: known without looking at the examples."""

    task: Task
    n_classes: int
    n: int
    m: int
    train: int
    dev: int
    image: Image | None = None
    has_split: bool = False

    @classmethod
    def of(cls, experiment: Experiment, dataset: Dataset | None) -> Self | None:
        """Those of the dataset, or of points still to be drawn; None where only the file would tell."""
        data, split = experiment.data, experiment.split
        if dataset is None:
            if not isinstance(data, Generator):
                return None
            return cls(data.task, data.n_classes, len(data.columns), data.samples, *split.sizes(data.samples))
        n, m, has_split = dataset.n, dataset.m, dataset.split is not None
        train, dev = split.sizes(m)
        if has_split:
            train, dev = (int(np.count_nonzero(dataset.split == part)) for part in (0, 1))
        return cls(dataset.task, dataset.n_classes, n, m, train, dev, dataset.image, has_split)


@dataclass(frozen=True)
class Design:
    """An experiment with its network. Where data and loss do not fit, the usual loss takes its place."""

    experiment: Experiment
    facts: Facts | None

    @classmethod
    def of(cls, experiment: Experiment, dataset: Dataset | None = None) -> Self:
        """The design of an experiment on that dataset."""
        return cls(experiment, Facts.of(experiment, dataset))

    @cached_property
    def loss(self) -> AnyLoss:
        """The loss that will be compared with, once it fits."""
        chosen = self.experiment.loss
        if self.facts is None:
            return chosen or BinaryCrossEntropy()
        try:
            return loss_for(chosen, self.facts.task)
        except ExperimentError:
            return DEFAULT_LOSSES[self.facts.task]

    @cached_property
    def network(self) -> Network:
        """The network; of unknown data a softmax has the three classes that it has at least."""
        return network_for(self.experiment, self.loss, self.facts.n_classes if self.facts else 3)

    @property
    def depth(self) -> int:
        """How many hidden layers there are, k."""
        return len(self.experiment.layers)

    @cached_property
    def batch(self) -> int | None:
        """Examples in a full mini-batch; None where that is not known."""
        size, train = self.experiment.batch_size, self.facts.train if self.facts else 0
        return min(size, train) if size and train else size or train or None

    def with_layers(self, *columns: int, **changes: Any) -> Experiment:
        """The experiment with some fields of these layers changed, the output being column k + 1."""
        x = self.experiment
        layers = tuple(
            msgspec.structs.replace(layer, **changes) if l in columns else layer
            for l, layer in enumerate(x.layers, start=1)
        )
        output = x.output
        if self.depth + 1 in columns:
            output = msgspec.structs.replace(output, **changes)
        return x.with_(layers=layers, output=output)

    def name(self, l: int) -> str:
        """ "layer 2", or "the output"."""
        return "the output" if l > self.depth else f"layer {l}"


def warning(column: int | None, title: str, sentence: str, cure: Cure | None = None) -> Advice:
    """Something unwise."""
    return Advice(column, "warning", title, sentence, cure)


def several(n: int, one: str) -> str:
    """ "1 unit", "8 units"."""
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def every(n: int, one: str) -> str:
    """ "the only unit", "both units", "all 8 units"."""
    return {1: f"the only {one}", 2: f"both {one}s"}.get(n, f"all {n} {one}s")


def rounded(value: float) -> str:
    """Two digits: "0.0028", "140"."""
    return f"{float(f'{value:.2g}'):g}"
