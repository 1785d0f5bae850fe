"""What a report says in tables: network, data, how it learns and how well, and how to do it again."""

import platform
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.data import Boxed, available
from engine.data.dataset import Image
from engine.experiment import Experiment
from engine.layers import Dense
from engine.metrics import Classification, Measures
from engine.model import weights_sha256
from engine.network import Network, layer_of
from engine.problem import PARTS, Part
from engine.tagged import Tagged
from engine.trainer import Trainer
from engine.version import app_version
from playground.frames import Frame
from playground.notation import words
from playground.notation.markup import of
from playground.sharing import as_text
from playground.widgets.plot_numbers import column, cost, number, percent

Row = tuple[str, ...]
MOST_FEATURES = 30  # whose mean and deviation are listed


def named(value: Tagged) -> str:
    """A value with its fields: adam (beta1 0.9, beta2 0.999)."""
    found = {name: getattr(value, name) for name in value.__struct_fields__}
    fields = [f"{name} {plain(item)}" for name, item in found.items() if item or name != "warm_up"]
    return f"{value.name} ({', '.join(fields)})" if fields else value.name


def plain(value: Any) -> str:
    """A number, a word, yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Tagged):
        return named(value)
    if isinstance(value, tuple | list):
        return ", ".join(map(plain, value)) or "none"
    return f"{value:.6g}".replace("e-0", "e-").replace("-", "−") if isinstance(value, float) else str(value)


def layers(trainer: Trainer) -> list[Row]:
    """A row for every layer: function, shapes, parameters, and what else was decided."""
    network = trainer.network
    rows: list[Row] = []
    for l, (layer, (n, n_in)) in enumerate(zip(network.layers, network.shapes, strict=True), start=1):
        is_output = l == network.depth
        function = network.loss.output_label if is_output else layer.activation.name
        learned = sum(
            rows_ * columns
            for name, (rows_, columns) in network.parameter_shapes.items()
            if layer_of(name) == l
        )
        shape = f"({n}, {n_in})"
        rows.append((str(l), str(n), function, shape, str(learned), _decided(trainer, layer, l) or "–"))
    return rows


def _decided(trainer: Trainer, layer: Dense, l: int) -> str:
    l1, l2 = trainer.network.lambdas(l)
    found = [
        ("batch norm", layer.batch_norm),
        (f"keep_prob {layer.keep_prob:g}", layer.keep_prob < 1),
        (f"L1 {l1:g}", l1),
        (f"L2 {l2:g}", l2),
        (f"starts with {layer.first_weights.name}", True),
        ("frozen", layer.frozen),
    ]
    return ", ".join(name for name, holds in found if holds)


def equations(network: Network) -> list[tuple[str, str]]:
    """Each layer's way forward in the course's notation, with shapes; then the cost."""
    lines = []
    for l, (n, n_in) in enumerate(network.shapes, start=1):
        normed = network.layers[l - 1].batch_norm
        before = of("A", l - 1) if l > 1 else "X"
        bias = "" if normed else f" + {of('b', l)}"
        added = "" if normed else f" + ({n}, 1)"
        lines.append(
            (f"{of('Z', l)} = {of('W', l)} {before}{bias}", f"({n}, m) = ({n}, {n_in})({n_in}, m){added}")
        )
        if normed:
            norm = f"{of('γ', l)} * ({of('Z', l)} − μ) / √{{σ² + ε}} + {of('β', l)}"
            lines.append((f"{of('Z̃', l)} = {norm}", f"({n}, m)"))
        lines.append((f"{of('A', l)} = {words.activated(network, l)}", f"({n}, m)"))
    loss, L = words.LOSSES[network.loss.name], network.depth
    return [
        *lines,
        (f"J = 1/m Σ ℒ({of('A', L)}, Y){words.penalty(network)}, ℒ(a, y) = {loss}", "a number"),
    ]


def learning(trainer: Trainer) -> list[Row]:
    """What was decided about how it learns, and how far it is."""
    x = trainer.experiment
    rows = [
        ("Optimiser", named(x.optimizer)),
        ("Learning rate α", f"{x.learning_rate:g}"),
        ("Schedule", named(x.schedule)),
        ("Mini-batch", "all examples" if x.batch_size is None else f"{x.batch_size} examples"),
        ("Loss", trainer.network.loss.label),
        ("L2 λ", f"{x.l2:g}" if x.l2 else ""),
        ("L1 λ", f"{x.l1:g}" if x.l1 else ""),
        ("Dropout of the input", f"keep_prob {x.input_keep_prob:g}" if x.input_keep_prob < 1 else ""),
        ("Label smoothing", f"{x.label_smoothing:g}" if x.label_smoothing else ""),
        ("Largest gradient norm", f"{x.clip_norm:g}" if x.clip_norm else ""),
        ("Early stopping", _fields(x.early_stopping) if x.early_stopping else ""),
        ("Augmentation", plain(x.augmentation) if x.augmentation else ""),
        ("Precision", x.dtype),
        ("Seed", str(x.seed)),
        ("Trained for", f"{number(trainer.epoch, 0)} epochs, {number(trainer.iteration, 0)} iterations"),
        ("Parameters", number(trainer.network.n_parameters, 0)),
    ]
    return [row for row in rows if row[1]]


def _fields(value: msgspec.Struct) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {plain(getattr(value, name))}" for name in value.__struct_fields__
    )


def data(trainer: Trainer) -> list[Row]:
    """Where the data are from, what they are, and how they are divided."""
    problem, source = trainer.problem, trainer.experiment.data
    found = problem.dataset
    place = getattr(source, "path", "")
    parts = ", ".join(f"{number(Y.shape[1], 0)} {part}" for part, Y in problem.targets.items() if Y.size)
    features = ", ".join(map(column, trainer.experiment.features[:MOST_FEATURES]))
    more = len(trainer.experiment.features) - MOST_FEATURES
    rows = [
        ("Data", Path(place).name if place else source.label or source.name),
        (
            "From",
            f"{source.from_whom}. Licence: {source.licence}" if isinstance(source, Boxed) else "",
        ),
        ("Drawn with", "" if place or isinstance(source, Boxed) else _drawn(source)),
        ("Examples", f"{number(found.m, 0)}: {parts}"),
        ("Columns", number(found.n, 0) + (f", {_sides(found.image)} pixels" if found.image else "")),
        ("Input features", features + (f" and {number(more, 0)} more" if more > 0 else "")),
        ("Target", found.target),
        ("Classes", ", ".join(found.classes)),
        ("Normalisation", "x := (x − μ) / σ, fitted on train" if trainer.experiment.normalize else "off"),
        *(("Note", note) for note in found.notes),
    ]
    return [row for row in rows if row[1]]


def _sides(image: Image) -> str:
    return f"{image[1]} by {image[0]}{' coloured' if len(image) > 2 else ''}"


def _drawn(source: Tagged) -> str:
    skipped = {"points", "area", "n_classes", "values"}
    names = [name for name in source.__struct_fields__ if name not in skipped]
    return ", ".join(f"{name} {plain(getattr(source, name))}" for name in names if getattr(source, name))


def normalisation(trainer: Trainer) -> list[Row]:
    """Mean and standard deviation of every feature of the training part, unless there are very many."""
    features = trainer.experiment.features
    if not trainer.experiment.normalize or len(features) > MOST_FEATURES:
        return []
    mean, std = trainer.problem.normalizer.mean[:, 0], trainer.problem.normalizer.std[:, 0]
    columns = available(trainer.problem.dataset.n), trainer.problem.dataset.columns
    called = dict(zip(*columns, strict=False))
    return [
        (_with_column(name, called.get(name, name)), plain(float(mu)), plain(float(sigma)))
        for name, mu, sigma in zip(features, mean, std, strict=True)
    ]


def _with_column(feature: str, called: str) -> str:
    """A column's own name too, where it has one."""
    return column(feature) if called == feature else f"{column(feature)} {called}"


def metrics(frame: Frame) -> tuple[Row, list[Row]]:
    """Headings and a row for every part that is not locked."""
    costs = {"train": frame.train, "dev": frame.dev, "test": frame.test}
    rows = []
    for part, measures in frame.measures.items():
        found = costs[part]
        rows.append((part, cost(found.cost) if found else "–", *_measured(measures)))
    is_classes = bool(frame.scene.dataset.n_classes)
    names = ("accuracy", "precision", "recall", "F1") if is_classes else ("R²", "RMSE", "MAE")
    return ("", "J", *names), rows


def _measured(measures: Measures) -> Row:
    if isinstance(measures, Classification):
        all_of_it = measures.summary
        shares = (measures.accuracy, all_of_it.precision, all_of_it.recall, all_of_it.f1)
        return tuple(percent(share) for share in shares)
    return ("–" if measures.r2 is None else number(measures.r2, 3), cost(measures.rmse), cost(measures.mae))


def confusions(frame: Frame) -> dict[Part, np.ndarray[Any, Any]]:
    """The confusion matrix of every part that is not locked; none for regression."""
    found = frame.measures
    return {
        part: found[part].confusion  # type: ignore[union-attr]
        for part in PARTS
        if isinstance(found.get(part), Classification)
    }


def origins(trainer: Trainer) -> list[Row]:
    """With what it was computed, and the fingerprint of the weights."""
    return [
        ("Neural Playground", app_version()),
        ("NumPy", np.__version__),
        ("Python", platform.python_version()),
        ("System", f"{platform.system()} {platform.machine()}"),
        ("Weights, SHA-256", weights_sha256(trainer.parameters | trainer.statistics)),
    ]


def experiment_text(experiment: Experiment) -> str:
    """All that was decided, as Paste takes it up; of a file only the name is told."""
    source = experiment.data.plain
    if place := getattr(source, "path", ""):
        source = msgspec.structs.replace(source, path=Path(place).name)
    return as_text("experiment", experiment.with_(data=source))
