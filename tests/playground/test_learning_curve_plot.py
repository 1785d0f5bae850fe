"""The picture of the learning curve: the length of the gap is written where no line goes through it."""

import numpy as np
import pytest

from engine.learning_curve import CurvePoint, LearningCurve
from playground.learning_curve.plot import CurvePlot
from tests.playground.recorder import texts_of

SIZES = (10, 20, 40, 80, 160)


def curve_of(train, dev) -> LearningCurve:
    rows = zip(SIZES, train, dev, strict=True)
    points = tuple(CurvePoint(m, t / 100, d / 100, 0.1, 0.1) for m, t, d in rows)
    return LearningCurve("misclassified", 100, 50, points)


@pytest.mark.parametrize(
    ("train", "dev"),
    [
        ((0, 0, 0, 0, 0), (9, 4, 1, 0, 0)),
        ((0, 0, 0, 0, 0), (9, 4, 2, 1, 1)),
        ((30, 31, 32, 31, 30), (34, 33, 32, 32, 32)),
        ((50, 49, 50, 50, 50), (50, 50, 50, 50, 50)),
        ((0, 0, 1, 1, 1), (40, 40, 38, 37, 36)),
        ((1, 1, 20, 1, 1), (40, 30, 20, 37, 36)),
    ],
)
def test_no_line_goes_through_the_words_of_the_gap(qtbot, train, dev):
    plot = CurvePlot()
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show()
    plot.show_curve(curve_of(train, dev), SIZES, log=True)
    plot.grab()
    lines = plot.lines
    (words,) = texts_of(lines._draw_gap)
    assert words.text.startswith("gap")
    assert lines.boundingRect().contains(words.rect)
    across = np.linspace(words.rect.left(), words.rect.right(), 50)
    for part in ("train", "dev"):
        heights = np.interp(across, *lines.places(part))
        assert not ((heights > words.rect.top()) & (heights < words.rect.bottom())).any(), part
