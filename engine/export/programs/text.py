"""What all generated programs have in common: their heading, the weights in full, and the way back.

A program opens with what it is for and ends with the weights, so that the mathematics between is read first.
Whatever comes from the user, names of columns and classes, stands in it as an ASCII string and nowhere else.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.activations import Array
from engine.data.features import raw_names
from engine.errors import ExportError
from engine.export.description import describe, model_of
from engine.export.formula_code import Language, code, columns_of, feature_tree
from engine.model import KINDS, Model
from engine.version import app_version

WIDTH = 100
# Beyond this a program is no longer something to read, and Python takes seconds to compile it.
MOST_NUMBERS = 300_000
RESULTS = {
    "binary": "The probability [N, 1] of the second of CLASSES",
    "multiclass": "The probability [N, {outputs}] of each of CLASSES",
    "regression": "The values [N, 1], in the target's own units",
}


def program(model: Model, library: str, parts: Iterable[str], weights: str) -> bytes:
    """The source: heading, the parts of the program, the weights and what makes it run by itself."""
    numbers = sum(tensor.size for tensor in model.tensors.values())
    if numbers > MOST_NUMBERS:
        raise ExportError(
            f"A program with {numbers:,} numbers in it can hardly be read; {MOST_NUMBERS:,} are the most. "
            "Export .npz, .safetensors or .onnx instead."
        )
    whole = (_heading(model, library), *parts, weights, MAIN)
    return ("\n\n".join(part.strip("\n") + "\n" for part in whole)).encode("ascii")


MAIN = """
if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give a CSV file with one heading row and these columns: " + ", ".join(COLUMNS))
    table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1, ndmin=2)
    for row in predict(table).tolist():
        print(*row, sep=",")
"""


def _heading(model: Model, library: str) -> str:
    return f'''"""A network that Neural Playground {app_version()} has trained; it needs {library}.

predict(rows) takes raw rows as they stand in the table, one example each, in the order of COLUMNS: the input
features and their normalisation are computed here. From the shell: python THIS_FILE table.csv
"""
'''


def constants(model: Model) -> str:
    """What the file says of the model beside the weights."""
    return "\n".join(f"{name.upper()} = {literal(value)}" for name, value in describe(model).items())


def literal(value: Any) -> str:
    """A string, a number or a list of these in ASCII, in lines that are not too long."""
    if not isinstance(value, list):
        return ascii(value)
    one_line = f"[{', '.join(map(ascii, value))}]"
    return one_line if len(one_line) <= WIDTH - 20 else "[\n" + "\n".join(_filled(map(ascii, value))) + "\n]"


def _filled(words: Iterable[str]) -> Iterator[str]:
    line = "   "
    for word in words:
        if len(line) + len(word) + 2 > WIDTH and line.strip():
            yield line
            line = "   "
        line += f" {word},"
    yield line


def documentation(model: Model) -> str:
    """What `predict` gives, as a sentence for its docstring."""
    outputs = model.parameters[f"W{model.depth}"].shape[0]
    return f'"""{RESULTS[model.task].format(outputs=outputs)}, for raw rows [N, {len(model.columns)}]."""'


def features(model: Model, language: Language, column: str, joined: str) -> str:
    """The function that computes the features of raw columns.

    `column` is how the values of raw column {0}, from 0, are had from `X`; `joined` how {0} are put together.
    """
    n = len(model.columns)
    if model.features == raw_names(n):
        return ""
    trees = [feature_tree(name, n) for name in model.features]
    used = sorted(set().union(*map(columns_of, trees)))
    lines = [f"    x{number} = {column.format(number - 1)}" for number in used]
    items = "".join(f"        {code(tree, language)},\n" for tree in trees)
    return "\n".join(
        (
            "def features(X):",
            '    """The input features of raw columns."""',
            *lines,
            f"    return {joined.format('[' + chr(10) + items + '    ]')}",
        )
    )


def featured(model: Model, X: str) -> str:
    """The expression for the features of X."""
    return X if model.features == raw_names(len(model.columns)) else f"features({X})"


def tensors(model: Model, opening: str = "", closing: str = "") -> str:
    """An assignment for each tensor, in course shapes."""
    return "\n".join(
        f"{name} = {opening}[\n{_rows(tensor)}]{closing}" for name, tensor in model.tensors.items()
    )


def _rows(tensor: Array) -> str:
    return "".join(f"    [{', '.join(map(number, row))}],\n" for row in tensor)


def number(value: Any) -> str:
    """As short as it can be read back as the same number."""
    short = str(value)
    return short if value.dtype.type(float(short)) == value else repr(float(value))


def read(path: Path) -> Model:
    """The model in a generated program, which is not run. Others raise one of engine.export.UNREADABLE."""
    found: dict[str, Any] = {}
    for statement in ast.parse(path.read_bytes()).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name, value = statement.targets[0].id, statement.value
            if name.isupper() or name.rstrip("0123456789") in KINDS:
                found[name] = ast.literal_eval(value.args[0] if isinstance(value, ast.Call) else value)
    tensors = {name: rows for name, rows in found.items() if name.rstrip("0123456789") in KINDS}
    about = {name.lower(): value for name, value in found.items() if name not in tensors}
    return model_of(about, tensors)
