"""Data are loaded once: sources of the same content share a Dataset; a file that has changed is read anew."""

from collections import OrderedDict
from threading import Lock

from engine.data.dataset import Dataset
from engine.data.source import Progress, Source, Stamp
from engine.errors import DataError

ADOPTED = 4  # data of the projects that were opened last
KEPT, KEPT_BYTES = 12, 256 * 2**20  # the last so many, and not more than so large, but the very last always

_known: OrderedDict[tuple[Source, Stamp], Dataset] = OrderedDict()
_adopted: OrderedDict[Source, Dataset] = OrderedDict()
_guard = Lock()


def load(source: Source, progress: Progress | None = None) -> Dataset:
    """The examples of a source. `progress` hears the share that is done, from 0 to 1, of what is slow.

    Raises DataError with one sentence where they cannot be had, and whatever `progress` raises to stop it.
    """
    found = known(source)
    if found is None and getattr(source, "embedded", ""):
        raise DataError("These data came in a project file and are not in memory any more. Open it again.")
    if found is None:
        stamp = source.stamp
        found = source.load(progress) if source.is_slow else source.load()
        _keep((source.content, stamp), found)
    return found


def known(source: Source) -> Dataset | None:
    """The examples if they have been loaded and are still in memory; their file has not changed since."""
    if getattr(source, "embedded", ""):
        with _guard:
            return _adopted.get(source.content)
    key = source.content, source.stamp
    with _guard:
        if key in _known:
            _known.move_to_end(key)
        return _known.get(key)


def adopt(source: Source, dataset: Dataset) -> None:
    """Take these as the examples of a source that stands for what came in a project file."""
    with _guard:
        _adopted[source.content] = dataset
        while len(_adopted) > ADOPTED:
            _adopted.popitem(last=False)


def _keep(key: tuple[Source, Stamp], dataset: Dataset) -> None:
    with _guard:
        _known[key] = dataset
        while len(_known) > KEPT or (
            len(_known) > 1 and sum(d.X.nbytes for d in _known.values()) > KEPT_BYTES
        ):
            _known.popitem(last=False)
