"""A layer with its live numbers as a NumPy program that runs as pasted, and checks itself at the end."""

from engine.activations import Activation, Array
from engine.batch_norm import EPS
from engine.dropout import LEVELS, threshold
from engine.workings import Workings

MOST = 100_000  # numbers; more would freeze an editor

# g(Z) and, where A = g(Z), g'(Z).
FUNCTIONS = {
    "sigmoid": ("1 / (1 + np.exp(-{Z}))", "{A} * (1 - {A})"),
    "tanh": ("np.tanh({Z})", "1 - {A} ** 2"),
    "relu": ("np.maximum({Z}, 0)", "1.0 * ({Z} > 0)"),
    "leaky_relu": ("np.where({Z} > 0, {Z}, {alpha} * {Z})", "np.where({Z} > 0, 1, {alpha})"),
    "elu": (
        "np.where({Z} > 0, {Z}, {alpha} * np.expm1(np.minimum({Z}, 0)))",
        "np.where({Z} < 0, {A} + {alpha}, 1)",
    ),
    "silu": ("{Z} / (1 + np.exp(-{Z}))", "1 / (1 + np.exp(-{Z})) + {A} * (1 - 1 / (1 + np.exp(-{Z})))"),
    "gelu": (
        "0.5 * {Z} * (1 + np.tanh(np.sqrt(2 / np.pi) * ({Z} + 0.044715 * {Z} ** 3)))",
        "0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * ({Z} + 0.044715 * {Z} ** 3))) + 0.5 * {Z}"
        " / np.cosh(np.sqrt(2 / np.pi) * ({Z} + 0.044715 * {Z} ** 3)) ** 2"
        " * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * {Z} ** 2)",
    ),
    "softplus": ("np.logaddexp(0, {Z})", "1 - np.exp(-{A})"),
    "linear": ("{Z}", "np.ones_like({Z})"),
}
# A[L] of the logits Z[L], L of each output and example, and dZ[L].
OUTPUTS = {
    "binary_cross_entropy": (
        "0.5 + 0.5 * np.tanh({Z} / 2)  # 1 / (1 + exp(-Z))",
        "np.logaddexp(0, {Z}) - Y * {Z}  # -(Y log A + (1 - Y) log(1 - A)), without overflow",
        "{A} - Y",
    ),
    "categorical_cross_entropy": (
        "np.exp({Z} - {Z}.max(axis=0)) / np.exp({Z} - {Z}.max(axis=0)).sum(axis=0)",
        "Y * (np.log(np.exp({Z} - {Z}.max(axis=0)).sum(axis=0)) - ({Z} - {Z}.max(axis=0)))",
        "{A} - Y",
    ),
    "squared_error": ("{Z}", "0.5 * ({A} - Y) ** 2", "{A} - Y"),
    "sigmoid_squared_error": (
        "0.5 + 0.5 * np.tanh({Z} / 2)  # 1 / (1 + exp(-Z))",
        "0.5 * ({A} - Y) ** 2",
        "({A} - Y) * {A} * (1 - {A})",
    ),
    "huber": (
        "{Z}",
        "np.where(np.abs({A} - Y) <= {d}, 0.5 * ({A} - Y) ** 2, {d} * (np.abs({A} - Y) - 0.5 * {d}))",
        "np.clip({A} - Y, -{d}, {d})",
    ),
}


def size(w: Workings, l: int) -> int:
    """How many numbers would stand in the program."""
    n, n_in = w.network.shapes[l - 1]
    after = w.network.sizes[l + 1] if l < w.network.depth else 1
    return 2 * n * (n_in + 1) + w.m * (n_in + 2 * n + after) + after * n


def program(w: Workings, l: int, epoch: int) -> str:
    """Layer l forward and backward for this mini-batch; it ends with asserts."""
    is_output = l == w.network.depth
    head = (
        f"# Layer {l} of {w.network.depth}: mini-batch {w.number} of {w.count}, m = {w.m}, at epoch {epoch}."
    )
    parts = [
        [head, "import numpy as np", ""],
        _given(w, l),
        ["", "# Forward", *_forward(w, l)],
        ["", "# Backward", *(_output_slope(w, l) if is_output else _hidden_slope(w, l)), *_gradients(w, l)],
        ["", "# What the window shows", *_asserts(w, l)],
        ["", f'print("Layer {l}: every number is as in the window.")', ""],
    ]
    return "\n".join(line for part in parts for line in part)


def array(name: str, numbers: Array) -> str:
    """A matrix as an assignment, with its shape."""
    rows = ",\n    ".join(str(row) for row in numbers.tolist())
    return f"{name} = np.array([\n    {rows},\n])  # {numbers.shape}"


def _given(w: Workings, l: int) -> list[str]:
    names = [name for name in (f"W{l}", f"b{l}", f"gamma{l}", f"beta{l}") if name in w.parameters]
    lines = [f"m = {w.m}", array(f"A{l - 1}", w.caches[l - 1].A_in)]
    lines += [array(name, w.parameters[name]) for name in names]
    if l == w.network.depth:
        return [*lines, array("Y", w.Y)]
    if _drops(w, l):
        kept = threshold(w.network.keep_probs[l]) / LEVELS
        D = (w.caches[l - 1].mask > 0).astype(int)  # type: ignore[union-attr]
        lines += [array(f"D{l}", D), f"keep_prob{l} = {kept!r}  # {w.network.keep_probs[l]:g}"]
    after = w.slopes[l].dZ
    return [*lines, array(f"W{l + 1}", w.parameters[f"W{l + 1}"]), array(f"dZ{l + 1}", after)]


def _drops(w: Workings, l: int) -> bool:
    return l < w.network.depth and w.network.keep_probs[l] < 1


def _seen(w: Workings, l: int) -> str:
    """The name of what g sees."""
    return f"Z_tilde{l}" if w.network.layers[l - 1].batch_norm else f"Z{l}"


def _forward(w: Workings, l: int) -> list[str]:
    if not w.network.layers[l - 1].batch_norm:
        lines = [f"Z{l} = W{l} @ A{l - 1} + b{l}"]
    else:
        lines = [
            f"Z{l} = W{l} @ A{l - 1}",
            f"mu{l} = Z{l}.mean(axis=1, keepdims=True)",
            f"root{l} = np.sqrt(Z{l}.var(axis=1, keepdims=True) + {EPS!r})",
            f"Z_norm{l} = (Z{l} - mu{l}) / root{l}",
            f"Z_tilde{l} = gamma{l} * Z_norm{l} + beta{l}",
        ]
    if l == w.network.depth:
        A, L, _ = (_filled(form, w, l) for form in OUTPUTS[w.network.loss.name])
        return [*lines, f"A{l} = {A}", f"L = {L}", "J = L.sum() / m  # and the penalty, if there is one"]
    value, slope = (_filled(form, w, l) for form in FUNCTIONS[w.network.activations[l - 1].name])
    lines += [f"A{l} = {value}", f"slope{l} = {slope}  # g'"]
    return lines + ([f"A{l} = A{l} * D{l} / keep_prob{l}"] if _drops(w, l) else [])


def _filled(form: str, w: Workings, l: int) -> str:
    g: Activation = w.network.layers[l - 1].activation
    alpha, d = getattr(g, "alpha", 0.0), w.network.loss.constants.get("huber", 0.0)
    return form.format(Z=_seen(w, l), A=f"A{l}", alpha=repr(alpha), d=repr(d))


def _output_slope(w: Workings, l: int) -> list[str]:
    return [f"dZ{l} = {_filled(OUTPUTS[w.network.loss.name][2], w, l)}"]


def _hidden_slope(w: Workings, l: int) -> list[str]:
    drop = f" * D{l} / keep_prob{l}" if _drops(w, l) else ""
    lines = [f"dA{l} = W{l + 1}.T @ dZ{l + 1}", f"d{_seen(w, l)} = dA{l}{drop} * slope{l}"]
    if not w.network.layers[l - 1].batch_norm:
        return lines
    return [
        *lines,
        f"dgamma{l} = (dZ_tilde{l} * Z_norm{l}).sum(axis=1, keepdims=True) / m",
        f"dbeta{l} = dZ_tilde{l}.sum(axis=1, keepdims=True) / m",
        f"dZ{l} = gamma{l} / root{l} * (dZ_tilde{l} - dbeta{l} - Z_norm{l} * dgamma{l})",
    ]


def _gradients(w: Workings, l: int) -> list[str]:
    l1, l2 = w.network.lambdas(l)
    penalty = (f" + {l2!r} / m * W{l}" if l2 else "") + (f" + {l1!r} / (2 * m) * np.sign(W{l})" if l1 else "")
    lines = [f"dW{l} = dZ{l} @ A{l - 1}.T / m{penalty}"]
    has_bias = f"b{l}" in w.parameters
    return lines + ([f"db{l} = dZ{l}.sum(axis=1, keepdims=True) / m"] if has_bias else [])


def _asserts(w: Workings, l: int) -> list[str]:
    A = w.outputs if l == w.network.depth else w.caches[l].A_in
    own = [name for name in (f"W{l}", f"b{l}", f"gamma{l}", f"beta{l}") if name in w.parameters]
    pairs = [(f"A{l}", A), *((f"d{name}", w.gradients[name]) for name in own)]
    lines = [array(f"{name}_shown", numbers) for name, numbers in pairs]
    lines += [f"assert np.allclose({name}, {name}_shown, atol=1e-9), {name}" for name, _ in pairs]
    is_output = l == w.network.depth
    return lines + ([f"assert np.isclose(J, {w.data_cost!r}), J"] if is_output else [])
