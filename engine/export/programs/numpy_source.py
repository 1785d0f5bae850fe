"""The network as a NumPy program in course notation: X and A have one column per example."""

from engine.export.formula_code import Language
from engine.export.programs import text
from engine.model import Model, activation

FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sign")
LANGUAGE = Language(
    functions={name: f"np.{name}" for name in FUNCTIONS} | {"sigmoid": "sigmoid", "relu": "relu"},
    of_two={"min": "np.minimum({0}, {1})", "max": "np.maximum({0}, {1})"},
    with_number={"min": "np.minimum({0}, {1})", "max": "np.maximum({0}, {1})"},
)
# The functions g of Z, as they are written into the program where they are used.
G = {
    "sigmoid": "def sigmoid(Z):\n    return 0.5 * np.tanh(0.5 * Z) + 0.5",
    "tanh": "tanh = np.tanh",
    "relu": "def relu(Z):\n    return np.maximum(Z, 0)",
    "leaky_relu": "def leaky_relu(Z, alpha=0.01):\n    return np.maximum(alpha * Z, Z)",
    "elu": "def elu(Z, alpha=1.0):\n    return np.where(Z > 0, Z, alpha * np.expm1(np.minimum(Z, 0)))",
    "silu": "def silu(Z):\n    return Z * (0.5 * np.tanh(0.5 * Z) + 0.5)",
    "gelu": (
        "def gelu(Z):\n    k = (2 / np.pi) ** 0.5\n"
        "    return Z * (0.5 + 0.5 * np.tanh(k * Z * (1 + 0.044715 * Z * Z)))"
    ),
    "softplus": "def softplus(Z):\n    return np.logaddexp(Z, 0)",
    "softmax": (
        "def softmax(Z):\n    E = np.exp(Z - Z.max(axis=0))  # shifted, so that nothing overflows\n"
        "    return E / E.sum(axis=0)"
    ),
}
BATCH_NORM = """
def batch_norm(Z, gamma, beta, mean, variance):
    return gamma * ((Z - mean) / np.sqrt(variance + 1e-5)) + beta
"""
OUTPUT = {"binary": "sigmoid(Z)", "multiclass": "softmax(Z)", "regression": "Z"}


def encode(model: Model) -> bytes:
    """The content of the file."""
    parts = ("import sys\n\nimport numpy as np", text.constants(model), *_functions(model), _predict(model))
    return text.program(model, "NumPy", parts, _weights(model))


def _functions(model: Model) -> list[str]:
    """The functions that are needed, each once."""
    used = {activation(name).name for name in model.activations}
    used |= {"binary": {"sigmoid"}, "multiclass": {"softmax"}}.get(model.task, set())
    of_formulas = formulas(model)
    batch_norm = [BATCH_NORM] if model.statistics else []
    others = [G[name] for name in G if name in used and G[name] not in of_formulas]
    return [*others, *batch_norm, *of_formulas]


def formulas(model: Model) -> list[str]:
    """The function of the features and those that it calls; nothing where columns are all that there is."""
    own = text.features(model, LANGUAGE, "X[{0}]", "np.array({0})")
    return [*(G[name] for name in ("sigmoid", "relu") if f"{name}(" in own), own] if own else []


def _predict(model: Model) -> str:
    lines = [
        "def predict(rows):",
        f"    {text.documentation(model)}",
        "    X = np.asarray(rows, np.float64).T  # one column per example",
        f"    X = ({text.featured(model, 'X')} - np.c_[INPUT_MEAN]) / np.c_[INPUT_STD]",
        "    A = X.astype(DTYPE)",
        *(f"    A = {_layer(model, l, name)}" for l, name in enumerate(model.activations, start=1)),
        f"    Z = {_pre_activation(model, model.depth)}",
        f"    A = {OUTPUT[model.task]}",
        *(["    A = A * np.c_[TARGET_STD] + np.c_[TARGET_MEAN]"] if model.target else []),
        "    return A.T",
    ]
    return "\n".join(lines)


def _layer(model: Model, l: int, name: str) -> str:
    g = activation(name)
    Z = _pre_activation(model, l)
    if g.name == "linear":
        return Z
    values = name.partition("(")[2].rstrip(")")
    return f"{g.name}({Z}{', ' + values if values else ''})"


def _pre_activation(model: Model, l: int) -> str:
    if model.batch_norm(l):
        return f"batch_norm(W{l} @ A, gamma{l}, beta{l}, mean{l}, variance{l})"
    return f"W{l} @ A + b{l}"


def _weights(model: Model) -> str:
    heading = "# The weights: W1 (n[1], n[0]), b1 (n[1], 1), ...\n"
    return heading + text.tensors(model, "np.array(", f", np.{model.dtype})")
