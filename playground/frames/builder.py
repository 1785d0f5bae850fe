"""The FrameBuilder makes the frames of one trainer: what the view asks for, and nothing that it does not."""

from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.activations import Array
from engine.data import available
from engine.data.dataset import Image
from engine.foretelling import Foretold
from engine.network import Parameters
from engine.trainer import Trainer
from engine.workings import Workings
from playground.frames.contours import contours
from playground.frames.costs import cost_lines
from playground.frames.detail import function_of, look_at
from playground.frames.examples import ExampleBuilder
from playground.frames.film import Film, Timeline
from playground.frames.folding import Folding
from playground.frames.frame import Frame, Pin
from playground.frames.morph import Morph, MorphBuilder
from playground.frames.pictures import (
    Bytes,
    by_largest,
    mean_image,
    picture,
    rows_as_pictures,
)
from playground.frames.plane import FLUID, Plane, resolution_for
from playground.frames.probe import answer
from playground.frames.recorded import recorded_of
from playground.frames.scene import make_scene
from playground.frames.scores import Scorer, Scores
from playground.frames.seldom import Seldom
from playground.frames.signals import SignalBuilder
from playground.frames.surface import FINER, Surface, SurfaceBuilder
from playground.frames.verdicts import measures_of, verdicts_of
from playground.frames.view import View
from playground.frames.workings import foretold_of, workings_of

CURVE_POINTS = 600
# Seconds while training runs: between two choices of the units of a wide layer; between two sets of lines on
# the plane, and looks for hidden units that overflow; between two pictures of a whole W, and films of a run.
CHOICE, LINES, MAPS = 0.495, 0.125, 0.395
# With more parameters than this hidden columns have new pictures by turns while training runs, in every other
# frame each: fifteen times a second.
TURNS = 3_000


class FrameBuilder:
    """Builds the frames of one trainer; the plane is prepared once.

    `run` is the training whose curve and film are shown: another one where the trainer only stands at a
    recorded moment of it. `branched` are the epochs where it left other runs.
    """

    branched: tuple[int, ...] = ()

    def __init__(self, trainer: Trainer, view: View, run: Trainer | None = None) -> None:
        self.trainer, self.view, self.run = trainer, view, run or trainer
        self._folding = Folding()
        self._choice: Seldom[list[NDArray[np.intp]]] = Seldom(CHOICE)
        self._lines: Seldom[dict[float, list[Array]]] = Seldom(LINES)
        self._recorded: Seldom[Timeline] = Seldom(MAPS)
        self._whole: Seldom[dict[int, Bytes]] = Seldom(MAPS)
        self._sound: Seldom[bool] = Seldom(LINES)
        self._pictures: list[Bytes] = []
        self._pictured: tuple[object, object] = (None, None)  # the units that these are of, and the plane
        self._turn = False
        self._flat: Array = np.empty(trainer.network.inference.n_parameters, np.float32)
        self._scorer = Scorer(trainer)
        self._examples = ExampleBuilder(trainer, self._flat)
        self._signals = SignalBuilder(trainer, self.run)
        self._surfaces = SurfaceBuilder(trainer, self._flat)
        self._prepare_plane()

    def set_view(self, view: View) -> None:
        """Show something else of the same training from the next frame on."""
        before, self.view = self.view, view
        for kept in (self._choice, self._recorded, self._whole):
            kept.forget()
        if before.plane != view.plane:
            self._prepare_plane()

    def _prepare_plane(self) -> None:
        self.scene = make_scene(self.trainer.problem, self.view)
        self._planes: dict[int, Plane] = {}
        self._morph: MorphBuilder | None = None
        self._film: Film | None = None
        self._mean: Bytes | None = None
        self._image = self._image_of_inputs()
        self._plane = self._plane_for(moving=False)
        self._lines.forget()

    def _plane_for(self, moving: bool) -> Plane:
        """Of a wide network a coarser one while training runs: the frames must keep up with it."""
        resolution = resolution_for(self.trainer.network, moving)
        if resolution not in self._planes:
            self._planes[resolution] = Plane(self.trainer, self.scene, self._flat, resolution)
        return self._planes[resolution]

    def _image_of_inputs(self) -> Image | None:
        """The shape of an image where the inputs are its pixels, all of them and in order."""
        data = self.scene.dataset
        whole = self.trainer.experiment.features == available(data.n)[: data.n]
        return data.image if whole else None

    def build(self, steps_per_second: float) -> Frame:
        """The frame of this moment, for the experiment that the trainer has now.

        Raises DivergedError, the trainer being back at its last good epoch, where the cost has blown up or a
        number is not finite: in a long epoch that is seen here first.
        """
        t, view, moving = self.trainer, self.view, steps_per_second > 0
        self._plane = self._plane_for(moving)
        field, scores = self._outcome(moving)
        return Frame(
            steps_per_second=steps_per_second,
            train=scores.train,
            dev=scores.dev,
            test=t.evaluate("test") if view.test else None,
            costs=cost_lines(t, self.run, view.cost_over, view.beta, scores),
            field=field,
            contours=self._lines.get(lambda: contours(self.scene, field), moving),
            **self._moment(),
            **self._network(field, moving),
            **self._asked_for(moving),
        )

    def _outcome(self, moving: bool) -> tuple[Array, Scores]:
        """What the network says over the plane, and how well it does. Raises DivergedError."""
        self.trainer.copy_inference(self._flat)
        field, scores = self._plane.predict(), self._scorer.score(moving)
        if self._has_diverged(scores, moving):
            self._sound.forget()
            raise self.trainer.diverged()
        return field, scores

    def _moment(self) -> dict[str, Any]:
        """The fields of a Frame that say of what it is, and when."""
        t = self.trainer
        return {
            "experiment": t.experiment,
            "view": self.view,
            "problem": t.problem,
            "scene": self.scene,
            "nowhere": self._plane.nowhere,
            "epoch": t.epoch,
            "iteration": t.iteration,
            "position": t.position,
            "steps_per_epoch": t.steps_per_epoch,
            "curve": self.run.history.curve(CURVE_POINTS),
            "early_stop": t.early_stop,
            "lineage": self.run.lineage,
        }

    def _network(self, field: Array, moving: bool) -> dict[str, Any]:
        """The fields with the weights, and with what is drawn of units and links."""
        t, view = self.trainer, self.view
        parameters = links = t.parameters
        gradients = t.last_gradients() if view.norms or view.show == "gradients" else None
        if view.show == "gradients":
            links = gradients or {name: np.zeros_like(a) for name, a in parameters.items()}
        shown = self._choice.get(lambda: self._choose(parameters), moving)
        return {
            "shapes": t.network.shapes,
            "parameters": parameters,
            "statistics": t.statistics,
            "links": links,
            "largest": _largest(links) if view.show == "gradients" else 0.0,
            "norms": norms(gradients),
            "shown": shown,
            "units": self._units(field, shown, links, moving),
            "maps": self._whole.get(lambda: self._maps(shown, links), moving),
            "pins": self._pins(field),
            "dropped": t.last_dropped() if view.masks else {},
            "morph": self._carried(parameters) if view.morph else None,
        }

    def _asked_for(self, is_training: bool) -> dict[str, Any]:
        """The fields that are there only where the view asks for them."""
        t, view, run = self.trainer, self.view, self.run
        workings, foretold = self._next_step(is_training)
        return {
            "detail": None if view.unit is None else look_at(t, view.unit),
            "timeline": self._timeline(is_training) if view.film else None,
            "signals": self._signals.build() if view.signals else None,
            "example": self._examples.look_at(view.example, is_training, view.test),
            "hardest": self._examples.hardest(is_training) if view.hardest else None,
            "probe": answer(t, view.probe),
            "workings": workings,
            "foretold": foretold,
            "verdicts": verdicts_of(t, view.test) if view.verdicts else None,
            "measures": measures_of(t, view.test) if view.measures else {},
            "close": self._look_closely(),
            "recorded": recorded_of(run, is_training) if view.recorded else (),
        }

    def _next_step(self, is_training: bool) -> tuple[Workings | None, Foretold | None]:
        """Its workings, where they are asked for; its outcome too, while training rests."""
        if self.view.explained and not is_training:
            return foretold_of(self.trainer)
        return workings_of(self.trainer) if self.view.workings else None, None

    def _look_closely(self) -> Surface | None:
        """A part of the plane, or all of it more finely, where that is asked for."""
        view, side = self.view, self._plane.resolution
        if view.extent is None and not view.fine:
            return None
        wanted = FINER if view.fine and side >= FLUID else side
        return self._surfaces.build(self.scene, view.extent, wanted)

    def _timeline(self, is_training: bool) -> Timeline:
        """What is recorded of the run: pictures that may be of a moment ago, up to the epoch of now."""
        film = self._film = self._film or Film(self.run, self.scene)
        recorded = self._recorded.get(lambda: film.timeline(self.view.film), is_training)
        return replace(recorded, newest=self.run.epoch, branched=self.branched, live=self.run is self.trainer)

    def _carried(self, parameters: Parameters) -> Morph:
        """The plane, carried through the layers; the logits are still those of this frame."""
        if self._morph is None:
            self._morph = MorphBuilder(self.trainer, self.scene)
        return self._morph.build(parameters, self.trainer.statistics, self._plane.logits)

    def _has_diverged(self, scores: Scores, moving: bool) -> bool:
        """Whether the trainer would refuse the present weights at an epoch's end, or a number overflowed."""
        blown = self.trainer.has_blown_up(self.trainer.witness, scores.witness.cost)
        finite = np.isfinite(scores.train.cost) and self._plane.is_finite()
        return blown or not finite or not self._sound.get(self._plane.is_sound, moving)

    def _choose(self, parameters: Parameters) -> list[NDArray[np.intp]]:
        """The units of every column that have pictures, chosen by `_activity` where not all can have one."""
        chosen = []
        for column, n in enumerate(self.trainer.network.sizes):
            folded = column < len(self.view.room) and n > self.view.room[column]
            activity = self._activity(column, parameters) if folded else None
            chosen.append(self._folding.choose(column, n, activity, self.view))
        return chosen

    def _activity(self, column: int, parameters: Parameters) -> Array:
        """How much each unit does: its mean size over the plane, of an input the size of its weights."""
        if column == 0:
            return np.asarray(np.abs(parameters["W1"]).sum(axis=0))
        return self._plane.activity(column)

    def _units(
        self, field: Array, shown: list[NDArray[np.intp]], numbers: Parameters, moving: bool
    ) -> list[Bytes]:
        """The pictures of the shown units of every column; a column that waits for its turn keeps them."""
        are_known = moving and self._pictured[0] is shown and self._pictured[1] is self._plane
        in_turns = are_known and self.trainer.network.n_parameters > TURNS
        self._turn = not self._turn
        pictures = [self._pictures[0] if are_known else self._plane.inputs[shown[0]]]
        for column in range(1, len(shown)):
            waits = in_turns and column < len(shown) - 1 and column % 2 == self._turn
            pictures.append(
                self._pictures[column] if waits else self._pictures_of(column, field, shown, numbers)
            )
        self._pictured, self._pictures = (shown, self._plane), pictures
        return pictures

    def _pictures_of(
        self, column: int, field: Array, shown: list[NDArray[np.intp]], numbers: Parameters
    ) -> Bytes:
        """Those of the shown units of one column but the first."""
        if self.view.show != "output" or (column == 1 and self._image is not None):
            return self._rows(numbers[f"W{column}"][shown[column]], column)
        outputs = self._plane.outputs(column, field)[shown[column]]
        if column < len(shown) - 1:  # the pictures of the output are large
            outputs = self._plane.thumbnails(outputs)
        return picture(function_of(self.trainer.network, column), outputs)

    def _rows(self, W: Array, column: int) -> Bytes:
        return rows_as_pictures(W, self._image if column == 1 else None)

    def _maps(self, shown: list[NDArray[np.intp]], numbers: Parameters) -> dict[int, Bytes]:
        """The whole W[l] of the columns that do not show all their units; of image inputs the mean image."""
        sizes = self.trainer.network.sizes
        maps = {l: by_largest(numbers[f"W{l}"]) for l in range(1, len(sizes)) if len(shown[l]) < sizes[l]}
        if len(shown[0]) < sizes[0] and self._image is not None:
            maps[0] = self._mean_image(self._image)
        return maps

    def _mean_image(self, image: Image) -> Bytes:
        """Of the training part, which stays as it is."""
        if self._mean is None:
            mean = self.scene.dataset.X[:, self.scene.codes == 0].mean(axis=1)
            self._mean = mean_image(mean.reshape(image))
        return self._mean

    def _pins(self, field: Array) -> tuple[Pin, ...]:
        """The pinned units that this network has, large."""
        pins, sizes = [], self.trainer.network.sizes
        for place in self.view.pinned:
            if 0 < place.column < len(sizes) and 0 <= place.unit < sizes[place.column]:
                values = self._plane.outputs(place.column, field)[place.unit].copy()
                pins.append(
                    Pin(
                        place,
                        values,
                        picture(function_of(self.trainer.network, place.column), values[None])[0],
                    )
                )
        return tuple(pins)


def _largest(gradients: Parameters) -> float:
    """The size of the largest dW."""
    return max(float(np.abs(dW).max(initial=0)) for name, dW in gradients.items() if name.startswith("W"))


def norms(gradients: Parameters | None) -> dict[int, float]:
    """The norm of dW[l] by l; none before the first step."""
    if gradients is None:
        return {}
    return {
        int(name[1:]): float(np.linalg.norm(dW)) for name, dW in gradients.items() if name.startswith("W")
    }
