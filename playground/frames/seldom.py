"""What is dear and changes little between two frames is made a few times a second while training runs."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Seldom(Generic[Made]):
    """Keeps what was made for so many `seconds` of training; at rest it is always made anew."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._due = seconds, float("-inf")
        self._made: Made

    def get(self, make: Callable[[], Made], moving: bool) -> Made:
        """What is kept, or made now."""
        now = time.perf_counter()
        if not moving or now >= self._due:
            self._made, self._due = make(), now + self._seconds
        return self._made

    def forget(self) -> None:
        """It is made anew the next time in any case."""
        self._due = float("-inf")
