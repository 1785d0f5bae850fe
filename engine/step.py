"""One training step, lowered: forward, backward, penalty, update, each a line on preallocated memory.

Gradients are in sum form: G = c * dW with c = m * delta_scale, so that no line divides by m; the optimiser's
rate takes c back. What an experiment does not ask for has no line.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from engine import batch_norm, dropout, regularizers
from engine.activations import Array
from engine.flat import blocks, fill, layer_numbers, scales
from engine.memory import Memory
from engine.network import Network
from engine.optimizers import Optimizer
from engine.plan import (
    UFUNCS,
    Names,
    Pool,
    activate,
    activation_names,
    bits,
    compile_source,
    fill_in,
    product_names,
    scalar,
    with_suffix,
    write_source,
)
from engine.products import product

# So many parameters with their gradients and moments stay in the cache while they are updated.
BLOCK = 2**16
WHOLE = 2**16


class Step:
    """One training step for mini-batches of `m` examples, lowered.

    `run(batches)` takes tuples (X, X.dot, Y, Z, *scalars): inputs (n[0] + 1, m) with their ones (without them
    where the first layer has batch norm and so no bias), encoded targets and the place for the logits
    (n[L], m), and the optimiser's scalars as 0-d arrays. `shrink` brings the gradients of a shorter last
    mini-batch to the scale of a full one; `clip_norm` is the largest norm a gradient keeps.
    """

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer,
        memory: Memory,
        m: int,
        shrink: float = 1.0,
        clip_norm: float | None = None,
    ) -> None:
        self.network, self.optimizer, self.memory, self.m = network, optimizer, memory, m
        self.shrink, self.clip_norm = shrink, clip_norm
        names = self._layer_names() | self._backward_names()
        # D / keep_prob (n[l], m) of the last mini-batch, by column l where units are dropped.
        self.masks = {l: names[f"mask{l}"] for l, keep in enumerate(network.keep_probs) if keep < 1}
        update, vectors = self._update()
        loop, lines = ", ".join(("X", "X_dot", "Y", "Z", *optimizer.scalars)), self.gradient_lines() + update
        self.source = write_source(loop, lines, names | vectors)
        self.run = compile_source(self.source, names | vectors)

    # -- names: what the lines work with ------------------------------------------------------------

    def _layer_names(self) -> Names:
        network, P, m = self.network, self.memory.P, self.m
        self.pool = Pool(network, m, P.dtype, True, P.shape[:-1])
        names = UFUNCS | activation_names(network, P.dtype) | product_names(network, P) | self.pool.names()
        if network.normalized:
            names |= batch_norm.common_names(m, P.dtype) | self.memory.statistics.names(1 / self.shrink)
        for l, keep_prob in enumerate(network.keep_probs):
            if keep_prob < 1 and l:
                names |= dropout.names(l, keep_prob, names[f"A{l}"], self.memory.masks)
        return names | self._input_names()

    def _input_names(self) -> Names:
        """X0 is X with inputs dropped, laid out one example after another as X is; its ones stay ones."""
        if self.network.input_keep_prob == 1:
            return {}
        n, dtype = self.network.n_inputs, self.memory.P.dtype
        rows: Array = np.ones((self.m, n + (not self.network.layers[0].batch_norm)), dtype)
        names = dropout.names(0, self.network.input_keep_prob, rows[:, :n], self.memory.masks)
        return names | {
            "X0": rows.T,
            "X0_dot": rows.T.dot,
            "X0_inputs": rows[:, :n].T,
            "n_inputs": n,
            "mask0": names["mask0"].T,
        }

    def _backward_names(self) -> Names:
        network, P, G, m = self.network, self.memory.P, self.memory.GG[0], self.m
        stack, units = P.shape[:-1], network.sizes[-1]
        names: Names = {
            "S_row": np.empty((*stack, 1, m), P.dtype),
            "E_out": np.empty((*stack, units, m), P.dtype),
        }
        names["sum_units"] = product(np.ones((*[1] * len(stack), 1, units), P.dtype))
        names |= {key: scalar(value, P.dtype) for key, value in network.loss.constants.items()}
        pool = self.pool.names()
        for l, (block, gradient) in enumerate(
            zip(blocks(network, P), blocks(network, G), strict=True), start=1
        ):
            n_in, n = network.sizes[l - 1], network.sizes[l]
            D = np.empty((*stack, n, m), P.dtype)
            names |= {
                f"D{l}": D,
                f"D{l}_bits": bits(D),
                f"D{l}_T": D.mT,
                f"G{l}": gradient,
                f"V{l}_dot": product(block[..., :n_in, :]),
            }
            if l > 1:
                names |= {
                    f"A{l - 1}_dot": product(pool[f"A{l - 1}"]),
                    f"A{l - 1}_ones_dot": product(pool[f"A{l - 1}_ones"]),
                }
        for first, last in self._groups():
            # With the last row of ones: where all layers are one run, a crowd's memory is without gaps.
            span = slice(self.pool.rows[first - 1].start, self.pool.rows[last - 1].stop + 1)
            names |= {f"{name}{first}to{last}": getattr(self.pool, name)[..., span, :] for name in "AFEO"}
            names |= {
                f"{name}{first}to{last}_bits": bits(getattr(self.pool, name)[..., span, :]) for name in "AF"
            }
        names |= {f"F{l}_bits": bits(pool[f"F{l}"]) for l in range(1, network.depth)}
        return names | self._batch_norm_names(names, pool)

    def _batch_norm_names(self, names: Names, pool: Names) -> Names:
        network, start = self.network, 0
        found: Names = {}
        gammas, gradients = (scales(network, flat) for flat in (self.memory.P, self.memory.GG[0]))
        for l in network.normalized:
            last = self.memory.statistics.last[..., start : start + network.sizes[l]]
            start += network.sizes[l]
            found |= batch_norm.layer_names(l, pool[f"A{l}"], names[f"D{l}"], *gammas[l], gradients[l], last)
        return found

    # -- lines --------------------------------------------------------------------------------------

    def gradient_lines(self) -> list[str]:
        """Forward and back: the logits into Z, the gradient without its penalty into G."""
        lines = batch_norm.Statistics.lines if self.shrink == 1 else batch_norm.Statistics.part_lines
        averaging = lines if self.network.normalized else ()
        way_back = (*self._delta_lines(), *self._factor_lines(), *self._backward_lines())
        return [*self._forward_lines(), *way_back, *averaging]

    def _source_of(self, l: int) -> str:
        """What layer l takes in: A[l-1], with a row of ones where it has a bias."""
        if l == 1:
            return "X" if self.network.input_keep_prob == 1 else "X0"
        return f"A{l - 1}" if self.network.layers[l - 1].batch_norm else f"A{l - 1}_ones"

    def _forward_lines(self) -> Iterator[str]:
        network = self.network
        if network.input_keep_prob < 1:
            yield from dropout.lines(0, "X[:n_inputs]", "X0_inputs")
        for l in range(1, network.depth):
            yield f"W{l}_dot({self._source_of(l)}, A{l})"
            if network.layers[l - 1].batch_norm:
                yield from batch_norm.forward_lines(l)
            yield from activate(network, l)
            if network.keep_probs[l] < 1:
                yield from self._drop_lines(l)
        yield f"W{network.depth}_dot({self._source_of(network.depth)}, Z)"

    def _drop_lines(self, l: int) -> Iterator[str]:
        """The derivative is taken before the units are dropped, and dropped with them."""
        yield from self._factors(l, l)
        yield from dropout.lines(l, f"A{l}", f"A{l}")
        g = self.network.activations[l - 1]
        if g.factor_ops and not g.masks:
            yield f"multiply(F{l}, mask{l}, F{l})"

    def _delta_lines(self) -> Iterator[str]:
        operands = {"Z": "Z", "Y": "Y", "D": f"D{self.network.depth}", "S": "S_row", "E": "E_out"}
        yield from (op.format(**operands) for op in self.network.loss.delta_ops)

    def _groups(self) -> Iterator[tuple[int, int]]:
        """First and last layer of each run of one activation: their derivatives are taken together."""
        layers = [
            (l, g, self.network.keep_probs[l] < 1) for l, g in enumerate(self.network.activations, start=1)
        ]
        for (_, dropped), run in groupby(layers, key=lambda layer: layer[1:]):
            numbers = [l for l, _, _ in run]
            yield from ((l, l) for l in numbers) if dropped else ((numbers[0], numbers[-1]),)

    def _factor_lines(self) -> Iterator[str]:
        """g'(Z[l]) of all hidden layers into F, from A."""
        for first, last in self._groups():
            if self.network.keep_probs[first] == 1:
                yield from self._factors(first, last)

    def _factors(self, first: int, last: int) -> Iterator[str]:
        g = self.network.activations[first - 1]
        operands = {name: f"{name}{first}to{last}" for name in "AFEO"}
        yield from (fill_in(op, first, g.constants, **operands) for op in g.factor_ops)

    def _backward_lines(self) -> Iterator[str]:
        """[dW; db] of every layer into G, in sum form, from the delta D of the output layer back."""
        network = self.network
        trained = [l for l, layer in enumerate(network.layers, start=1) if not layer.frozen]
        for l in range(network.depth, min(trained, default=network.depth + 1) - 1, -1):
            if network.layers[l - 1].batch_norm:
                yield from batch_norm.backward_lines(l)
            yield f"{self._source_of(l)}_dot(D{l}_T, G{l})"
            if l > min(trained):
                yield f"V{l}_dot(D{l}, D{l - 1})"
                yield from self._through_activation(l - 1)

    def _through_activation(self, l: int) -> Iterator[str]:
        g = self.network.activations[l - 1]
        if g.masks:
            yield f"bitwise_and(D{l}_bits, F{l}_bits, D{l}_bits)"
        elif g.factor_ops:
            yield f"multiply(D{l}, F{l}, D{l})"
        if self.network.keep_probs[l] < 1 and (g.masks or not g.factor_ops):
            yield f"multiply(D{l}, mask{l}, D{l})"

    # -- the update of the flat vectors -------------------------------------------------------------

    def _update(self) -> tuple[list[str], Names]:
        """The lines from the gradient to the new parameters, and their vectors, in blocks if long."""
        vectors = self._penalty_scales()
        gradient = [*regularizers.lines("l1_scale" in vectors, "l2_scale" in vectors)]
        update = list((self._is_long and self.optimizer.block_ops) or self.optimizer.ops)
        if self._is_frozen.any():
            gradient.append("multiply(G, free, G)")
            update.insert(-1, "multiply(T, free, T)")  # moments and weight decay move nothing here
        if self.shrink != 1:
            gradient.append("multiply(G, shrink, G)")
        scalars = {"shrink": scalar(self.shrink, self.memory.P.dtype)}
        if self.clip_norm is None:
            lines, names = self._in_blocks(gradient + update, vectors)
            return lines, names | scalars
        before, names = self._in_blocks(gradient, vectors)
        after, more = self._in_blocks(update, vectors)
        return before + list(CLIPPING) + after, names | more | scalars | self._clipping_names()

    @property
    def _is_frozen(self) -> NDArray[np.bool_]:
        frozen = [l for l, layer in enumerate(self.network.layers, start=1) if layer.frozen]
        return np.isin(layer_numbers(self.network), frozen)

    def _penalty_scales(self) -> Names:
        """Per parameter the factors of w (L2) and sign w (L1) in the gradient's sum form, where any is."""
        network, dtype, scale = self.network, self.memory.P.dtype, self.network.loss.delta_scale
        lambdas = {l: network.lambdas(l) for l in range(1, network.depth + 1)}
        l1 = fill(network, {f"W{l}": np.array(scale * a / 2) for l, (a, _) in lambdas.items()}, dtype)
        l2 = fill(network, {f"W{l}": np.array(scale * b) for l, (_, b) in lambdas.items()}, dtype)
        free = (~self._is_frozen).astype(dtype)
        return {name: v for name, v in {"l1_scale": l1, "l2_scale": l2}.items() if v.any()} | {"free": free}

    def _clipping_names(self) -> Names:
        assert self.clip_norm is not None
        c, dtype = self.m * self.shrink * self.network.loss.delta_scale, self.memory.P.dtype
        norm: Array = np.zeros(self.memory.P.shape[:-1], dtype)
        names: Names = {"whole_G": self.memory.GG[0], "norm": norm, "norm_column": norm[..., None]}
        names["norms"] = self.memory.norms
        return names | {"limit": scalar(c * self.clip_norm, dtype)}

    def _in_blocks(self, lines: Iterable[str], vectors: Names) -> tuple[list[str], Names]:
        """The lines, once per block of parameters where these are many, every vector cut to the block."""
        if not self._is_long:
            return list(lines), vectors | self.memory.names(self.optimizer)
        written: list[str] = []
        names: Names = {}
        for k, start in enumerate(range(0, self.memory.P.shape[-1], BLOCK)):
            span = slice(start, start + BLOCK)
            cut = {name: vector[..., span] for name, vector in vectors.items()}
            cut |= self.memory.block_names(self.optimizer, span)
            block, vectors_of_block = with_suffix(lines, cut, f"_{k}")
            written += block
            names |= vectors_of_block
        return written, names

    @property
    def _is_long(self) -> bool:
        return bool(self.memory.P.shape[-1] > WHOLE)


# A gradient longer than clip_norm is made that long; c is part of both. Source: Pascanu et al. 2013.
CLIPPING = (
    "vecdot(whole_G, whole_G, norm)",
    "sqrt(norm, norm)",
    "add(norms, norm, norms)",
    "divide(limit, norm, norm)",
    "minimum(norm, one, out=norm)",
    "multiply(whole_G, norm_column, whole_G)",
)
