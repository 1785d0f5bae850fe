"""Logits and gradients of any network are those of PyTorch's automatic differentiation, in float64.

Both the readable mathematics and the lowered step are held against it.
"""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS, Elu, LeakyRelu
from engine.flat import flatten, unpack
from engine.gradient_checking import lowered_gradient
from engine.initializers import INITIALIZERS
from engine.layers import Dense, Output
from engine.losses import LOSSES, Huber
from tests.engine.oracle import Twin, distance
from tests.engine.textbook import make_dataset, make_trainer

LAMBDA = st.sampled_from([None, None, 0.0, 0.3])
SHARED = {"initializer": st.sampled_from([None, *INITIALIZERS.values()]), "l1": LAMBDA, "l2": LAMBDA}
HIDDEN = st.builds(
    Dense,
    st.integers(1, 64),
    st.sampled_from([*ACTIVATIONS.values(), LeakyRelu(0.3), Elu(0.4), Elu(2.5)]),
    batch_norm=st.booleans(),
    **SHARED,
)
EXPERIMENT = st.fixed_dictionaries(
    {
        "layers": st.lists(HIDDEN, max_size=5).map(tuple),
        "output": st.builds(Output, **SHARED),
        "loss": st.sampled_from([*LOSSES.values(), Huber(0.2)]),
        "label_smoothing": st.sampled_from([0.0, 0.1]),
        "l1": st.sampled_from([0.0, 0.2]),
        "l2": st.sampled_from([0.0, 0.7]),
        "seed": st.integers(0, 10**6),
    }
)


def trainer_in_mid_air(fields, n, m):
    """Weights as drawn; biases, gamma and beta as if trained, so that no unit sits on the kink of a ReLU."""
    loss, rng = fields["loss"], np.random.default_rng(fields["seed"])
    smoothing = fields["label_smoothing"] if "cross_entropy" in loss.name else 0.0
    dataset = make_dataset(loss.tasks[0], n=n, m=m, seed=fields["seed"])
    trainer = make_trainer(dataset, **fields | {"label_smoothing": smoothing, "batch_size": None})
    drawn = {k: p if k[0] == "W" else p + 0.3 * rng.standard_normal(p.shape) for k, p in parameters(trainer)}
    trainer.load(drawn)
    return trainer


def parameters(trainer):
    return trainer.parameters.items()


def is_well_conditioned(trainer):
    """Whether no layer with weights divides by a spread that is itself rounding.

    A unit that is alike for all examples (behind a layer of zero weights, say) has sigma^2 = 1e-33 instead of
    0; batch norm then multiplies rounding by 1 / sqrt(eps) = 316 in each such layer, in PyTorch as here.
    """
    caches = trainer.network.forward(trainer.parameters, trainer.problem.inputs["train"])
    spreads = [
        cache.normalized.variance.min()
        for l, cache in enumerate(caches, start=1)
        if cache.normalized is not None and trainer.parameters[f"W{l}"].any()
    ]
    return min(spreads, default=1.0) > 1e-8


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(fields=EXPERIMENT, n=st.integers(1, 6), m=st.integers(2, 33))
def test_logits_and_gradients_are_those_of_autograd(fields, n, m):
    trainer = trainer_in_mid_air(fields, n, m)
    assume(is_well_conditioned(trainer))
    network, theta, twin = trainer.network, trainer.parameters, Twin(trainer)
    X, Y = trainer.problem.inputs["train"], trainer.problem.targets["train"]
    Z, expected = twin.logits(), twin.gradients()
    assert distance({"Z": network.forward(theta, X)[-1].Z}, {"Z": Z}) < 1e-10
    assert distance(network.gradients(theta, X, Y), expected) < 1e-10
    lowered = lowered_gradient(network, flatten(network, theta), X, Y)
    assert distance(unpack(network, lowered), expected) < 1e-10
    trainer.runner.begin_epoch(1)
    trainer.runner.run(1)
    ((lowered_Z, _),) = trainer.runner.buffers.outputs()
    order = trainer.runner.buffers.order
    assert distance({"Z": lowered_Z[0]}, {"Z": Z[:, order]}) < 1e-10


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(fields=EXPERIMENT, m=st.integers(2, 33))
def test_the_cost_is_that_of_torch(fields, m):
    """Without batch norm the cost that is shown and the one that is trained are the same."""
    plain = tuple(
        Dense(layer.units, layer.activation, initializer=layer.initializer, l1=layer.l1, l2=layer.l2)
        for layer in fields["layers"]
    )
    trainer = trainer_in_mid_air(fields | {"layers": plain}, 3, m)
    found, J = trainer.evaluate("train"), Twin(trainer).cost().item()
    assert found is not None
    assert abs(found.cost - J) < 1e-12 * abs(J)
