"""The options that say how a table is meant: target, columns left out, gaps, words, names of classes."""

from argparse import Action, ArgumentTypeError, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from engine.data import Table
from engine.data.preview import preview
from engine.data.reading import ColumnKind, Encoding, MissingPolicy
from engine.errors import shown, shown_path
from playground.commands import UsageError, values

Pair = tuple[str, str]

# Options that mean nothing without a table, by the field of a Table that each is for.
FIELDS = {
    "target": "target",
    "task": "task",
    "ignore": "ignored",
    "kind": "kinds",
    "missing": "missing",
    "encoding": "encoding",
    "class_name": "class_names",
    "split_column": "split_column",
}
REPEATED = ("ignore", "kind", "class_name")


def add_reading(add: Callable[..., Action]) -> None:
    """What can be said about a table."""
    add("--target", metavar="COLUMN", help="the column that is to be predicted (of an .npz: its y)")
    task = values.one_of("task", "auto", "classes", "numbers")
    add("--task", type=task, metavar="KIND", help="what the target holds: auto (default), classes, numbers")
    add("--ignore", action="append", metavar="COLUMN", help="leave a column out; may be repeated")
    kind = f"what a column holds, {' or '.join(get_args(ColumnKind))}; may be repeated"
    add(
        "--kind",
        type=pair("COLUMN", *get_args(ColumnKind)),
        action="append",
        metavar="COLUMN=KIND",
        help=kind,
    )
    missing = values.one_of("policy", *get_args(MissingPolicy))
    told = "rows that lack a number: drop (default), refuse, or fill with mean, median (of all rows), zero"
    add("--missing", type=missing, metavar="POLICY", help=told)
    encoding = values.one_of("encoding", *get_args(Encoding))
    words = "words as columns of 0 and 1, one_hot (default), or as one column of numbers, ordinal"
    add("--encoding", type=encoding, metavar="HOW", help=words)
    named = "show the class of this value under a name; may be repeated"
    add("--class-name", type=pair("VALUE"), action="append", metavar="VALUE=NAME", help=named)
    split = "the column with train, dev and test (default: the one named split)"
    add("--split-column", metavar="COLUMN", help=split)


def pair(left: str, *words: str) -> Callable[[str], Pair]:
    """Two words with = between them; the second is one of these, if there are any."""

    def parse(word: str) -> Pair:
        first, _, second = word.rpartition("=")
        if not first or not second or (words and second not in words):
            expected = " or ".join(f"{left}={w}" for w in words or ("NAME",))
            raise ArgumentTypeError(f'expected {expected}, not "{shown(word)}".')
        return first, second

    return parse


def given(options: Namespace) -> list[str]:
    """The options about a table that were used, as they are written."""
    return [f"--{name.replace('_', '-')}" for name in FIELDS if getattr(options, name) is not None]


def table(options: Namespace, seed: int) -> Table:
    """The table of --data as the options mean it. Raises UsageError without a target, and DataError."""
    fields = {field: v for name, field in FIELDS.items() if (v := getattr(options, name)) is not None}
    fields |= {FIELDS[name]: tuple(fields[FIELDS[name]]) for name in REPEATED if FIELDS[name] in fields}
    if "target" not in fields:
        if Path(options.data).suffix.lower() != ".npz":
            name = shown_path(options.data)
            raise UsageError(f"--target is missing: name the column of {name} that is to be predicted.")
        fields["target"] = preview(options.data).target
    return Table(path=options.data, seed=seed, **fields)
