"""What speed is to be reached, as ratios to each rival in one interleaved run."""

from typing import Any, NamedTuple


class Bar(NamedTuple):
    """`must` is asserted; `stretch` is reported beside it."""

    must: float
    stretch: float | None = None


BARS: dict[str, dict[str, Bar]] = {
    "W1": {"PyTorch": Bar(25, 35), "NumPy loop": Bar(4.5)},
    "W1b": {"PyTorch": Bar(23, 33)},
    "W1c": {"PyTorch": Bar(20, 28)},
    "W2": {"PyTorch": Bar(16, 25), "PyTorch fused": Bar(11), "scikit-learn": Bar(8)},
    "W3": {"PyTorch": Bar(5.5, 8), "PyTorch fused": Bar(4.2, 6)},
    "W4": {"PyTorch": Bar(3.2, 4.2), "PyTorch fused": Bar(2.2), "scikit-learn": Bar(2.5)},
    "W5": {"PyTorch": Bar(1.0, 1.25), "scikit-learn": Bar(2.2), "matrix products alone": Bar(0.55)},
    "W6 W1 100x100": {"PyTorch": Bar(5)},
    "W6 W3 256x256": {"PyTorch": Bar(1.3)},
    "16 x W1": {"one network": Bar(3.5)},
    "long run W2": {"epochs 200-1,000": Bar(0.9)},
}


def judged(workload: str, rival: str, ratio: float) -> dict[str, Any]:
    """One line of the report: the measured ratio beside its bar; `reached` is None where there is none."""
    bar = BARS.get(workload, {}).get(rival)
    return {
        "workload": workload,
        "rival": rival,
        "must": bar.must if bar else None,
        "stretch": bar.stretch if bar else None,
        "measured": ratio,
        "reached": ratio >= bar.must if bar else None,
    }


def missed(lines: list[dict[str, Any]]) -> list[str]:
    """A sentence for every bar that was not reached."""
    return [
        f"{line['workload']} against {line['rival']}: {line['measured']:.2f}, must be {line['must']:g}"
        for line in lines
        if line["reached"] is False
    ]
