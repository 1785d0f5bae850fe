"""A project that is saved is the old one or the new one, whatever happens in between."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import ExportError
from engine.files import LEFT_BEHIND, replacing
from engine.project import open_project
from tests.engine.project.kill_while_saving import two_projects

TIMES = 200
OLD, NEW = two_projects()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the old one is."""
    path = tmp_path / "mine.nnplay"
    path.write_bytes(OLD)
    return path


def save(path: Path) -> None:
    with replacing(path) as temporary:
        temporary.write_bytes(NEW)


def assert_old(path: Path) -> None:
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == [path.name]
    assert open_project(path).trainer.epoch == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children that are killed are forked")
def test_killed_at_any_moment_no_file_is_lost(tmp_path: Path):
    program = [sys.executable, "-m", "tests.engine.project.kill_while_saving", str(tmp_path), str(TIMES), "1"]
    found = subprocess.run(program, capture_output=True, text=True, timeout=300, check=True)
    assert int(found.stdout) == TIMES


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("call", ["open", "fsync", "replace", "write"])
def test_every_refusal_of_the_system_leaves_the_old_file(path: Path, monkeypatch, call: str, error: int):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    owner, name = (Path, "write_bytes") if call == "write" else (os, call)
    monkeypatch.setattr(owner, name, refuse)
    with pytest.raises(ExportError, match=os.strerror(error)):
        save(path)
    monkeypatch.undo()
    assert_old(path)


def test_a_disk_that_is_full_in_the_middle_leaves_the_old_file(path: Path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(NEW) // 2, limits[1]))
        with pytest.raises(ExportError, match="was not written"):
            save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert_old(path)


def test_what_a_killed_program_left_behind_is_tidied_up_by_the_next_save(path: Path):
    left, other = (path.with_name(f".{name}.0123.tmp") for name in (path.name, "other"))
    young = path.with_name(f".{path.name}.4567.tmp")
    for file in (left, young, other):
        file.write_bytes(b"half")
    long_ago = left.stat().st_mtime - 2 * LEFT_BEHIND
    for file in (left, other):
        os.utime(file, (long_ago, long_ago))
    save(path)
    assert path.read_bytes() == NEW
    assert not left.exists()
    assert young.exists()
    assert other.exists()
