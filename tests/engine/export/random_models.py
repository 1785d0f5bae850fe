"""Random models as training could leave them, for the tests of what becomes of them in a file."""

import msgspec
import numpy as np
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.data import Normalizer
from engine.losses import DEFAULT_LOSSES
from engine.model import Model, Parameters, activation_name

# Those with values are there a second time, with others than the usual.
EVERY_ACTIVATION = tuple(
    dict.fromkeys(
        activation_name(h)
        for g in ACTIVATIONS.values()
        for h in (g, type(g)(*(value / 2 for value in msgspec.structs.astuple(g))))
    )
)
CLASSES = {"binary": ("no", "yes"), "multiclass": ("a", "b", "c"), "regression": ()}
N_INPUTS = 3


def layer(l, shape, batch_norm, rng):
    """Parameters and statistics of one layer, of a size that keeps signals alive."""
    W = rng.standard_normal(shape) / np.sqrt(shape[1])
    column = (shape[0], 1)
    if not batch_norm:
        return {f"W{l}": W, f"b{l}": rng.standard_normal(column)}, {}
    parameters = {
        f"W{l}": W,
        f"gamma{l}": rng.uniform(0.5, 2, column),
        f"beta{l}": rng.standard_normal(column),
    }
    return parameters, {f"mean{l}": rng.standard_normal(column), f"variance{l}": rng.uniform(0.5, 2, column)}


def network(sizes, batch_norms, dtype, rng):
    """Parameters and statistics of layers between these numbers of units, in `dtype`."""
    parameters: Parameters = {}
    statistics: Parameters = {}
    for l, (shape, batch_norm) in enumerate(
        zip(zip(sizes[1:], sizes, strict=False), batch_norms, strict=True), 1
    ):
        learned, gathered = layer(l, shape, batch_norm, rng)
        parameters |= {name: tensor.astype(dtype) for name, tensor in learned.items()}
        statistics |= {name: tensor.astype(dtype) for name, tensor in gathered.items()}
    return parameters, statistics


def normalizer(n, rng):
    return Normalizer(rng.normal(0, 10, (n, 1)), rng.uniform(0.1, 5, (n, 1)))


@st.composite
def models(draw, dtypes=("float32", "float64")):
    """A model of depth 1 to 6, of any task, with and without batch normalisation and normalisers."""
    task, rng = draw(st.sampled_from(list(CLASSES))), np.random.default_rng(draw(st.integers(0, 10**6)))
    hidden = draw(
        st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.sampled_from(EVERY_ACTIVATION)), max_size=5)
    )
    n_outputs = DEFAULT_LOSSES[task].units(len(CLASSES[task]))
    sizes = [N_INPUTS, *(units for units, _, _ in hidden), n_outputs]
    dtype = draw(st.sampled_from(dtypes))
    parameters, statistics = network(sizes, [*(bn for _, bn, _ in hidden), False], dtype, rng)
    return Model(
        parameters=parameters,
        statistics=statistics,
        activations=tuple(name for _, _, name in hidden),
        task=task,
        features=("x1", "x3", "x2"),
        columns=("width", "größe, cm", "x"),
        classes=CLASSES[task],
        normalizer=normalizer(N_INPUTS, rng) if draw(st.booleans()) else Normalizer.identity(N_INPUTS),
        target=normalizer(1, rng) if task == "regression" and draw(st.booleans()) else None,
        seed=draw(st.integers(0, 2**32)),
        dtype=dtype,
    )
