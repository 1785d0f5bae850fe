"""The first run without a display: the real window trains off-screen and leaves its results in files."""

import csv
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from threadpoolctl import threadpool_limits

from engine.errors import EngineError
from engine.export import FORMATS
from playground.app import create_app, open_window
from playground.commands.progress import Progress
from playground.frames import Failure, Frame
from playground.interrupt import INTERRUPTED, Interrupt
from playground.main_window import MainWindow
from playground.weights_export import export_frame

ABSENT = "There is no display, so the window is shown off-screen and its results go into files."
EPOCHS = 120
PACE = 20.0  # epochs a second: slow enough for a progress line that can be read
PATIENCE = 60.0  # seconds, many times what the first run needs
BY_STEPS = 10  # epochs at the end that are taken one by one
SETTLED_MS = 300  # after which a pause is sure to have been answered


class Demo:
    """Drives one window until the first-run network has learned its data."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.failure: Failure | None = None
        self._loop = QEventLoop()
        self._progress = Progress(EPOCHS, sys.stderr, quiet=False)
        window.session.frame_ready.connect(self._watch)
        window.session.failed.connect(self._fail)

    def train(self) -> Frame | None:
        """Press Play, say how it goes, and stop exactly at the last epoch; the frame of that moment."""
        QTimer.singleShot(int(PATIENCE * 1000), self._loop.quit)
        self.window.run_bar.speed.set_current(PACE)
        self.window.session.set_pace(PACE)
        self.window.commands["play"].trigger()
        self._loop.exec()
        self.window.session.pause()
        frame = self.window.session.frame
        if frame is not None:
            self._progress.finish(frame.epoch, frame.train, frame.dev)
            accuracy = frame.dev.accuracy if frame.dev is not None else None
            self._progress.note(f"dev accuracy {100 * (accuracy or 0):.1f} %")
        return frame

    def leave(self) -> None:
        """Stop where it is."""
        self._loop.quit()

    def _watch(self, frame: Frame) -> None:
        self._progress.update(frame.epoch, lambda: frame.curve)
        session = self.window.session
        if frame.epoch == EPOCHS and frame.position == 0:
            self._loop.quit()
        elif session.running and frame.epoch >= EPOCHS - BY_STEPS:
            session.pause()
            QTimer.singleShot(SETTLED_MS, self._finish)

    def _finish(self) -> None:
        """The last epochs one by one: the same end in every run, whatever the clock did before."""
        frame = self.window.session.frame
        for _ in range(EPOCHS - frame.epoch if frame is not None else 0):
            self.window.session.step_epoch()

    def _fail(self, failure: Failure) -> None:
        self.failure = failure
        self._loop.quit()


def write_curve(path: Path, frame: Frame) -> None:
    """The cost curve as CSV: epoch, train, dev."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("epoch", "train", "dev"))
        curve = frame.curve
        table.writerows(zip(curve.epochs.astype(int), curve.train, curve.dev, strict=True))


def run_demo(folder: str, interrupt: Interrupt) -> int:
    """Do the first run off-screen and say where its results are; the process's exit code."""
    out = Path(folder)
    print(ABSENT, file=sys.stderr)
    try:
        out.mkdir(parents=True, exist_ok=True)
        return _run(out, interrupt)
    except (OSError, EngineError) as error:
        print(f"The results could not be written into {out}: {error}", file=sys.stderr)
        return 1


def _run(out: Path, interrupt: Interrupt) -> int:
    app = create_app(sys.argv[:1])
    with threadpool_limits(limits=1, user_api="blas"):
        window = open_window(app)
        demo = Demo(window)
        window.show()
        interrupt.then(demo.leave)
        frame = None if interrupt.asked else demo.train()
        if frame is not None and not interrupt.asked:
            leave_results(window, frame, out)
        window.close()
    if interrupt.asked:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    if demo.failure is not None or frame is None:
        print(demo.failure.sentence if demo.failure else "The training gave no picture.", file=sys.stderr)
        return 1
    return 0


def leave_results(window: MainWindow, frame: Frame, out: Path) -> None:
    """Write the screenshot, the weights in every format and the cost curve, and print each path."""
    window.catch_up()
    QApplication.processEvents()
    window.grab().save(str(out / "window.png"))
    print(out / "window.png")
    for suffix in FORMATS:
        proof = export_frame(out / f"weights{suffix}", frame)
        print(f"{proof.path} (largest difference from the app's predictions: {proof.largest_difference:.1e})")
    window.cost.grab().save(str(out / "cost.png"))
    write_curve(out / "cost.csv", frame)
    print(out / "cost.png", out / "cost.csv", sep="\n")
