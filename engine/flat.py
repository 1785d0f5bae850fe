"""All parameters in one flat vector, so that an optimiser updates the whole network with a few calls.

Layer by layer comes a block (n[l-1] + 1, n[l]): the transposed weights with the bias as last row, so that Z,
[dW; db] and dA are each one product. A batch-normalised layer has no bias row. At the end come gamma and beta
of each such layer. K networks at once are a vector each, (K, n): every view then has the axis of the
networks first.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import batch_norm
from engine.activations import Array
from engine.errors import ExperimentError
from engine.network import Network, Parameters, layer_of


def blocks(network: Network, flat: Array) -> list[Array]:
    """Views (n[l-1] + 1, n[l]) into a flat vector, one per layer; without the bias row under batch norm."""
    views, start = [], 0
    for (n_out, n_in), layer in zip(network.shapes, network.layers, strict=True):
        rows = n_in if layer.batch_norm else n_in + 1
        views.append(flat[..., start : start + rows * n_out].reshape(*flat.shape[:-1], rows, n_out))
        start += rows * n_out
    return views


def scales(network: Network, flat: Array) -> dict[int, tuple[Array, Array]]:
    """Views gamma[l], beta[l] (n[l],) into a flat vector, by the number l of each batch-normalised layer."""
    start = network.n_parameters - 2 * sum(network.sizes[l] for l in network.normalized)
    views = {}
    for l in network.normalized:
        n = network.sizes[l]
        views[l] = flat[..., start : start + n], flat[..., start + n : start + 2 * n]
        start += 2 * n
    return views


def views(network: Network, flat: Array) -> Parameters:
    """W1, b1, ... in course shapes as views into a flat vector: a change shows on both sides."""
    named: Parameters = {}
    gammas = scales(network, flat)
    for l, block in enumerate(blocks(network, flat), start=1):
        if l in gammas:
            gamma, beta = gammas[l]
            named |= {f"W{l}": block.mT, f"gamma{l}": gamma[..., None], f"beta{l}": beta[..., None]}
        else:
            named |= {f"W{l}": block[..., :-1, :].mT, f"b{l}": block[..., -1:, :].mT}
    return named


def unpack(network: Network, flat: Array) -> Parameters:
    """A flat vector as copies W1, b1, ... in course shapes."""
    return {name: np.array(view, order="C") for name, view in views(network, flat).items()}


def pack(network: Network, parameters: Parameters, flat: Array) -> None:
    """Write W1, b1, ... in course shapes into a flat vector."""
    for name, view in views(network, flat).items():
        view[:] = parameters[name]


def flatten(network: Network, parameters: Parameters) -> Array:
    """W1, b1, ... in course shapes as a new flat vector of their dtype."""
    flat: Array = np.empty(network.n_parameters, parameters["W1"].dtype)
    pack(network, parameters, flat)
    return flat


def fill(network: Network, values: Parameters, dtype: Any) -> Array:
    """A flat vector from numbers that broadcast to the parameters they are named after; 0 where none is."""
    flat = np.zeros(network.n_parameters, dtype)
    with np.errstate(over="ignore"):
        for name, view in views(network, flat).items():
            view[...] = values.get(name, 0)
    return flat


def layer_numbers(network: Network) -> NDArray[np.int64]:
    """To which layer, 1 ... L, each place of the flat vector belongs."""
    numbers = {name: np.array(layer_of(name)) for name in network.parameter_shapes}
    return fill(network, numbers, np.float64).astype(np.int64)


def statistics_of(network: Network, averages: Array) -> Parameters:
    """Running averages (2, N) as mean1, variance1, ... (n[l], 1) of each batch-normalised layer."""
    named: Parameters = {}
    start = 0
    for l in network.normalized:
        mean, variance = averages[:, start : start + network.sizes[l], None]
        named |= {f"mean{l}": mean.copy(), f"variance{l}": variance.copy()}
        start += network.sizes[l]
    return named


def fold(network: Network, flat: Array, averages: Array, into: Array) -> None:
    """Write the parameters of `network.inference` into a flat vector: batch norm folded into W and b."""
    folded, start = blocks(network.inference, into), 0
    gammas = scales(network, flat)
    for l, (block, target) in enumerate(zip(blocks(network, flat), folded, strict=True), start=1):
        if l not in gammas:
            target[:] = block
            continue
        mean, variance = averages[..., start : start + network.sizes[l]]
        start += network.sizes[l]
        scale, target[..., -1, :] = batch_norm.fold(*gammas[l], mean, variance)
        np.multiply(block, scale[..., None, :], target[..., :-1, :])


def averages_of(network: Network, statistics: Parameters, dtype: Any) -> Array:
    """The other way round: mean1, variance1, ... as running averages (2, N)."""
    columns = [
        np.stack([statistics[f"mean{l}"], statistics[f"variance{l}"]])[..., 0] for l in network.normalized
    ]
    return np.concatenate([np.zeros((2, 0)), *columns], axis=1).astype(dtype)


def check_fit(arrays: Parameters, shapes: dict[str, tuple[int, int]], dtype: Any) -> None:
    """Raises ExperimentError where names, shapes or numbers do not fit a network of that precision."""
    if set(arrays) != set(shapes):
        raise ExperimentError(f"This network has {', '.join(shapes)}; {', '.join(arrays)} came.")
    for name, shape in shapes.items():
        value = np.asarray(arrays[name])
        if value.shape != shape:
            raise ExperimentError(f"{name} is {shape} in this network, but {value.shape} came.")
        with np.errstate(over="ignore"):
            finite = np.isfinite(value.astype(dtype)).all()
        if not finite:
            raise ExperimentError(f"{name} holds a number that is not finite as {np.dtype(dtype).name}.")
