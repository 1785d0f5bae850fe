"""One unit of a layer for one example of the next mini-batch: every number on its way forward and back.

These are the numbers that stand in the course's equations once a place in Z[l] is chosen.
"""

import msgspec
import numpy as np

from engine.activations import Array
from engine.batch_norm import EPS
from engine.workings import Workings


class Centred(msgspec.Struct, frozen=True):
    """Batch norm: z_norm = (z - mean) / sqrt(variance + eps), z_tilde = gamma z_norm + beta."""

    mean: float
    variance: float
    eps: float
    z_norm: float
    gamma: float
    beta: float


class Spelled(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Layer `layer`, unit `unit` and example `example` of the mini-batch, the last two counted from 0.

    z is the sum of `weights` times `inputs` (n[l-1],) and the `bias`, None under batch norm, which is
    `centred`. `z_tilde` is what g sees, `a` = g(z_tilde); `kept` is D / keep_prob, 1 without dropout. In the
    output layer `y` is the target and `loss` the example's L, elsewhere `da` and `slope` = g'(z_tilde) are
    there. `dz_tilde` and `dz` are the derivatives, not yet divided by m.
    """

    layer: int
    unit: int
    example: int
    weights: Array
    inputs: Array
    bias: float | None
    z: float
    centred: Centred | None
    z_tilde: float
    a: float
    kept: float
    y: float | None
    loss: float | None
    da: float | None
    slope: float | None
    dz_tilde: float
    dz: float


def spell_out(workings: Workings, layer: int, unit: int, example: int) -> Spelled:
    """The numbers at row `unit` and column `example` of Z[layer]."""
    w, place, is_output = workings, (unit, example), layer == workings.network.depth
    cache, slopes = w.caches[layer - 1], w.slopes[layer - 1]
    bias = w.parameters.get(f"b{layer}")
    A = w.outputs if is_output else cache.A
    one = cache.Z[unit : unit + 1, example : example + 1]
    slope = w.network.layers[layer - 1].activation.derivative(one, A[unit : unit + 1, example : example + 1])
    return Spelled(
        layer=layer,
        unit=unit,
        example=example,
        weights=w.parameters[f"W{layer}"][unit],
        inputs=cache.A_in[:, example],
        bias=None if bias is None else float(bias[unit, 0]),
        z=float(w.Z[layer - 1][place]),
        centred=_centred(w, layer, unit, example),
        z_tilde=float(cache.Z[place]),
        a=float(A[place]),
        kept=float(np.broadcast_to(cache.mask, A.shape)[place]),
        y=float(w.Y[place]) if is_output else None,
        loss=float(w.losses[example]) if is_output else None,
        da=None if slopes.dA is None else float(slopes.dA[place]),
        slope=None if is_output else float(slope[0, 0]),
        dz_tilde=float(slopes.dZ_tilde[place]),
        dz=float(slopes.dZ[place]),
    )


def _centred(w: Workings, layer: int, unit: int, example: int) -> Centred | None:
    known = w.caches[layer - 1].normalized
    if known is None:
        return None
    gamma, beta = (float(w.parameters[f"{name}{layer}"][unit, 0]) for name in ("gamma", "beta"))
    mean, variance = float(known.mean[unit, 0]), float(known.variance[unit, 0])
    return Centred(mean, variance, EPS, float(known.Z_norm[unit, example]), gamma, beta)
