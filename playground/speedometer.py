"""How fast the training goes."""

import time

LEAST = 0.5  # seconds that are measured over


class Speedometer:
    """Mini-batches a second, measured anew every half second."""

    def __init__(self) -> None:
        self.restart(0)

    def restart(self, iteration: int) -> None:
        """What was before does not count."""
        self._since, self._iteration, self._speed = time.perf_counter(), iteration, 0.0

    def go_on_at(self, iteration: int) -> None:
        """Another training goes on in its place: the last speed stands until there is a new one."""
        self._since, self._iteration = time.perf_counter(), iteration

    def read(self, iteration: int) -> float:
        """The speed now, in the first half second that of so far: what has begun is not at rest."""
        passed = time.perf_counter() - self._since
        speed = max(0.0, (iteration - self._iteration) / passed) if passed > 0 else 0.0
        if passed >= LEAST:
            self._speed = speed
            self._since, self._iteration = time.perf_counter(), iteration
        return self._speed or speed
