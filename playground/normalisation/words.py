"""What the two pictures of a cost show, in words with their numbers."""

from engine.cost_surface import Bowl, Comparison
from engine.data import Dataset
from playground.canvas.faces import pretty_feature
from playground.widgets.plot_numbers import column, cost, number

GAIN = 2.0  # a condition number that falls by less than this factor is hardly another one


def feature_name(name: str, data: Dataset) -> str:
    """A feature as people read it: a column by its own name, a formula as the course writes it."""
    index = int(name[1:]) - 1 if name[:1] == "x" and name[1:].isdigit() else -1
    return column(data.columns[index]) if 0 <= index < data.n else pretty_feature(name)


def sentence(words: str) -> str:
    """With a large letter and a full stop."""
    return f"{words[0].upper()}{words[1:]}."


def words_of(bowl: Bowl) -> str:
    """The numbers below a picture."""
    steps = len(bowl.costs) - 1
    return (
        f"condition number {condition_text(bowl.condition)}, α {cost(bowl.rate)}: "
        f"J {cost(float(bowl.costs[0]))} → {cost(float(bowl.costs[-1]))} in {steps} steps, "
        f"lowest {cost(bowl.lowest)}"
    )


def condition_text(condition: float) -> str:
    """1.6, 96, 27 100: a condition number in so many digits as mean something."""
    if condition < 10:
        return number(condition, 1)
    digits = len(str(int(condition))) - 3
    return number(round(condition, -max(0, digits)), 0)


def conclusion_of(found: Comparison) -> str:
    """What the two pictures show, with their numbers."""
    raw, after = found.raw, found.normalised
    what = f"One unit that tells {found.asked}, on {number(found.examples, 0)} train examples. "
    numbers = f"{condition_text(raw.condition)} to {condition_text(after.condition)}"
    if raw.condition < GAIN * after.condition:
        return f"{what}The condition number goes from {numbers}: these two had one scale already."
    left = [_left(bowl) for bowl in (raw, after)]
    return (
        f"{what}Normalising brings the condition number from {numbers}: the long valley becomes a bowl. "
        f"After {len(raw.costs) - 1} steps {left[0]} of the way down is left with raw inputs, {left[1]} with "
        "normalised ones."
    )


def _left(bowl: Bowl) -> str:
    """How much of the descent from the start to the lowest point is still to be done."""
    whole = float(bowl.costs[0]) - bowl.lowest
    share = (float(bowl.costs[-1]) - bowl.lowest) / whole if whole > 0 else 0.0
    return f"{number(100 * max(share, 0.0), 1)} %"
