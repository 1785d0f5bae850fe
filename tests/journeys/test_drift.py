"""A dev set from elsewhere is warned of quietly, with numbers and histograms; a random split is not."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings

from engine.data import Circle, Table
from engine.experiment import Experiment
from playground.widgets.twin_histogram import TwinHistogram


@pytest.fixture
def table(tmp_path) -> Table:
    return table_of("dev", tmp_path)


def table_of(odd: str, folder: Path) -> Table:
    """Lengths of the odd part are 2.2 longer than those of train; the table has its own split."""
    rng = np.random.default_rng(1)
    lines = ["length,split,kind"]
    for i in range(300):
        part = ("train", "dev", "test")[i % 3]
        lines.append(f"{rng.normal(0.1) + 2.2 * (part == odd)},{part},{'ab'[i // 3 % 2]}")
    path = folder / "drift.csv"
    path.write_text("\n".join(lines))
    return Table(path=str(path), target="kind")


def test_a_dev_set_from_elsewhere_is_warned_of(open_app, table):
    QSettings().setValue("first_steps/seen", True)
    user = open_app(Experiment(data=table, features=("x1",), layers=()))
    note = user.window.data.dividing.drift
    assert note.isVisible()
    assert note.words.text().startswith("length differs: train mean ")
    assert ", dev mean 2." in note.words.text()
    assert "(KS 0." in note.words.text()
    note.button.click()
    pictures = note._card.findChildren(TwinHistogram)
    assert [picture.accessibleName() + "." for picture in pictures] == [note.words.text()]
    assert not pictures[0].grab().isNull()
    note._card.hide()
    bar = user.window.data.dividing.bar
    assert not bar.isEnabled()  # the split is in the table
    assert bar.percents == (33, 34, 33)

    user.window.document.edit(Experiment(data=Circle(samples=100), layers=()), "data")
    user.until(lambda frame: True)
    assert note.isHidden()
    assert bar.isEnabled()
    assert bar.percents == (60, 20, 20)


def test_of_a_locked_test_part_only_the_columns_are_said(open_app, tmp_path):
    QSettings().setValue("first_steps/seen", True)
    user = open_app(Experiment(data=table_of("test", tmp_path), features=("x1",), layers=()))
    note, seal = user.window.data.dividing.drift, user.window.seal
    locked = "The test part differs from train in: length. How much is told once it is revealed."
    assert note.words.text() == locked
    assert note.accessibleName() == f"Warning: {locked}"
    assert note.button.isHidden()  # there is no picture to be seen yet
    seal.set_open(True)
    user.until(lambda frame: frame.test is not None)
    assert note.words.text().startswith("length differs: train mean ")
    assert ", test mean " in note.words.text()
    note.button.click()
    assert len(note._card.findChildren(TwinHistogram)) == 1
    seal.set_open(False)
    user.until(lambda frame: frame.test is None)
    assert note.words.text() == locked
    assert note._card.isHidden()
