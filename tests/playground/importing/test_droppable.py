"""What can be done with a file is decided by its name alone, and said before it is let go."""

from pathlib import Path

import pytest

from playground.importing.droppable import TABLES, droppable
from playground.importing.pasting import looks_like_table


@pytest.mark.parametrize("ending", [*TABLES, ".CSV"])
def test_tables_open_the_wizard(ending: str) -> None:
    offer = droppable([f"/somewhere/maize{ending}"])
    assert offer.kind == "table"
    assert f"maize{ending}" in offer.sentence


def test_folders_are_for_images(tmp_path: Path) -> None:
    offer = droppable([str(tmp_path)])
    assert offer.kind == "images"
    assert tmp_path.name in offer.sentence


@pytest.mark.parametrize("paths", [[], ["a.csv", "b.csv"], ["letter.docx"], ["noending"]])
def test_anything_else_is_told_what_can_be_dropped(paths: list[str]) -> None:
    offer = droppable(paths)
    assert offer.kind == "none"
    assert "CSV" in offer.sentence


@pytest.mark.parametrize(
    ("text", "is_table"),
    [
        ("a\tb\n1\t2\n", True),
        ("a;b\n1,5;2\n3;4", True),
        ("x,y\n1,2", True),
        ("x,y", False),
        ("hello\nworld", False),
        ("", False),
        ("one, two\nthree", False),
        ('{\n  "neural-playground": "layer",\n  "format": 1,\n}', False),
    ],
)
def test_a_table_is_told_from_other_text(text: str, is_table: bool) -> None:
    assert looks_like_table(text) == is_table
