"""A folder of images as data: each of its sub-folders is a class, each image in one an example.

Images become squares of the same size and are flattened: (height, width, depth) -> (height*width*depth, 1).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Codes, Dataset, Image, classification_task
from engine.data.pictures import is_picture, read_picture
from engine.data.source import Progress, Source, Stamp
from engine.data.tables import MAX_CLASSES, PARTS
from engine.errors import DataError, shown, shown_path

SIDES = (8, 64)  # pixels a side, from and to
MAX_IMAGES = 100_000
MAX_BYTES = 256 * 2**20  # of the numbers that they become, 8 for every pixel and colour
COLORS = ("red", "green", "blue")


class Folder(msgspec.Struct, frozen=True):
    """What there is in a folder of images, before any of them is read.

    `files` are the images by class, both in the order of their names; `parts` has 0, 1 or 2 for every file
    where the folder is divided into train, dev and test, else nothing. `left_out` are files that are no
    images or hidden, `empty` the sub-folders without an image.
    """

    files: dict[str, tuple[Path, ...]]
    parts: tuple[int, ...] = ()
    left_out: int = 0
    empty: tuple[str, ...] = ()

    @property
    def m(self) -> int:
        """How many images there are."""
        return sum(map(len, self.files.values()))

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the folder is no data, in plain sentences."""
        notes = []
        if self.left_out:
            files, were = ("file is", "was") if self.left_out == 1 else ("files are", "were")
            notes.append(f"{self.left_out} {files} hidden or no image, and {were} left out.")
        notes += [f"The folder {shown(name)} holds no image, so it is no class." for name in self.empty]
        return tuple(notes)


class Images(Source, frozen=True, kw_only=True, tag="images"):
    """The images below the folder `path`, whose two or more sub-folders are the classes.

    Each is cut to its middle square, made `side` pixels wide and high, and kept in greys or, with `color`, in
    red, green and blue, from 0 (black) to 1. Sub-folders train, dev and test that hold the classes are the
    split.
    """

    path: str
    side: int = 16
    color: bool = False

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
        """Changes whenever a file or folder is added, removed or renamed."""
        try:
            folders = [Path(self.path), *_folders(self.path)]
            return len(folders), sum(folder.stat().st_mtime_ns for folder in folders)
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
        for i, file in enumerate(files):
            pixels[i] = self._pixels(file)
            if progress is not None:
                progress((i + 1) / len(files))
        return self._dataset(folder, pixels)

    def _pixels(self, file: Path) -> NDArray[np.uint8]:
        """The numbers (n,) of one image, 0 to 255."""
        try:
            return read_picture(file, self.side, self.color).ravel()
        except DataError as error:
            raise DataError(f"{shown_path(file.relative_to(self.path))} {error}") from None

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


def look_into(path: str) -> Folder:
    """Which images a folder has, by class. Raises DataError unless there are two classes, not too many."""
    inside, stray = _folders(path), _stray(path)
    parts = _parts(inside)
    places = (
        [(p, part) for part in inside for p in _folders(str(part))] if parts else [(p, p) for p in inside]
    )
    found: dict[str, list[tuple[Path, int]]] = {}
    left_out, total = stray, 0
    for place, part in sorted(places, key=lambda pair: pair[0].name):
        images, others = _images_below(place)
        left_out, total = left_out + others, total + len(images)
        _check_count(total)
        found.setdefault(place.name, []).extend((file, parts.get(part, 0)) for file in images)
    full = {name: files for name, files in found.items() if files}
    _check_classes(path, len(full), len(found))
    return Folder(
        {name: tuple(file for file, _ in files) for name, files in full.items()},
        tuple(code for files in full.values() for _, code in files) if parts else (),
        left_out,
        tuple(name for name in found if name not in full),
    )


def _parts(folders: list[Path]) -> dict[Path, int]:
    """The code of each folder where all are named as parts of the data and one is train; else nothing."""
    codes = {folder: PARTS.get(folder.name.casefold(), -1) for folder in folders}
    divided = len(codes) > 1 and min(codes.values()) >= 0 and PARTS["train"] in codes.values()
    return codes if divided and all(_folders(str(folder)) for folder in folders) else {}


def _codes(folder: Folder) -> Codes | None:
    return np.array(folder.parts, dtype=np.int8) if folder.parts else None


def _entries(path: str) -> Iterator[os.DirEntry[str]]:
    """What stands in a folder. Raises DataError where that cannot be known."""
    try:
        with os.scandir(path) as entries:
            yield from entries
    except FileNotFoundError:
        raise DataError(f"There is no folder {shown_path(path)}; check its name and place.") from None
    except NotADirectoryError:
        raise DataError(f"{shown_path(path)} is a file; name a folder with sub-folders of images.") from None
    except PermissionError:
        raise DataError(f"The folder {shown_path(path)} may not be read; check its permissions.") from None
    except OSError as error:
        raise DataError(f"{shown_path(path)} cannot be read: {error.strerror or error}.") from None


def _folders(path: str) -> list[Path]:
    """The folders in a folder, in the order of their names, but hidden ones."""
    inside = [e for e in _entries(path) if not e.name.startswith(".") and e.is_dir()]
    return [Path(entry.path) for entry in sorted(inside, key=lambda entry: entry.name)]


def _stray(path: str) -> int:
    """How many files stand beside the sub-folders, in no class."""
    return sum(not entry.is_dir() for entry in _entries(path))


def _images_below(place: Path) -> tuple[list[Path], int]:
    """The images in a folder and the folders in it, in the order of their names, and how many others."""
    images, others = [], 0
    for folder, inside, names in os.walk(place):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if is_picture(file):
                images.append(file)
            else:
                others += 1
        _check_count(len(images))
    return images, others


def _check_count(m: int) -> None:
    if m > MAX_IMAGES:
        raise DataError(f"There are more than {MAX_IMAGES} images in the folder; take a part of them.")


def _check_classes(path: str, full: int, all_of_them: int) -> None:
    if full < 2:
        have = "no sub-folders" if not all_of_them else "one sub-folder with images" if full else "no images"
        raise DataError(
            f"{shown_path(path)} has {have}; two sub-folders with images are needed at least, each a class."
        )
    if full > MAX_CLASSES:
        raise DataError(f"{shown_path(path)} has {full} sub-folders with images; {MAX_CLASSES} are the most.")
