"""A layer, a whole network or an experiment as text for the clipboard, and such text as a value again.

The text is small readable JSON of the very values that the engine computes with; nothing else is taken.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from engine.errors import EngineError, did_you_mean, one_line
from engine.experiment import MAX_LAYERS, Experiment
from engine.layers import Dense, Output, check_keep_prob
from playground.canvas import edits
from playground.canvas.edits import Edit
from playground.looks import MAX_CANVAS_UNITS
from playground.sharing import FORMAT, MARK, as_text

LONGEST = 2_000_000  # bytes; the largest network takes about 4,000, a full paper of points a million
SHOWN, LINE = 24, 80  # characters of a strange text, or of what is wrong with it, that a sentence repeats

Value = TypeVar("Value")


class PasteError(EngineError):
    """The text on the clipboard cannot be pasted: what came, and what is expected."""


class Network(msgspec.Struct, frozen=True):
    """The part of an experiment that is its network; the data and how it learns are not in it."""

    layers: tuple[Dense, ...]
    output: Output
    input_keep_prob: float

    def __post_init__(self) -> None:
        check_keep_prob("The input's keep_prob", self.input_keep_prob)


Part = Dense | Network | Experiment
KINDS: dict[str, type[Part]] = {"layer": Dense, "network": Network, "experiment": Experiment}


def layer_text(layer: Dense) -> str:
    """One layer as text."""
    return as_text("layer", layer)


def network_text(experiment: Experiment) -> str:
    """All layers of an experiment as text."""
    network = Network(experiment.layers, experiment.output, experiment.input_keep_prob)
    return as_text("network", network)


def experiment_text(experiment: Experiment) -> str:
    """All that was decided, of a table its place. Raises PasteError for data that have none any more."""
    if experiment.data.is_embedded:
        _refuse("These data are not in a file of their own any more; save the project and hand that on.")
    return as_text("experiment", experiment)


def pasted(experiment: Experiment, gap: int, part: Part) -> Edit:
    """The edit that puts a layer into a gap, or a network or experiment in place of what is there.

    Raises PasteError.
    """
    if isinstance(part, Experiment):
        return Edit(part, "paste experiment")
    if isinstance(part, Network):
        return Edit(experiment.with_(**msgspec.structs.asdict(part)), "paste network")
    edit = edits.insert_layer(experiment, gap, part)
    if edit is None:
        _refuse(f"There are {len(experiment.layers)} hidden layers already, and at most {MAX_LAYERS} fit.")
    return edit._replace(text=f"paste layer {gap + 1}")


def read(text: str) -> Part:
    """The layer, network or experiment that a text says. Raises PasteError."""
    if not text:
        _refuse("The clipboard holds no text; copy a layer or the network first.")
    size = len(text.encode(errors="replace"))
    if size > LONGEST:
        _refuse(f"The text has {size / 1e6:.1f} MB, and an experiment has {LONGEST / 1e6:.0f} MB at most.")
    content = _content(text)
    kind, number = content[MARK], content.get("format")
    if not isinstance(kind, str) or kind not in KINDS:
        _refuse(f"This is a copied “{_short(str(kind))}”; a layer, a network or an experiment is expected.")
    if type(number) is not int or number < 1:
        _refuse(f"This {kind} has no format number; format {FORMAT} is expected.")
    if number > FORMAT:
        came = number if number < 1000 else "beyond 1000"  # it may have thousands of digits
        _refuse(f"This {kind} is of a newer format, {came}; this version reads format {FORMAT}.")
    _only({MARK, "format", kind}, content, kind)
    raw = content.get(kind)
    part: Part = _value(raw, KINDS[kind], kind)
    _check_size(part)
    if isinstance(part, Experiment):
        _check_data(part)
    return part


def _content(text: str) -> dict[str, Any]:
    """The text as JSON with our mark on it."""
    try:
        content = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        if f'"{MARK}"' in text:
            _refuse("This copied text is damaged; copy it once more.")
        content = None
    if not isinstance(content, dict) or MARK not in content:
        _refuse(f"“{_short(text)}” is no layer, network or experiment; copy one with Ctrl+C.")
    return content


def _value(raw: object, kind: type[Value], name: str) -> Value:
    try:
        value = msgspec.convert(raw, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise PasteError(f"This {name} cannot be read: {_plainly(str(error))}") from None
    _look_for_strangers(raw, msgspec.to_builtins(value), name)
    return value


def _look_for_strangers(raw: object, known: object, name: str) -> None:
    """Refuse what was read over: a misspelt field would silently be the usual value."""
    if isinstance(raw, dict) and isinstance(known, dict):
        _only(known.keys(), raw, name)
        for field, value in raw.items():
            _look_for_strangers(value, known[field], name)
    elif isinstance(raw, list) and isinstance(known, list | tuple):
        for one, other in zip(raw, known, strict=False):
            _look_for_strangers(one, other, name)


def _only(known: Iterable[str], raw: dict[str, Any], name: str) -> None:
    strange = next((field for field in raw if field not in known), None)
    if strange is not None:
        field = _short(strange)
        _refuse(f"This {name} has “{field}”, which is unknown here.{did_you_mean(field, known)}")


def _check_size(part: Part) -> None:
    layers = (part,) if isinstance(part, Dense) else part.layers
    if len(layers) > MAX_LAYERS:
        _refuse(f"This network has {len(layers)} hidden layers, and at most {MAX_LAYERS} fit.")
    widest = max((layer.units for layer in layers), default=0)
    if widest > MAX_CANVAS_UNITS:
        _refuse(f"A layer of it has {widest} units, and the canvas shows at most {MAX_CANVAS_UNITS}.")


def _check_data(experiment: Experiment) -> None:
    place = getattr(experiment.data, "path", None)
    if place is None and not experiment.data.is_embedded:
        return
    if experiment.data.is_embedded or not place or not Path(place).exists():
        _refuse(
            f"Its data are in {_short(Path(place or '').name)}, which is not at its place on this computer."
        )


def _plainly(message: str) -> str:
    """ "Expected `int`, got `str` - at `$.units`" without the marks of code."""
    what, _, where = message.partition(" - at ")
    place = where.strip("`").removeprefix("$.")
    return f"{place + ': ' if place else ''}{one_line(what.replace('`', '').rstrip('.'))[:LINE]}."


def _short(text: str) -> str:
    line = one_line(" ".join(text[: 4 * SHOWN].split()))
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _refuse(sentence: str) -> NoReturn:
    raise PasteError(sentence)
