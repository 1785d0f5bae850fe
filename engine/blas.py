"""How many threads a matrix product may take: chosen on purpose, for other counts may give other last bits.

At playground size one thread is the fastest anyway. The choice holds within `with` alone, so that a program
around the engine keeps its own.
"""

from functools import cache
from typing import Any

import numpy  # noqa: F401  # its BLAS must be loaded before it can be found
from threadpoolctl import ThreadpoolController


@cache
def libraries() -> tuple[Any, ...]:
    """The libraries behind NumPy's products that can be told; none where they cannot."""
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)


class Threads:
    """Within `with`, products take so many threads; afterwards as before. It costs a microsecond or two."""

    def __init__(self, number: int = 1) -> None:
        self._number = number
        self._before: list[int] = []

    def __enter__(self) -> None:
        self._before = [library.get_num_threads() for library in libraries()]
        self._tell([self._number] * len(self._before))

    def __exit__(self, *error: object) -> None:
        self._tell(self._before)

    @staticmethod
    def _tell(numbers: list[int]) -> None:
        for library, number in zip(libraries(), numbers, strict=True):
            if library.get_num_threads() != number:
                library.set_num_threads(number)
