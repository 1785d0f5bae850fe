"""Round numbers for axes: where ticks stand, how far an axis reaches, and how a number is written."""

import math
import re

THIN_SPACE, MINUS = "\u2009", "−"
TICK_STEPS = (1, 2, 2.5, 4, 5, 10)
INTEGER_STEPS = (1, 2, 5, 10)
REACHES = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _power(value: float) -> float:
    return 10.0 ** math.floor(math.log10(value) + 1e-9)


def tick_step(span: float, count: int, integer: bool = False) -> float:
    """The smallest round step that cuts `span` into at most `count` parts."""
    wanted = span / count
    power = _power(wanted)
    if integer and power < 1:
        return 1.0
    steps = INTEGER_STEPS if integer else TICK_STEPS
    return next(s * power for s in steps if s * power >= wanted * (1 - 1e-9))


def ticks(low: float, high: float, count: int = 4, integer: bool = False) -> list[float]:
    """Multiples of a round step from `low` to `high`."""
    if not high > low:
        return [low]
    step = tick_step(high - low, count, integer)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return [i * step for i in range(first, last + 1)]


def decades(low: float, high: float) -> list[float]:
    """Ticks of a logarithmic axis, as powers of ten: every decade, or 1, 2, 5 of each if few are seen."""
    span = high - low
    every = max(1, math.ceil(span / 4))
    parts = (1, 2, 5) if span < 1.5 else (1,)
    powers = range(math.floor(low / every) * every, math.ceil(high) + 1, every)
    places = [p + math.log10(s) for p in powers for s in parts]
    return [v for v in places if low - 1e-6 <= v <= high + 1e-6]


def reach(value: float) -> float:
    """The round number at or above a positive `value` where an axis can end; it changes in steps."""
    power = _power(value)
    return next(s * power for s in REACHES if s * power >= value * (1 - 1e-9))


def decimals(step: float) -> int:
    """Digits after the point that tell neighbours at this distance apart."""
    return next((d for d in range(8) if math.isclose(step, round(step, d), rel_tol=1e-6)), 8)


def number(value: float, places: int) -> str:
    """A number with a true minus sign and thin spaces between thousands."""
    text = f"{value:,.{places}f}".replace(",", THIN_SPACE).replace("-", MINUS)
    return text.removeprefix(MINUS) if not text.strip(f"{MINUS}0.") else text


def tick(value: float, places: int) -> str:
    """A number on an axis; zero needs no decimals."""
    return "0" if abs(value) < 0.5 * 10.0**-places else number(value, places)


def scientific(value: float, digits: int) -> str:
    """5.41e−4: so many digits, and an exponent without zeros or plus in front."""
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def cost(value: float) -> str:
    """A cost from 1e-12 to 1e12 in at most 7 characters: three decimals where they tell it, else 3 digits.

    The exponent is that of the rounded value, so that 999.9996 is written "1 000" and not "1000.000".
    """
    if value == 0 or not math.isfinite(value):
        return number(value, 3)
    exponent = int(f"{value:.2e}".split("e")[1])
    if -3 <= exponent < 6:
        return number(value, 5 if exponent == -3 else 3 if exponent < 3 else 0)
    return scientific(value, 3 if abs(exponent) < 10 else 2)


def axis_numbers(values: list[float], step: float) -> list[str]:
    """The ticks of an axis; very small and very large ones in digits and exponent."""
    largest = max(map(abs, values), default=0.0)
    if 1e-3 <= largest < 1e6 or step < largest / 100:
        return [tick(v, decimals(step)) for v in values]
    return [power_of_ten(v) if abs(v) > step / 2 else "0" for v in values]


def power_of_ten(value: float) -> str:
    """2e−4, 2.5e7: no more digits than there are, three at most."""
    mantissa, exponent = scientific(value, 3).split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{exponent}"


def percent(share: float) -> str:
    """95.0 %."""
    return f"{number(100 * share, 1)}{THIN_SPACE}%"


def column(name: str) -> str:
    """x1 as x₁; other names as they are."""
    return name[0] + name[1:].translate(SUBSCRIPTS) if re.fullmatch(r"[xX]\d+", name) else name


def count(n: int) -> str:
    """Small numbers as words."""
    return COUNTS[n] if n < len(COUNTS) else str(n)
