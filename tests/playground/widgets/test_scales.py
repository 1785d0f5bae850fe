"""Numbers on a slider: positions and values lead back to each other; text is read or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.widgets.scales import Limits, Linear, Log, plain, read_number, thousands

RATE = Log(1e-5, 10)
NOISE = Linear(0, 0.5, 0.01)


@given(st.integers(0, RATE.steps))
def test_log_positions_come_back(position: int) -> None:
    assert RATE.position(RATE.value(position)) == position


@given(st.integers(0, NOISE.steps))
def test_linear_positions_come_back(position: int) -> None:
    assert NOISE.position(NOISE.value(position)) == position


def test_the_ends_of_a_scale_are_its_limits() -> None:
    assert (RATE.value(0), RATE.value(RATE.steps)) == (1e-5, 10)
    assert (NOISE.value(0), NOISE.value(NOISE.steps)) == (0, 0.5)
    assert RATE.position(1e9) == RATE.steps


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03, "0.03"),
        (1e-5, "0.00001"),
        (10.0, "10"),
        (-0.5, "\u22120.5"),
        (0.004, "0.004"),
        (1e-9, "1e\u22129"),
        (1e-6, "1e\u22126"),
        (1e9, "1e9"),
        (250_000.0, "250000"),
        (0.99999, "0.99999"),
        (1.0001, "1.0001"),
    ],
)
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert plain(value) == text
    assert read_number(text) == value


def test_typed_values_between_the_steps_keep_their_digits() -> None:
    assert NOISE.text(0.125) == "0.125"
    assert NOISE.text(0.2) == "0.20"


def test_thousands_are_parted() -> None:
    assert thousands(2140) == "2\u2009140"
    assert read_number(thousands(2140)) == 2140


@pytest.mark.parametrize("text", ["", "abc", "1..2", "nan", "inf", "1e999", "--3"])
def test_what_is_no_number_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"Learning rate must be a number from 0\.00001 to 10, not"):
        Limits("Learning rate", 1e-5, 10).read(text)


@pytest.mark.parametrize("text", ["9", "100001", "12.5"])
def test_numbers_outside_the_limits_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Samples must be a whole number from 10 to 100\u2009000"):
        Limits("Samples", 10, 100_000, whole=True).read(text)


@pytest.mark.parametrize(("text", "value"), [("0,5", 0.5), (" 3e-2 ", 0.03), ("1e1", 10.0)])
def test_usual_ways_to_write_a_number_are_read(text: str, value: float) -> None:
    assert Limits("Learning rate", 1e-5, 10).read(text) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_written_in_a_way_that_is_read_again(value: float) -> None:
    """Only a whole number looks like one."""
    again = read_number(plain(value))
    assert again == pytest.approx(value, rel=1e-3, abs=0)
    assert abs(value) < 0.5 or (again == round(again)) == (value == round(value))
