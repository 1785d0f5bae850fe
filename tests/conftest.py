"""What every test is entitled to: settings of its own, and neighbours that clear up after themselves.

A test that leaves a thread or a window behind fails itself, by name, instead of a later one. Tests without a
Qt fixture pay for none of the Qt part.
"""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# NNPLAY_TEST_WINDOW=1 leaves the choice of the platform to the display that the journey was started on.
if not os.environ.get("NNPLAY_TEST_WINDOW"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

PATIENCE = 2.0  # seconds; what a thread that was told to end may still need
QT_FIXTURES = {"qtbot", "qapp", "qtlog", "qtmodeltester"}
FAILED = pytest.StashKey[bool]()


def uses_qt(request: pytest.FixtureRequest) -> bool:
    return not QT_FIXTURES.isdisjoint(request.fixturenames)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing a test writes reaches the settings, caches or logs of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home / variable))
    return home


@pytest.fixture(autouse=True)
def _own_settings(request: pytest.FixtureRequest, _own_folders: Path) -> None:
    if not uses_qt(request):
        return
    from PySide6.QtCore import QSettings

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(_own_folders / scope.name))


@pytest.fixture(autouse=True)
def _nothing_to_keep(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a window does not ask about unsaved changes; the tests of that question ask it themselves."""
    if uses_qt(request):
        monkeypatch.setattr("playground.projects.asking.keep", lambda parent, name: "discard")


@pytest.fixture(autouse=True)
def _same_interpreter() -> Iterator[None]:
    """The program takes over garbage collection and the switch interval; the next test gets them back."""
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    gc.enable()
    gc.unfreeze()


def gone(what: Callable[[], list], patience: float = PATIENCE) -> list:
    """Waits until there is nothing left of `what`; returns what there still is after that."""
    limit = time.monotonic() + patience
    while (left := what()) and time.monotonic() < limit:
        time.sleep(0.005)
    return left


@pytest.fixture(autouse=True)
def _no_leaked_widgets(request: pytest.FixtureRequest, _same_interpreter: None) -> Iterator[None]:
    if not uses_qt(request):
        yield
        return
    from PySide6.QtWidgets import QApplication

    request.getfixturevalue("qapp")
    before = QApplication.topLevelWidgets()
    yield
    if request.node.stash.get(FAILED, False):
        return  # the traceback keeps the frames and what they hold alive: no fault of the test's own
    sweep_widgets(full=False)
    if QApplication.topLevelWidgets() != before:
        sweep_widgets(full=True)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    if left:
        names = ", ".join(f"{type(w).__name__} {w.objectName() or w.windowTitle()!r}" for w in left)
        pytest.fail(f"This test left widgets behind: {names}. Give them to qtbot.addWidget.", pytrace=False)


@pytest.fixture(autouse=True)
def _no_leaked_threads(_no_leaked_widgets: None) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = gone(lambda: [t for t in threading.enumerate() if t not in before and t.is_alive()])
    if left:
        names = ", ".join(
            f"{thread.name!r} ({'daemon' if thread.daemon else 'not daemon'})" for thread in left
        )
        pytest.fail(f"This test left threads running: {names}. Close the session in it.", pytrace=False)


def sweep_widgets(full: bool) -> None:
    """Lets go what is on its way out; the full sweep also finds what only a reference cycle still holds."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if full:
        gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
