"""Some training examples as they are, and as they may be learned: one draw of the augmentation.

Points are shown on the plane of the scene; of images a few, each in several copies.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset
from engine.data.augmentation import AnyAugmentation
from engine.data.dataset import Floats, Image
from playground.frames import Scene

ROWS, COPIES = 4, 6
MOST_POINTS = 300


class ImageDraws(msgspec.Struct, frozen=True, eq=False):
    """Images (k, h, w) or (k, h, w, 3), and copies of each (k, copies, ...), as bytes."""

    originals: NDArray[np.uint8]
    copies: NDArray[np.uint8]


class PointDraws(msgspec.Struct, frozen=True, eq=False):
    """Points (2, m) as they are and `moved`, with their labels (m,); `axes` names across and up."""

    originals: Floats
    moved: Floats
    y: NDArray[np.int64] | Floats
    axes: tuple[str, str]


Draws = ImageDraws | PointDraws


def draw(scene: Scene, augmentation: Sequence[AnyAugmentation], rng: np.random.Generator) -> Draws:
    """Training examples of a scene, varied by the generator. Raises DataError for what does not fit."""
    data, (train,) = scene.dataset, np.nonzero(scene.codes == 0)
    if data.image is not None:
        return _draw_images(data, data.image, train, augmentation, rng)
    chosen = train[np.linspace(0, len(train) - 1, min(len(train), MOST_POINTS)).astype(int)]
    X, y = data.X[:, chosen], data.y[chosen]
    moved = _varied(X, augmentation, None, rng)
    return PointDraws(_on_plane(scene, X, y), _on_plane(scene, moved, y), y, scene.axis_names)


def _varied(
    X: Floats, augmentation: Sequence[AnyAugmentation], image: Image | None, rng: np.random.Generator
) -> Floats:
    for one in augmentation:
        X = np.asarray(one.apply(X, image, rng), np.float64)
    return X


def _on_plane(scene: Scene, X: Floats, y: NDArray[np.int64] | Floats) -> Floats:
    """Raw columns X (n, m) on the plane of the scene (2, m); a single column goes across, its targets up."""
    if X.shape[0] == 1:
        return np.stack([X[0], y.astype(np.float64)])
    plane = X[list(scene.axes)] if scene.components is None else scene.components.project(X)
    return np.asarray(plane, np.float64)


def _draw_images(
    data: Dataset,
    image: Image,
    train: NDArray[np.intp],
    augmentation: Sequence[AnyAugmentation],
    rng: np.random.Generator,
) -> ImageDraws:
    X = data.X[:, _of_each_class(data, train)]
    copies = _varied(np.repeat(X, COPIES, axis=1), augmentation, image, rng)
    low, high = float(data.X.min()), float(data.X.max())
    span = max(high - low, 1e-12)
    shown = [np.rint(np.clip(255 * (A.T - low) / span, 0, 255)).astype(np.uint8) for A in (X, copies)]
    return ImageDraws(shown[0].reshape(-1, *image), shown[1].reshape(-1, COPIES, *image))


def _of_each_class(data: Dataset, train: NDArray[np.intp]) -> NDArray[np.intp]:
    """A few training examples, of different classes where there are."""
    _, first = np.unique(data.y[train], return_index=True)
    others = np.setdiff1d(np.arange(len(train)), first)
    chosen = np.concatenate([np.sort(first), others])[:ROWS]
    return np.asarray(train[chosen], np.intp)
