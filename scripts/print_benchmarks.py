"""Prints the essence of a pytest-benchmark file as short JSON: each benchmark's median and own figures."""

import json
import sys
from pathlib import Path

report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
figures = {
    benchmark["name"]: {"median_seconds": benchmark["stats"]["median"], **benchmark["extra_info"]}
    for benchmark in report["benchmarks"]
}
print(json.dumps(figures, indent=2))
