"""The files that tell a desktop of the program are sound, and are put where it looks for them."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from engine.project import SUFFIX
from engine.project.archive import MIMETYPE

ROOT = Path(__file__).parents[1]
DESKTOP = ROOT / "assets" / "desktop"


def checked(*command: str) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not here")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_menu_entry_is_sound() -> None:
    checked("desktop-file-validate", str(DESKTOP / "neural-playground.desktop"))


def test_the_description_for_software_centres_is_sound() -> None:
    checked("appstreamcli", "validate", "--no-net", str(DESKTOP / "neural-playground.metainfo.xml"))


def test_the_type_of_project_files_is_the_one_that_they_carry() -> None:
    name = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = ET.parse(DESKTOP / "neural-playground-mime.xml").getroot().findall(f"{name}mime-type")
    assert kind.get("type", "").encode() == MIMETYPE
    (glob,) = kind.findall(f"{name}glob")
    assert glob.get("pattern") == f"*{SUFFIX}"
    entry = (DESKTOP / "neural-playground.desktop").read_text()
    assert f"MimeType={MIMETYPE.decode()};" in entry


def test_make_puts_them_where_a_desktop_looks(tmp_path: Path) -> None:
    if shutil.which("make") is None or not (ROOT / ".venv" / "ready-to-run").exists():
        pytest.skip("no make, or not a set-up checkout")
    command = ["make", "-C", str(ROOT), "install-desktop", f"DESTDIR={tmp_path}", "PREFIX=/usr"]
    subprocess.run(command, capture_output=True, check=True)
    share = tmp_path / "usr" / "share"
    entry = (share / "applications" / "neural-playground.desktop").read_text()
    program = next(line for line in entry.splitlines() if line.startswith("Exec=")).split("=")[1].split()[0]
    assert Path(program).name == "nnplay-gui"
    assert Path(program).is_absolute()
    assert (share / "mime" / "packages" / "neural-playground.xml").exists()
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / "neural-playground.svg").exists()
