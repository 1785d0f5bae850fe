"""What a folder of images holds, before any is read: its sub-folders are classes, or the parts of the data.

Everything stands in the order of its name, so that the same folder always is the same data.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from engine.data.pictures import is_picture
from engine.errors import DataError, shown, shown_path

MAX_IMAGES, MAX_CLASSES = 100_000, 1000
PARTS = {"train": 0, "dev": 1, "val": 1, "validation": 1, "test": 2}


class Folder(msgspec.Struct, frozen=True):
    """What there is in a folder of images, before any of them is read.

    `files` are the images by class, both in the order of their names; `parts` has 0, 1 or 2 for every file
    where the folder is divided into train, dev and test, else nothing. `left_out` are files that are no
    images or hidden, `empty` the sub-folders without an image; `unreadable` says of images why they
    were left out when they were read.
    """

    files: dict[str, tuple[Path, ...]]
    parts: tuple[int, ...] = ()
    left_out: int = 0
    empty: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def m(self) -> int:
        """How many images there are."""
        return sum(map(len, self.files.values()))

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the folder is no data, in plain sentences."""
        notes = list(self.unreadable)
        if self.left_out:
            files, were = ("file is", "was") if self.left_out == 1 else ("files are", "were")
            notes.append(f"{self.left_out} {files} hidden or no image, and {were} left out.")
        notes += [f"The folder {shown(name)} holds no image, so it is no class." for name in self.empty]
        return tuple(notes)


def look_into(path: str) -> Folder:
    """Which images a folder has, by class. Raises DataError unless there are two classes, not too many."""
    inside, stray = sub_folders(path), _stray(path)
    parts = _parts(inside)
    places = (
        [(p, part) for part in inside for p in sub_folders(str(part))] if parts else [(p, p) for p in inside]
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


def shelves(path: str) -> list[Path]:
    """The folder, its sub-folders, and where these are parts the classes in them. Raises DataError."""
    inside = sub_folders(path)
    deeper = [folder for part in _parts(inside) for folder in sub_folders(str(part))]
    return [Path(path), *inside, *deeper]


def marks_of(places: Iterable[str | Path]) -> Iterator[int]:
    """A number for each file or folder that changes with its name, size and time. Raises OSError."""
    for place in places:
        status = os.stat(place)
        words = f"{place} {status.st_size} {status.st_mtime_ns}"
        yield zlib.crc32(words.encode("utf-8", "surrogatepass"))


def marks_below(path: str) -> Iterator[int]:
    """The same for every file below a folder."""
    for folder, _, names in os.walk(path):
        yield from marks_of(os.path.join(folder, name) for name in names)


def _parts(folders: list[Path]) -> dict[Path, int]:
    """The code of each folder where all are named as parts of the data and one is train; else nothing."""
    codes = {folder: PARTS.get(folder.name.casefold(), -1) for folder in folders}
    divided = len(codes) > 1 and min(codes.values()) >= 0 and PARTS["train"] in codes.values()
    return codes if divided and all(sub_folders(str(folder)) for folder in folders) else {}


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


def sub_folders(path: str) -> list[Path]:
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
