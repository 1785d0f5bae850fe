"""What a few typed letters find, and what comes first."""

import pytest

from playground.finder.matching import score

WORDS = (
    "Add layer",
    "Duplicate layer",
    "Move layer left",
    "Remove layer",
    "Undo add dense layer 2",
    "Play",
    "Same start",
    "Export weights…",
    "Logarithmic cost axis",
    "Leaky ReLU",
)


def points(typed: str, words: str, tip: str = "") -> float:
    found = score(typed, words, tip)
    assert found is not None
    return found


def first(typed: str) -> str:
    scored = [(found, words) for words in WORDS if (found := score(typed, words)) is not None]
    return max(scored)[1] if scored else ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("add", "Add layer"),
        ("dup", "Duplicate layer"),
        ("mll", "Move layer left"),
        ("left", "Move layer left"),
        ("layer left", "Move layer left"),
        ("left layer", "Move layer left"),
        ("REM", "Remove layer"),
        ("play", "Play"),
        ("ss", "Same start"),
        ("expwei", "Export weights…"),
        ("lca", "Logarithmic cost axis"),
        ("relu", "Leaky ReLU"),
        ("zzz", ""),
        ("layer zzz", ""),
        ("yalp", ""),
    ],
)
def test_the_best_comes_first(typed, words):
    assert first(typed) == words


def test_letters_at_word_starts_and_side_by_side_count_more():
    assert points("sc", "Same colour") > points("sc", "Discretise")
    assert points("sta", "Same start") > points("sta", "Substitute a")
    assert points("dl", "Duplicate layer") > points("dl", "Bundle")


def test_a_tip_counts_less_than_the_words_and_only_by_whole_beginnings():
    tip = "Choose what bends the output."
    assert points("bend", "Activation…", tip) > 0
    assert points("bend", "Bend it") > points("bend", "Activation…", tip)
    assert score("wbo", "Activation…", tip) is None
    assert points("act bend", "Activation…", tip) > 0


def test_with_nothing_typed_everything_fits():
    assert all(score(typed, words) is not None for words in WORDS for typed in ("", "  "))
