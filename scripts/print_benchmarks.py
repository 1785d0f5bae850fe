"""Prints a pytest-benchmark file: every ratio beside its bar, then the other figures as short JSON.

The ratios are also written beside the file, as `ratios.json`.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROW = "{:16}{:24}{:>8}{:>9}{:>10}  {}"


def number(value: float | None) -> str:
    """Three digits, or a dash for none."""
    return "-" if value is None else f"{value:.3g}"


def verdict(line: dict[str, Any]) -> str:
    """What the measured ratio means."""
    if line["reached"] is None:
        return ""
    if not line["reached"]:
        return "MISSED"
    return "stretch" if line["stretch"] and line["measured"] >= line["stretch"] else "reached"


def main(path: Path) -> None:
    """Print the table and the figures of the file, and write the ratios beside it."""
    benchmarks = json.loads(path.read_text(encoding="utf-8"))["benchmarks"]
    lines = [line for benchmark in benchmarks for line in benchmark["extra_info"].pop("bars", [])]
    figures = {b["name"]: {"median_seconds": b["stats"]["median"], **b["extra_info"]} for b in benchmarks}
    print(json.dumps(figures, indent=2))
    print("\nHow many times as fast as each rival (medians of the ratios of interleaved rounds):\n")
    print(ROW.format("workload", "against", "must", "stretch", "measured", ""))
    for line in lines:
        shown = (number(line[key]) for key in ("must", "stretch", "measured"))
        print(ROW.format(line["workload"], line["rival"], *shown, verdict(line)).rstrip())
    missed = [line for line in lines if line["reached"] is False]
    for line in missed:
        ratio = f"{number(line['measured'])}, must be {number(line['must'])}"
        print(f"missed: {line['workload']} against {line['rival']}: {ratio}")
    summary = {"missed": len(missed), "ratios": lines}
    path.with_name("ratios.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
