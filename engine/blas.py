"""How many threads a matrix product may take: chosen on purpose, for other counts may give other last bits.

At playground size one thread is the fastest anyway. The choice holds within `with` alone, so that a program
around the engine keeps its own.
"""

from functools import cache
from threading import Lock
from typing import Any

import numpy  # noqa: F401  # its BLAS must be loaded before it can be found
from threadpoolctl import ThreadpoolController


@cache
def libraries() -> tuple[Any, ...]:
    """The libraries behind NumPy's products that can be told; none where they cannot."""
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)


class _Wishes:
    """What all threads of the program ask for at this moment. The number holds for all of them together.

    So the smallest that is asked for holds, and only when nobody asks any more it is as it was before.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._asked: list[int] = []
        self._before: list[int] = []
        self._now: list[int] = []

    def add(self, number: int) -> None:
        with self._guard:
            seen = [library.get_num_threads() for library in libraries()]  # OpenMP keeps one for each thread
            if not self._asked:
                self._before = seen
            self._asked.append(number)
            self._tell(seen, [min(self._asked)] * len(seen))

    def take_back(self, number: int) -> None:
        with self._guard:
            self._asked.remove(number)
            self._tell(self._now, [min(self._asked)] * len(self._now) if self._asked else self._before)

    def _tell(self, seen: list[int], wanted: list[int]) -> None:
        self._now = wanted
        for library, before, number in zip(libraries(), seen, wanted, strict=True):
            if before != number:
                _set(library, number)


def _set(library: Any, number: int) -> None:
    """threadpoolctl lets the first thread alone choose and ignores all others; here any may, in its turn."""
    release = getattr(library, "clear_controlling_thread", lambda force: None)
    release(force=True)
    library.set_num_threads(number)
    release(force=True)


_wishes = _Wishes()


class Threads:
    """Within `with`, products take so many threads, or fewer if somebody else asks for fewer meanwhile.

    Afterwards as before. It costs a microsecond or two.
    """

    def __init__(self, number: int = 1) -> None:
        self._number = number

    def __enter__(self) -> None:
        _wishes.add(self._number)

    def __exit__(self, *error: object) -> None:
        _wishes.take_back(self._number)
