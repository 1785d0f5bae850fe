"""Words beside the marks of the cost curve: none is lost only because it is long."""

import pytest
from PySide6.QtGui import QFontMetricsF

from playground.theme import font
from playground.widgets.marks import labels

WIDTH = 200.0
LONG = "smoothing 0.2, clip 1, patience 20, augmentation jitter rotation reflection"


@pytest.fixture
def metrics(qapp) -> QFontMetricsF:
    return QFontMetricsF(font("axis", 500))


@pytest.mark.parametrize("x", [0.0, 50.0, 100.0, 150.0, 200.0])
def test_a_long_text_is_cut_to_the_wider_side(metrics, x):
    ((place, text),) = labels([(x, LONG)], WIDTH, metrics)
    assert text.endswith("…")
    assert text[:10] == LONG[:10]
    assert place.left() >= 0
    assert place.right() <= WIDTH


def test_a_short_text_stays_whole(metrics):
    assert [text for _, text in labels([(20.0, "α 0.01"), (190.0, "m 16")], WIDTH, metrics)] == [
        "α 0.01",
        "m 16",
    ]


def test_what_would_meet_another_is_left_out(metrics):
    assert [text for _, text in labels([(20.0, "α 0.01"), (22.0, "m 16")], WIDTH, metrics)] == ["α 0.01"]
