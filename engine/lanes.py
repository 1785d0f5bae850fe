"""One training step of a wide network by two threads, the lanes, each with half of the units and parameters.

BLAS can share out a product among threads, but the rest of a step then stays with one. Here a lane does all
that belongs to its half: going forward it computes half of the units of each hidden layer; going back it owns
half of the rows of each block of parameters, so their gradient, the deltas of the units before them, and
their update with their moments. What both need, the lanes wait for at gates, about two a layer. The output
layer is small: each lane computes all of it for itself.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from itertools import pairwise, takewhile
from queue import SimpleQueue
from threading import Thread
from typing import Any

import numpy as np

from engine.activations import Array
from engine.blas import Threads
from engine.flat import blocks
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
    scalar,
    with_suffix,
    write_source,
)
from engine.step import BLOCK

# Hidden layers from here on gain by two lanes; below, waiting at the gates costs what they save.
WIDE = 256


def gain(network: Network, clip_norm: float | None = None) -> bool:
    """Whether a step of this network can be taken in two lanes and is faster so.

    The lanes know neither batch norm nor dropout, penalties, frozen layers or the clipping of gradients.
    """
    hidden = network.sizes[1:-1]
    if not hidden or min(hidden) < WIDE or network.sizes[-1] > min(hidden) // 4 or clip_norm is not None:
        return False
    frozen = any(layer.frozen for layer in network.layers)
    return not (network.normalized or network.drops or network.is_penalized or frozen)


class Lanes:
    """As `engine.step.Step`, for two threads and mini-batches of `m` examples, all of one size.

    Results differ from those of Step by rounding, but are the same in every run. The second thread lives as
    long as one `run`; meanwhile BLAS is held to one thread. Use it where `gain(network)` is true.
    """

    def __init__(self, network: Network, optimizer: Optimizer, memory: Memory, m: int) -> None:
        shared = _Shared(network, optimizer, memory, m)
        self._lanes = [_Lane(shared, 0), _Lane(shared, 1)]
        self._inboxes = shared.inboxes
        self._errors: list[BaseException] = []
        self.source = "\n\n".join(lane.source for lane in self._lanes)

    def run(self, batches: Sequence[tuple[Any, ...]]) -> None:
        """Take the steps of these mini-batches, tuples as Step takes them; raises what a lane raised."""
        self._errors.clear()
        for inbox in self._inboxes:
            while not inbox.empty():
                inbox.get()
        with Threads():
            # The context says how NumPy takes overflow; denormals a thread takes as its starter does.
            thread = Thread(target=copy_context().run, args=(self._go, 1, batches), name="second lane")
            thread.start()
            self._go(0, batches)
            thread.join()
        if self._errors:
            raise self._errors[0]

    def _go(self, number: int, batches: Iterable[tuple[Any, ...]]) -> None:
        """One lane's part. Where it fails, the other finds all gates of its step open, and stops after it."""
        try:
            with _own_cores(number):
                self._lanes[number].run(takewhile(lambda _: not self._errors, batches))
        except BaseException as error:
            self._errors.append(error)
            for _ in range(self._lanes[number].gates):
                self._inboxes[1 - number].put(None)


@contextmanager
def _own_cores(number: int) -> Iterator[None]:
    """Within, this thread keeps to every second core; Linux would often wake a lane on the other's core."""
    cores = os.sched_getaffinity(0) if sys.platform == "linux" else set()
    if len(cores) < 2:
        yield
        return
    os.sched_setaffinity(0, sorted(cores)[number::2])
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


class _Shared:
    """What both lanes work on. A message in an inbox opens its lane's next gate."""

    def __init__(self, network: Network, optimizer: Optimizer, memory: Memory, m: int) -> None:
        self.network, self.optimizer, self.memory, self.m = network, optimizer, memory, m
        self.pool = Pool(network, m, memory.P.dtype, True)
        self.deltas: list[Array] = [np.empty((n, m), memory.P.dtype) for n in network.sizes[1:-1]]
        self.inboxes: list[SimpleQueue[None]] = [SimpleQueue(), SimpleQueue()]


class _Lane:
    """The lines of one lane and the names they work with; A1, D1, F1 ... are the rows of its own units."""

    def __init__(self, shared: _Shared, number: int) -> None:
        self.shared, self.number, self.network = shared, number, shared.network
        self._names = UFUNCS | activation_names(self.network, shared.memory.P.dtype) | self._output_names()
        self._names |= {"tell": shared.inboxes[1 - number].put, "wait": shared.inboxes[number].get}
        for l in range(1, self.network.depth):
            self._names |= self._unit_names(l)
        for l in range(1, self.network.depth + 1):
            self._names |= self._block_names(l)
        lines = [*self._forward_lines(), *self._delta_lines(), *self._backward_lines()]
        self.gates = lines.count("wait()")
        loop = ", ".join(("X", "X_dot", "Y", "Z", *shared.optimizer.scalars))
        self.source = write_source(loop, lines, self._names)
        self.run: Callable[[Iterable[tuple[Any, ...]]], None] = compile_source(self.source, self._names)

    # -- names --------------------------------------------------------------------------------------

    def _half(self, n: int, ones: int = 0) -> slice:
        """This lane's of n rows; the row of ones (or biases) below them is the second lane's."""
        return slice(n // 2, n + ones) if self.number else slice(0, n // 2)

    def _output_names(self) -> Names:
        units, m, dtype = self.network.sizes[-1], self.shared.m, self.shared.memory.P.dtype
        E, Z, D = (np.empty((units, m), dtype) for _ in range(3))
        names: Names = {"E_out": E, "Z_out": Z, f"D{self.network.depth}": D, "S_row": np.empty((1, m), dtype)}
        names["sum_units"] = np.ones((1, units), dtype).dot
        return names | {key: scalar(value, dtype) for key, value in self.network.loss.constants.items()}

    def _unit_names(self, l: int) -> Names:
        """Of hidden layer l: its own units, and all that come in there (`_ones`) or go back (`_all`)."""
        whole, D = self.shared.pool.names(), self.shared.deltas[l - 1]
        n = self.network.sizes[l]
        own: Names = {f"{name}{l}": whole[f"{name}{l}"][self._half(n)] for name in "AFO"}
        own |= {f"E{l}": whole[f"E{l}"][self._half(n)], f"D{l}": D[self._half(n)]}
        own |= {f"{name}_bits": bits(own[name]) for name in (f"A{l}", f"F{l}", f"D{l}")}
        ones = whole[f"A{l}_ones"]
        return own | {f"A{l}_ones": ones, f"A{l}_rows_dot": ones[self._half(n, 1)].dot, f"D{l}_all": D}

    def _block_names(self, l: int) -> Names:
        """Of layer l's parameters: the columns of its own units, the rows of its own inputs."""
        n_in, depth = self.network.sizes[l - 1], self.network.depth
        block, gradient = (
            blocks(self.network, flat)[l - 1] for flat in (self.shared.memory.P, self.shared.memory.GG[0])
        )
        D = self._names[f"D{l}" if l == depth else f"D{l}_all"]
        columns = block if l == depth else block[:, self._half(self.network.sizes[l])]
        return {
            f"W{l}_dot": partial(np.matmul, columns.T),  # of half the columns, `dot` would make a copy
            f"V{l}_dot": block[self._half(n_in)].dot,
            f"G{l}": gradient[self._half(n_in, 1)],
            f"rows{l}": self._half(n_in, 1),
            f"D{l}_all": D,
            f"D{l}_T": D.T,
        }

    # -- lines --------------------------------------------------------------------------------------

    def _source_of(self, l: int) -> str:
        return "X" if l == 1 else f"A{l - 1}_ones"

    @property
    def _logits(self) -> str:
        """Both lanes compute the logits; the first one's are kept."""
        return "Z_out" if self.number else "Z"

    def _forward_lines(self) -> Iterator[str]:
        network = self.network
        for l in range(1, network.depth):
            yield f"W{l}_dot({self._source_of(l)}, A{l})"
            yield from activate(network, l)
            yield from ("tell(None)", "wait()")
        yield f"W{network.depth}_dot({self._source_of(network.depth)}, {self._logits})"

    def _delta_lines(self) -> Iterator[str]:
        operands = {"Z": self._logits, "Y": "Y", "D": f"D{self.network.depth}", "S": "S_row", "E": "E_out"}
        yield from (op.format(**operands) for op in self.network.loss.delta_ops)

    def _backward_lines(self) -> Iterator[str]:
        """Parameters are updated as soon as the other lane needs them no more in this step."""
        for l in range(self.network.depth, 1, -1):
            yield f"V{l}_dot(D{l}_all, D{l - 1})"
            yield from self._through_activation(l - 1)
            yield "tell(None)"
            yield f"A{l - 1}_rows_dot(D{l}_T, G{l})"
            yield "wait()"
            yield from self._update_lines(l)
        yield "X[rows1].dot(D1_T, G1)"
        yield from self._update_lines(1)
        yield from ("tell(None)", "wait()")

    def _through_activation(self, l: int) -> Iterator[str]:
        g, operands = self.network.activations[l - 1], {name: f"{name}{l}" for name in "AFEO"}
        yield from (fill_in(op, l, g.constants, **operands) for op in g.factor_ops)
        if g.masks:
            yield f"bitwise_and(D{l}_bits, F{l}_bits, D{l}_bits)"
        elif g.factor_ops:
            yield f"multiply(D{l}, F{l}, D{l})"

    def _update_lines(self, l: int) -> Iterator[str]:
        """The optimiser's lines for each stretch of its own rows of layer l."""
        optimizer, memory = self.shared.optimizer, self.shared.memory
        for k, span in enumerate(self._spans(l)):
            cut = memory.block_names(optimizer, span)
            cut |= {"T": self._scratch(0, span), "squares": self._scratch(1, span)}
            lines, names = with_suffix(optimizer.block_ops or optimizer.ops, cut, f"{l}_{k}")
            self._names |= names
            yield from lines

    def _scratch(self, row: int, span: slice) -> Array:
        scratch: Array = self._names.setdefault("scratch", np.empty((2, BLOCK), self.shared.memory.P.dtype))
        return scratch[row, : span.stop - span.start]

    def _spans(self, l: int) -> Iterator[slice]:
        """Its own rows of layer l as stretches of the flat vector, alike in length and none over BLOCK."""
        shapes = [(n_in + 1, n) for n, n_in in self.network.shapes]
        before, n = sum(rows * units for rows, units in shapes[: l - 1]), shapes[l - 1][1]
        rows = self._half(shapes[l - 1][0] - 1, 1)
        length = (rows.stop - rows.start) * n
        cuts = np.linspace(0, length, -(-length // BLOCK) + 1).astype(int) + before + rows.start * n
        yield from (slice(int(start), int(stop)) for start, stop in pairwise(cuts))
