"""The zip around a project: a fixed set of members in a fixed order, and nothing that could do harm.

Reading is bounded: what the file says of its sizes is checked before a byte is unpacked, and never more is
unpacked than was said. Equal projects are equal files, byte for byte: times are fixed.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from engine.errors import DataError

MIMETYPE = b"application/x-neural-playground"
NEEDED = ("mimetype", "project.json", "weights.safetensors", "optimizer.safetensors", "history.safetensors")
OPTIONAL = ("data.safetensors", "thumb.png")
# In the order of the file; the first is not compressed, so that its text stands at a known place.
MEMBERS = (*NEEDED[:4], "data.safetensors", "history.safetensors", "thumb.png")
MOST_BYTES = {
    "mimetype": 100,
    "project.json": 32 * 2**20,
    "weights.safetensors": 256 * 2**20,
    "optimizer.safetensors": 768 * 2**20,
    "data.safetensors": 512 * 2**20,
    "history.safetensors": 16 * 2**20,
    "thumb.png": 2**20,
}
LEAST_LIMIT, MOST_GROWTH = 64 * 2**20, 20  # bytes unpacked: so many in any case, or times the file
MOST_RATIO = 1100  # deflate reaches 1032 at most
LARGE = 16 * 2**20
EPOCH = (1980, 1, 1, 0, 0, 0)
DTYPES = frozenset({"float32", "float64", "int64", "int8"})


class ProjectError(DataError):
    """A project file cannot be opened; the text is one line that says why."""


def pack(members: Mapping[str, bytes]) -> bytes:
    """The members as one zip, in the order of MEMBERS."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in MEMBERS:
            if name in members:
                about = zipfile.ZipInfo(name, EPOCH)
                about.external_attr = 0o644 << 16
                # Large data are not worth the seconds that packing them takes.
                stored = name == "mimetype" or len(members[name]) > LARGE
                about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                archive.writestr(about, members[name], compresslevel=6)
    return file.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The members of a project file. Raises ProjectError for any other file, and for a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            _check_list(listed, len(content))
            members = {about.filename: _read(archive, about) for about in listed}
    except ProjectError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise ProjectError("The file is no project, or it is damaged.") from error
    except (RuntimeError, KeyError, OverflowError, MemoryError) as error:
        raise ProjectError("The file is no project, or it is damaged.") from error
    if members["mimetype"] != MIMETYPE:
        raise ProjectError("The file is a zip of something else, not a project.")
    return members


def _check_list(listed: list[zipfile.ZipInfo], size: int) -> None:
    names = [about.filename for about in listed]
    if not names or names[0] != "mimetype":
        raise ProjectError("The file is a zip of something else, not a project.")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ProjectError(f"The project is not whole: {missing[0]} is missing.")
    if len(set(names)) < len(names) or not set(names) <= {*NEEDED, *OPTIONAL}:
        raise ProjectError("The project holds parts that do not belong to one.")
    if sum(about.file_size for about in listed) > max(LEAST_LIMIT, MOST_GROWTH * size):
        raise ProjectError("The project would unpack to far more than a project of its size holds.")
    for about in listed:
        plain = about.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not about.flag_bits & 1
        fits = 0 <= about.file_size <= MOST_BYTES[about.filename] and about.compress_size <= size
        if not (plain and fits and about.file_size <= MOST_RATIO * max(about.compress_size, 1)):
            raise ProjectError(f"The project's {about.filename} is not as it should be.")


def _read(archive: zipfile.ZipFile, about: zipfile.ZipInfo) -> bytes:
    """At most as many bytes as were announced."""
    with archive.open(about) as member:
        content = member.read(about.file_size + 1)
    if len(content) != about.file_size:
        raise ProjectError(f"The project's {about.filename} is damaged.")
    return content


def arrays_to_bytes(arrays: Mapping[str, Any]) -> bytes:
    """Arrays as safetensors; strided ones are made contiguous first, which that library needs."""
    return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def bytes_to_arrays(name: str, content: bytes) -> dict[str, Any]:
    """The arrays of a member, all finite but NaN in a history. Raises ProjectError."""
    try:
        arrays = load(content)
    except (SafetensorError, ValueError, TypeError, KeyError, OverflowError, MemoryError) as error:
        raise ProjectError(f"The project's {name} is damaged.") from error
    for array in arrays.values():
        if str(array.dtype) not in DTYPES:
            raise ProjectError(f"The project's {name} holds numbers of a kind that it cannot have.")
    return dict(arrays)
