"""Prediction, lowered: every unit's output at fixed inputs, such as a part of the data or a picture's points.

Many points are taken in tiles, so that what a layer leaves is still in the cache when the next one needs it.
"""

import numpy as np

from engine.activations import Array
from engine.network import Network
from engine.plan import (
    UFUNCS,
    Pool,
    activation_names,
    compile_source,
    forward_lines,
    product_names,
    write_source,
)
from engine.products import is_finite

# So many bytes of hidden units are not worth cutting; beyond, a tile has so many points.
WHOLE_BYTES, TILE = 2**23, 4096


class Forward:
    """The lowered forward pass over fixed inputs: logits (n[L], m) and every hidden unit's output, on demand.

    `inputs` is (n[0] + 1, m) with a last row of ones; `flat` the parameter vector, live, of `network`, which
    has its batch norm folded in (`Network.inference`). A vector per network, (K, n), gives (K, n[L], m).
    Without `units` only the logits are kept.
    """

    def __init__(self, network: Network, flat: Array, inputs: Array, units: bool = True) -> None:
        stack, m, dtype = flat.shape[:-1], inputs.shape[1], flat.dtype
        self.flat, self._units = flat, units
        self.logits: Array = np.empty((*stack, network.sizes[-1], m), dtype)
        small = sum(network.sizes[1:-1]) * m * flat.itemsize <= WHOLE_BYTES
        tile = max(m if small else min(m, TILE), 1)
        self._pieces = [_Piece(network, flat, size) for size in ((tile, m % tile) if m % tile else (tile,))]
        self._places = [slice(start, min(start + tile, m)) for start in range(0, m, tile)]
        self._inputs = [inputs[:, place] for place in self._places]
        whole = len(self._places) == 1
        pool = self._pieces[0].pool
        kept = (*stack, pool.A.shape[-2], m if units else 0)
        self.outputs: Array = pool.A if whole else np.empty(kept, dtype)
        self.rows, self.source = pool.rows, self._pieces[0].source
        if whole:
            self._pieces[0].logits = self.logits

    def __call__(self) -> Array:
        """Run it with the parameters of this moment; the returned logits are overwritten by the next call."""
        for X, place in zip(self._inputs, self._places, strict=True):
            piece = self._pieces[0] if X.shape[1] == self._pieces[0].m else self._pieces[-1]
            piece.run([(X, piece.logits)])
            if len(self._places) > 1:
                self.logits[..., place] = piece.logits
                if self._units:
                    self.outputs[..., place] = piece.pool.A
        return self.logits

    def hidden(self) -> list[Array]:
        """A[1] ... A[L-1] of the last call, views (n[l], m)."""
        return [self.outputs[..., rows, :] for rows in self.rows]

    def is_finite(self) -> bool:
        """Whether every number of the last call is finite."""
        return is_finite(self.logits) and is_finite(self.outputs)


class _Piece:
    """The lines for one number of points, with the memory that they work on."""

    def __init__(self, network: Network, flat: Array, m: int) -> None:
        self.m, stack = m, flat.shape[:-1]
        self.pool = Pool(network, m, flat.dtype, False, stack)
        self.logits: Array = np.empty((*stack, network.sizes[-1], m), flat.dtype)
        names = UFUNCS | activation_names(network, flat.dtype) | self.pool.names()
        names |= product_names(network, flat)
        self.source = write_source("X, Z", list(forward_lines(network)), names)
        self.run = compile_source(self.source, names)
