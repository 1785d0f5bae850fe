"""Story: on a server without a display the first run happens off-screen and leaves its results in files."""

import csv
import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage


@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":987"}], ids=["none", "one that does not answer"])
def test_without_a_display_the_first_run_leaves_files(tmp_path, display):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden} | display
    command = [sys.executable, "-m", "playground"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr
    assert "epoch" in done.stderr
    assert "Traceback" not in done.stderr
    for name in ("window.png", "weights.npz", "weights.safetensors", "cost.png", "cost.csv"):
        assert f"out/{name}" in done.stdout.replace(os.sep, "/")
    picture = QImage(str(tmp_path / "out" / "window.png"))
    assert (picture.width(), picture.height()) == (1440, 900)
    with np.load(tmp_path / "out" / "weights.npz", allow_pickle=False) as weights:
        assert weights["W1"].shape == (4, 2)
    rows = list(csv.DictReader((tmp_path / "out" / "cost.csv").read_text(encoding="utf-8").splitlines()))
    assert float(rows[-1]["train"]) < 0.1 * float(rows[0]["train"])
