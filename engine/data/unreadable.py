"""Images of a folder that cannot be read are left out and named, unless too little is left without them."""

from pathlib import Path

from msgspec.structs import replace

from engine.data.folder import Folder
from engine.data.pictures import PictureError
from engine.errors import DataError, shown, shown_path

NAMED = 3  # of so many it is said which they are, and why

Unreadable = dict[Path, PictureError]


def without(folder: Folder, path: str, bad: Unreadable) -> Folder:
    """The folder at `path` without these images. Raises DataError where a class has none, or most are bad."""
    if not bad:
        return folder
    first = _sentence(path, *next(iter(bad.items())))
    for name, files in folder.files.items():
        if all(file in bad for file in files):
            one = _sentence(path, files[0], bad[files[0]])
            raise DataError(
                f"No image of the class {shown(name)} can be read: {one}. "
                "Repair them or take the folder away."
            )
    if 2 * len(bad) > folder.m:
        raise DataError(
            f"{len(bad)} of {folder.m} images cannot be read: {first}. Repair them or take them out of the "
            "folder."
        )
    kept = [file not in bad for files in folder.files.values() for file in files]
    return replace(
        folder,
        files={
            name: tuple(file for file in files if file not in bad) for name, files in folder.files.items()
        },
        parts=tuple(part for part, keep in zip(folder.parts, kept, strict=False) if keep),
        unreadable=_notes(path, bad),
    )


def _notes(path: str, bad: Unreadable) -> tuple[str, ...]:
    named = list(bad.items())[:NAMED]
    notes = [f"{_sentence(path, file, error)}; it was left out." for file, error in named]
    more = len(bad) - len(named)
    if more:
        images = "more image cannot be read and was" if more == 1 else "more images cannot be read and were"
        notes.append(f"{more} {images} left out.")
    return tuple(notes)


def _sentence(path: str, file: Path, error: PictureError) -> str:
    return f"{shown_path(file.relative_to(path))} {error.reason}"
