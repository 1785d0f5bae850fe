"""From options to an Experiment, its Problem and its Trainer, for every command that has a network."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from engine.advice import advise
from engine.checkpoint import load_checkpoint
from engine.data import AnyData, check
from engine.data.drift import differences, sealed, shown
from engine.data.features import raw_names
from engine.data.loading import load
from engine.errors import DataError, EngineError, shown_path
from engine.experiment import Experiment
from engine.export import FORMATS
from engine.export.importing import check_match, read_model
from engine.layers import Dense, Output
from engine.model import Model
from engine.problem import Part, Problem
from engine.project import SUFFIX, open_project
from engine.trainer import Trainer
from playground.commands import UsageError, tell
from playground.commands.sources import source

MOST_DIFFERENCES = 3
# What the options change where they name no preset.
PLAIN = Experiment(layers=())


def problem_of(options: Namespace) -> Problem:
    """What the options describe, and its data: only these tell which features there are."""
    base = options.preset.experiment if options.preset else PLAIN
    data = source(options, base.data)
    dataset = load(data)
    names = options.features or (raw_names(dataset.n) if options.data else base.features)
    try:
        check(names, dataset.n)
        return Problem(_experiment(options, base, data, names), dataset)
    except EngineError as error:
        raise UsageError(str(error)) from None


def _experiment(options: Namespace, base: Experiment, data: AnyData, features: tuple[str, ...]) -> Experiment:
    """The base, in which an option counts for the field that it is named after."""
    given = {name: v for name, v in vars(options).items() if name in Experiment.__struct_fields__}
    given |= {"data": data, "split": options.split or base.split, "features": features}
    given["augmentation"] = tuple(given.get("augmentation", base.augmentation))
    return base.with_(**given | _layers(options, base))


def _layers(options: Namespace, base: Experiment) -> dict[str, Any]:
    """The layers, each with what it says of itself before what is said of all, and that before the base's.

    Raises UsageError.
    """
    shared = {
        name: v
        for name, v in vars(options).items()
        if name in Dense.__struct_fields__ and name not in Experiment.__struct_fields__
    }
    layers = (
        tuple(replace(layer, **shared) for layer in base.layers)
        if options.layers is None
        else tuple(Dense(**shared | own) for own in options.layers)
    )
    for name in shared if not layers else ():
        if name not in Output.__struct_fields__:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"{option} belongs to the hidden layers, and there are none; add --layers.")
    of_output = {name: v for name, v in shared.items() if name in Output.__struct_fields__}
    return {"layers": layers, "output": replace(base.output, **of_output | options.output)}


def training_of(options: Namespace, advised: bool = False) -> Trainer:
    """The training that the options describe, or the one of the checkpoint to resume.

    `advised` says first what of it will hardly learn. Raises UsageError, and DataError where a file cannot
    be read or does not fit.
    """
    if options.resume is not None:
        _check_nothing_else(options)
        if options.resume.suffix == SUFFIX:
            return open_project(options.resume).trainer
        return load_checkpoint(options.resume)
    problem = problem_of(options)
    promise = options.preset.sentence if options.preset else ""
    read = (f"{shown_path(options.data)}: {note}" for note in problem.dataset.notes if options.data)
    notes = (*_drift(problem, getattr(options, "test", False)), *_advice(problem)) if advised else ()
    for note in (promise, *read, unused_split(options, problem), empty_parts(problem), *notes):
        if note and not options.quiet:
            tell(note)
    return trainer_of(options, problem, getattr(options, "threads", 1))


def _advice(problem: Problem) -> Iterator[str]:
    """What is unwise, where, and what to do instead."""
    places = {None: "", 0: "input: ", len(problem.experiment.layers) + 1: "output: "}
    for advice in advise(problem.experiment, problem.dataset):
        place = places.get(advice.column, f"layer {advice.column}: ")
        cure = f" {advice.cure[0]}." if advice.cure else ""
        yield f"nnplay: note: {place}{advice.sentence}{cure}"


def _drift(problem: Problem, test: bool) -> Iterator[str]:
    """In what dev and test differ from train, of much the first; of a locked `test` part no number."""
    x = problem.experiment
    found = differences(problem.dataset, x.split, x.data.seed)
    open_ones, locked = shown(found, test), sealed(found, test)
    for difference in open_ones[:MOST_DIFFERENCES]:
        yield f"nnplay: note: {difference.sentence}."
    if len(open_ones) > MOST_DIFFERENCES:
        yield f"nnplay: note: {len(open_ones) - MOST_DIFFERENCES} more differ between the parts."
    if locked:
        yield f"nnplay: note: {locked}."


def _check_nothing_else(options: Namespace) -> None:
    """A training is resumed as it was. Raises UsageError where the options describe another one."""
    for name in sorted(options.described | {"start", "threads"}):
        if hasattr(options, name) and getattr(options, name) != options.usual(name):
            raise UsageError(
                "--resume takes the experiment of the checkpoint, so leave out what says something else "
                f"about it ({name.replace('_', ' ')})."
            )


def unused_split(options: Namespace, problem: Problem) -> str:
    """What to say where a table brings its own split and the options another one; else nothing."""
    if problem.dataset.split is None or options.split is None:
        return ""
    own = "a split column" if problem.dataset.image is None else "folders for its parts"
    return f"{shown_path(options.data)} has {own}, so --split is not used."


def empty_parts(problem: Problem) -> str:
    """What to say where parts have a share but are too small to have an example; else nothing."""
    split, m = problem.experiment.split, problem.dataset.m
    shares: dict[Part, float] = {"dev": split.dev, "test": split.test}
    empty = [part for part, share in shares.items() if share and not problem.inputs[part].shape[1]]
    if not empty or problem.dataset.split is not None:
        return ""
    parts = " and ".join(f"{part} ({100 * shares[part]:.3g} %)" for part in empty)
    are = "are" if len(empty) > 1 else "is"
    return f"nnplay: note: of {m} examples {parts} {are} empty; take a larger share or more examples."


def trainer_of(options: Namespace, problem: Problem, threads: int = 1) -> Trainer:
    """The trainer of a problem, by so many threads, at the weights of --start if that is given.

    Raises UsageError, and DataError where the file cannot be read or its weights do not fit the network.
    """
    start = None if options.start is None else _read(options.start)
    trainer = Trainer(problem.experiment, problem, threads)
    if start is not None:
        try:
            check_match(start, problem)
            trainer.begin_at(start.parameters, start.statistics)
        except EngineError as error:
            raise DataError(f"{shown_path(options.start)}: {error}") from None
    return trainer


def _read(path: Path) -> Model:
    """The model in an exported file. Raises UsageError for another ending, DataError for other content."""
    name = shown_path(path)
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"--start takes the weights of an export, {', '.join(FORMATS)}, not {name}.")
    return read_model(path)
