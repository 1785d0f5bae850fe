"""The commands, each with its options."""

from argparse import Namespace, RawDescriptionHelpFormatter
from pathlib import Path

from engine.data import BY_NAME
from engine.errors import did_you_mean, shown
from engine.export import DTYPES, every_format
from engine.learning_curve import MOST_SIZES, SIZES
from engine.project import SUFFIX
from engine.version import app_version
from playground.commands import (
    check,
    data,
    diagnose,
    export,
    exports,
    graph,
    learning_curve,
    race,
    report,
    show,
    train,
    values,
)
from playground.commands.arguments import Parser
from playground.commands.options import Add, add_experiment, add_points, sources

COMMANDS = {
    "train": train,
    "diagnose": diagnose,
    "learning-curve": learning_curve,
    "check": check,
    "race-loops": race,
    "graph": graph,
    "data": data,
    "show": show,
    "export": export,
    "report": report,
}

DESCRIPTION = "Build a small neural network and watch it learn. Without a command the window opens."
CODES = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input file, 4 training diverged, 130 interrupted."


def parse(arguments: list[str]) -> Namespace:
    """The options of the command that the arguments name; `run` is its function. Raises UsageError."""
    parser = Parser(prog="nnplay", description=DESCRIPTION, epilog=CODES)
    parser.add_argument("--version", action="version", version=f"nnplay {app_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", required=True)
    parsers = {
        name: commands.add_parser(name, help=c.HELP, description=c.HELP) for name, c in COMMANDS.items()
    }
    _add_train(parsers["train"])
    _add_diagnose(parsers["diagnose"])
    _add_learning_curve(parsers["learning-curve"])
    _add_check(parsers["check"])
    _add_race(parsers["race-loops"])
    _add_graph(parsers["graph"])
    _add_data(parsers["data"])
    _add_show(parsers["show"])
    _add_export(parsers["export"])
    _add_report(parsers["report"])
    first, *others = arguments
    if first in parsers:
        others = parsers[first].joined(_with_project(others, parsers[first]))
    else:
        _check_first(first, parser, parsers)
    options, rest = parser.parse_known_args([first, *others])
    if rest:
        known = parsers[options.command].options
        parser.error(f'"{shown(rest[0])}" is not understood.{did_you_mean(rest[0], known)}')
    return options


def _with_project(words: list[str], parser: Parser) -> list[str]:
    """`train PROJECT` goes on with a project as `--resume PROJECT` does."""
    named = bool(words) and words[0].endswith(SUFFIX) and not words[0].startswith("-")
    return ["--resume", *words] if named and "--resume" in parser.options else words


def _add_show(parser: Parser) -> None:
    parser.add_argument("project", type=Path, metavar="PROJECT", help=f"a project file, *{SUFFIX}")
    _add_json(parser.group("output"), "what it holds")
    parser.set_defaults(run=show.run)


def _add_export(parser: Parser) -> None:
    parser.add_argument("project", type=Path, metavar="PROJECT", help=f"a project file, *{SUFFIX}")
    endings = f"files to write: {', '.join(every_format())} (the last three as programs)"
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help=endings)
    add = parser.group("output")
    dtype = "in this precision where the format has it (default: the project's own)"
    add("--dtype", type=values.one_of("dtype", *DTYPES), metavar="DTYPE", help=dtype)
    _add_json(add, "the proofs")
    parser.set_defaults(run=export.run)


def _add_report(parser: Parser) -> None:
    parser.add_argument("project", type=Path, metavar="PROJECT", help=f"a project file, *{SUFFIX}")
    parser.add_argument("page", type=Path, metavar="FILE", help="the page to write, such as report.html")
    add = parser.group("output")
    add("--test", action="store_true", help="unlock the test part and tell its measures too")
    parser.set_defaults(run=report.run)


def _check_first(word: str, parser: Parser, parsers: dict[str, Parser]) -> None:
    """A command comes first, or one of the few options that need none. Raises UsageError."""
    if not word.startswith("-"):
        names = ", ".join(parsers)
        parser.error(f'"{shown(word)}" is no command; there are {names}.{did_you_mean(word, parsers)}')
    for name, command in parsers.items():
        if word in command.options and word not in parser.options:
            parser.error(f'"{word}" comes after the command, as in nnplay {name} {word}.')
    parser.joined([word])


def _add_train(parser: Parser) -> None:
    add_experiment(parser)
    add = parser.group("run")
    _add_epochs(add, "passes over the training part")
    add("--export", type=Path, action="append", default=[], metavar="FILE", help=exports.HELP)
    checkpoint = "keep the whole training in this file at its end, also of Ctrl-C; *.nnplay is a project"
    add("--checkpoint", type=Path, metavar="FILE", help=checkpoint)
    threads = "with 2, wide networks learn faster; the last digits differ from those of 1 (default: 1)"
    add("--threads", type=values.whole(1, 2), default=1, metavar="N", help=threads)
    _add_json(add, "the results")
    parser.set_defaults(run=train.run)


def _add_epochs(add: Add, what: str) -> None:
    add("--epochs", type=values.whole(0), default=100, metavar="N", help=f"{what} (default: 100)")


def _add_json(add: Add, what: str) -> None:
    add("--json", action="store_true", help=f"print {what} as one JSON object")


def _add_diagnose(parser: Parser) -> None:
    add_experiment(parser)
    add = parser.group("diagnosis")
    _add_epochs(add, "train so many epochs before")
    human = "the error that a careful person would make (default: 0)"
    add("--human-error", type=diagnose.percent, default=0.0, metavar="PERCENT", help=human)
    add("--test", action="store_true", help="unlock the test part and tell its error too")
    _add_json(add, "the results")
    parser.set_defaults(run=diagnose.run)


def _add_learning_curve(parser: Parser) -> None:
    add_experiment(parser)
    add = parser.group("learning curve")
    _add_epochs(add, "train each copy for as many iterations as the whole training part takes for N epochs")
    sizes = "so many sizes of the training part, from about 10 examples to all (default: 8)"
    add("--sizes", type=values.whole(2, MOST_SIZES), default=SIZES, metavar="N", help=sizes)
    spacing = "log: by the same factor from size to size (default); linear: by the same step"
    add(
        "--spacing",
        type=values.one_of("spacing", "log", "linear"),
        default="log",
        metavar="KIND",
        help=spacing,
    )
    _add_json(add, "the curve")
    parser.set_defaults(run=learning_curve.run)


def _add_check(parser: Parser) -> None:
    add_experiment(parser)
    add = parser.group("check")
    examples = "at most so many of the training part, evenly spread (default: 100)"
    add("--examples", type=values.whole(1), default=100, metavar="N", help=examples)
    add("--dropout-off", action="store_true", help="check the network without its dropout")
    _add_json(add, "the results")
    parser.set_defaults(run=check.run)


def _add_race(parser: Parser) -> None:
    add_experiment(parser)
    add = parser.group("race")
    examples = "at most so many of the training part (default: as many as take the loops about half a second)"
    add("--examples", type=values.whole(1), metavar="N", help=examples)
    _add_json(add, "the results")
    parser.set_defaults(run=race.run)


def _add_graph(parser: Parser) -> None:
    add_experiment(parser)
    add = parser.group("graph")
    layer = "this layer alone, 1 to L; without it the whole network"
    add("--layer", type=values.whole(1), metavar="L", help=layer)
    examples = "of the first so many of the training part (default: 1)"
    add("--examples", type=values.whole(1), default=1, metavar="N", help=examples)
    worked = "instead of a network J = 3(a + bc) of the course, at a,b,c"
    add("--worked-example", type=values.numbers(3), metavar="A,B,C", help=worked)
    _add_json(add, "every node")
    parser.set_defaults(run=graph.run)


def _add_data(parser: Parser) -> None:
    parser.formatter_class, parser.epilog = RawDescriptionHelpFormatter, sources()
    names = f"{', '.join(BY_NAME)}, a table such as points.csv, or a folder of images"
    parser.add_argument("data", metavar="NAME", help=names)
    out = "a .csv or .npz file (default: CSV on standard output)"
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)
    add_points(parser.add_argument)
    parser.set_defaults(run=data.run, data_seed=None)
