"""A dev set from elsewhere is warned of quietly, with numbers and histograms; a random split is not."""

import numpy as np
import pytest
from PySide6.QtCore import QSettings

from engine.data import Circle, Table
from engine.experiment import Experiment
from playground.widgets.twin_histogram import TwinHistogram


@pytest.fixture
def table(tmp_path) -> Table:
    """Dev lengths are 2.2 longer than those of train; the table has its own split."""
    rng = np.random.default_rng(1)
    lines = ["length,split,kind"]
    for i in range(300):
        part = ("train", "dev", "test")[i % 3]
        lines.append(f"{rng.normal(0.1) + 2.2 * (part == 'dev')},{part},{'ab'[i // 3 % 2]}")
    path = tmp_path / "drift.csv"
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
