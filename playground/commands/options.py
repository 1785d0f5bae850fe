"""The options that an Experiment is made of, in groups.

An option for a field of the Experiment has that field's name for a destination, and the field's own limits
and default.
"""

import shutil
from argparse import SUPPRESS, Action, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import Any

import msgspec

from engine.data import BY_NAME, Boxed
from engine.data.generators import MAX_SAMPLES, MIN_SAMPLES, MOST
from engine.data.images import SIDES
from engine.data.source import MAX_SEED
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.export import FORMATS
from engine.layers import Dense
from engine.presets import PRESETS
from engine.tagged import Tagged
from playground.commands import notation, values
from playground.commands.arguments import Parser
from playground.commands.readings import add_reading

Add = Callable[..., Action]

LAYER = (
    "A layer is UNITS and, after colons and in any order, what else is said about it: an activation, an "
    "initializer, {fields}. {short}. So 8:relu:bn:keep=0.8,4:leaky_relu:alpha=0.2:he:frozen are two layers. "
    "What a layer leaves open is as the options for all layers say."
)
SPOILING = {
    "noise": "what it does depends on the data",
    "jitter": "shakes every coordinate by this standard deviation",
    "flips": "share of labels that are wrong",
    "imbalance": "share of the other classes that class 0 takes",
    "outliers": "share of examples that are anywhere, of numbers that are anything",
}
VALUE = "A VALUE is a name, and its fields where they are not to be these: adam:beta1=0.8,eps=1e-6."


def add_experiment(parser: Parser) -> None:
    """All that an Experiment is made of."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = _epilog()
    parser.add_argument("--quiet", action="store_true", help="nothing but errors on standard error")
    _add_preset(parser.group("preset"))
    data = parser.group("data")
    _add_source(data)
    _add_generated(data)
    _add_inputs(data)
    add_reading(parser.group("table"))
    _add_network(parser.group("network"))
    _add_regularisation(parser.group("regularisation"))
    _add_learning(parser.group("learning"))
    described = {action.dest for action in parser.options.values()} - {"quiet", "help"}
    parser.set_defaults(described=frozenset(described), usual=parser.get_default)
    _add_start(parser.group("start"))


def _add_preset(add: Add) -> None:
    preset = "begin with this whole experiment; what other options say changes it"
    add("--preset", type=values.named("preset", PRESETS), metavar="NAME", help=preset)


def _add_start(add: Add) -> None:
    start = f"begin with the weights of this export ({', '.join(FORMATS)})"
    add("--start", type=Path, metavar="FILE", help=start)
    resume = "go on where the training of this checkpoint or project was put away, with its experiment"
    add("--resume", type=Path, metavar="FILE", help=resume)


def add_points(add: Add) -> None:
    """What `nnplay data` can be told about its data."""
    _add_generated(add)
    _add_images(add)
    add_reading(add)
    _add_seed(add, 1)
    add("--quiet", action="store_true", help="nothing but errors on standard error")


def _add_source(add: Add) -> None:
    data = f"{', '.join(BY_NAME)}, a table such as points.csv, or a folder of images (default: circle)"
    add("--data", metavar="NAME|FILE", help=data)
    _add_images(add)
    seed = "seed of the data and the split (default: --seed)"
    add("--data-seed", type=values.whole(0, MAX_SEED), metavar="N", help=seed)


def _add_images(add: Add) -> None:
    side = "make images so many pixels wide and high (default: 16)"
    add("--side", type=values.whole(*SIDES), metavar="N", help=side)
    add("--color", action="store_true", default=None, help="keep the colours of images (default: greys)")


def _add_generated(add: Add) -> None:
    add("--samples", type=values.whole(MIN_SAMPLES, MAX_SAMPLES), metavar="N", help="points (default: 500)")
    add("--classes", type=values.whole(2), metavar="N", help="3 (default) to 6 of blobs, 2 to 4 of quantiles")
    for field, text in SPOILING.items():
        limits = f"0 (default) to {MOST[field]:g}: {text}"
        add(f"--{field}", type=values.number, metavar="AMOUNT", help=limits)
    add("--split", type=values.split, metavar="A/B/C", help="percent train/dev/test (default: 60/20/20)")


def _add_seed(add: Add, usual: object = SUPPRESS) -> None:
    seed = "the same seed gives the same result (default: 1)"
    add("--seed", type=values.whole(0, MAX_SEED), default=usual, metavar="N", help=seed)


def _add_inputs(add: Add) -> None:
    features = "input features such as x1,x2,sin(3*x1)*x2 (default: every column)"
    add("--features", type=values.features, metavar="LIST", help=features)
    _add_switch(add, "--no-normalize", "normalize", "leave the inputs as they are")
    targets = "leave the targets of a regression as they are"
    _add_switch(add, "--no-standardize-targets", "standardize_targets", targets)
    augment = "vary the training examples anew in every epoch; may be repeated"
    _add_field(add, "--augment", "augmentation", "VALUE", augment, action="append")


def _add_network(add: Add) -> None:
    hidden = "hidden layers such as 8:tanh,4:relu, or none (default: none)"
    add("--layers", type=notation.layers, metavar="LIST", help=hidden)
    _add_field(add, "--activation", "activation", "VALUE", "of the hidden layers", Dense)
    initializer = "of all layers (default: He before a ReLU and its relatives, else Xavier)"
    _add_field(add, "--initializer", "initializer", "VALUE", initializer, Dense)
    add(
        "--batch-norm", action="store_true", default=SUPPRESS, help="batch normalisation in the hidden layers"
    )
    output = "the output layer's initializer, l1, l2, frozen, as in xavier:l2=0.1:frozen"
    add("--output", type=notation.output, default={}, metavar="LAYER", help=output)
    _add_field(
        add,
        "--loss",
        "loss",
        "VALUE",
        "compares predictions with targets (default: the usual one of the data)",
    )
    _add_field(add, "--dtype", "dtype", "TYPE", "float32 or float64")


def _add_regularisation(add: Add) -> None:
    _add_field(add, "--l1", "l1", "LAMBDA", "L1 regularisation")
    _add_field(add, "--l2", "l2", "LAMBDA", "L2 regularisation")
    _add_field(add, "--keep-prob", "keep_prob", "P", "dropout keeps a hidden unit with this chance", Dense)
    _add_field(add, "--input-keep-prob", "input_keep_prob", "P", "the same for an input")
    smoothing = "share by which labels move towards all classes alike"
    _add_field(add, "--label-smoothing", "label_smoothing", "SHARE", smoothing)
    stopping = "stop after so many epochs without a new lowest dev cost, and take the best weights back"
    patience = notation.field(EarlyStopping, "patience")
    add(
        "--early-stopping",
        type=lambda word: EarlyStopping(patience(word)),
        default=SUPPRESS,
        metavar="PATIENCE",
        help=stopping,
    )


def _add_learning(add: Add) -> None:
    _add_field(add, "--optimizer", "optimizer", "VALUE", "how a gradient becomes an update")
    _add_field(add, "--rate", "learning_rate", "ALPHA", "learning rate")
    schedule = "how the rate goes on from there; by_hand:1=0.03,20=0.003 gives the rate from an epoch on"
    _add_field(add, "--schedule", "schedule", "VALUE", schedule)
    batch = f"examples per mini-batch (default: {Experiment().batch_size})"
    add("--batch-size", type=values.batch_size, default=SUPPRESS, metavar="N|all", help=batch)
    _add_field(add, "--clip-norm", "clip_norm", "NORM", "the largest norm that a gradient keeps")
    _add_seed(add)


def _add_field(
    add: Add,
    option: str,
    name: str,
    metavar: str,
    text: str,
    owner: type[msgspec.Struct] = Experiment,
    **more: Any,
) -> None:
    """An option for a field of an Experiment, or of all its layers. Left out, it leaves no trace."""
    usual = getattr(owner(), name)
    if isinstance(usual, Tagged | str | float):
        text += f" (default: {_word(usual)})"
    read = notation.field(owner, name)
    add(option, type=read, dest=name, default=SUPPRESS, metavar=metavar, help=text, **more)


def _add_switch(add: Add, option: str, name: str, text: str) -> None:
    """An option that turns off what an Experiment does by itself."""
    add(option, action="store_false", dest=name, default=SUPPRESS, help=text)


def _word(value: Tagged | str | float) -> str:
    if isinstance(value, Tagged):
        return value.name
    return f"{value:g}" if isinstance(value, float) else value


def sources() -> str:
    """Who gave the real data that come with the program, and what may be done with them."""
    width = max(shutil.get_terminal_size().columns - 2, 40)
    boxed = {name: kind for name, kind in BY_NAME.items() if issubclass(kind, Boxed)}
    lines = [
        _wrapped(name, f"{kind.from_whom}. Licence: {kind.licence}", width) for name, kind in boxed.items()
    ]
    return "\n".join(["sources of the real data:", *lines])


def _epilog() -> str:
    """How layers and values are written, and which values there are."""
    width = max(shutil.get_terminal_size().columns - 2, 40)
    short = " and ".join(f"{short} is short for {name}" for short, name in notation.SHORT.items())
    layer = LAYER.format(fields=", ".join(notation.plain(Dense)), short=short)
    places: list[tuple[type[msgspec.Struct], str]] = [
        *((Dense, name) for name in Dense.__struct_fields__),
        *((Experiment, name) for name in Experiment.__struct_fields__ if name != "data"),
    ]
    presets = _wrapped("preset", " ".join(PRESETS), width)
    lists = [_list(name, notation.choices(owner, name), width) for owner, name in places]
    return "\n".join([fill(layer, width), "", fill(VALUE, width), *filter(None, lists), presets])


def _list(name: str, kinds: notation.Kinds, width: int) -> str:
    """The values of a field, each as on the command line; nothing for a field of another sort."""
    words = " ".join(notation.written(kind) for kind in kinds.values())
    return words and _wrapped(name, words, width)


def _wrapped(name: str, words: str, width: int) -> str:
    return fill(f"  {name + ':':<14} {words}", width, subsequent_indent=" " * 17, break_on_hyphens=False)
