"""What the user has chosen of a table so far: which column is what. Every choice makes a new source.

The source itself is the draft, a frozen value that could be loaded at any moment.
"""

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from engine.data.preview import Preview, PreviewColumn
from engine.data.reading import ColumnKind, Reading

Role = Literal["feature", "target", "ignore", "split"]
ROLES: dict[Role, str] = {
    "feature": "Feature: an input of the network",
    "target": "Target: what is to be predicted",
    "ignore": "Not used",
    "split": "Split: says train, dev or test",
}
# A column of words that hardly repeat tells examples apart, not classes: names, dates, numbers of invoices.
MANY_WORDS = 20
SPLIT = "split"

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def column_of(preview: Preview, name: str) -> PreviewColumn:
    """The column of that name, which must be there."""
    return next(column for column in preview.columns if column.name == name)


def first_draft(source: Reading, preview: Preview) -> Reading:
    """The likeliest meaning of a table: every column but the target and the split is a feature.

    Columns of words that hardly repeat or can be no feature are left out, unless nothing else would be left.
    """
    others = [c for c in preview.columns if c.name not in (preview.target, preview.split)]
    unique = tuple(c.name for c in others if c.trouble or (c.kind == "category" and c.words > MANY_WORDS))
    ignored = unique if len(unique) < len(others) else ()
    return replace(source, target=preview.target, split_column=preview.split, ignored=ignored)


def column_names(source: Reading) -> set[str]:
    """The columns that a source names; a table without one of them is another table."""
    split = {source.split_column} if source.split_column else set()
    return {source.target, *source.ignored, *dict(source.kinds), *split}


def role_of(source: Reading, name: str) -> Role:
    """What a column is."""
    if name == source.target:
        return "target"
    if name == source.split_column or (source.split_column is None and _says_split(source, name)):
        return "split"
    return "ignore" if name in source.ignored else "feature"


def _says_split(source: Reading, name: str) -> bool:
    """A column of this name tells the parts without being asked, unless it is left out."""
    return name.casefold() == SPLIT and name not in source.ignored


def features_of(source: Reading, preview: Preview) -> list[PreviewColumn]:
    """The columns that are inputs, in the order of the table."""
    roles = roles_of(source, preview)
    return [column for column in preview.columns if roles[column.name] == "feature"]


def refusal(source: Reading, preview: Preview, name: str, role: Role) -> str:
    """Why a column cannot be that, "" where it can."""
    now = role_of(source, name)
    if role == now:
        return ""
    if now == "target":
        return "There must be a target: make another column the target, and this one is free."
    if role == "feature" and name.casefold() == SPLIT:
        return "A column of the name split tells the parts. Rename it in the file to make it an input."
    features = features_of(source, preview)
    if now == "feature" and len(features) == 1 and role != "target":
        return "The network needs an input: make another column a feature first."
    return ""


def with_role(source: Reading, preview: Preview, name: str, role: Role) -> Reading:
    """The source with another role of a column; the former target or split column becomes a feature.

    A role that is refused changes nothing.
    """
    if role == role_of(source, name) or refusal(source, preview, name, role):
        return source
    ignored = tuple(other for other in source.ignored if other != name)
    split = None if source.split_column == name else source.split_column
    if role == "ignore":
        ignored = _in_order(preview, (*ignored, name))
    if role == "split":
        split = name
    if role == "target":
        return replace(source, target=name, task="auto", class_names=(), ignored=ignored, split_column=split)
    return replace(source, ignored=ignored, split_column=split)


def _in_order(preview: Preview, names: Sequence[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(column.name for column in preview.columns if column.name in wanted)


def kind_of(source: Reading, preview: Preview, name: str) -> ColumnKind:
    """What the cells of a column are taken for."""
    column = column_of(preview, name)
    if name == source.target and source.task != "auto":
        return "category" if source.task == "classes" else "number"
    return dict(source.kinds).get(name, column.kind)


def with_kind(source: Reading, preview: Preview, name: str, kind: ColumnKind) -> Reading:
    """The source with the cells of a column taken for numbers or for words."""
    if name == source.target:
        return replace(source, task="classes" if kind == "category" else "numbers", class_names=())
    kinds = {**dict(source.kinds), name: kind}
    if column_of(preview, name).kind == kind:
        del kinds[name]
    return replace(source, kinds=tuple((c.name, kinds[c.name]) for c in preview.columns if c.name in kinds))


def with_class_name(source: Reading, value: str, name: str) -> Reading:
    """The source with another name of a class; an empty one, or the value itself, takes the name back."""
    names = {**dict(source.class_names), value: name}
    if name in ("", value):
        del names[value]
    return replace(source, class_names=tuple(names.items()))


def value_of(source: Reading, name: str) -> str:
    """What stands in the file for a class of that name."""
    return next((value for value, shown in source.class_names if shown == name), name)


def roles_of(source: Reading, preview: Preview) -> dict[str, Role]:
    """What every column is, by name."""
    ignored = set(source.ignored)
    return {
        column.name: "ignore" if column.name in ignored else role_of(source, column.name)
        for column in preview.columns
    }


def kinds_of(source: Reading, preview: Preview) -> dict[str, ColumnKind]:
    """What the cells of every column are taken for, by name."""
    guessed = {column.name: column.kind for column in preview.columns}
    kinds = guessed | dict(source.kinds)
    if source.target in guessed:
        kinds[source.target] = kind_of(source, preview, source.target)
    return kinds


def short_roles(source: Reading, preview: Preview) -> dict[str, str]:
    """What stands below the name of every column: x₁, x₂ ..., label, target, split or not used.

    A column of words becomes an input per word, so that its places are a stretch: x₃–x₅. A target that nobody
    has chosen yet is a guess, and says so.
    """
    roles, kinds, first = roles_of(source, preview), kinds_of(source, preview), 1
    result = {}
    for column in preview.columns:
        name, role = column.name, roles[column.name]
        if role == "feature":
            words = source.encoding == "one_hot" and kinds[name] == "category"
            last = first + (max(1, column.words) if words else 1) - 1
            result[name] = _x(first) if last == first else f"{_x(first)}–{_x(last)}"
            first = last + 1
        elif role == "target":
            guessed = ", guessed" if preview.is_target_guessed and name == preview.target else ""
            result[name] = f"{'label' if kinds[name] == 'category' else 'target'}{guessed}"
        else:
            result[name] = "split" if role == "split" else "not used"
    return result


def _x(number: int) -> str:
    return f"x{number}".translate(_SUBSCRIPTS)
