"""What is still missing before painted points can be learned, and that nothing else is ever held back."""

import pytest

from engine.data import Circle, Painted, Split, Table
from engine.data.painted import Point
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.readiness import missing

TWO = Painted(points=(Point(0, 0, 0, 0), Point(1, 1, 1, 0)))
LATE = Painted(points=(Point(0, 0, 0, 1), Point(1, 1, 1, 1)))  # the second ones of their classes


def test_other_data_lack_nothing_even_where_they_cannot_be_had():
    assert missing(Experiment(data=Circle())) == ""
    assert missing(Experiment(data=Table(path="nowhere.csv", target="y"))) == ""


@pytest.mark.parametrize(
    ("experiment", "word"),
    [
        (Experiment(data=TWO), ""),
        (Experiment(data=Painted()), "two classes"),
        (Experiment(data=Painted(points=TWO.points[:1])), "another class"),
        (Experiment(data=LATE, split=Split(train=0.01, dev=0.98, test=0.01)), "training part"),
        (Experiment(data=TWO, early_stopping=EarlyStopping()), "dev"),
    ],
)
def test_one_sentence_says_what_painted_points_lack(experiment, word):
    sentence = missing(experiment)
    assert word in sentence
    assert bool(sentence) == bool(word)
