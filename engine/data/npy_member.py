"""One array in a NumPy .npz file: its shape is known before it is read, and its start without the rest.

A file of a few megabytes may unpack to gigabytes, which a look at its first rows need not wait for.
"""

import zipfile
from math import prod
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

ENDING = ".npy"


def names_of(archive: zipfile.ZipFile) -> list[str]:
    """What the arrays in it are called."""
    return [name.removesuffix(ENDING) for name in archive.namelist() if name.endswith(ENDING)]


class Member:
    """Raises ValueError where the array is of Python objects, or not as large as its header says."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._file_name = archive, name + ENDING
        with self._opened() as file:
            self.shape, self._is_fortran, self.dtype = _header(file)
            size = file.tell() + prod(self.shape) * self.dtype.itemsize
        if self.dtype.hasobject:
            raise ValueError("pickle")
        if size != archive.getinfo(self._file_name).file_size:
            raise ValueError(f"{name} is not as large as {self.shape}")

    def _opened(self) -> IO[bytes]:
        return self._archive.open(self._file_name)

    def whole(self) -> NDArray[Any]:
        """All of it."""
        with self._opened() as file:
            array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
        return array

    def first(self, count: int | None, axis: int = 0) -> NDArray[Any]:
        """So many along an axis; None for all of it."""
        if count is None or count >= self.shape[axis]:
            return self.whole()
        shape = self.shape[::-1] if self._is_fortran else self.shape  # as it lies in the file
        along = len(shape) - 1 - axis if self._is_fortran else axis
        with self._opened() as file:
            _header(file)
            kept = self._cut(file, shape, along, count)
        return kept.T if self._is_fortran else kept

    def _cut(self, file: IO[bytes], shape: tuple[int, ...], along: int, count: int) -> NDArray[Any]:
        """What goes slower than the axis comes line by line, and the rest of each line is passed over."""
        before, each = shape[:along], prod(shape[along + 1 :])
        kept = np.empty((prod(before), count * each), self.dtype)
        for i in range(len(kept)):
            kept[i] = self._numbers(file, count * each)
            if i < len(kept) - 1:
                file.seek((shape[along] - count) * each * self.dtype.itemsize, 1)
        return kept.reshape(*before, count, *shape[along + 1 :])

    def _numbers(self, file: IO[bytes], count: int) -> NDArray[Any]:
        content = file.read(count * self.dtype.itemsize)
        if len(content) != count * self.dtype.itemsize:
            raise EOFError("it ends too early")
        return np.frombuffer(content, self.dtype)


def _header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, "np.dtype[Any]"]:
    """Shape, whether the first axis goes fastest, and kind of number."""
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(file)
    if version == (2, 0):
        return np.lib.format.read_array_header_2_0(file)
    raise ValueError("an array of records, or of a version that is not known")
