"""How the images of a data set are drawn, so that a drawing can be reduced to pixels in the same way.

That of the digits counts the inked dots of squares of 4 by 4 in a bitmap that the digit fills. What paper,
ink, size, place and boldness are is found out from the images themselves.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Floats

Strokes = Sequence[Floats]  # each (k, 2): across and down, from 0 to 1

MOST_IMAGES = 600  # that tell how a data set is drawn
INKED = 0.25  # from this share of ink on a pixel belongs to the drawing
DOTS = 4  # of the bitmap, side by side in a pixel
MOST_DOTS = 128  # a side of the bitmap
MOST_SEGMENTS = 96
ROUNDS = 7  # of halving, in search of the width of the pen


class Hand(msgspec.Struct, frozen=True):
    """Of images (`height`, `width`): `paper` and `ink` are the numbers of an empty and of a full pixel.

    What is drawn is `extent` pixels high or wide, whichever is more, about its `middle` (across, down), and
    has `boldness` as its share of ink.
    """

    height: int
    width: int
    paper: float
    ink: float
    extent: float
    middle: tuple[float, float]
    boldness: float

    def values(self, coverage: Floats) -> Floats:
        """Ink (height, width), from 0 to 1, as raw columns (n,), row by row from the top left."""
        return (self.paper + coverage * (self.ink - self.paper)).ravel()


def hand_of(X: Floats, image: tuple[int, int]) -> Hand:
    """The hand of the images in raw columns X (n, m); `image` is their (height, width)."""
    height, width = image
    step = max(1, X.shape[1] // MOST_IMAGES)
    images = X[:, ::step].T.reshape(-1, height, width)
    frame = np.ones(image, bool)
    frame[1:-1, 1:-1] = False
    paper = float(np.median(images[:, frame]))
    low, high = float(images.min()), float(images.max())
    ink = high if high - paper >= paper - low else low
    ink = ink if ink != paper else paper + 1
    coverage = np.clip((images - paper) / (ink - paper), 0, 1)
    extent, middle = _box(coverage > INKED)
    return Hand(height, width, paper, ink, extent, middle, float(np.median(coverage.mean(axis=(1, 2)))))


def _box(inked: NDArray[np.bool_]) -> tuple[float, tuple[float, float]]:
    """The usual longer side of what is inked in images (m, height, width), and where its middle is."""
    drawn = inked[inked.any(axis=(1, 2))]
    if not len(drawn):
        height, width = inked.shape[1:]
        return float(min(height, width)), (width / 2, height / 2)
    (left, right), (top, bottom) = _ends(np.any(drawn, axis=1)), _ends(np.any(drawn, axis=2))
    longer = np.maximum(right - left, bottom - top)
    return float(np.median(longer)), (float(np.mean(left + right) / 2), float(np.mean(top + bottom) / 2))


def _ends(inked: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the ink of each image begins, and behind which pixel it ends, in (m, pixels)."""
    return inked.argmax(axis=1), inked.shape[1] - inked[:, ::-1].argmax(axis=1)


def reduced(strokes: Strokes, hand: Hand) -> Floats:
    """A drawing as ink (height, width) from 0 to 1: as large, there, and as bold as those of the hand."""
    segments = _segments(strokes)
    shape = hand.height, hand.width
    if not len(segments):
        return np.zeros(shape)
    dots = max(1, min(DOTS, MOST_DOTS // max(shape)))
    coarse = max(1, min(dots, 32 // max(shape)))
    thin, thick = 0.0, hand.extent / 2
    for _ in range(ROUNDS):
        radius = (thin + thick) / 2
        bold = _inked(_placed(segments, hand, radius), radius, shape, coarse).mean() > hand.boldness
        thin, thick = (thin, radius) if bold else (radius, thick)
    bitmap = _inked(_placed(segments, hand, radius), radius, shape, dots)
    return np.asarray(bitmap.reshape(hand.height, dots, hand.width, dots).mean(axis=(1, 3)))


def _segments(strokes: Strokes) -> Floats:
    """Short straight lines (s, 2, 2) that the strokes are made of; a dot is a line without length."""
    points = sum(map(len, strokes))
    step = -(-points // MOST_SEGMENTS) if points else 1
    lines = []
    for stroke in strokes:
        kept = np.unique(np.append(np.arange(0, len(stroke), step), len(stroke) - 1))
        ends = stroke[kept] if len(kept) > 1 else stroke[[0, 0]]
        lines.append(np.stack([ends[:-1], ends[1:]], axis=1))
    return np.concatenate(lines) if lines else np.empty((0, 2, 2))


def _placed(segments: Floats, hand: Hand, radius: float) -> Floats:
    """The lines in pixels, such that a pen of that radius makes them as large as those of the hand."""
    low, high = segments.min(axis=(0, 1)), segments.max(axis=(0, 1))
    longer = float((high - low).max())
    scale = max(hand.extent - 2 * radius, 0.0) / longer if longer > 0 else 0.0
    return np.asarray((segments - (low + high) / 2) * scale + np.array(hand.middle))


def _inked(segments: Floats, radius: float, shape: tuple[int, int], dots: int) -> Floats:
    """Which dots (height * dots, width * dots) lie under the pen, 0 or 1."""
    down = (np.arange(shape[0] * dots)[:, None, None] + 0.5) / dots
    across = (np.arange(shape[1] * dots)[None, :, None] + 0.5) / dots
    (x, y), (dx, dy) = segments[:, 0].T, (segments[:, 1] - segments[:, 0]).T
    length = np.maximum(dx**2 + dy**2, 1e-12)
    along = np.clip(((across - x) * dx + (down - y) * dy) / length, 0, 1)
    distance = (across - x - along * dx) ** 2 + (down - y - along * dy) ** 2
    return np.asarray(distance.min(axis=2) <= radius**2, np.float64)


def erased(strokes: Strokes, at: tuple[float, float], radius: float) -> list[Floats]:
    """The strokes without what lies under an eraser at that place; one that is cut becomes two."""
    left: list[Floats] = []
    for stroke in strokes:
        kept = np.hypot(*(stroke - at).T) > radius
        cuts = np.flatnonzero(np.diff(kept)) + 1
        left += [
            part for part, stays in zip(np.split(stroke, cuts), np.split(kept, cuts), strict=True) if stays[0]
        ]
    return left
