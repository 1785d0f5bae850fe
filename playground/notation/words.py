"""What stands in the equations besides matrices: the names of activations, the losses and their slopes."""

from engine.activations import Activation
from engine.losses import Loss
from engine.network import Network
from playground.notation.markup import of

FUNCTIONS = {"relu": "relu", "leaky_relu": "leaky relu", "linear": ""}
LOSSES = {
    "binary_cross_entropy": "−(y log a + (1 − y) log(1 − a))",
    "categorical_cross_entropy": "−Σ y log a",
    "squared_error": "½ (a − y)²",
    "sigmoid_squared_error": "½ (a − y)²",
    "huber": "½ e² for |e| ≤ d, else d (|e| − ½ d), with e = a − y",
}
OUTPUTS = {"sigmoid": "sigmoid", "softmax": "softmax", "linear": ""}


def function(g: Activation) -> str:
    """The name of g in an equation; "" for the identity."""
    return FUNCTIONS.get(g.name, g.name)


def applied(name: str, to: str) -> str:
    """g(Z), or Z alone."""
    return f"{name}({to})" if name else to


def activated(network: Network, l: int) -> str:
    """What A[l] is computed as, dropout included."""
    seen = of("Z̃" if network.layers[l - 1].batch_norm else "Z", l)
    if l == network.depth:
        return applied(OUTPUTS[network.loss.output_label], seen)
    return applied(function(network.activations[l - 1]), seen) + dropped(network, l)


def dropped(network: Network, l: int) -> str:
    """* D[l] / keep_prob, where layer l has dropout."""
    keep = network.keep_probs[l] if l < network.depth else 1.0
    return f" * {of('D', l)} / {keep:g}" if keep < 1 else ""


def slope_at_output(loss: Loss, L: int) -> str:
    """dZ[L] of the loss."""
    difference = f"{of('A', L)} − Y"
    match loss.name:
        case "sigmoid_squared_error":
            return f"({difference}) * {of('A', L)} * (1 − {of('A', L)})"
        case "huber":
            return f"clip({difference}, −d, d)"
    return difference


def penalty(network: Network) -> str:
    """What is added to the mean loss in J."""
    lambdas = [network.lambdas(l) for l in range(1, network.depth + 1)]
    first = " + λ₁/2m Σ |w|" if any(l1 for l1, _ in lambdas) else ""
    return first + (" + λ/2m Σ ‖W‖²" if any(l2 for _, l2 in lambdas) else "")


def penalty_slope(network: Network, l: int) -> str:
    """What is added to dW[l]."""
    l1, l2 = network.lambdas(l)
    first = f" + λ₁/2m sign({of('W', l)})" if l1 else ""
    return first + (f" + λ/m {of('W', l)}" if l2 else "")
