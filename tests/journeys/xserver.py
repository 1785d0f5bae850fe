"""A real desktop for tests: an X server with a window manager, and the program on it under observation.

The tests act on the window only by the keys and the mouse of the X server, and see its pixels. What the
observer in the program reports lets them wait for what should come instead of for a time.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tests.journeys import observer
from tests.journeys.observer import Place, State

TOOLS = ("Xvfb", "openbox", "xdotool")
TITLE = "Neural Playground[*]"  # as it is set; Qt puts the mark of changes in its place
SCREEN = "1600x1000x24"
LIMIT = 20.0  # seconds; no expectation, only an end to the waiting on a busy computer
STEPS = 8  # of the pointer along a line


class Pixels:
    """The screen as the X server keeps it in a file in the format of xwd."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> NDArray[np.uint8]:
        """Blue, green and red of every pixel, (height, width, 3)."""
        content = self._path.read_bytes()
        header = np.frombuffer(content, ">u4", 25)
        start = int(header[0]) + 12 * int(header[19])  # the header says its own size; 12 bytes a colour
        width, height, line = int(header[4]), int(header[5]), int(header[12])
        rows = np.frombuffer(content, np.uint8, line * height, start).reshape(height, line)
        return rows[:, : 4 * width].reshape(height, width, 4)[..., :3]

    def around(self, place: Place, reach: int = 40) -> NDArray[np.uint8]:
        """A square of the screen."""
        x, y = place
        return self.read()[y - reach : y + reach, x - reach : x + reach]


class Desktop:
    """Starts what belongs to one test session, and ends it all by `close`, whatever happened."""

    def __init__(self, home: Path) -> None:
        self._ends = contextlib.ExitStack()
        self.home = home
        self.environment = _environment(home)
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(self.close)
            self.environment["DISPLAY"] = f":{self._start_server()}"
            self.start(["openbox", "--sm-disable"])
            wait(lambda: self.ask("get_desktop").returncode == 0, "openbox manages no windows")
            on_failure.pop_all()
        self.pixels = Pixels(home / "Xvfb_screen0")

    def _start_server(self) -> int:
        """The number of the display, chosen by the server itself, which says it when it is ready."""
        reading, writing = os.pipe()
        options = ["-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset", "-fbdir", str(self.home)]
        self.start(["Xvfb", "-displayfd", str(writing), *options], pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as answer:
            return int(answer.readline())

    def start(self, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        """A process that ends with this desktop at the latest."""
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=self.environment, **{**quiet, **options})
        self._ends.callback(end, process)
        return process

    def forget(self) -> None:
        """The next program starts for the first time, whatever others have left in their settings."""
        settings = Path(self.environment["XDG_CONFIG_HOME"])
        shutil.rmtree(settings)
        settings.mkdir(mode=0o700)

    def close(self) -> None:
        """End everything, last started first."""
        self._ends.close()

    def ask(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """One call of xdotool."""
        command = ["xdotool", *map(str, words)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=LIMIT)

    def do(self, *words: object) -> str:
        """One call of xdotool that must succeed; what it says."""
        answer = self.ask(*words)
        assert answer.returncode == 0, f"xdotool {words}: {answer.stderr}"
        return answer.stdout.strip()

    def key(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        self.do("key", *keys)

    def click(self, place: Place) -> None:
        self.do("mousemove", *place, "click", 1)

    def move(self, start: Place, to: Place) -> None:
        """The pointer on its way along a line."""
        for step in range(1, STEPS + 1):
            self.do("mousemove", *(round(a + (b - a) * step / STEPS) for a, b in zip(start, to, strict=True)))

    def hold(self, start: Place, to: Place) -> None:
        """Press the button at one place and go to another with it."""
        self.do("mousemove", *start, "mousedown", 1)
        self.move(start, to)

    def let_go(self) -> None:
        self.do("mouseup", 1)


class Program:
    """The running program, and what its observer reports."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop = desktop
        self._reports, self._said = folder / "reports", folder / "said"
        self._offset = 0
        command = [sys.executable, observer.__file__]
        with self._reports.open("wb") as out, self._said.open("wb") as said:
            self.process = desktop.start(command, stdout=out, stderr=said)
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(end, self.process)
            self.state = self.until(lambda state: state.active == TITLE and state.epoch == 0)
            on_failure.pop_all()

    @property
    def said(self) -> str:
        """What the program wrote to its standard error."""
        return self._said.read_text()

    def until(self, condition: Callable[[State], bool], within: float = LIMIT) -> State:
        """Wait for a report, made after this call, that fulfils a condition."""
        asked = time.monotonic()

        def fulfilled() -> bool:
            assert self.process.poll() is None, f"The program has ended.\n{self.said}"
            return any(self._take(state) and condition(state) for state in self._news(asked))

        wait(fulfilled, lambda: f"It did not come to that. Last: {self._last()}\n{self.said}", within)
        return self.state

    def now(self) -> State:
        """The state at this moment."""
        return self.until(lambda state: True)

    def _last(self) -> str:
        return "".join(self._reports.read_text().splitlines()[-1:])

    def _take(self, state: State) -> bool:
        self.state = state
        return True

    def _news(self, since: float) -> Iterator[State]:
        with self._reports.open("rb") as reports:
            reports.seek(self._offset)
            for line in reports:
                if not line.endswith(b"\n"):
                    return
                self._offset += len(line)
                state = msgspec.json.decode(line, type=State)
                if state.time > since:
                    yield state


def wait(condition: Callable[[], bool], otherwise: str | Callable[[], str], within: float = LIMIT) -> None:
    """Ask until a condition is fulfilled; AssertionError with these words if it never is."""
    limit = time.monotonic() + within
    while not condition():
        if time.monotonic() > limit:
            raise AssertionError(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(0.02)


def end(process: "subprocess.Popen[bytes]") -> None:
    """The process is gone after this."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def missing_tools() -> list[str]:
    """The programs that a desktop needs and that are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def _environment(home: Path) -> dict[str, str]:
    """Nothing of the user's: no settings, no session, no wishes to Qt."""
    folders = {f"XDG_{name}_HOME": home / name.lower() for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    folders["XDG_RUNTIME_DIR"] = home / "runtime"
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    names = {name: str(folder) for name, folder in folders.items()}
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home), **names}
