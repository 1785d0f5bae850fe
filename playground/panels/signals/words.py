"""What the Signals panel says of a layer and of the whole: numbers, and what they mean."""

from engine.activations import ACTIVATIONS, Array
from engine.diagnostics import LARGEST_UPDATE, MANY, SMALLEST_UPDATE, STRONGEST, WEAKEST
from engine.signals import LayerSignals
from playground.frames import Signals
from playground.widgets.plot_numbers import number


def percent(share: float) -> str:
    """ "64 %"."""
    return f"{100 * share:.0f}\u2009%"


def power(value: float) -> str:
    """A size in short: 0.0021, or 3e-7 where that would be long."""
    return number(value, 4) if value >= 0.001 else f"{value:.0e}".replace("-0", "−").replace("-", "−")


def name_of(state: LayerSignals) -> str:
    """What the layer puts its z through."""
    g = ACTIVATIONS.get(state.function)
    return g.label if g is not None else state.function


def notes(state: LayerSignals, ratio: float | None) -> list[tuple[str, bool]]:
    """Sentences about a layer, each with whether it is a warning; warnings come first."""
    found: list[tuple[str, bool]] = []
    if state.same:
        found.append((f"all {state.units} units are the same", True))
    if state.dead is not None and state.dead > 0:
        found.append((f"{round(state.dead * state.units)} of {state.units} units dead", state.dead >= MANY))
    if state.saturated is not None and state.saturated > 0:
        found.append((f"{percent(state.saturated)} of units saturated", state.saturated >= MANY))
    if state.A.zeros > 0:
        found.append((f"{percent(state.A.zeros)} zeros", False))
    if ratio is not None:
        usual = SMALLEST_UPDATE <= ratio <= LARGEST_UPDATE
        found.append((f"update / weight {power(ratio)}", not usual))
    if state.growth is not None:
        found.append((f"signal × {power(state.growth)}", not WEAKEST <= state.growth <= STRONGEST))
    return sorted(found, key=lambda note: not note[1])


def through(signals: Signals, fresh: bool) -> tuple[str, bool]:
    """One sentence about the signal on its way through all layers, and whether it is a warning."""
    growth = signals.growth
    before = "Before the first step: " if fresh else ""
    if any(state.same for state in signals.layers):
        words = "units of a layer that start the same stay the same for ever. Draw first weights at random."
        return f"{before}{words}", True
    if growth is None:
        return f"{before}{signals.examples} training examples, without dropout.", False
    words = f"from the inputs to the last hidden layer the variance changes × {power(growth)}"
    if growth < WEAKEST:
        return f"{before}{words}: it dies out. He or Xavier weights, or batch norm, keep it alive.", True
    if growth > STRONGEST:
        return f"{before}{words}: it explodes. Smaller first weights, or batch norm, hold it.", True
    return f"{before}{words}: it keeps its size.", False


def normalised(state: LayerSignals) -> list[str]:
    """Batch norm of a layer in numbers, nothing without it."""
    n = state.normalisation
    if n is None:
        return []
    before, after = number(n.before.norm, 2), number(n.after.norm, 2)
    learned = f"γ {span(n.gamma)}, β {span(n.beta)}"
    return [f"batch norm: z {before} → {after}", learned, f"averages μ {span(n.mean)}, σ {span(n.std)}"]


def span(values: Array) -> str:
    """From the least to the largest: 0.9…1.3."""
    return f"{number(float(values.min()), 1)}…{number(float(values.max()), 1)}"
