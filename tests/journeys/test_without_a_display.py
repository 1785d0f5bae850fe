"""Story: on a server without a display the first run happens off-screen and leaves its results in files."""

import csv
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QImage

# With a line of progress at every picture, so that the test sees when the training is under way.
RUN = """
import sys
from playground.commands import progress
progress.ELSEWHERE = 0.0
from playground.__main__ import main
sys.exit(main())
"""


def without_display() -> dict[str, str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {key: value for key, value in os.environ.items() if key not in hidden}


@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":987"}], ids=["none", "one that does not answer"])
def test_without_a_display_the_first_run_leaves_files(tmp_path, display):
    environment = without_display() | display
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
    assert rows[-1]["epoch"] == "120"
    assert "epoch 120 of 120" in done.stderr
    assert float(rows[-1]["train"]) < 0.1 * float(rows[0]["train"])


@pytest.mark.parametrize("wait_for", ["no display", "epoch"])
def test_ctrl_c_ends_it_with_one_word(tmp_path, wait_for):
    environment = without_display()
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    seen = ""
    while wait_for not in seen:
        seen += process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 130, rest
    assert "Traceback" not in rest
    assert "Interrupted." in rest


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("a file where the folder should be")
    command = [sys.executable, "-m", "playground"]
    done = subprocess.run(
        command, cwd=tmp_path, env=without_display(), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
