"""What becomes of a training when the user edits the experiment: as much as can be kept is kept."""

from typing import TypeVar

import numpy as np
from msgspec.structs import fields, replace

from engine.data import AnyData, Painted
from engine.data.generators import MOST
from engine.experiment import Experiment
from engine.layers import Layer
from engine.network import Parameters
from engine.trainer import Trainer

# What may change between two steps of one training; of a layer, and of the whole experiment.
LIVE_LAYER = ("keep_prob", "l1", "l2", "frozen")
LIVE = (
    "optimizer",
    "learning_rate",
    "schedule",
    "batch_size",
    "l1",
    "l2",
    "input_keep_prob",
    "clip_norm",
    "augmentation",
    "early_stopping",
)
LayerT = TypeVar("LayerT", bound=Layer)
# So many examples tell a unit's mean and variance well enough to predict with until the next mini-batch.
ENOUGH = 2000
# Fields of data whose change leaves the problem the same: more, fewer, noisier, other draws or points of it.
SAMPLING = ("seed", "samples", *MOST)
# Of painted points: which there are, and on what plane; of others, in how many classes.
DRAWING = ("points", "n_classes", "area", "classes")


def succeed(trainer: Trainer, experiment: Experiment) -> Trainer:
    """The trainer for the edited experiment.

    A live hyperparameter is changed in the running trainer. An edit of network or data keeps every weight
    that still fits. A new seed, another kind of data, or an edit before the first step begins anew.
    """
    before = trainer.experiment
    if _structure(before) == _structure(experiment):
        if trainer.is_fresh:
            return Trainer(experiment, trainer.problem)
        trainer.retune(experiment)
        return trainer
    successor = Trainer(experiment, trainer.problem)
    if not trainer.is_fresh and _goes_on(before, experiment):
        _inherit(successor, trainer)
        if _is_drawn_on(trainer, successor):
            successor.runner.go_on_from(trainer.runner)
    return successor


def _is_drawn_on(elder: Trainer, heir: Trainer) -> bool:
    """Whether points were painted or erased and nothing else was changed, many times a second it may be.

    The moments then stay as well: one that began at zero each time would make of each step a leap.
    """
    before, after = elder.experiment, heir.experiment
    painted = isinstance(before.data, Painted) and isinstance(after.data, Painted)
    return painted and before.with_(data=after.data) == after and elder.network.shapes == heir.network.shapes


def _structure(experiment: Experiment) -> Experiment:
    """The experiment with everything live at its default."""
    usual = Experiment()
    return experiment.with_(
        **{field: getattr(usual, field) for field in LIVE},
        layers=tuple(_bare(layer) for layer in experiment.layers),
        output=_bare(experiment.output),
    )


def _bare(layer: LayerT) -> LayerT:
    live = {field.name: field.default for field in fields(layer) if field.name in LIVE_LAYER}
    return replace(layer, **live)


def _goes_on(before: Experiment, after: Experiment) -> bool:
    same_start = before.seed == after.seed and before.dtype == after.dtype
    return same_start and _same_source(before.data, after.data)


def _same_source(before: AnyData, after: AnyData) -> bool:
    """Whether both are draws of one problem: the same generator, or the same table and target,
    read at another time it may be.
    """
    fields = [field for field in after.__struct_fields__ if field not in (*SAMPLING, *DRAWING, "embedded")]
    return type(before) is type(after) and all(getattr(before, f) == getattr(after, f) for f in fields)


def _inherit(heir: Trainer, elder: Trainer) -> None:
    parameters, trained = heir.parameters, elder.parameters
    for l, k in _pairs(heir.network.shapes, elder.network.shapes):
        columns = _columns(heir.experiment, elder.experiment) if l == k == 1 else None
        _copy(parameters, l, trained, k, columns)
    L, K = len(heir.network.shapes), len(elder.network.shapes)
    if elder.network.shapes[-1][0] == 1 and heir.problem.dataset.task == "multiclass":
        _widen(parameters, L)
    if elder.problem.dataset.task == "multiclass" and heir.network.shapes[-1][0] == 1:
        _narrow(parameters, L, trained, K)
    heir.load(parameters, _statistics(heir, parameters))
    heir.take_over(elder)


def _widen(parameters: Parameters, L: int) -> None:
    """The one unit for "1, not 0" as rows 0 and 1 of a softmax, which then tells 0 from 1 as it did."""
    for name in ("W", "b", "gamma", "beta"):
        if f"{name}{L}" in parameters:
            rows = parameters[f"{name}{L}"]
            rows[1] = rows[0]
            if name != "gamma":
                rows[0] = 0


def _narrow(to: Parameters, L: int, source: Parameters, K: int) -> None:
    """Rows 0 and 1 of a softmax as the one unit for "1, not 0": it tells them apart as the two did."""
    W, rows = to[f"W{L}"], source[f"W{K}"]
    if W.shape[1] != rows.shape[1]:
        return
    for name in ("W", "b"):
        to[f"{name}{L}"][0] = source[f"{name}{K}"][1] - source[f"{name}{K}"][0]


def _statistics(heir: Trainer, parameters: Parameters) -> Parameters:
    """The averages of batch norm are no parameters: they are taken from the training part as one mini-batch.

    So the network predicts with the weights that it kept before it has seen the first mini-batch.
    """
    if not heir.network.normalized:
        return {}
    X = heir.problem.inputs["train"]
    with np.errstate(all="ignore"):
        caches = heir.network.forward(parameters, X[:, :: -(-X.shape[1] // ENOUGH)])
    found: Parameters = {}
    for l, cache in enumerate(caches, start=1):
        if cache.normalized is not None:
            found |= {f"mean{l}": cache.normalized.mean, f"variance{l}": cache.normalized.variance}
    return found if all(np.isfinite(a.astype(heir.experiment.dtype)).all() for a in found.values()) else {}


def _pairs(new: list[tuple[int, int]], old: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Which new layer continues which old one: all in order, or from both ends when layers came or went."""
    if len(new) == len(old):
        return [(l, l) for l in range(1, len(new) + 1)]
    front = _common(new, old)
    back = min(_common(new[::-1], old[::-1]), min(len(new), len(old)) - front)
    pairs = [(l, l) for l in range(1, front + 1)]
    return pairs + [(len(new) - k, len(old) - k) for k in range(back)]


def _common(new: list[tuple[int, int]], old: list[tuple[int, int]]) -> int:
    """How many shapes agree from the start."""
    same = [a == b for a, b in zip(new, old, strict=False)]
    return same.index(False) if False in same else len(same)


def _columns(new: Experiment, old: Experiment) -> tuple[list[int], list[int]]:
    """Where each input feature that both have stands in the one and in the other."""
    shared = [name for name in new.features if name in old.features]
    return [new.features.index(f) for f in shared], [old.features.index(f) for f in shared]


def _copy(
    to: Parameters, l: int, source: Parameters, k: int, columns: tuple[list[int], list[int]] | None
) -> None:
    """The part of layer k's parameters that fits into those of layer l."""
    rows = min(len(to[f"W{l}"]), len(source[f"W{k}"]))
    wide = range(min(to[f"W{l}"].shape[1], source[f"W{k}"].shape[1]))
    into, out_of = columns or (list(wide), list(wide))
    to[f"W{l}"][np.ix_(range(rows), into)] = source[f"W{k}"][np.ix_(range(rows), out_of)]
    for name in ("b", "gamma", "beta"):
        if f"{name}{l}" in to and f"{name}{k}" in source:
            to[f"{name}{l}"][:rows] = source[f"{name}{k}"][:rows]
