"""The output in words: what its markers mean, what lies under the pointer, and what a screen reader hears."""

from playground.frames import Frame, Scene
from playground.panels.output.others_card import held_words
from playground.panels.output.plane import Probe
from playground.panels.output.points import DEV, TRAIN
from playground.panels.output.test_part import score_of
from playground.theme import Theme
from playground.widgets.plot_legend import Sign, class_signs
from playground.widgets.plot_numbers import column, count, number

TOO_MUCH, TOO_LITTLE = "ŷ too high", "ŷ too low"


def legend_signs(scene: Scene, theme: Theme, residuals: bool = False) -> tuple[Sign, ...]:
    """The markers of the classes; for regression one disc that takes the colour of its value.

    With `residuals`, also the signs of what is too high and too low.
    """
    data = scene.dataset
    if data.task == "regression":
        color = theme.class_color(1) if scene.is_curve else theme.text2
        signs = (Sign(TOO_MUCH, theme.pos_line, "t1"), Sign(TOO_LITTLE, theme.neg_line, "t"))
        return (Sign("example", color, "o"), *(signs if residuals else ()))
    return class_signs(data.classes, data.target, theme)


def probe_text(probe: Probe, scene: Scene) -> str:
    """x₁ 1.20, x₂ −0.35, p 0.83: the place and what the network says there."""
    data, names = scene.dataset, [column(name) for name in scene.axis_names]
    x, y = number(probe.x, 2), number(probe.y, 2)
    where = f"{names[0]} {x}   {names[1]} {y}" if len("".join(names)) <= 6 else f"({x}, {y})"
    if scene.has_one_column:
        where = f"{names[0][:14]} {x}"
    if not probe.is_known:
        return f"{where}   a feature has no value here"
    if data.task == "multiclass":
        best = max(range(data.n_classes), key=probe.output.__getitem__)
        name = data.classes[best]
        words = f"{data.target} = {name}" if name.isdigit() else name[:14]
        return f"{where}   {words}: p {number(probe.output[best], 2)}"
    return f"{where}   {'p' if data.task == 'binary' else 'ŷ'} {number(probe.output[0], 2)}"


def describe_data(scene: Scene) -> str:
    """300 train and 100 dev points, two classes."""
    parts = f"{(scene.codes == TRAIN).sum()} train and {(scene.codes == DEV).sum()} dev points"
    words = held_words(scene)
    parts += f", a cut at {words}" if words else ""
    return f"{parts}, {count(scene.dataset.n_classes)} classes" if scene.dataset.n_classes else parts


def describe_result(frame: Frame) -> str:
    """dev accuracy 95.0 percent; that of the training part where there is no dev set."""
    name, metrics = ("dev", frame.dev) if frame.dev else ("train", frame.train)
    if metrics.accuracy is None:
        return " ".join((name, *score_of(metrics)))
    return f"{name} accuracy {number(100 * metrics.accuracy, 1)} percent"
