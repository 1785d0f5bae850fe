"""Which numbers a slider reaches, and how a number is written and read. Nothing here knows of a widget."""

import math
from dataclasses import dataclass
from typing import Protocol

MINUS = "\u2212"
THIN_SPACE = "\u2009"
SHOWN_DIGITS, MOST_WHOLE = 4, 1e7
LONGEST = 7  # characters of a small number before a power of ten says it better


class Scale(Protocol):
    """A range of numbers on a slider of whole positions 0 ... `steps`."""

    @property
    def steps(self) -> int: ...

    def position(self, value: float) -> int: ...

    def value(self, position: int) -> float: ...

    def text(self, value: float) -> str: ...


@dataclass(frozen=True)
class Linear:
    """Equal steps of `step` from `low` to `high`."""

    low: float
    high: float
    step: float

    @property
    def steps(self) -> int:
        return round((self.high - self.low) / self.step)

    def position(self, value: float) -> int:
        return round((min(max(value, self.low), self.high) - self.low) / self.step)

    def value(self, position: int) -> float:
        return round(self.low + position * self.step, 10)

    def text(self, value: float) -> str:
        decimals = max(0, -math.floor(math.log10(self.step) + 1e-9))
        exact = round(value, decimals) == value
        return f"{value:.{decimals}f}" if exact else plain(value)


@dataclass(frozen=True)
class Even:
    """So many equal `steps` from `low` to `high`; values have four digits, of which three are shown."""

    low: float
    high: float
    steps: int = 200

    def position(self, value: float) -> int:
        inside = min(max(value, self.low), self.high)
        share = (inside / 2 - self.low / 2) / (self.high / 2 - self.low / 2)  # halves cannot overflow
        return round(share * self.steps)

    def value(self, position: int) -> float:
        share = position / self.steps
        exact = self.low * (1 - share) + self.high * share
        return min(max(float(f"{exact:.4g}"), self.low), self.high)

    def text(self, value: float) -> str:
        return plain(float(f"{value:.3g}"))


@dataclass(frozen=True)
class Log:
    """Equal ratios from `low` to `high`, `per_decade` steps in a factor of ten; values have two digits."""

    low: float
    high: float
    per_decade: int = 20
    whole: bool = False

    @property
    def steps(self) -> int:
        return round(self.per_decade * math.log10(self.high / self.low))

    def position(self, value: float) -> int:
        inside = min(max(value, self.low), self.high)
        return round(self.per_decade * math.log10(inside / self.low))

    def value(self, position: int) -> float:
        return float(f"{self.low * 10 ** (position / self.per_decade):.2g}")

    def text(self, value: float) -> str:
        return thousands(round(value)) if self.whole else plain(value)


@dataclass(frozen=True)
class FromZero:
    """0, and then equal ratios from `low` to `high`: for a lambda, which is off or of some size."""

    low: float
    high: float
    per_decade: int = 10

    @property
    def _log(self) -> Log:
        return Log(self.low, self.high, self.per_decade)

    @property
    def steps(self) -> int:
        return self._log.steps + 1

    def position(self, value: float) -> int:
        return 0 if value < self.low / 2 else self._log.position(value) + 1

    def value(self, position: int) -> float:
        return 0.0 if position == 0 else self._log.value(position - 1)

    def text(self, value: float) -> str:
        return plain(value)


def plain(value: float) -> str:
    """As few characters as say the number: 0.03, 1e-05 as 0.00001, 10, 250000, 1e9.

    Four digits, and more where four would make it a whole number that it is not: 0.99999 is not 1.
    """
    if value == round(value) and abs(value) < MOST_WHOLE:
        return f"{value:.0f}".replace("-", MINUS)
    digits = next(text for text in (f"{value:.{n}g}" for n in range(SHOWN_DIGITS, 18)) if _tells(value, text))
    positional = f"{value:.{LONGEST - 2}f}".rstrip("0")
    if "e-" in digits and float(positional) == value:
        digits = positional
    return digits.replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", MINUS)


def _tells(value: float, digits: str) -> bool:
    """Whether the digits are about as far from the nearest whole number as the value is."""
    whole = round(value)
    return whole == 0 or math.isclose(float(digits) - whole, value - whole, rel_tol=0.1)


def thousands(value: int) -> str:
    """2 140 with a thin space."""
    return f"{value:,}".replace(",", THIN_SPACE).replace("-", MINUS)


def read_number(text: str) -> float:
    """The number typed. Raises ValueError for anything else."""
    compact = text.strip().replace(MINUS, "-").replace(THIN_SPACE, "").replace(" ", "")
    value = float(compact.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


@dataclass(frozen=True)
class Limits:
    """What may be typed: `low` to `high`, only whole numbers if `whole`; `name` is for the refusal."""

    name: str
    low: float
    high: float
    whole: bool = False

    def read(self, text: str) -> float:
        """The number typed. Raises ValueError with one sentence that says what was expected and what came."""
        kind = "a whole number" if self.whole else "a number"
        expected = f"{self.name} must be {kind} from {shown(self.low)} to {shown(self.high)}"
        try:
            value = read_number(text)
        except ValueError:
            raise ValueError(f'{expected}, not "{text.strip()[:30]}".') from None
        if not self.low <= value <= self.high or (self.whole and value != round(value)):
            raise ValueError(f"{expected}, not {text.strip()[:30]}.")
        return value


def shown(value: float) -> str:
    return thousands(round(value)) if abs(value) >= 1000 and value == round(value) else plain(value)
