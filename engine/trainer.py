"""The Trainer turns an Experiment into parameters, one mini-batch after another. No thread, no Qt."""

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine import flat
from engine.activations import Array
from engine.denormals import Flushing
from engine.errors import DivergedError, EngineError, ExperimentError
from engine.evaluation import Evaluator, Metrics
from engine.experiment import Experiment
from engine.forward import Forward
from engine.history import History, StepHistory
from engine.model import Model
from engine.network import Network, Parameters
from engine.predict import make_model, predict
from engine.problem import Part, Problem
from engine.recording import Recording
from engine.runner import Runner
from engine.snapshot import Snapshot

# A cost this many times the best one seen is a divergence; the best counts as at least FLOOR, so that a small
# bump of a nearly perfect fit is none.
BLOW_UP = 1e6
FLOOR = 1e-4


class EarlyStop(msgspec.Struct, frozen=True):
    """Training stopped after `epoch`; the weights are those of `best_epoch`, when the dev cost was lowest."""

    epoch: int
    best_epoch: int
    best_cost: float


class Trainer:
    """Learns an Experiment. Same experiment, same bits: every draw comes from its seed.

    `epoch` counts whole passes, `iteration` the mini-batches since the start, `position` those of this epoch.
    `early_stop` tells when early stopping ended the training; a further `advance` goes on from there. Whoever
    goes on with another trainer's weights has its `lineage`. Raises DataError when the data do not fit.
    `advance` raises DivergedError after restoring the last good weights. With two `threads` wide, plain
    networks learn faster, and with other bits than with one.
    """

    def __init__(self, experiment: Experiment, problem: Problem | None = None, threads: int = 1) -> None:
        self.experiment = experiment
        self.problem = problem.for_experiment(experiment) if problem else Problem(experiment)
        self.history, self.recording, self.steps = History(), Recording(), StepHistory()
        self.epoch = self.iteration = 0
        self.early_stop: EarlyStop | None = None
        self.by_hand, self.lineage = False, object()
        self.best: dict[Part, float] = {}
        self.best_dev: tuple[float, Snapshot] | None = None
        self._P: Array = np.zeros(self.network.n_parameters, experiment.dtype)
        flat.pack(self.network, self.network.initial(np.random.default_rng([experiment.seed, 0])), self._P)
        self.runner = Runner(experiment, self.problem, self._P, threads)
        self.evaluator = Evaluator(self.problem, self.runner.memory)
        self._flushing = Flushing()
        self.begin_history()

    @property
    def network(self) -> Network:
        """The network that is trained."""
        return self.problem.network

    @property
    def is_fresh(self) -> bool:
        """Whether the weights are the first ones still, as they were drawn."""
        return self.iteration == 0 and not self.by_hand

    @property
    def position(self) -> int:
        """Mini-batches done in this epoch."""
        return self.runner.position

    @property
    def steps_per_epoch(self) -> int:
        """Mini-batches in one epoch, the smaller last one included."""
        return self.runner.steps_per_epoch

    @property
    def source(self) -> str:
        """The lowered step as Python source."""
        return self.runner.step.source

    def step(self) -> None:
        """One mini-batch."""
        self.advance(1)

    def run_epoch(self) -> None:
        """The rest of this epoch: all of it at an epoch's start."""
        self.advance(self.steps_per_epoch)

    @np.errstate(all="ignore")
    def advance(self, steps: int) -> int:
        """At most that many mini-batches, 1 or more, stopping at the epoch's end; how many were done.

        Raises EngineError for fewer than one, and DivergedError when a weight or the epoch's cost is not
        finite or the cost has blown up; the parameters are then those of the end of the last good epoch.
        """
        if steps < 1:
            raise EngineError(f"Training advances by at least 1 mini-batch, not {steps}.")
        with self._flushing, self.runner.blas_threads:
            if self.position == 0:
                self._begin_epoch()
            done = self.runner.run(steps)
            self.iteration += done
            if not self.runner.memory.is_finite():
                raise self.diverged()
            if self.position == 0:
                self._end_epoch()
        return done

    def _begin_epoch(self) -> None:
        costs = self.history.last
        if self.early_stop is not None and self.best_dev is not None:
            # The present weights are the best: patience begins anew, and with these to come back to.
            costs = self.present_costs()
            self.early_stop, self.best_dev = None, (self.best_dev[0], self.snapshot())
        self.good = self.snapshot()
        self.recording.record(self.good, *costs)
        self.runner.begin_epoch(self.epoch + 1)

    def _end_epoch(self) -> None:
        self.epoch += 1
        loss, buffers = self.network.loss, self.runner.buffers
        totals = [(loss.totals(Z, Y), Z.shape[-1]) for Z, Y in buffers.outputs()]
        train = sum(float(total.sum()) for total, _ in totals) / buffers.m
        train += self.evaluator.penalty("train")
        self.steps.record(np.concatenate([total / m for total, m in totals]), self.iteration)
        present = self.evaluator.cost(self.witness)
        judged: list[tuple[Part, float]] = [("train", train), (self.witness, present)]
        for part, cost in judged:
            if self.has_blown_up(part, cost):
                raise self.diverged()
            self.best[part] = min(self.best[part], cost)
        if self.witness == "dev":
            self.steps.record_dev(self.iteration, present)
        self.history.record(self.epoch, train, present if self.witness == "dev" else math.nan)
        if self.experiment.early_stopping is not None:
            self._watch(present, self.experiment.early_stopping.patience)

    def _watch(self, dev: float, patience: int) -> None:
        """Keep the weights of the lowest dev cost; take them back when it has not fallen for too long."""
        if self.best_dev is None or dev < self.best_dev[0]:
            self.best_dev = dev, self.snapshot()
        elif self.epoch - self.best_dev[1].epoch >= patience:
            self.keep_best()

    def keep_best(self) -> None:
        """Under early stopping, end with the weights of the lowest dev cost so far."""
        if self.best_dev is not None and self.best_dev[1].epoch < self.epoch:
            cost, moment = self.best_dev
            moment.put_back(self.runner)
            self.early_stop = EarlyStop(self.epoch, moment.epoch, cost)

    @property
    def witness(self) -> Part:
        """The part whose cost tells how the present weights do: an epoch's train cost is of those before."""
        return self.evaluator.witness

    def has_blown_up(self, part: Part, cost: float) -> bool:
        """Whether the cost of a part is not finite, or BLOW_UP times the best one seen."""
        return not math.isfinite(cost) or cost > BLOW_UP * max(self.best[part], FLOOR)

    def diverged(self) -> DivergedError:
        """Go back to the last good epoch; the error to raise says what happened."""
        epoch = self.good.epoch + 1
        sizes = np.abs(np.nan_to_num(self._P, nan=np.inf))
        layer = int(flat.layer_numbers(self.network)[np.argmax(sizes)])
        self.restore(self.good)
        x = self.experiment
        rate = x.schedule.tuned_rate(x.learning_rate, epoch)
        return DivergedError(epoch, layer, rate, self.good.epoch, x.l2)

    def begin_history(self) -> None:
        """Start the curve at the present weights."""
        self.history, self.steps = History(), StepHistory()
        self._set_mark()
        if all(map(math.isfinite, self.best.values())):
            self.history.record(self.epoch, self.best["train"], self.best.get("dev", math.nan))

    @np.errstate(all="ignore")
    def _set_mark(self) -> None:
        """Take the present weights as the good ones to go back to, and their cost to compare with."""
        parts: set[Part] = {"train", self.witness}
        costs = {part: self.evaluator.cost(part) for part in parts}
        self.best = {part: cost if math.isfinite(cost) else math.inf for part, cost in costs.items()}
        self.good = self.snapshot()
        self.best_dev = None
        if self.experiment.early_stopping is not None and self.witness == "dev":
            self.best_dev = self.best["dev"], self.good

    def evaluate(self, part: Part) -> Metrics | None:
        """Cost and accuracy of a part with the present weights, or None where the part is empty.

        The penalty counts for the training part alone.
        """
        return self.evaluator.metrics(part)

    def present_costs(self) -> tuple[float, float]:
        """The train and dev costs of the present weights: of the last epoch, or where early stopping went."""
        if self.early_stop is None:
            return self.history.last
        return self.evaluator.cost("train"), self.early_stop.best_cost

    def rest(self) -> None:
        """Give back memory that is made again when it is needed, and most of what was recorded."""
        self.evaluator.rest()
        self.recording.rest()

    def forward(self, part: Part) -> Forward:
        """The lowered forward pass over a part's inputs, as the network predicts."""
        return self.evaluator.forward(part)

    def theta(self) -> Array:
        """The flat parameter vector as a float64 copy, for what is to be known exactly."""
        return np.array(self._P, np.float64)

    def copy_inference(self, into: Array) -> None:
        """The flat parameter vector of `network.inference` (batch norm folded in), copied likewise."""
        self.evaluator.copy_inference(into)

    def load(self, parameters: Parameters, statistics: Parameters | None = None) -> None:
        """Take W1, b1, ... in course shapes as the weights, and mean1, variance1, ... as averages if given.

        The moments stay as they are. Raises ExperimentError, and changes nothing, where names or shapes do
        not fit this network or a number is not finite in its precision.
        """
        network, dtype = self.network, self._P.dtype
        flat.check_fit(parameters, network.parameter_shapes, dtype)
        if statistics:
            flat.check_fit(statistics, network.statistic_shapes, dtype)
            self.runner.memory.statistics.set(flat.averages_of(network, statistics, dtype))
        flat.pack(network, parameters, self._P)
        self._set_mark()

    def begin_at(self, parameters: Parameters, statistics: Parameters) -> None:
        """Begin with these weights in place of those drawn. Raises ExperimentError as `load` does."""
        self.load(parameters, statistics)
        self.by_hand = True
        self.begin_history()

    @property
    def parameters(self) -> Parameters:
        """Copies of W1, b1, ... in course shapes and the training dtype."""
        return flat.unpack(self.network, self._P)

    @property
    def statistics(self) -> Parameters:
        """The running averages mean1, variance1, ... (n[l], 1) of the batch-normalised layers."""
        return flat.statistics_of(self.network, self.runner.memory.statistics.averages())

    def last_gradients(self) -> Parameters | None:
        """dW1, db1, ... of J with its penalty as the last step used them; None where there was no step yet.

        A frozen layer's are 0.
        """
        G = self.runner.memory.GG[0]
        return flat.unpack(self.network, G / self.runner.gradient_scale) if G.any() else None

    def last_dropped(self) -> dict[int, NDArray[np.bool_]]:
        """By column l (0: the inputs) the units (n[l],) left out for the last mini-batch's first example."""
        return self.runner.last_dropped() if self.iteration else {}

    def set_weight(self, name: str, row: int, column: int, value: float) -> None:
        """Change one number of W1, b1, gamma1, ... by hand.

        Raises ExperimentError, and changes nothing, where there is no such number or the value is not finite.
        """
        parameters = self.parameters
        high, wide = self.network.parameter_shapes.get(name, (0, 0))
        if not (0 <= row < high and 0 <= column < wide):
            raise ExperimentError(f"This network has no {name} ({row + 1}, {column + 1}).")
        parameters[name][row, column] = value
        self.load(parameters)
        self.by_hand = True

    def predict(self, X: Array) -> Array:
        """Probabilities (n[L], m), or values for regression, for raw columns X (n, m).

        Raises DataError for what is no number, EngineError where the weights are too large to predict with.
        """
        return predict(self.problem, self.parameters, X, self.statistics)

    def gradients(self, X: Array | None = None, Y: NDArray[Any] | None = None) -> Parameters:
        """dW1, db1, ... of J with its penalty, keyed W1, b1, ... in course shapes, float64, without dropout.

        For raw columns X (n, m) and class indices or values Y (m,); without both, for the train set with its
        smoothed labels. Batch norm takes the given examples as one mini-batch. Raises DataError where they do
        not fit the data.
        """
        inputs, targets = self.problem.examples(X, Y)
        return self.network.gradients(flat.unpack(self.network, self.theta()), inputs, targets)

    def model(self) -> Model:
        """The trained network as a value that can be exported."""
        return make_model(self.problem, self.parameters, self.statistics)

    def snapshot(self) -> Snapshot:
        """The weights, moments and counters of this moment."""
        return Snapshot.of(self.runner, self.epoch, self.iteration)

    def restore(self, moment: Snapshot) -> None:
        """Bring back the weights, moments and counters of a snapshot, at the start of its epoch."""
        moment.put_back(self.runner)
        self.epoch, self.iteration = moment.epoch, moment.iteration
        self.runner.position = 0

    def retune(self, experiment: Experiment) -> None:
        """Go on with other hyperparameters (rate, mini-batch size, lambdas, keep_prob ...) between two steps.

        The parameters stay; the moments stay unless the kind of optimiser changes. A new mini-batch size
        begins the epoch again with a new order of all examples.
        """
        self.problem = self.problem.for_experiment(experiment)
        self.experiment, best_dev = experiment, self.best_dev
        factors = self.runner.retune(experiment, self.problem)
        if self.evaluator.memory is not self.runner.memory:
            self.evaluator = Evaluator(self.problem, self.runner.memory)
        if self.position:
            self.runner.plan_scalars(self.epoch + 1)
        self._set_mark()
        if self.best_dev is not None and best_dev is not None:
            self.best_dev = best_dev[0], best_dev[1].rescaled(self.runner, factors)
        if factors is None or (factors != 1).any():
            self.recording.change(lambda state: state.rescaled(self.runner, factors))

    def leave(self, run: "Trainer") -> None:
        """Become a branch of another run of this experiment, at whose moment this trainer was put."""
        self.history, self.recording = run.history.until(self.epoch), run.recording.until(self.epoch)
        self.steps = run.steps.until(self.iteration)
        self.by_hand, self.lineage = run.by_hand, run.lineage
        self._set_mark()

    def take_over(self, elder: "Trainer") -> None:
        """Go on counting where another trainer stood; its curve goes on too while the data are the same."""
        self.epoch, self.iteration, self.by_hand = elder.epoch, elder.iteration, elder.by_hand
        self.lineage = elder.lineage
        same_data = self.problem.dataset is elder.problem.dataset
        if same_data and np.array_equal(self.problem.codes, elder.problem.codes):
            self.history, self.steps = elder.history.copy(), elder.steps.until(self.iteration)
            self._set_mark()
        else:
            self.begin_history()
