"""The equations of the way back through one layer, with the numbers of the marked place."""

from engine.spelling import Spelled
from engine.workings import Workings
from playground.notation import words
from playground.notation.markup import cell, of, signed
from playground.panels.equations.forward import Equation, shape
from playground.panels.equations.marking import Mark


def backward(w: Workings, told: Spelled, mark: Mark) -> list[Equation]:
    """From dA[l] to the gradient of the layer's parameters; the output layer begins with dZ[L]."""
    lines = [] if told.da is None else [_dA(w, told)]
    lines.append(_through_activation(w, told))
    if told.centred is not None:
        lines += _through_batch_norm(w, told)
    return [*lines, *_gradients(w, told, mark)]


def _own(w: Workings, l: int) -> str:
    return shape(w.network.sizes[l], w.m)


def _dA(w: Workings, told: Spelled) -> Equation:
    l = told.layer
    after = w.network.sizes[l + 1]
    return Equation(
        of("dA", l),
        f"{of('W', l + 1, 'T')} {of('dZ', l + 1)}",
        f"{_own(w, l)} = {shape(w.network.sizes[l], after)}{shape(after, w.m)}",
        f"da = {cell(told.da or 0.0)}",
        w.slopes[l - 1].dA,
    )


def _through_activation(w: Workings, told: Spelled) -> Equation:
    l, network = told.layer, w.network
    name = "dZ̃" if told.centred is not None else "dZ"
    if told.da is None or told.slope is None:
        right = words.slope_at_output(network.loss, l)
        numbers = f"dz = {cell(told.dz)}"
        if right == f"{of('A', l)} − Y":
            numbers += f" = {cell(told.a)} − {signed(told.y or 0.0)}"
        return Equation(of(name, l), right, _own(w, l), numbers, w.slopes[l - 1].dZ_tilde)
    seen = of("Z̃" if told.centred is not None else "Z", l)
    drop = words.dropped(network, l)
    factors = [cell(told.da), *([cell(told.kept)] if drop else []), cell(told.slope)]
    return Equation(
        of(name, l),
        f"{of('dA', l)}{drop} * g′({seen})",
        _own(w, l),
        f"{'dz̃' if told.centred is not None else 'dz'} = {'·'.join(factors)} = {cell(told.dz_tilde)}",
        w.slopes[l - 1].dZ_tilde,
    )


def _through_batch_norm(w: Workings, told: Spelled) -> list[Equation]:
    l, column = told.layer, shape(w.network.sizes[told.layer], 1)
    slope, norm = of("dZ̃", l), of("Z_norm", l)
    inner = "dZ̃ − dβ − Z_norm * dγ"  # all of this layer: with raised numbers it would be too long
    dgamma, dbeta = (w.gradients[f"{name}{l}"] for name in ("gamma", "beta"))
    return [
        Equation(
            of("dγ", l), f"1/m Σ {slope} * {norm}", column, f"dγ = {cell(dgamma[told.unit, 0])}", dgamma
        ),
        Equation(of("dβ", l), f"1/m Σ {slope}", column, f"dβ = {cell(dbeta[told.unit, 0])}", dbeta),
        Equation(
            of("dZ", l),
            f"γ / √{{σ² + ε}} * ({inner})",
            _own(w, l),
            f"dz = {cell(told.dz)}",
            w.slopes[l - 1].dZ,
        ),
    ]


def _gradients(w: Workings, told: Spelled, mark: Mark) -> list[Equation]:
    l, m = told.layer, w.m
    n, n_in = w.network.shapes[l - 1]
    dW = w.gradients[f"W{l}"]
    lines = [
        Equation(
            of("dW", l),
            f"1/m {of('dZ', l)} {of('A', l - 1, 'T')}{words.penalty_slope(w.network, l)}",
            f"{shape(n, n_in)} = {shape(n, m)}{shape(m, n_in)}",
            f"dw = {cell(dW[mark.unit, mark.source])}",
            dW,
        )
    ]
    if (db := w.gradients.get(f"b{l}")) is not None:
        numbers = f"db = {cell(db[mark.unit, 0])}"
        lines.append(Equation(of("db", l), f"1/m Σ {of('dZ', l)}", shape(n, 1), numbers, db))
    return lines
