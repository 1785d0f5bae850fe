"""The work of saving an animation, for a thread of its own: output of every moment, pictures, file."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage

from playground.animation.artist import Artist, Look, inks
from playground.animation.gif import check_path, durations, palette_of, write_gif
from playground.animation.reel import Picture, Reel, pictures
from playground.calculation import Progress

ASKING = 0.4  # the share of the work that is done when the network has been asked


class Written(NamedTuple):
    """What has become of it."""

    path: Path
    pictures: int
    first: int
    last: int
    seconds: float
    size: int


def preview(reel: Reel, look: Look) -> Iterator[QImage]:
    """The last picture of the reel."""
    yield Artist(reel, look).picture(next(pictures(reel._replace(moments=reel.moments[-1:]))))


def animate(
    reel: Reel, look: Look, seconds: float, path: Path, progress: Progress
) -> Iterator[QImage | Written]:
    """The last picture, then what was written. Raises ExportError where it cannot be."""
    check_path(path)
    artist, count = Artist(reel, look), len(reel.moments)
    shown: list[Picture] = []
    for k, moment in enumerate(pictures(reel)):
        progress(ASKING * k / count)
        shown.append(moment)
    samples = [artist.picture(shown[k]) for k in sorted({0, count // 2, count - 1})]
    yield samples[-1]
    milliseconds = durations(count, seconds)
    painted = _painted(artist, shown, progress)
    colors = palette_of(samples, inks(look.theme))
    size = write_gif(path, painted, colors, milliseconds, lambda: progress(1.0))
    yield Written(path, count, shown[0].epoch, shown[-1].epoch, sum(milliseconds) / 1000, size)


def _painted(artist: Artist, shown: list[Picture], progress: Progress) -> Iterator[QImage]:
    for k, moment in enumerate(shown):
        progress(ASKING + (1 - ASKING) * k / len(shown))
        yield artist.picture(moment)
