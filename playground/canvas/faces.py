"""What is written on cards and under columns, and what a screen reader hears: words from an Experiment."""

from typing import NamedTuple

import msgspec

from engine.advice import Advice
from engine.experiment import Experiment
from engine.layers import Dense, Layer
from engine.losses import DEFAULT_LOSSES, AnyLoss
from playground.frames import Frame
from playground.widgets.formula_text import written
from playground.widgets.scales import plain


class Badge(NamedTuple):
    """What is special about a layer: a few characters for its card, and whole words for everybody else."""

    icon: str
    text: str
    words: str


class Face(msgspec.Struct, frozen=True):
    """The words of one column. `curve` names the activation whose sparkline is drawn.

    `shape` is that of W[l], or of X at the input, `outputs` that of A[l]; `advice` is the gravest there is.
    """

    title: str
    number: str
    units: int
    curve: str
    label: str
    detail: str
    shape: str
    outputs: str = ""
    badges: tuple[Badge, ...] = ()
    advice: Advice | None = None

    @property
    def has_norm(self) -> bool:
        """Whether the layer is batch-normalised."""
        return any(badge.icon == "batch-norm" for badge in self.badges)


def pretty_feature(name: str) -> str:
    """A feature name as the course writes it: x₁², x₁x₂, sin x₁."""
    return written(name)


def sizes(experiment: Experiment, n_outputs: int) -> tuple[int, ...]:
    """n[0] ... n[L]."""
    return (len(experiment.features), *(layer.units for layer in experiment.layers), n_outputs)


def n_outputs(frame: Frame | None) -> int:
    """Units of the output layer; one until a frame tells."""
    return frame.shapes[-1][0] if frame is not None else 1


def count(number: int, noun: str) -> str:
    """ "1 unit", "4 units"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}".replace(",", "\u2009")


def n_parameters(experiment: Experiment, n: tuple[int, ...]) -> list[int]:
    """How many parameters each layer of a network of sizes n[0] ... n[L] has, the output layer included.

    W[l] and b[l]; a batch-normalised layer has gamma[l] and beta[l] instead of b[l].
    """
    own = [2 if layer.batch_norm else 1 for layer in experiment.layers]
    return [n[l] * (n[l - 1] + k) for l, k in enumerate([*own, 1], start=1)]


def badges(experiment: Experiment, layer: Layer) -> tuple[Badge, ...]:
    """Whether the layer is frozen, for nothing else then matters; batch norm, dropout, its lambdas."""
    shown = [Badge("snowflake", "frozen", "frozen")] if layer.frozen else []
    shown += _dropout_and_norm(layer) if isinstance(layer, Dense) else []
    l1 = experiment.l1 if layer.l1 is None else layer.l1
    l2 = experiment.l2 if layer.l2 is None else layer.l2
    if l2:
        shown.append(Badge("", f"λ {plain(l2)}", f"L2 lambda {plain(l2)}"))
    if l1:
        shown.append(Badge("", f"L1 {plain(l1)}", f"L1 lambda {plain(l1)}"))
    return tuple(shown)


def _dropout_and_norm(layer: Dense) -> list[Badge]:
    norm = [Badge("batch-norm", "BN", "batch norm")] if layer.batch_norm else []
    return norm + _keep(layer.keep_prob)


def _keep(keep_prob: float) -> list[Badge]:
    words = f"keep probability {plain(keep_prob)}"
    return [Badge("dropout", f"keep {plain(keep_prob)}", words)] if keep_prob < 1 else []


def equation(experiment: Experiment, l: int, n_outputs: int) -> str:
    """What layer l computes, and the shapes: "Z[2] = W[2] A[1] + b[2]   (4, m) = (4, 8)(8, m) + (4, 1)".

    A batch-normalised layer has no b[l].
    """
    n, a = sizes(experiment, n_outputs), f"A[{l - 1}]" if l > 1 else "X"
    if l <= len(experiment.layers) and experiment.layers[l - 1].batch_norm:
        return f"Z[{l}] = γ[{l}] norm(W[{l}] {a}) + β[{l}]   W ({n[l]}, {n[l - 1]}), γ and β ({n[l]}, 1)"
    shapes = f"({n[l]}, m) = ({n[l]}, {n[l - 1]})({n[l - 1]}, m) + ({n[l]}, 1)"
    return f"Z[{l}] = W[{l}] {a} + b[{l}]   {shapes}"


def faces(experiment: Experiment, frame: Frame | None, advice: tuple[Advice, ...] = ()) -> list[Face]:
    """One face per column, input and output included, with what there is to say against its design."""
    gravest = {item.column: item for item in reversed(advice)}
    written = _faces(experiment, frame)
    return [
        msgspec.structs.replace(face, advice=gravest[column]) if column in gravest else face
        for column, face in enumerate(written)
    ]


def _faces(experiment: Experiment, frame: Frame | None) -> list[Face]:
    n = sizes(experiment, n_outputs(frame))
    m = int((frame.scene.codes == 0).sum()) if frame is not None else 0
    shape = f"X ({n[0]}, {m})" if m else ""
    inputs = Face(
        "Input", "", n[0], "", "", count(n[0], "feature"), shape, "", tuple(_keep(experiment.input_keep_prob))
    )
    cards = [inputs]
    parameters = n_parameters(experiment, n)
    for l, layer in enumerate(experiment.layers, start=1):
        detail, g = count(parameters[l - 1], "parameter"), layer.activation
        shape = f"W[{l}] ({n[l]}, {n[l - 1]})"
        marks = badges(experiment, layer)
        cards.append(Face("Dense", str(l), n[l], g.name, g.label, detail, shape, _outputs(l, n[l], m), marks))
    return [*cards, _output(experiment, frame, n, m)]


def _outputs(l: int, units: int, m: int) -> str:
    """The shape of A[l] over the training examples, once it is known how many these are."""
    return f"A[{l}] ({units}, {m})" if m else ""


def loss_of(experiment: Experiment, frame: Frame | None) -> AnyLoss:
    """The loss in use: the chosen one, else the usual one of the task that the last frame tells."""
    task = frame.scene.dataset.task if frame is not None else "binary"
    return experiment.loss or DEFAULT_LOSSES[task]


def _output(experiment: Experiment, frame: Frame | None, n: tuple[int, ...], m: int) -> Face:
    loss, last = loss_of(experiment, frame), len(n) - 1
    shape = f"W[{last}] ({n[last]}, {n[last - 1]})"
    words, marks = f"loss: {loss.label}", badges(experiment, experiment.output)
    name, outputs = loss.output_label, _outputs(last, n[last], m)
    return Face("Output", str(last), n[last], name, name, words, shape, outputs, marks)


def describe(face: Face, index: int, columns: int, selected: bool) -> str:
    """One column for a screen reader."""
    special = "".join(f", {badge.words}" for badge in face.badges)
    if index == 0:
        words = f"Input, {face.detail}{special}"
    else:
        matrix = face.shape.partition("(")[2].rstrip(")").replace(", ", " by ")
        unit_count = count(face.units, "unit")
        kind = face.title.lower()
        words = f"Layer {index} of {columns - 1}, {kind}, {unit_count}, {face.label}{special}, W {matrix}"
    if face.advice is not None:
        words += f", {face.advice.severity}: {face.advice.title}"
    return words + (", selected" if selected else "")
