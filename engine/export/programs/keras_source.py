"""The network as a Keras program: a Sequential model that is filled with the weights.

The features and their normalisation are computed by NumPy in float64, because Keras computes in float32,
which loses the digits of columns far from zero. The same precision is the only one offered for the weights.
"""

from engine.export.programs import numpy_source, text
from engine.model import Model, activation

IMPORTS = "import sys\n\nimport keras\nimport numpy as np"
# What stands for g behind a Dense layer without one, {0} being its value where it has one. Keras calls the
# exact GELU "gelu", and softplus is a sum of exponentials that no backend shortens.
G = {
    "sigmoid": 'keras.layers.Activation("sigmoid")',
    "tanh": 'keras.layers.Activation("tanh")',
    "relu": 'keras.layers.Activation("relu")',
    "leaky_relu": "keras.layers.LeakyReLU(negative_slope={0})",
    "elu": "keras.layers.ELU(alpha={0})",
    "silu": 'keras.layers.Activation("silu")',
    "gelu": "keras.layers.Activation(lambda Z: keras.ops.gelu(Z, approximate=True))",
    "softplus": 'keras.layers.Activation("softplus")',
}
OUTPUT = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}


def encode(model: Model) -> bytes:
    """The content of the file."""
    formulas = numpy_source.formulas(model)
    parts = (IMPORTS, text.constants(model), _network(model), *formulas, _predict(model))
    return text.program(model, "Keras 3 and NumPy", parts, _weights(model))


def _network(model: Model) -> str:
    layers = [f"keras.Input(({len(model.features)},))"]
    for l in range(1, model.depth + 1):
        n, batch_norm = len(model.parameters[f"W{l}"]), model.batch_norm(l)
        layers.append(f"keras.layers.Dense({n}{', use_bias=False' if batch_norm else ''})")
        layers += ["keras.layers.BatchNormalization(epsilon=1e-5)"] if batch_norm else []
        layers += _activation(model.activations[l - 1]) if l < model.depth else []
    layers.append(f'keras.layers.Activation("{OUTPUT[model.task]}")')
    return "net = keras.Sequential(\n    [\n" + "".join(f"        {line},\n" for line in layers) + "    ]\n)"


def _activation(name: str) -> list[str]:
    g = activation(name)
    values = [repr(getattr(g, field)) for field in g.__struct_fields__]
    return [] if g.name == "linear" else [G[g.name].format(*values)]


def _predict(model: Model) -> str:
    lines = [
        "def predict(rows):",
        f"    {text.documentation(model)}",
        "    X = np.asarray(rows, np.float64).T  # one column per example",
        f"    X = ({text.featured(model, 'X')} - np.c_[INPUT_MEAN]) / np.c_[INPUT_STD]",
        "    A = keras.ops.convert_to_numpy(net(X.T.astype(DTYPE), training=False))",
        *(["    A = A * np.array(TARGET_STD) + np.array(TARGET_MEAN)"] if model.target else []),
        "    return A",
    ]
    return "\n".join(lines)


def _weights(model: Model) -> str:
    """The tensors in course shapes; Keras keeps its kernels transposed and its vectors flat."""
    heading = "# The weights: W1 (n[1], n[0]), b1 (n[1], 1), ...\n"
    given = "".join(f"        {_value(name)},\n" for name in _in_order(model))
    return heading + text.tensors(model) + f"\nnet.set_weights(\n    [\n{given}    ]\n)"


def _in_order(model: Model) -> list[str]:
    """The tensors as Keras lists them."""
    names: list[str] = []
    for l in range(1, model.depth + 1):
        kinds = ("W", "gamma", "beta", "mean", "variance") if model.batch_norm(l) else ("W", "b")
        names += [f"{kind}{l}" for kind in kinds]
    return names


def _value(name: str) -> str:
    array = f"np.array({name}, DTYPE)"
    return f"{array}.T" if name.startswith("W") else f"{array}.ravel()"
