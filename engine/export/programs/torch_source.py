"""The network as a PyTorch program: an nn.Sequential that is filled with the weights, strictly."""

from engine.export.formula_code import Language
from engine.export.programs import text
from engine.export.tensors import layout
from engine.model import Model, activation

NAMES = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu", "sign")
LANGUAGE = Language(
    functions={name: f"torch.{name}" for name in NAMES},
    of_two={"min": "torch.minimum({0}, {1})", "max": "torch.maximum({0}, {1})"},
    with_number={"min": "torch.clamp({0}, max={1})", "max": "torch.clamp({0}, min={1})"},
)
# Modules for g, {0} being its value where it has one. From the threshold on Softplus is the identity; the
# usual 20 would cost 2e-9.
G = {
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU({0})",
    "elu": "nn.ELU({0})",
    "silu": "nn.SiLU()",
    "gelu": 'nn.GELU(approximate="tanh")',
    "softplus": "nn.Softplus(threshold=40)",
    "linear": "nn.Identity()",
}
OUTPUT = {"binary": "torch.sigmoid(Z)", "multiclass": "torch.softmax(Z, dim=1)", "regression": "Z"}
IMPORTS = "import sys\n\nimport numpy as np\nimport torch\nfrom torch import nn"


def encode(model: Model) -> bytes:
    """The content of the file."""
    formulas = text.features(model, LANGUAGE, "X[:, {0}]", "torch.stack({0}, dim=1)")
    parts = (IMPORTS, text.constants(model), _network(model), formulas, _predict(model))
    return text.program(model, "PyTorch and NumPy", filter(None, parts), _weights(model))


def module(name: str) -> str:
    """The module of an activation by its name in the file."""
    g = activation(name)
    return G[g.name].format(*(repr(getattr(g, field)) for field in g.__struct_fields__))


def _network(model: Model) -> str:
    modules: list[str] = []
    for l in range(1, model.depth + 1):
        n, before = model.parameters[f"W{l}"].shape
        batch_norm = model.batch_norm(l)
        modules.append(f"nn.Linear({before}, {n}{', bias=False' if batch_norm else ''})")
        modules += [f"nn.BatchNorm1d({n}, eps=1e-5)"] if batch_norm else []
        modules += [module(model.activations[l - 1])] if l < model.depth else []
    lines = "".join(f"    {line},\n" for line in modules)
    return f"net = nn.Sequential(\n{lines}).to(torch.{model.dtype})  # gives the logits"


def _predict(model: Model) -> str:
    lines = [
        "@torch.no_grad()",
        "def predict(rows):",
        f"    {text.documentation(model)}",
        "    X = torch.as_tensor(np.array(rows, np.float64))",
        "    mean, std = X.new_tensor(INPUT_MEAN), X.new_tensor(INPUT_STD)",
        f"    X = ({text.featured(model, 'X')} - mean) / std",
        f"    Z = net(X.to(torch.{model.dtype}))",
        f"    A = {OUTPUT[model.task]}",
        *(["    A = A * X.new_tensor(TARGET_STD) + X.new_tensor(TARGET_MEAN)"] if model.target else []),
        "    return A",
    ]
    return "\n".join(lines)


def _weights(model: Model) -> str:
    """The tensors in course shapes, and how they become a state_dict."""
    heading = "# The weights: W1 (n[1], n[0]), b1 (n[1], 1), ...\n"
    names = layout(model.batch_norm(l) for l in range(1, model.depth + 1))
    lines = "".join(f'        "{theirs}": {_value(ours)},\n' for theirs, ours in names.items())
    new = "new_tensor = net[0].weight.new_tensor"
    filled = f"net.load_state_dict(\n    {{\n{lines}    }}\n)\nnet.eval()"
    return f"{heading}{text.tensors(model)}\n{new}\n{filled}"


def _value(ours: str) -> str:
    if ours.startswith("batches"):
        return "torch.tensor(0)"
    flat = "" if ours.startswith("W") else ".flatten()"
    return f"new_tensor({ours}){flat}"
