"""A folder of images as data: each of its sub-folders is a class, each image in one an example.

Images become squares of the same size and are flattened: (height, width, depth) -> (height*width*depth, 1).
"""

from itertools import islice
from pathlib import Path
from typing import ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Codes, Dataset, Image, classification_task
from engine.data.folder import Folder, look_into, marks_below, marks_of, shelves
from engine.data.pictures import PictureError, read_picture
from engine.data.source import Progress, Source
from engine.data.unreadable import Unreadable, without
from engine.errors import DataError
from engine.files import Stamp

SIDES = (8, 64)  # pixels a side, from and to
MAX_BYTES = 256 * 2**20  # of the numbers that they become, 8 for every pixel and colour
STAMPED = 5000  # files whose sizes and times tell whether a folder has changed
COLORS = ("red", "green", "blue")


class Images(Source, frozen=True, kw_only=True, tag="images"):
    """The images below the folder `path`, whose two or more sub-folders are the classes.

    Each is cut to its middle square, made `side` pixels wide and high, and kept in greys or, with `color`, in
    red, green and blue, from 0 (black) to 1. Sub-folders train, dev and test that hold the classes are the
    split.
    """

    path: str
    side: int = 16
    color: bool = False
    embedded: str = ""  # which examples, where they came in a project file or were read anew

    label: ClassVar[str] = "Images"
    is_slow: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        least, most = SIDES
        if not least <= self.side <= most:
            raise DataError(f"Images are {least} to {most} pixels wide and high here, not {self.side}.")

    @property
    def origin(self) -> tuple[str, ...]:
        return self.name, self.path, str(self.image)

    @property
    def image(self) -> Image:
        """(height, width), in colour (height, width, 3)."""
        return (self.side, self.side, len(COLORS)) if self.color else (self.side, self.side)

    @property
    def n(self) -> int:
        """Columns of every example."""
        return self.side**2 * (len(COLORS) if self.color else 1)

    @property
    def stamp(self) -> Stamp:
        """Changes whenever an image or a class is added, removed, renamed or overwritten.

        Of more files than STAMPED only the first ones are looked at, for a window asks for it; then another
        one that is overwritten in place is not noticed.
        """
        try:
            marks = [*marks_of(shelves(self.path)), *islice(marks_below(self.path), STAMPED)]
            return len(marks), sum(marks)
        except (OSError, DataError):
            return None

    def check_size(self, folder: Folder) -> None:
        """Raises DataError where these images would become too many numbers."""
        needed = 8 * self.n * folder.m
        if needed > MAX_BYTES:
            raise DataError(
                f"{folder.m} images of {self.n} numbers each would take {needed / 2**20:.0f} MB, and "
                f"{MAX_BYTES // 2**20} MB are the most. Take fewer pixels a side, greys, or fewer images."
            )

    def load(self, progress: Progress | None = None) -> Dataset:
        """X (n, m), row by row from the top left, colours side by side; class by class, in order of names."""
        folder = look_into(self.path)
        self.check_size(folder)
        pixels = np.empty((folder.m, self.n), np.uint8)
        files = [file for files in folder.files.values() for file in files]
        bad: Unreadable = {}
        for i, file in enumerate(files):
            image = self.pixels(file, bad)
            if image is not None:
                pixels[i - len(bad)] = image.ravel()
            if progress is not None:
                progress((i + 1) / len(files))
        return self._dataset(without(folder, self.path, bad), pixels[: len(files) - len(bad)])

    def pixels(self, file: Path, bad: Unreadable) -> NDArray[np.uint8] | None:
        """One image, (height, width) or (height, width, 3), from 0 to 255; one to be left out joins `bad`."""
        try:
            return read_picture(file, self.side, self.color)
        except PictureError as error:
            bad[file] = error
            return None

    def _dataset(self, folder: Folder, pixels: NDArray[np.uint8]) -> Dataset:
        classes = tuple(folder.files)
        counts = [len(files) for files in folder.files.values()]
        return Dataset(
            X=np.divide(np.ascontiguousarray(pixels.T), 255.0),
            y=np.repeat(np.arange(len(classes), dtype=np.int64), counts),
            task=classification_task(len(classes)),
            columns=self._columns(),
            classes=classes,
            split=_codes(folder),
            target="folder",
            image=self.image,
            notes=folder.notes,
        )

    def _columns(self) -> tuple[str, ...]:
        places = range(1, self.side + 1)
        inks = [f" {color}" for color in COLORS] if self.color else [""]
        return tuple(f"pixel {row},{column}{ink}" for row in places for column in places for ink in inks)


class Glimpse(msgspec.Struct, frozen=True, eq=False):
    """What a folder will be as data: how many images of each class there are, and the first few of each."""

    folder: Folder
    pictures: dict[str, NDArray[np.uint8]]  # (k, height, width), in colour (k, height, width, 3)


def glimpse(source: Images, most: int, progress: Progress | None = None) -> Glimpse:
    """The first `most` images of every class, but those that cannot be read. Raises as loading would."""
    folder = look_into(source.path)
    source.check_size(folder)
    pictures, bad = {}, Unreadable()
    for i, (name, files) in enumerate(folder.files.items(), start=1):
        read = (source.pixels(file, bad) for file in files)
        pictures[name] = list(islice((image for image in read if image is not None), most))
        if progress is not None:
            progress(i / len(folder.files))
    seen = without(folder, source.path, bad)
    return Glimpse(seen, {name: np.stack(images) for name, images in pictures.items()})


def _codes(folder: Folder) -> Codes | None:
    return np.array(folder.parts, dtype=np.int8) if folder.parts else None
