"""A Reading says how a table is meant: what is predicted, what is left out, and what becomes of gaps.

It is the part that all tables share, whatever file or clipboard they come from.
"""

from typing import ClassVar, Literal

from engine.data.source import Source

TargetKind = Literal["auto", "classes", "numbers"]
ColumnKind = Literal["number", "category"]
MissingPolicy = Literal["drop", "refuse", "mean", "median", "zero"]
Encoding = Literal["one_hot", "ordinal"]


class Reading(Source, frozen=True, kw_only=True):
    """A table whose column `target` is to be predicted; the columns `ignored` are left out.

    `task` says what the target holds; "auto" takes text and at most 20 different whole numbers as classes.
    `kinds` says what a feature is where its cells do not show it: (name, "number" or "category"). A category
    becomes a column of 0 and 1 per word ("one_hot"), or the place of its word in the alphabet ("ordinal").
    `missing` says what becomes of rows that lack a number: they are left out ("drop"), an error ("refuse"),
    or filled with the mean or median of the column over all rows, or with zero. Rows without an answer or a
    category are always left out, unless they are refused. `class_names` gives (value, shown name) pairs.
    `split_column` holds train, dev and test; None takes the one named split, if there is one.
    """

    target: str
    task: TargetKind = "auto"
    ignored: tuple[str, ...] = ()
    kinds: tuple[tuple[str, ColumnKind], ...] = ()
    missing: MissingPolicy = "drop"
    encoding: Encoding = "one_hot"
    class_names: tuple[tuple[str, str], ...] = ()
    split_column: str | None = None
    embedded: str = ""  # which examples, where they came in a project file or were read anew

    is_slow: ClassVar[bool] = True

    @property
    def columns_chosen(self) -> tuple[str, ...]:
        """What decides which columns the examples have, whatever else is said about them."""
        return self.target, repr((self.ignored, self.kinds, self.encoding, self.split_column))
