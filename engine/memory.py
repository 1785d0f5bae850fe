"""What all steps of one training work on: parameters, gradients, moments, averages, the masks' generator."""

import numpy as np

from engine import batch_norm
from engine.activations import Array
from engine.network import Network
from engine.optimizers import Optimizer
from engine.plan import Names, scalar
from engine.products import is_finite


class Memory:
    """What all steps of one trainer share: parameters P, gradients G, moments M, scratch T, all flat.

    Beside them are the statistics of batch norm and the generator of the dropout masks.
    """

    def __init__(self, network: Network, optimizer: Optimizer, P: Array, masks: np.random.Generator) -> None:
        self.P, self.masks = P, masks
        self.GG: Array = np.zeros((2, *P.shape), P.dtype)
        self.moments: Array = np.zeros((optimizer.n_moments, *P.shape), P.dtype)
        self.T: Array = np.zeros_like(P)
        # The sum of all norms that were clipped: not finite where a gradient was too large to be measured.
        self.norms: Array = np.zeros(P.shape[:-1], P.dtype)
        units = sum(network.sizes[l] for l in network.normalized)
        self.statistics = batch_norm.Statistics(units, P.dtype, P.shape[:-1])

    def is_finite(self) -> bool:
        """Whether no number has grown beyond what its precision can hold."""
        arrays = (self.P, self.moments, self.statistics.sums, self.norms)
        return all(map(is_finite, arrays))

    def names(self, optimizer: Optimizer) -> Names:
        """The vectors under the names that the optimisers' lines use; constants are as long as moments."""
        named: Names = {"P": self.P, "G": self.GG[0], "squares": self.GG[1], "GG": self.GG, "T": self.T}
        named |= self._moment_names(slice(None))
        for key, value in optimizer.constants.items():
            column = np.array(value, self.P.dtype).reshape(-1, *[1] * self.P.ndim)  # one row per moment
            named[key] = np.array(np.broadcast_to(column, self.moments.shape)).reshape(named["M"].shape)
        return named

    def block_names(self, optimizer: Optimizer, span: slice) -> Names:
        """The same for a stretch of the vectors, with scratch that all stretches share and 0-d constants."""
        P, G, short = self.P[..., span], self.GG[0, ..., span], slice(0, self.P[..., span].shape[-1])
        named: Names = {"P": P, "G": G, "T": self.T[..., short], "squares": self.GG[1, ..., short]}
        for key, value in optimizer.constants.items():
            moments = ("_V", "_S") if isinstance(value, tuple) else ("",)
            for moment, number in zip(moments, np.atleast_1d(value), strict=True):
                named[f"{key}{moment}"] = scalar(float(number), P.dtype)
        return named | self._moment_names(span)

    def _moment_names(self, span: slice) -> Names:
        moments = self.moments[..., span]
        if len(moments) == 2:
            return {"M": moments, "V": moments[0], "S": moments[1]}
        return {"M": moments[0]} if len(moments) else {}
