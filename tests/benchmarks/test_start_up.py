"""Start to first painted window, against a bare window with one pyqtgraph plot, in turn in one run."""

import subprocess
import sys
import time
from statistics import median

ROUNDS = 7
ALLOWED = 1.6

BARE = """
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(pg.PlotWidget())
window.resize(1440, 900)
window.show()
app.processEvents()
print("painted", flush=True)
"""

OURS = """
from playground.__main__ import spare_the_collector
spare_the_collector()
from playground.app import create_app, open_window
app = create_app([])
window = open_window(app)
window.show()
app.processEvents()
print("painted", flush=True)
window.close()
"""


def seconds_to_paint(program: str) -> float:
    """From the start of the process to the line it prints once its window is painted."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"painted"
    seconds = time.perf_counter() - began
    process.communicate(timeout=30)
    assert process.returncode == 0
    return seconds


def test_the_window_is_there_almost_as_soon_as_a_bare_one(benchmark, capsys):
    bare, ours = [], []

    def pair() -> None:
        bare.append(seconds_to_paint(BARE))
        ours.append(seconds_to_paint(OURS))

    benchmark.pedantic(pair, rounds=ROUNDS, warmup_rounds=1)
    ratio = median(ours[1:]) / median(bare[1:])
    benchmark.extra_info |= {"seconds": median(ours[1:]), "bare_seconds": median(bare[1:]), "ratio": ratio}
    with capsys.disabled():
        print(f"\nstart: {median(ours[1:]):.2f} s, bare window {median(bare[1:]):.2f} s, ratio {ratio:.2f}")
    assert ratio <= ALLOWED
