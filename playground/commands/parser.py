"""The options of every command. A mistake is answered with one sentence, not with a page of usage."""

import sys
from argparse import Action, ArgumentParser, Namespace
from pathlib import Path
from typing import Any, NoReturn

from engine.activations import ACTIVATIONS
from engine.data import BY_NAME
from engine.data.generators import MAX_SAMPLES, MIN_SAMPLES
from engine.data.source import MAX_SEED
from engine.errors import did_you_mean, shown
from engine.export import FORMATS
from engine.optimizers import OPTIMIZERS
from engine.version import app_version
from playground.commands import UsageError, check, data, train, values

COMMANDS = {"train": train, "check": check, "data": data}

DESCRIPTION = "Build a small neural network and watch it learn. Without a command the window opens."
CODES = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input file, 4 training diverged, 130 interrupted."


class Parser(ArgumentParser):
    """argparse, but a mistake is one sentence, and options are not guessed from their beginnings."""

    def __init__(self, **settings: Any) -> None:
        self.options: dict[str, Action] = {}
        super().__init__(**settings, allow_abbrev=False)

    def add_argument(self, *names: str, **settings: Any) -> Action:
        action = super().add_argument(*names, **settings)
        self.options |= dict.fromkeys(action.option_strings, action)
        return action

    def _print_message(self, message: str, file: Any = None) -> None:
        """Python before 3.11.4 writes to standard streams that may not be there."""
        if (file or sys.stderr) is not None:
            super()._print_message(message, file)

    def error(self, message: str) -> NoReturn:
        sentence = message.removeprefix("argument ").rstrip(".")
        option, _, complaint = sentence.partition(": ")
        if complaint == "expected one argument" and option in self.options:
            sentence += f": {self.options[option].help}"
        raise UsageError(sentence if sentence.endswith("?") else f"{sentence}.")

    def joined(self, arguments: list[str]) -> list[str]:
        """Every option in one word with its value if that begins like a negative number.

        argparse would take -3:tanh for an option, and complain about that. Raises UsageError about the first
        word that is meant as an option but is none.
        """
        words: list[str] = []
        for word in arguments:
            expected = bool(words) and self._takes_value(words[-1])
            if expected and word[:1] == "-" and word[1:2] in set("0123456789."):
                words[-1] += f"={word}"
            else:
                if not expected:
                    self._check_option(word)
                words.append(word)
        return words

    def _takes_value(self, word: str) -> bool:
        return word in self.options and self.options[word].nargs != 0

    def _check_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        if equals and name in self.options and not self._takes_value(name):
            self.error(f'{name} takes no value, but "{shown(value)}" came.')
        if word.startswith("-") and name not in self.options:
            self.error(f'"{shown(name)}" is an unknown option.{did_you_mean(name, self.options)}')


def parse(arguments: list[str]) -> Namespace:
    """The options of the command that the arguments name; `run` is its function. Raises UsageError."""
    parser = Parser(prog="nnplay", description=DESCRIPTION, epilog=CODES)
    parser.add_argument("--version", action="version", version=f"nnplay {app_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", required=True)
    parsers = {
        name: commands.add_parser(name, help=c.HELP, description=c.HELP) for name, c in COMMANDS.items()
    }
    _add_train(parsers["train"])
    _add_check(parsers["check"])
    _add_data(parsers["data"])
    first, *others = arguments
    if first in parsers:
        others = parsers[first].joined(others)
    else:
        _check_first(first, parser, parsers)
    options, rest = parser.parse_known_args([first, *others])
    if rest:
        known = parsers[options.command].options
        parser.error(f'"{shown(rest[0])}" is not understood.{did_you_mean(rest[0], known)}')
    return options


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
    _add_experiment(parser)
    add = parser.add_argument
    epochs = "passes over the training part (default: 100)"
    add("--epochs", type=values.whole(0), default=100, metavar="N", help=epochs)
    formats = " or ".join(FORMATS)
    add(
        "--export",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=f"write the weights, {formats}",
    )
    add("--json", action="store_true", help="print the results as one JSON object")
    parser.set_defaults(run=train.run)


def _add_check(parser: Parser) -> None:
    _add_experiment(parser)
    add = parser.add_argument
    examples = "at most so many of the training part, evenly spread (default: 100)"
    add("--examples", type=values.whole(1), default=100, metavar="N", help=examples)
    add("--json", action="store_true", help="print the results as one JSON object")
    parser.set_defaults(run=check.run)


def _add_experiment(parser: Parser) -> None:
    """All that an Experiment is made of."""
    _add_source(parser)
    _add_points(parser)
    _add_network(parser)
    _add_learning(parser)


def _add_source(parser: Parser) -> None:
    add = parser.add_argument
    data = f"{', '.join(BY_NAME)}, or a table such as points.csv (default: circle)"
    add("--data", default="circle", metavar="NAME|FILE", help=data)
    add("--target", metavar="COLUMN", help="the column of the table that is to be predicted")
    task = values.one_of("task", "auto", "classes", "numbers")
    add("--task", type=task, metavar="KIND", help="what the target holds: auto (default), classes, numbers")
    seed = "seed of the data and the split (default: --seed)"
    add("--data-seed", type=values.whole(0, MAX_SEED), metavar="N", help=seed)


def _add_points(parser: Parser) -> None:
    add = parser.add_argument
    add("--samples", type=values.whole(MIN_SAMPLES, MAX_SAMPLES), metavar="N", help="points (default: 500)")
    add("--noise", type=values.number, metavar="SHARE", help="0 (default) to 0.5")
    add("--split", type=values.split, metavar="A/B/C", help="percent train/dev/test (default: 60/20/20)")
    seed = "the same seed gives the same result (default: 1)"
    add("--seed", type=values.whole(0, MAX_SEED), default=1, metavar="N", help=seed)
    add("--quiet", action="store_true", help="nothing but errors on standard error")


def _add_network(parser: Parser) -> None:
    add = parser.add_argument
    features = "input features such as x1,x2,x1*x2 (default: every column)"
    add("--features", type=values.features, metavar="LIST", help=features)
    add("--no-normalize", action="store_true", help="leave the inputs as they are")
    layers = f"hidden layers such as 8:tanh,4:relu (default: none); there are {', '.join(ACTIVATIONS)}"
    add("--layers", type=values.layers, default=(), metavar="LIST", help=layers)
    dtype = values.one_of("dtype", "float32", "float64")
    add("--dtype", type=dtype, default="float32", metavar="TYPE", help="float32 (default) or float64")


def _add_learning(parser: Parser) -> None:
    add = parser.add_argument
    optimizer = values.named("optimizer", OPTIMIZERS)
    names = f"{', '.join(OPTIMIZERS)} (default: adam)"
    add("--optimizer", type=optimizer, default="adam", metavar="NAME", help=names)
    add("--rate", type=values.number, default=0.03, metavar="ALPHA", help="learning rate (default: 0.03)")
    batch = "examples per mini-batch (default: 32)"
    add("--batch-size", type=values.batch_size, default=32, metavar="N|all", help=batch)
    add("--l2", type=values.number, default=0.0, metavar="LAMBDA", help="L2 regularisation (default: 0)")


def _add_data(parser: Parser) -> None:
    name = values.named("data set", BY_NAME)
    parser.add_argument("kind", type=name, metavar="NAME", help=", ".join(BY_NAME))
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV file (default: standard output)")
    _add_points(parser)
    parser.set_defaults(run=data.run)
