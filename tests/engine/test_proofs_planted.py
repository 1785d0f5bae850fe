"""An error planted in any one line of the lowered forward and backward pass with batch norm is seen."""

import re

import pytest

from engine.activations import Gelu, Relu, Sigmoid
from engine.gradient_checking import gradient_check
from engine.layers import Dense
from engine.step import Step
from tests.engine.textbook import make_dataset, make_trainer

NETS = {
    "all": (Dense(4, Gelu(), batch_norm=True), Dense(3, Sigmoid(), batch_norm=True)),
    "some": (Dense(4, Relu(), batch_norm=True), Dense(3, Gelu()), Dense(3, Sigmoid(), batch_norm=True)),
}
# Any shift of softmax is right, and running averages have no part in the gradient.
UNSEEN = ("largest", "multiply(averages", "add(averages")


def spoil(line):
    """The same line with a wrong result r / 2 + 1: the operand that a call writes is its last one.

    Bits that let a derivative through or not become others.
    """
    target = re.sub(r"^out=", "", line.removesuffix(")").rsplit(", ", 1)[1])
    if target.endswith("_bits"):
        return f"{line}; negative({target}, {target})"
    return f"{line}; multiply({target}, half, {target}); add({target}, one, {target})"


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
@pytest.mark.parametrize("net", NETS)
def test_an_error_in_any_line_is_seen(monkeypatch, task, net):
    """Inputs are not normalised: with a mean of 0, an error that shifts dZ would leave no trace in dW1."""
    trainer = make_trainer(
        make_dataset(task, n=3, m=15), layers=NETS[net], l1=0.2, l2=0.3, seed=5, normalize=False
    )
    write = Step.gradient_lines
    right = write(trainer.runner.step)
    places = [k for k, line in enumerate(right) if not line.startswith(UNSEEN)]
    of_batch_norm = [k for k in places if re.search(r"gamma|beta|scale|mean|variance|N\d|work", right[k])]
    assert len(of_batch_norm) >= 2 * 15
    for k in places:

        def lines(step, wrong=k):
            return [spoil(line) if n == wrong else line for n, line in enumerate(write(step))]

        monkeypatch.setattr(Step, "gradient_lines", lines)
        check = gradient_check(trainer)
        assert (check.verdict, right[k]) == ("a bug", right[k])
        assert check.readable_difference < 1e-7
    monkeypatch.setattr(Step, "gradient_lines", write)
    assert gradient_check(trainer).difference < 1e-7
