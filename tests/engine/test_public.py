"""What `engine` offers to a Python program, and the README's example of it, run as it stands there."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).parents[2]


def example():
    section = (ROOT / "README.md").read_text("utf-8").split("## From Python\n")[1].split("\n## ")[0]
    code = re.search(r"(?:^(?: {4}.*)?\n)+", section.lstrip("\n"), re.MULTILINE)
    assert code is not None
    return textwrap.dedent(code[0]).strip()


def fresh(program):
    """What a new interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_example_of_the_readme_runs():
    printed = fresh(example())
    assert printed.startswith("Metrics(cost=")
    assert printed.endswith("(4, 2) (4, 2)\ngreat\n")


def test_the_example_has_ten_lines_at_most_besides_the_import():
    lines = [line for line in example().splitlines() if line and not line.startswith("from ")]
    assert len(lines) <= 10


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_name_is_there(name):
    assert getattr(engine, name).__name__ == name
    assert name in dir(engine)


def test_the_list_of_names_and_their_homes_agree():
    assert sorted(engine._HOMES) == sorted(engine.__all__)


def test_no_public_name_is_that_of_a_module():
    """Importing the module would put it in the place of the name."""
    modules = {path.stem for path in (ROOT / "engine").iterdir()}
    assert modules.isdisjoint(engine.__all__)


def test_the_package_alone_loads_nothing():
    program = "import sys, engine; print([m for m in sys.modules if m.startswith(('engine.', 'numpy'))])"
    assert fresh(program) == "[]\n"


@pytest.mark.parametrize("name", ["Graph", "gradient_check", "Trainer", "Dense", "ewa"])
def test_any_name_may_come_first(name):
    assert fresh(f"from engine import {name}; print({name}.__name__)") == f"{name}\n"


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'Trainr'"):
        engine.__getattr__("Trainr")
