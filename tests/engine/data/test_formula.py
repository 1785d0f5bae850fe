"""Formulas mean what mathematics says, have one spelling, and nothing that is typed does any harm."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.data.formula import MAX_LENGTH, canonical, parse
from engine.data.formula_tree import FUNCTIONS, OF_MANY
from engine.errors import DataError
from engine.experiment import Experiment

X = np.array([[0.3, -1.2, 2.5], [1.5, 0.7, -0.4]])
SIGNS = "+-*/^(),. x12eE3" + "²₂·−×π"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1+2*x1", lambda a, b: 1 + 2 * a),
        ("x1-x2-1", lambda a, b: a - b - 1),
        ("x1/x2/2", lambda a, b: a / b / 2),
        ("-x1^2", lambda a, b: -(a**2)),
        ("2^-x1", lambda a, b: 2.0**-a),
        ("2^3^2*x1", lambda a, b: 512 * a),
        ("x1**2", lambda a, b: a**2),
        ("x₁² · x₂ − 1", lambda a, b: a**2 * b - 1),
        ("min(x1, x2, 0)", lambda a, b: np.minimum(np.minimum(a, b), 0)),
        ("max(x1, x2)", np.maximum),
        ("sigmoid(x1)+relu(x2)", lambda a, b: 1 / (1 + np.exp(-a)) + np.maximum(b, 0)),
        ("sin(pi*x1)*exp(e)", lambda a, b: np.sin(np.pi * a) * math.exp(math.e)),
        ("sqrt(abs(x1))*sign(x2)", lambda a, b: np.sqrt(abs(a)) * np.sign(b)),
        (
            "tan(x1)+cos(x1)+tanh(x1)+log(x2+2)",
            lambda a, b: np.tan(a) + np.cos(a) + np.tanh(a) + np.log(b + 2),
        ),
        ("1.5e-1*x1 + .5", lambda a, b: 0.15 * a + 0.5),
        ("+x1", lambda a, b: a),
    ],
)
def test_a_formula_means_what_mathematics_says(text, value):
    with np.errstate(all="ignore"):
        assert parse(text, 2).evaluate(X) == pytest.approx(value(*X), rel=1e-14)


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        (" sin( 3.0 * x1 )*x2", "sin(3*x1)*x2"),
        ("x1**2", "x1^2"),
        ("((x1))", "x1"),
        ("x1-(x2-1)", "x1-(x2-1)"),
        ("(x1-x2)-1", "x1-x2-1"),
        ("x1/(x2*3)", "x1/(x2*3)"),
        ("(x1^2)^3", "(x1^2)^3"),
        ("x1^(2^3)", "x1^2^3"),
        ("(-x1)^2", "(-x1)^2"),
        ("-(x1^2)", "-x1^2"),
        ("π*x₁²", "pi*x1^2"),
        ("x1*0.10", "x1*0.1"),
    ],
)
def test_equal_formulas_have_one_spelling(typed, spelled):
    assert canonical(typed, 2) == spelled
    assert parse(spelled, 2) == parse(typed, 2)
    assert Experiment(features=("x2", typed)) == Experiment(features=("x2", spelled))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A formula is expected, such as sin(3*x1)*x2."),
        ("sin(3*x1", 'After "sin(3*x1" a closing bracket is missing, for the one opened at character 4.'),
        ("sin(", 'After "sin(" a number, a column such as x1, a function or a bracket is expected'),
        ("x3+1", "There is no x3 (character 1); these data have x1 and x2."),
        ("1+X1", "Did you mean x1?"),
        ("sine(x1)", "There is no sine (character 1)"),
        ("sine(x1)", "Did you mean sin?"),
        ("sin x1", 'After "sin" (character 1) an opening bracket is expected, as in sin(x1).'),
        ("3x1", 'After "3" an operator such as * or + is expected, but "x1" (character 2) came.'),
        ("x1+", 'After "x1+" a number, a column such as x1, a function or a bracket is expected, but the'),
        ("*x1", "At the beginning a number"),
        ("x1)", "The bracket closed at character 3 was never opened."),
        ("x1 ? 2", '"?" (character 4) cannot stand in a formula.'),
        ("min(x1)", "min compares two values or more, as in min(x1, 2)."),
        (
            "sin(x1,x2)",
            'After "sin(x1" an operator or a closing bracket is expected, but "," (character 7) came.',
        ),
        ("1e999*x1", "1e999 (character 1) is beyond all numbers."),
        ("9^9^9^9", "9^9^9^9 is the same for every example; name a column such as x1 in it."),
        ("((((((", "is expected, but the formula ends."),
        ("(" * 100 + "x1" + ")" * 97, "A formula is nested at most 24 deep"),
        ("-" * 190 + "x1", "A formula is nested at most 24 deep"),
        ("x1" + "+x1" * 90, "A formula has at most 200 characters, and this one has 272."),
        ("x1.__class__", '"." (character 3) cannot stand in a formula'),
        ("__import__('os')", "cannot stand in a formula"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, sentence):
    with pytest.raises(DataError) as refused:
        parse(text, 2)
    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 250
    assert "\n" not in str(refused.value)


def test_a_tower_of_powers_is_infinite_at_once():
    with np.errstate(all="ignore"):
        assert np.isposinf(parse("9^9^9^9^9^9*abs(x1)", 2).evaluate(X)).all()


pieces = st.sampled_from([*FUNCTIONS, *OF_MANY, "x1", "x2", "x3", "pi", "(", ")", *SIGNS, "9", "1e3"])


@given(
    st.one_of(
        st.text(max_size=40), st.lists(pieces, max_size=60).map("".join), st.text("()-^x1", max_size=300)
    )
)
@example("((((((")
@example("9^9^9^9")
@example("9^9^9^9^9^9*x1")
@example("x" + "1" * 190)
@example("١*x1")
@example("\ud800")
@settings(max_examples=400, deadline=None)
def test_whatever_is_typed_gives_a_formula_or_a_sentence(text):
    try:
        tree = parse(text, 2)
    except DataError:
        return
    with np.errstate(all="ignore"):
        value = tree.evaluate(X)
    assert value.shape == (3,)
    assert len(str(tree)) <= MAX_LENGTH
    again = parse(str(tree), 2)
    assert (again, str(again)) == (tree, str(tree))
    with np.errstate(all="ignore"):
        assert np.array_equal(again.evaluate(X), value, equal_nan=True)
