"""Data are loaded once: sources of the same content share a Dataset; a file that has changed is read anew.

But what is held stays as it was read, whatever becomes of its file: a window holds the data that it uses.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset
from engine.data.source import Progress, Source
from engine.errors import DataError
from engine.files import Stamp

KEPT, KEPT_BYTES = 12, 256 * 2**20  # the last so many, and not more than so large, but the very last always
EMBEDDED = "These data came in a project file and are not in memory any more. Open it again."
CHANGED = (
    "These data are not in memory any more, and their file has changed since it was read. Import it again."
)

SourceT = TypeVar("SourceT", bound=Source)
KeyT = TypeVar("KeyT")


@dataclass(frozen=True)
class _Held:
    """When the file was as it was read, and the examples as long as somebody uses them."""

    stamp: Stamp
    dataset: "ref[Dataset]"


_known: OrderedDict[tuple[Source, Stamp], Dataset] = OrderedDict()
_held: dict[Source, _Held] = {}
_holding: OrderedDict[Source, Dataset] = OrderedDict()  # the last that are held, even if nobody uses them
_guard = Lock()


def load(source: Source, progress: Progress | None = None) -> Dataset:
    """The examples of a source. `progress` hears the share that is done, from 0 to 1, of what is slow.

    Raises DataError with one sentence where they cannot be had, and whatever `progress` raises to stop it.
    """
    found = known(source)
    if found is None:
        stamp, held = source.stamp, _held.get(source.content)
        _check_may_be_read(source, stamp, held)
        found = source.load(progress) if source.is_slow else source.load()
        if held is None:
            with _guard:
                _keep(_known, (source.content, stamp), found)
        else:
            _hold(source.content, stamp, found)
    return found


def _check_may_be_read(source: Source, stamp: Stamp, held: _Held | None) -> None:
    """What is read now must be what was read before under the same value."""
    read_at = None if held is None else held.stamp
    if read_at is None and source.is_embedded:
        raise DataError(EMBEDDED)
    if read_at is not None and read_at != stamp:
        raise DataError(CHANGED)


def known(source: Source) -> Dataset | None:
    """The examples if they are held, or have been loaded and are in memory, their file still the same."""
    content = source.content
    with _guard:
        held = _held.get(content)
        found = None if held is None else held.dataset()
        if found is not None:
            _keep(_holding, content, found)
    if found is not None or source.is_embedded:
        return found
    key = content, source.stamp
    with _guard:
        if key in _known:
            _known.move_to_end(key)
        return _known.get(key)


def hold(source: Source, dataset: Dataset) -> None:
    """From now on these are the examples of a source, until the program ends, unless others are already.

    What has no file needs no holding: it is always the same.
    """
    content = source.content
    with _guard:
        held = _held.get(content)
        if held is not None and (first := held.dataset()) is not None:
            _keep(_holding, content, first)
            return
        stamps = [key[1] for key, known in _known.items() if known is dataset and key[0] == content]
    stamp = stamps[0] if stamps else source.stamp
    if stamp is not None:
        _hold(content, stamp, dataset)


def adopt(source: Source, dataset: Dataset) -> None:
    """Take these as the examples of a source that stands for what came in a project file, while in use."""
    with _guard:
        _held[source.content] = _Held(None, ref(dataset))


def read_at(source: Source) -> Stamp:
    """Size and time of the file when these examples were read; of what is not held, now."""
    held = _held.get(source.content)
    return source.stamp if held is None else held.stamp


def has_changed(source: Source) -> bool:
    """Whether held examples have another file now than the one they were read from, or none."""
    held = _held.get(source.content)
    return held is not None and held.stamp is not None and held.stamp != source.stamp


def load_now(source: SourceT, progress: Progress | None = None) -> tuple[SourceT, Dataset]:
    """The source that stands for what its file holds now, and its examples. Raises as `load` does.

    It is the same source, or another one where the examples that are held are not those of the file.
    """
    plain = source.plain
    stamp, held = plain.stamp, _held.get(plain.content)
    if held is None or held.stamp == stamp:
        return plain, load(plain, progress)
    version = plain.within(f"read at {stamp}")
    found = known(version)
    if found is None:
        found, before = plain.load(progress), held.dataset()
        if before is not None and _same(before, found):
            version, found = plain, before
        _hold(version.content, stamp, found)
    return version, found


def _same(one: Dataset, other: Dataset) -> bool:
    said = [(d.task, d.columns, d.classes, d.target, d.image, d.notes) for d in (one, other)]
    pairs = (one.X, other.X), (one.y, other.y), (_split(one), _split(other))
    return said[0] == said[1] and all(np.array_equal(a, b) for a, b in pairs)


def _split(dataset: Dataset) -> NDArray[Any]:
    return np.zeros(0) if dataset.split is None else dataset.split


def _hold(content: Source, stamp: Stamp, dataset: Dataset) -> None:
    with _guard:
        _held[content] = _Held(stamp, ref(dataset))
        _known.pop((content, stamp), None)
        _keep(_holding, content, dataset)


def _keep(kept: OrderedDict[KeyT, Dataset], key: KeyT, dataset: Dataset) -> None:
    kept[key] = dataset
    kept.move_to_end(key)
    while len(kept) > KEPT or (len(kept) > 1 and sum(d.X.nbytes for d in kept.values()) > KEPT_BYTES):
        kept.popitem(last=False)
