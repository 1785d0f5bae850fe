"""What is written on cards and under columns, and what a screen reader hears: words from an Experiment."""

import msgspec

from engine.experiment import Experiment
from engine.losses import DEFAULT_LOSSES
from playground.frames import Frame

SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
PRETTY = {"x1^2": "x₁²", "x2^2": "x₂²", "x1*x2": "x₁x₂", "sin(x1)": "sin x₁", "sin(x2)": "sin x₂"}


class Face(msgspec.Struct, frozen=True):
    """The words of one column. `curve` names the activation whose sparkline is drawn."""

    title: str
    number: str
    units: int
    curve: str
    label: str
    detail: str
    shape: str


def pretty_feature(name: str) -> str:
    """A feature name as the course writes it: x₁², x₁x₂, sin x₁."""
    return PRETTY.get(name, name.translate(SUBSCRIPT))


def sizes(experiment: Experiment, n_outputs: int) -> tuple[int, ...]:
    """n[0] ... n[L]."""
    return (len(experiment.features), *(layer.units for layer in experiment.layers), n_outputs)


def n_outputs(frame: Frame | None) -> int:
    """Units of the output layer; one until a frame tells."""
    return frame.shapes[-1][0] if frame is not None else 1


def count(number: int, noun: str) -> str:
    """ "1 unit", "4 units"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}".replace(",", "\u2009")


def faces(experiment: Experiment, frame: Frame | None) -> list[Face]:
    """One face per column, input and output included."""
    n = sizes(experiment, n_outputs(frame))
    m = int((frame.scene.codes == 0).sum()) if frame is not None else 0
    inputs = Face("Input", "", n[0], "", "", count(n[0], "feature"), f"X ({n[0]}, {m})" if m else "")
    cards = [inputs]
    for l, layer in enumerate(experiment.layers, start=1):
        detail = count(n[l] * (n[l - 1] + 1), "parameter")
        g = layer.activation
        cards.append(Face("Dense", str(l), n[l], g.name, g.label, detail, f"W[{l}] ({n[l]}, {n[l - 1]})"))
    return [*cards, _output(frame, n)]


def _output(frame: Frame | None, n: tuple[int, ...]) -> Face:
    loss = DEFAULT_LOSSES[frame.scene.dataset.task if frame is not None else "binary"]
    last = len(n) - 1
    shape = f"W[{last}] ({n[last]}, {n[last - 1]})"
    return Face(
        "Output", str(last), n[last], loss.output_label, loss.output_label, f"loss: {loss.label}", shape
    )


def describe(face: Face, index: int, columns: int, selected: bool) -> str:
    """One column for a screen reader."""
    if index == 0:
        words = f"Input, {face.detail}"
    else:
        matrix = face.shape.partition("(")[2].rstrip(")").replace(", ", " by ")
        unit_count = count(face.units, "unit")
        kind = face.title.lower()
        words = f"Layer {index} of {columns - 1}, {kind}, {unit_count}, {face.label}, W {matrix}"
    return words + (", selected" if selected else "")
