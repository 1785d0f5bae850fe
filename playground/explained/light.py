"""What network and plane show of a stage: the column it is about, the gradients as they come, the examples.

A frame holds the links of the last step; here they are those of the step that is explained.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.network import Parameters
from playground.canvas.spotlight import Spot
from playground.explained.stages import Stage
from playground.frames import Frame


class Light(NamedTuple):
    """What is in the canvas's spotlight, how its frames are dressed, and which examples are ringed.

    `examples` are columns of the data, `example` the place among them of the one whose numbers are said.
    """

    spot: Spot
    dress: Callable[[Frame], Frame]
    examples: NDArray[np.intp]
    example: int


def light_of(frame: Frame, stage: Stage, example: int) -> Light:
    """For a frame that has the workings and the outcome of its next step."""
    w = frame.workings
    assert w is not None
    train = np.flatnonzero(frame.scene.codes == 0)
    dress = partial(dressed, stage=stage, example=example)
    return Light(_spot(stage, w.network.depth), dress, train[w.examples], example)


def dressed(frame: Frame, stage: Stage, example: int) -> Frame:
    """The frame as the canvas shows it during a stage; itself where it does not tell its next step."""
    if frame.workings is None or frame.foretold is None or stage.layer > frame.workings.network.depth:
        return frame
    links, largest = _links(frame, stage)
    dropped = _dropped(frame, stage, min(example, frame.workings.m - 1))
    return replace(frame, links=links, largest=largest, dropped=dropped)


def _spot(stage: Stage, depth: int) -> Spot:
    match stage.kind:
        case "batch":
            return Spot(0, links="W")
        case "forward":
            return Spot(stage.layer, "forward", "W")
        case "cost":
            return Spot(depth, links="W")
        case "backward":
            return Spot(stage.layer, "backward", "dW")
    return Spot(None, links="ΔW")


def _links(frame: Frame, stage: Stage) -> tuple[Parameters, float]:
    """The weights on the way forward, the gradients that are known on the way back, at last the changes."""
    w = frame.workings
    assert w is not None
    if stage.kind in ("batch", "forward", "cost"):
        return frame.parameters, 0.0
    names = [f"W{l}" for l in range(1, w.network.depth + 1)]
    if stage.kind == "update":
        found = {name: -w.updates[name] for name in names}
    else:
        known = names[stage.layer - 1 :]
        found = {
            name: w.gradients[name] if name in known else np.zeros_like(w.gradients[name]) for name in names
        }
    numbers = {name: np.nan_to_num(array, nan=0.0) for name, array in found.items()}
    return numbers, max(float(np.abs(array).max()) for array in numbers.values()) or 1.0


def _dropped(frame: Frame, stage: Stage, example: int) -> dict[int, NDArray[np.bool_]]:
    """The units that dropout leaves out for the example, of the columns that the way forward has reached."""
    w = frame.workings
    if w is None or w.masks is None or not frame.view.masks:
        return {}
    reached = {"batch": 0, "forward": stage.layer}.get(stage.kind, w.network.depth)
    keeps = w.network.keep_probs
    return {l: mask[:, example] == 0 for l, mask in enumerate(w.masks) if keeps[l] < 1 and l <= reached}
