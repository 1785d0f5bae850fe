"""A safetensors file is the state_dict of the torch network that its documentation describes."""

from functools import partial

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.activations import Activation
from engine.data import compute
from engine.export import FORMATS
from engine.model import Model, activation
from tests.engine.export.random_models import N_INPUTS, models

torch = pytest.importorskip("torch")
nn = torch.nn

TWINS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "silu": nn.SiLU,
    "gelu": partial(nn.GELU, "tanh"),
    # From the threshold on torch takes the identity; the usual 20 would cost 2e-9.
    "softplus": partial(nn.Softplus, threshold=40),
    "linear": nn.Identity,
}
OUTPUTS = {"binary": torch.sigmoid, "multiclass": partial(torch.softmax, dim=1), "regression": nn.Identity()}
# In units of the largest prediction.
TOLERANCE = {"float32": 1e-5, "float64": 1e-12}
X = np.random.default_rng(3).normal(0, 2, (N_INPUTS, 11))


def twin(g: Activation):
    return TWINS[g.name](*msgspec.structs.astuple(g))


def sequential(model: Model):
    """The nn.Sequential that the file is for."""
    modules = []
    for l in range(1, model.depth + 1):
        n, n_before = model.parameters[f"W{l}"].shape
        modules.append(nn.Linear(n_before, n, bias=not model.batch_norm(l)))
        modules += [nn.BatchNorm1d(n)] if model.batch_norm(l) else []
        modules += [twin(activation(model.activations[l - 1]))] if l < model.depth else []
    return nn.Sequential(*modules).to(getattr(torch, model.dtype)).eval()


def predictions(net, model: Model):
    """What torch makes of X, in the target's units."""
    inputs = model.normalizer.apply(compute(model.features, X)).astype(model.dtype)
    with torch.no_grad():
        A = OUTPUTS[model.task](net(torch.tensor(inputs.T))).numpy().T
    return A if model.target is None else A * model.target.std + model.target.mean


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(models())
def test_torch_loads_it_strictly_and_predicts_the_same(tmp_path_factory, model):
    from safetensors.torch import load_file

    path = tmp_path_factory.mktemp("w") / "w.safetensors"
    path.write_bytes(FORMATS[".safetensors"].encode(model))
    net = sequential(model)
    state = load_file(path)
    net.load_state_dict(state, strict=True)
    assert {name: tensor.dtype for name, tensor in state.items()} == {
        name: tensor.dtype for name, tensor in net.state_dict().items()
    }
    theirs, ours = predictions(net, model), model.predict(X)
    assert theirs.shape == ours.shape
    assert np.abs(theirs - ours).max() <= TOLERANCE[model.dtype] * max(1.0, np.abs(theirs).max())


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(models())
def test_what_torch_saves_in_this_layout_is_read(tmp_path_factory, model):
    """Weights that torch has changed come back, also where it has counted mini-batches."""
    from safetensors.torch import load_file, save_file

    path = tmp_path_factory.mktemp("w") / "w.safetensors"
    path.write_bytes(FORMATS[".safetensors"].encode(model))
    state = {name: tensor + 1 for name, tensor in load_file(path).items()}
    save_file(state, path, metadata=metadata(path))
    back = FORMATS[".safetensors"].read(path)
    for name, tensor in model.tensors.items():
        assert np.array_equal(back.tensors[name], tensor + 1)


def metadata(path):
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        return file.metadata()
