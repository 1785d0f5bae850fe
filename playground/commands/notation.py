"""How a value with fields is written in one word: adam:beta1=0.8,eps=1e-6, or a layer 8:relu:bn:keep=0.8.

What may be written follows from the fields of the engine's values; there is no second list of it.
"""

from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from engine.errors import did_you_mean, shown
from engine.layers import Dense, Layer, Output
from engine.tagged import Tagged
from playground.commands.values import checked, named, number, one_of, whole

Kinds = dict[str, type[Tagged]]
Read = Callable[[str], Any]

# Short words for fields of a layer.
SHORT = {"bn": "batch_norm", "keep": "keep_prob"}
# A field that holds points (epoch, rate) is given as 1=0.03,20=0.003.
POINTS, EPOCH = (tuple[int, float],), "EPOCH"
READERS: dict[Any, Read] = {
    float: number,
    int: whole(0),
    bool: named("answer", {"yes": True, "no": False}),
}


def field(owner: type[msgspec.Struct], name: str) -> Read:
    """Reads the value of a field of a struct; the limits that the struct itself checks count too."""
    kind = _types(owner)[name]
    read = _reader(name, kind)

    def parse(word: str) -> Any:
        value = read(word)
        checked(lambda: owner(**{name: (value,) if get_origin(kind) is tuple else value}))
        return value

    return parse


def layers(word: str) -> tuple[dict[str, Any], ...]:
    """What is said about each hidden layer, as in 8:relu:bn,4:tanh:he:frozen; "none" is none."""
    if word == "none":
        return ()
    return tuple(_hidden(part.strip()) for part in word.split(","))


def _hidden(word: str) -> dict[str, Any]:
    units, *words = word.split(":")
    if not (units.isascii() and units.isdigit() and len(units) <= 18):
        raise ArgumentTypeError(f'expected a layer as UNITS:ACTIVATION such as 8:tanh, not "{shown(word)}".')
    return _layer(Dense, words, units=int(units))


def output(word: str) -> dict[str, Any]:
    """What is said about the output layer, as in xavier:l2=0.1:frozen."""
    return _layer(Output, word.split(":"))


def _layer(owner: type[Layer], words: Iterable[str], **given: Any) -> dict[str, Any]:
    given |= _once(_setting(owner, phrase) for phrase in _phrases(owner, words))
    checked(lambda: owner(**given))
    return given


def _phrases(owner: type[Layer], words: Iterable[str]) -> list[str]:
    """The words of a layer, the fields of an activation or initializer together with its name."""
    phrases: list[str] = []
    for word in words:
        name, equals, _ = word.partition("=")
        if phrases and equals and name in _owners(owner):
            phrases[-1] += f"{',' if ':' in phrases[-1] else ':'}{word}"
        else:
            phrases.append(word)
    return phrases


def _setting(owner: type[Layer], phrase: str) -> tuple[str, Any]:
    """The field of a layer that a phrase sets, and its value."""
    by_kind = {kind: name for name in _types(owner) for kind in choices(owner, name)}
    kind = phrase.partition(":")[0]
    if kind in by_kind:
        return by_kind[kind], field(owner, by_kind[kind])(phrase)
    key, equals, value = phrase.partition("=")
    name = SHORT.get(key, key)
    if name in plain(owner):
        expected = _types(owner)[name]
        word = value if equals or expected is not bool else "yes"
        return name, _about(key, _reader(name, expected), word)
    if key in _owners(owner):
        after = written(_owners(owner)[key])
        raise ArgumentTypeError(f'"{shown(phrase)}" comes after the name that it belongs to, as in {after}.')
    short = [word for word, name in SHORT.items() if name in plain(owner)]
    known = [*by_kind, *plain(owner), *short]
    raise ArgumentTypeError(
        f'"{shown(phrase)}" is no {", ".join(dict.fromkeys(by_kind.values()))} or field of a layer; '
        f"there are {', '.join(known)}.{did_you_mean(key, [*known, *_owners(owner)])}"
    )


def _owners(owner: type[Layer]) -> Kinds:
    """Fields of a layer's activations and initializers, each with the first kind that has it."""
    kinds = [kind for name in _types(owner) for kind in choices(owner, name).values()]
    return {name: kind for kind in reversed(kinds) for name in _types(kind)}


def plain(owner: type[Layer]) -> list[str]:
    """The fields of a layer that are numbers or switches, but for the units that it begins with."""
    return [name for name in _types(owner) if name != "units" and not choices(owner, name)]


def _reader(name: str, kind: Any) -> Read:
    """Reads words for a field of that name and type."""
    kinds, what = _alternatives(kind), name.replace("_", " ")
    if by_tag := _by_tag(kinds):
        return lambda word: _tagged(what, by_tag, word)
    return one_of(what, *get_args(kinds[0])) if get_origin(kinds[0]) is Literal else READERS[kinds[0]]


def _tagged(what: str, kinds: Kinds, word: str) -> Tagged:
    """NAME or NAME:FIELD=VALUE,FIELD=VALUE."""
    name, colon, rest = word.partition(":")
    kind = named(what, kinds)(name)
    given = _once(_assignment(kind, part) for part in rest.split(",")) if colon else {}
    return checked(lambda: kind(**given))


def _assignment(kind: type[Tagged], word: str) -> tuple[str, Any]:
    """A field and its value from FIELD=VALUE."""
    tag, types = tag_of(kind), _types(kind)
    if not types:
        raise ArgumentTypeError(f'{tag} has no fields, but "{shown(word)}" came.')
    key, equals, value = word.partition("=")
    if not equals:
        raise ArgumentTypeError(
            f'expected {tag} with fields such as {written(kind)}, not with "{shown(word)}".'
        )
    if key.isdigit() and (name := _points(kind)):
        return name, ((_about("epoch", whole(1), key), _about("rate", number, value)),)
    names = {EPOCH if name == _points(kind) else name: name for name in types}
    name = named(f"field of {tag}", names)(key)
    if name == _points(kind):
        raise ArgumentTypeError(f'"{EPOCH}" stands for a number; give fields such as {written(kind)}.')
    return name, _about(key, _reader(name, types[name]), value)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a dictionary; only points may come more than once."""
    given: dict[str, Any] = {}
    for name, value in pairs:
        if name in given and not isinstance(value, tuple):
            raise ArgumentTypeError(f"{name} is given twice.")
        given[name] = given[name] + value if name in given else value
    return given


def _about(name: str, read: Read, word: str) -> Any:
    """What the reader makes of the word; its complaint begins with the name."""
    try:
        return read(word)
    except ArgumentTypeError as error:
        raise ArgumentTypeError(f"{name}: {error}") from None


def choices(owner: type[msgspec.Struct], name: str) -> Kinds:
    """The kinds of value among which a field chooses, by name; none where it holds no such value."""
    return _by_tag(_alternatives(_types(owner)[name]))


def written(kind: type[Tagged]) -> str:
    """A kind of value with its fields at their defaults, as on the command line."""
    fields = ",".join(_default(kind, name) for name in _types(kind))
    return f"{tag_of(kind)}:{fields}" if fields else tag_of(kind)


def tag_of(kind: type[Tagged]) -> str:
    """Its name on the command line."""
    return str(kind.__struct_config__.tag)


def _default(kind: type[Tagged], name: str) -> str:
    value = getattr(kind(), name)
    if name == _points(kind):
        return ",".join(f"{epoch}={rate:g}" for epoch, rate in value)
    return f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"


@cache
def _types(owner: type[msgspec.Struct]) -> dict[str, Any]:
    return {f.name: f.type for f in msgspec.structs.fields(owner)}


def _points(kind: type[Tagged]) -> str | None:
    """The field that holds points, if there is one."""
    return next((name for name, k in _types(kind).items() if _alternatives(k) == POINTS), None)


def _alternatives(kind: Any) -> tuple[Any, ...]:
    """The types that a field may hold besides None; those of the items where it holds several."""
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    kinds = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return tuple(k for k in kinds if k is not NoneType)


def _by_tag(kinds: Iterable[Any]) -> Kinds:
    return {tag_of(k): k for k in kinds if isinstance(k, type) and issubclass(k, Tagged)}
