"""The losses: worked by hand, finite for any logit, and the derivative of what they claim to be.

The lowered lines are held to the readable mathematics, and both to torch where it is installed.
"""

from typing import get_args

import msgspec
import numpy as np
import pytest

from engine.data.dataset import Task
from engine.errors import ExperimentError
from engine.losses import DEFAULT_LOSSES, LOSSES, AnyLoss, Huber, SigmoidSquaredError
from engine.plan import UFUNCS

BINARY, MULTICLASS, REGRESSION = (
    DEFAULT_LOSSES["binary"],
    DEFAULT_LOSSES["multiclass"],
    DEFAULT_LOSSES["regression"],
)


def test_binary_cross_entropy_is_that_of_the_course():
    y, z = np.array([1, 0, 1]), np.array([[0.3, -1.2, 2.0]])
    a = 1 / (1 + np.exp(-z[0]))
    by_hand = -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum()
    assert BINARY.total(z, BINARY.encode(y, 2)) == pytest.approx(by_hand, rel=1e-14)


def test_categorical_cross_entropy_is_minus_the_log_of_the_right_class():
    z = np.array([[5.0], [2.0], [-1.0], [3.0]])
    cost = MULTICLASS.total(z, MULTICLASS.encode(np.array([3]), 4))
    assert np.exp(-cost) == pytest.approx(0.114, abs=5e-4)


def test_squared_error_is_half_the_square():
    assert REGRESSION.total(np.array([[3.0, 1.0]]), REGRESSION.encode(np.array([1.0, 1.5]), 0)) == 2.125


def test_targets_are_encoded_as_the_step_wants_them():
    assert BINARY.encode(np.array([0, 1]), 2).tolist() == [[-1, 1]]
    assert MULTICLASS.encode(np.array([2, 0]), 3).tolist() == [[0, 1], [0, 0], [1, 0]]
    assert REGRESSION.encode(np.array([2.5, -1]), 0).tolist() == [[2.5, -1]]


def test_output_units_follow_the_task():
    assert (BINARY.units(2), MULTICLASS.units(5), REGRESSION.units(0)) == (1, 5, 1)


N_CLASSES = {"binary": 2, "multiclass": 4, "regression": 0}
ALL = [*LOSSES.values(), Huber(0.3)]


def example(loss, m=6, smoothing=0.0, dtype=np.float64):
    """Logits and encoded targets of a task that the loss is for."""
    rng, classes = np.random.default_rng(3), N_CLASSES[loss.tasks[0]]
    y = rng.integers(0, classes, m) if classes else rng.standard_normal(m)
    Z = 2 * rng.standard_normal((loss.units(classes), m))
    return Z.astype(dtype), loss.smooth(loss.encode(y, classes), smoothing).astype(dtype)


def cases():
    for loss in ALL:
        yield pytest.param(loss, *example(loss), id=repr(loss))
        if loss.label == "cross-entropy":
            yield pytest.param(loss, *example(loss, smoothing=0.2), id=f"{loss.name}, smoothed")


@pytest.mark.parametrize(("loss", "Z", "Y"), list(cases()))
def test_delta_is_the_derivative_of_the_total(loss, Z, Y):
    eps, slopes = 1e-6, np.empty_like(Z)
    for i in np.ndindex(Z.shape):
        nudge = np.zeros_like(Z)
        nudge[i] = eps
        slopes[i] = (loss.total(Z + nudge, Y) - loss.total(Z - nudge, Y)) / (2 * eps)
    np.testing.assert_allclose(loss.delta(Z, Y), slopes, atol=1e-9)


@pytest.mark.parametrize(("loss", "Z", "Y"), list(cases()))
def test_total_of_many_mini_batches_is_the_sum_of_their_totals(loss, Z, Y):
    stack = np.stack([Z, Z[:, ::-1]]), np.stack([Y, Y[:, ::-1]])
    assert loss.total(*stack) == pytest.approx(2 * loss.total(Z, Y))


def lowered_delta(loss, Z, Y):
    """dZ by the lines that the training step is made of."""
    scalars = {"zero": 0.0, "half": 0.5, "one": 1.0} | loss.constants
    names = UFUNCS | {name: np.array(value, Z.dtype) for name, value in scalars.items()}
    scratch = {"D": np.full_like(Z, np.nan), "E": np.full_like(Z, np.nan), "S": np.empty_like(Z[:1])}
    for line in loss.delta_ops:
        names["sum_units"] = np.ones((1, len(Z)), Z.dtype).dot
        exec(line.format(Z="Z", Y="Y", D="D", E="E", S="S"), names | scratch | {"Z": Z, "Y": Y})
    return scratch["D"] / loss.delta_scale


@pytest.mark.parametrize(("loss", "Z", "Y"), list(cases()))
def test_the_lowered_delta_is_the_readable_one(loss, Z, Y):
    np.testing.assert_allclose(lowered_delta(loss, Z, Y), loss.delta(Z, Y), rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("loss", ALL, ids=repr)
def test_large_logits_overflow_nowhere(loss, dtype):
    Z, Y = example(loss, dtype=dtype)
    Z = (1e4 * np.sign(Z)).astype(dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        deltas = [loss.delta(Z, Y), lowered_delta(loss, Z, Y)]
        assert np.isfinite(loss.total(Z, Y))
        assert np.isfinite(loss.output(Z)).all()
    for delta in deltas:
        assert delta.dtype == dtype
        assert np.isfinite(delta).all()


@pytest.mark.parametrize("z", [1e2, 1e3, 1e4])
def test_cross_entropy_stays_right_for_large_logits_in_float32(z):
    logits = np.array([[z, -z]], np.float32)
    assert BINARY.total(logits, np.array([[1.0, -1.0]], np.float32)) == pytest.approx(0)
    assert BINARY.total(logits, np.array([[-1.0, 1.0]], np.float32)) == pytest.approx(2 * z)
    three = np.array([[z], [0.0], [-z]], np.float32)
    losses = [
        MULTICLASS.total(three, MULTICLASS.encode(np.array([c]), 3).astype(np.float32)) for c in range(3)
    ]
    assert losses == pytest.approx([0, z, 2 * z])


def test_squared_error_behind_a_sigmoid_is_half_the_square_of_the_probability():
    y, z = np.array([1, 0, 1]), np.array([[0.3, -1.2, 2.0]])
    loss, a = SigmoidSquaredError(), 1 / (1 + np.exp(-z[0]))
    Y = loss.encode(y, 2)
    assert loss.total(z, Y) == pytest.approx(0.5 * ((a - y) ** 2).sum(), rel=1e-14)
    assert loss.delta(z, Y)[0] == pytest.approx((a - y) * a * (1 - a), rel=1e-14)


def test_squared_error_behind_a_sigmoid_is_not_convex_and_cross_entropy_is():
    """The second difference of the cost over the logit of one positive example."""
    z = np.linspace(-6, 6, 121)

    def bends(loss):
        return np.diff([loss.total(np.array([[v]]), np.array([[1.0]])) for v in z], 2)

    assert bends(SigmoidSquaredError()).min() < -1e-4
    assert bends(BINARY).min() > 0


def test_huber_is_a_parabola_up_to_the_threshold_and_a_line_beyond():
    loss = Huber(2.0)
    costs = [loss.total(np.array([[e]]), np.zeros((1, 1))) for e in (0.0, 1.0, -2.0, 3.0, -5.0)]
    assert costs == [0.0, 0.5, 2.0, 4.0, 8.0]
    assert loss.delta(np.array([[1.0, 3.0, -5.0]]), np.zeros((1, 3))).tolist() == [[1, 2, -2]]


class TestLabelSmoothing:
    def test_it_moves_targets_towards_all_classes_alike(self):
        codes = BINARY.smooth(BINARY.encode(np.array([0, 1]), 2), 0.25)
        assert codes.tolist() == [[-0.75, 0.75]]
        one_hot = MULTICLASS.smooth(MULTICLASS.encode(np.array([2, 0]), 4), 0.2)
        np.testing.assert_allclose(one_hot.T, [[0.05, 0.05, 0.85, 0.05], [0.85, 0.05, 0.05, 0.05]])

    def test_two_classes_are_smoothed_alike_in_both_encodings(self):
        """A code t is the target (1 + t) / 2, and the cost that of these two probabilities."""
        y, z = np.array([0, 1, 1]), np.array([[0.7, -2.0, 1.0]])
        Y = BINARY.smooth(BINARY.encode(y, 2), 0.1)
        two = MULTICLASS.smooth(MULTICLASS.encode(y, 2), 0.1)
        assert (1 + Y[0]) / 2 == pytest.approx(two[1])
        assert BINARY.total(z, Y) == pytest.approx(MULTICLASS.total(np.stack([0 * z[0], z[0]]), two))

    @pytest.mark.parametrize("loss", ALL, ids=repr)
    def test_a_share_of_zero_changes_nothing(self, loss):
        _, Y = example(loss)
        np.testing.assert_array_equal(loss.smooth(Y, 0.0), Y)

    @pytest.mark.parametrize("loss", [BINARY, MULTICLASS], ids=repr)
    def test_the_answer_stays_the_likeliest_and_the_targets_as_they_were(self, loss):
        Z, Y = example(loss, 50)
        kept = Y.copy()
        assert loss.correct(Z, loss.smooth(Y, 0.9)) == loss.correct(Z, Y)
        np.testing.assert_array_equal(Y, kept)

    @pytest.mark.parametrize("loss", [SigmoidSquaredError(), REGRESSION, Huber()], ids=repr)
    def test_it_belongs_to_cross_entropy(self, loss):
        with pytest.raises(ExperimentError, match=rf"belongs to cross-entropy, .* is {loss.label}\. Set it"):
            loss.smooth(np.ones((1, 2)), 0.1)

    @pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
    def test_an_impossible_share_is_refused(self, share):
        with pytest.raises(ExperimentError, match=rf"at least 0 and below 1, not {share:g}\."):
            BINARY.smooth(np.ones((1, 2)), share)


class TestTorch:
    """torch.nn.functional in float64, summed over the examples."""

    def assert_same(self, loss, Z, Y, of_torch):
        torch = pytest.importorskip("torch")
        logits = torch.tensor(Z, requires_grad=True)
        cost = of_torch(torch.nn.functional, logits)
        cost.backward()
        assert loss.total(Z, Y) == pytest.approx(cost.item(), rel=1e-12)
        np.testing.assert_allclose(loss.delta(Z, Y), logits.grad.numpy(), rtol=1e-11, atol=1e-14)

    @pytest.mark.parametrize("threshold", [0.3, 1.0, 2.5])
    def test_huber(self, threshold):
        torch, loss = pytest.importorskip("torch"), Huber(threshold)
        Z, Y = example(loss, 40)
        target = torch.tensor(Y)
        self.assert_same(loss, Z, Y, lambda F, z: F.huber_loss(z, target, reduction="sum", delta=threshold))

    @pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
    def test_categorical_cross_entropy_with_label_smoothing(self, smoothing):
        torch = pytest.importorskip("torch")
        Z, one_hot = example(MULTICLASS, 40)
        classes = torch.tensor(one_hot.argmax(axis=0))
        Y = MULTICLASS.smooth(one_hot, smoothing)
        self.assert_same(
            MULTICLASS,
            Z,
            Y,
            lambda F, z: F.cross_entropy(z.T, classes, reduction="sum", label_smoothing=smoothing),
        )

    @pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
    def test_binary_cross_entropy_with_soft_targets(self, smoothing):
        torch = pytest.importorskip("torch")
        Z, Y = example(BINARY, 40, smoothing)
        target = torch.tensor((1 + Y) / 2)
        self.assert_same(
            BINARY, Z, Y, lambda F, z: F.binary_cross_entropy_with_logits(z, target, reduction="sum")
        )

    def test_squared_error_behind_a_sigmoid(self):
        torch, loss = pytest.importorskip("torch"), SigmoidSquaredError()
        Z, Y = example(loss, 40)
        target = torch.tensor((1 + Y) / 2)
        self.assert_same(loss, Z, Y, lambda F, z: 0.5 * F.mse_loss(torch.sigmoid(z), target, reduction="sum"))


def test_every_task_has_losses_and_its_usual_one_is_among_them():
    for task in get_args(Task):
        fitting = [loss for loss in LOSSES.values() if task in loss.tasks]
        assert DEFAULT_LOSSES[task] in fitting
        assert len({loss.label for loss in fitting}) == len(fitting)


def test_names_are_those_of_the_command_line():
    assert list(LOSSES) == [
        "binary_cross_entropy",
        "categorical_cross_entropy",
        "squared_error",
        "sigmoid_squared_error",
        "huber",
    ]


@pytest.mark.parametrize("loss", ALL, ids=repr)
def test_a_loss_is_written_and_read_back(loss):
    assert msgspec.json.decode(msgspec.json.encode(loss), type=AnyLoss) == loss


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("inf"), float("nan")])
def test_huber_refuses_a_threshold_that_is_not_positive(threshold):
    with pytest.raises(ExperimentError, match=rf"threshold above 0, not {threshold:g}\. The usual one is 1"):
        Huber(threshold)


def test_correct_counts_the_examples_on_the_right_side():
    assert BINARY.correct(np.array([[2.0, -1.0, 0.5, -3.0]]), np.array([[1, 1, -1, -1]])) == 2
    Z = np.array([[1.0, 0.0, 5.0], [0.0, 3.0, 4.0], [-1.0, 2.0, 6.0]])
    assert MULTICLASS.correct(Z, MULTICLASS.encode(np.array([0, 1, 1]), 3)) == 2
    assert REGRESSION.correct(Z, Z) is None


def test_logit_zero_is_predicted_as_the_first_class():
    assert BINARY.correct(np.zeros((1, 3)), np.array([[-1, -1, 1]])) == 2
