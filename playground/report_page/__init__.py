"""A report: one HTML page with network, data, curves, boundary, metrics, and how to do it again.

It is made of a training alone, without a window, so that the shell writes the very same page.
"""

from pathlib import Path

from engine.errors import ExportError, shown
from engine.files import replacing
from engine.trainer import Trainer
from playground.frames import Frame, FrameBuilder, View
from playground.report_page import facts
from playground.report_page.figures import costs, plane
from playground.report_page.network import CLASSES, ROOM, network
from playground.report_page.page import (
    beside,
    equations,
    figure,
    folded,
    matrix,
    page,
    pairs,
    section,
    table,
)
from playground.widgets.plot_numbers import number, percent

ENDINGS = (".html", ".htm")
LAYER_HEADINGS = ("layer", "units", "function", "W", "parameters", "")
MOST_CLASSES = 20  # of a confusion matrix that is written out
MOST_EQUATIONS = 12


def write_report(path: Path, trainer: Trainer, title: str, test: bool = False) -> int:
    """Write the page into a file, all of it or nothing; how many bytes it has. Raises ExportError."""
    if path.suffix.lower() not in ENDINGS:
        raise ExportError(f'A report is a web page, *.html, but "{shown(path.name)}" is to be written.')
    content = report(trainer, title, test).encode()
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return len(content)


def report(trainer: Trainer, title: str, test: bool = False) -> str:
    """The page about a training as it is now; the test part stays locked unless it is asked for.

    Raises DivergedError where the weights are not finite any more.
    """
    columns = len(trainer.network.sizes)
    view = View(measures=True, test=test, room=(*(ROOM,) * (columns - 1), CLASSES))
    frame = FrameBuilder(trainer, view).build(0.0)
    locked = not test and trainer.problem.targets["test"].size
    return page(
        title,
        _lead(trainer, frame),
        [
            beside(_plane(frame, test), _metrics(frame, bool(locked)) + figure(costs(frame), _curve(frame))),
            section("Network", figure(network(frame), _drawn(frame)), _layers(trainer)),
            section("Equations", equations(facts.equations(trainer.network))),
            section("How it learns", pairs(facts.learning(trainer))),
            section("Data", pairs(facts.data(trainer)), _normalisation(trainer)),
            section("Confusion", *_confusions(frame)),
            section(
                "To do it again",
                pairs(facts.origins(trainer)),
                folded(
                    "The experiment as text (copy it, then Ctrl+V)", facts.experiment_text(trainer.experiment)
                ),
            ),
        ],
    )


def _lead(trainer: Trainer, frame: Frame) -> str:
    sizes = "-".join(map(str, trainer.network.sizes))
    part, found = ("dev", frame.dev) if frame.dev else ("train", frame.train)
    if found.accuracy is not None:
        score = f"{part} accuracy {percent(found.accuracy)}"
    else:
        score = f"{part} R² {number(found.r2, 3)}" if found.r2 is not None else f"{part} J {found.cost:.3g}"
    label = trainer.experiment.data.label or trainer.experiment.data.name
    return f"{label}, a network of {sizes} units, epoch {number(trainer.epoch, 0)}, {score}."


def _plane(frame: Frame, test: bool) -> str:
    data = frame.scene.dataset
    told = {
        "binary": "Colour: the probability of class 1; the line is p = 0.5.",
        "multiclass": "Colour: the class that wins, stronger where it is surer.",
        "regression": "Colour: the predicted value.",
    }[data.task]
    if frame.scene.is_curve:
        told = "The line is what the network predicts."
    rest = (
        " The other columns stand at their training mean."
        if data.n > 2 and not frame.scene.components
        else ""
    )
    return figure(plane(frame, test), told + rest)


def _metrics(frame: Frame, locked: bool) -> str:
    headings, rows = facts.metrics(frame)
    note = "<p>The test part is locked: nobody has looked at it for this report.</p>" if locked else ""
    return table(headings, rows, numbers=True) + note


def _curve(frame: Frame) -> str:
    dashed = ", dashed: of the dev part" if frame.dev else ""
    return f"The cost over the epochs: mean over the epoch's mini-batches{dashed}."


def _drawn(frame: Frame) -> str:
    return (
        "Each unit shows its output over the plane, blue above 0 and orange below; a link is wide where its "
        "weight is large. Of wide layers the most active units are drawn."
    )


def _layers(trainer: Trainer) -> str:
    return table(LAYER_HEADINGS, facts.layers(trainer))


def _normalisation(trainer: Trainer) -> str:
    rows = facts.normalisation(trainer)
    return f"<h3>Of the training part</h3>{table(('feature', 'μ', 'σ'), rows, numbers=True)}" if rows else ""


def _confusions(frame: Frame) -> list[str]:
    names = frame.scene.dataset.classes
    if len(names) > MOST_CLASSES:
        return []
    return [
        f"<h3>{part}</h3>{matrix(names, counts.tolist())}" for part, counts in facts.confusions(frame).items()
    ]
