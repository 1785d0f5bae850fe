"""What cannot be trained at all: the refusals of a Problem, each found by the very check that refuses."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine.advice.design import Advice, Cure, Design, Facts
from engine.data import Split, available, check
from engine.data.features import is_formula, raw_names
from engine.data.splits import NOTHING_TO_TRAIN_ON
from engine.errors import EngineError
from engine.losses import DEFAULT_LOSSES
from engine.problem import check_stopping, loss_for


def misfits(design: Design) -> Iterator[Advice]:
    """What does not fit the data, where these are known."""
    facts = design.facts
    if facts is None:
        return
    yield from _output(design, facts)
    yield from _features(design, facts)
    yield from _augmentation(design, facts)
    yield from _parts(design, facts)


def _refusal(check: Callable[..., object], *arguments: Any) -> str:
    """What a check has to say, nothing where all is well."""
    try:
        check(*arguments)
    except EngineError as error:
        return str(error)
    return ""


def _error(column: int | None, title: str, sentence: str, cure: Cure | None) -> Iterator[Advice]:
    if sentence:
        yield Advice(column, "error", title, sentence, cure)


def _output(design: Design, facts: Facts) -> Iterator[Advice]:
    x, column = design.experiment, design.depth + 1
    refusal = _refusal(loss_for, x.loss, facts.task)
    use = f"Use {DEFAULT_LOSSES[facts.task].label}"
    yield from _error(column, "loss does not fit", refusal, (use, x.with_(loss=None)))
    # An unfit loss is to be mended first; whether labels can be smoothed is asked of the one in its place.
    Y = np.zeros((max(1, facts.n_classes), 1))
    refusal = _refusal(design.loss.smooth, Y, x.label_smoothing)
    cure = "Smooth no labels", x.with_(label_smoothing=0.0)
    yield from _error(column, "no label smoothing", refusal, cure)


def _features(design: Design, facts: Facts) -> Iterator[Advice]:
    x = design.experiment
    refusal = _refusal(check, x.features, facts.n)
    if refusal:
        known = frozenset(available(facts.n))
        fit = (f for f in x.features if f in known or (is_formula(f) and not _refusal(check, (f,), facts.n)))
        kept = tuple(dict.fromkeys(fit))
        words = "Keep what fits" if kept else "Use every column"
        mended = x.with_(features=kept or raw_names(facts.n))
        yield from _error(0, "features do not fit", refusal, (words, mended))


def _augmentation(design: Design, facts: Facts) -> Iterator[Advice]:
    x = design.experiment
    refusals = [_refusal(kind.check, facts.n, facts.image) for kind in x.augmentation]
    kept = tuple(kind for kind, refusal in zip(x.augmentation, refusals, strict=True) if not refusal)
    for kind, refusal in zip(x.augmentation, refusals, strict=True):
        if refusal:
            mended = "Keep what fits" if kept else "Vary nothing", x.with_(augmentation=kept)
            yield from _error(0, f"{kind.label.lower()} does not fit", refusal, mended)
            return


def _parts(design: Design, facts: Facts) -> Iterator[Advice]:
    x = design.experiment
    refusal = _refusal(check_stopping, x, facts.dev)
    cure = "Turn early stopping off", x.with_(early_stopping=None)
    yield from _error(None, "no dev example", refusal, cure)
    if not facts.train:
        # The data's own split is not ours to change, and of one or two examples there are no three parts.
        shared = not facts.has_split and facts.m > 2
        mended = ("Split 60/20/20", x.with_(split=Split())) if shared else None
        yield from _error(None, "no training example", NOTHING_TO_TRAIN_ON, mended)
