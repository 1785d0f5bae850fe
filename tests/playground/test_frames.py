"""Frames: what is drawn is what the network computes, the right way up."""

import time

import numpy as np
import pytest
from msgspec.structs import replace

from engine import flat
from engine.activations import ACTIVATIONS, Relu, Tanh
from engine.data import Blobs, Circle, Dataset, Gauss, Iris, Split, Xor
from engine.errors import DivergedError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.network import Parameters
from engine.problem import Problem
from engine.trainer import Trainer
from playground.frames import (
    COARSE,
    FINE,
    FLUID,
    Frame,
    FrameBuilder,
    Scene,
    View,
    make_scene,
    picture,
    plane_points,
    to_bytes,
)

FLOWERS = Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"), layers=(Dense(5, Tanh()),))


def trained(experiment: Experiment, epochs: int = 20) -> Trainer:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def frame_of(trainer: Trainer, view: View | None = None) -> Frame:
    return FrameBuilder(trainer, view or View()).build(0.0)


def value_at(scene: Scene, picture, point):
    """A picture of the plane read at a raw point, between the samples (bilinear)."""
    left, right, bottom, top = scene.extent
    g = picture.shape[-1] - 1
    x, y = g * (point[0] - left) / (right - left), g * (top - point[1]) / (top - bottom)
    i, j = min(int(y), g - 1), min(int(x), g - 1)
    v, u = y - i, x - j
    upper = (1 - u) * picture[i, j] + u * picture[i, j + 1]
    lower = (1 - u) * picture[i + 1, j] + u * picture[i + 1, j + 1]
    return (1 - v) * upper + v * lower


class TestScene:
    def test_generated_data_are_shown_from_minus_six_to_six(self):
        assert make_scene(Problem(Experiment(data=Circle())), View()).extent == (-6, 6, -6, 6)

    def test_points_further_out_are_in_the_picture(self):
        scene = make_scene(Problem(Experiment(data=Gauss(noise=0.5, samples=5000))), View())
        left, right, bottom, top = scene.extent
        assert left < -6 < 6 < right
        assert np.all((scene.points[0] >= left) & (scene.points[0] <= right))
        assert np.all((scene.points[1] >= bottom) & (scene.points[1] <= top))

    def test_a_table_is_shown_with_a_margin_on_the_chosen_columns(self):
        scene = make_scene(Problem(FLOWERS), View(axes=(2, 3)))
        X = scene.dataset.X
        left, right, bottom, top = scene.extent
        assert left < X[2].min() < X[2].max() < right
        assert bottom < X[3].min() < X[3].max() < top
        assert right - left == pytest.approx(1.16 * np.ptp(X[2]))
        assert scene.axis_names == (scene.dataset.columns[2], scene.dataset.columns[3])
        np.testing.assert_array_equal(scene.points, X[[2, 3]])

    def test_axes_that_the_data_do_not_have_become_the_first_two(self):
        assert make_scene(Problem(Experiment()), View(axes=(2, 3))).axes == (0, 1)

    def test_a_single_column_is_shown_too(self):
        X = np.linspace(-1, 1, 20)[None, :]
        data = Dataset(X, (X[0] > 0).astype(np.int64), "binary", ("x1",), ("no", "yes"))
        experiment = Experiment(features=("x1",))
        frame = frame_of(trained_on(data, experiment))
        assert frame.scene.axes == (0, 0)
        assert frame.field.shape == (1, FINE, FINE)
        assert np.ptp(frame.field, axis=1).max() == 0
        assert np.ptp(frame.field) > 0

    def test_a_constant_column_has_some_room(self):
        X = np.array([np.arange(10.0), np.full(10, 3.0)])
        data = Dataset(X, np.arange(10) % 2, "binary", ("a", "b"), ("no", "yes"))
        scene = replace(frame_of(trained_on(data, Experiment())).scene)
        assert scene.extent[2] < 3 < scene.extent[3]

    def test_the_other_columns_stay_at_their_training_mean(self):
        problem = Problem(FLOWERS)
        scene = make_scene(problem, View(axes=(1, 3)))
        points = plane_points(scene, 5)
        mean = problem.dataset.X[:, problem.codes == 0].mean(axis=1)
        assert points.shape == (4, 25)
        np.testing.assert_allclose(points[0], mean[0])
        np.testing.assert_allclose(points[2], mean[2])

    def test_the_first_row_is_the_top_and_the_first_column_the_left(self):
        scene = make_scene(Problem(Experiment()), View())
        points = plane_points(scene, 3)
        assert points[0].reshape(3, 3)[0].tolist() == [-6, 0, 6]
        assert points[1].reshape(3, 3)[:, 0].tolist() == [6, 0, -6]


def trained_on(data: Dataset, experiment: Experiment) -> Trainer:
    """A trainer on data that no generator makes; they are no generated data for the scene either."""
    experiment = experiment.with_(data=Iris())
    return Trainer(experiment, Problem(experiment, data))


class TestField:
    @pytest.mark.parametrize(
        "experiment",
        [
            Experiment(),
            Experiment(features=("x1", "x2^2", "sin(x2)"), normalize=False, layers=(Dense(3, Relu()),)),
            Experiment(data=Blobs(), dtype="float64"),
            Experiment(layers=()),
            FLOWERS,
        ],
        ids=repr,
    )
    def test_it_is_what_the_trainer_predicts_on_the_plane(self, experiment):
        trainer = trained(experiment)
        frame = frame_of(trainer)
        predicted = trainer.predict(plane_points(frame.scene, FINE))
        np.testing.assert_allclose(frame.field, predicted.reshape(-1, FINE, FINE), atol=2e-5)

    def test_it_is_the_right_way_up(self):
        """Class 1 of the Gaussians lies at the top right, class 0 at the bottom left."""
        field = frame_of(trained(Experiment(data=Gauss()))).field[0]
        assert field[5, -5] > 0.9
        assert field[-5, 5] < 0.1

    def test_it_is_a_copy_that_later_frames_leave_alone(self):
        trainer = trained(Experiment(), 1)
        builder = FrameBuilder(trainer, View())
        frame = builder.build(0.0)
        field, units, parameters = frame.field.copy(), [u.copy() for u in frame.units], trainer.parameters
        for _ in range(5):
            trainer.run_epoch()
        builder.build(0.0)
        np.testing.assert_array_equal(frame.field, field)
        for then, now in zip(units, frame.units, strict=True):
            np.testing.assert_array_equal(then, now)
        for name, value in parameters.items():
            np.testing.assert_array_equal(frame.parameters[name], value)

    def test_large_networks_are_sampled_more_coarsely(self):
        frame = frame_of(Trainer(Experiment(layers=(Dense(200), Dense(200)))))
        assert frame.field.shape == (1, COARSE, COARSE)
        assert frame.units[1].shape == (200, COARSE, COARSE)

    def test_while_training_runs_that_of_a_middling_network_is_coarse_and_at_rest_it_is_fine(self):
        trainer = Trainer(Experiment(layers=(Dense(60), Dense(60))))
        builder = FrameBuilder(trainer, View())
        sides = [builder.build(speed).field.shape[-1] for speed in (0.0, 900.0, 900.0, 0.0)]
        assert sides == [FINE, COARSE, COARSE, FINE]
        trainer.step()
        moving, resting = builder.build(900.0), builder.build(0.0)
        assert moving.scene is resting.scene
        predicted = trainer.predict(plane_points(moving.scene, COARSE))
        np.testing.assert_allclose(moving.field, predicted.reshape(-1, COARSE, COARSE), atol=2e-5)

    def test_while_training_runs_that_of_a_small_network_is_sampled_at_half_as_many_places(self):
        builder = FrameBuilder(Trainer(Experiment(layers=(Dense(8), Dense(8), Dense(8)))), View())
        moving, resting = builder.build(900.0), builder.build(0.0)
        assert (moving.field.shape[-1], resting.field.shape[-1]) == (FLUID, FINE)
        assert moving.units[1].shape[1:] == (FLUID // 2, FLUID // 2)
        assert FrameBuilder(Trainer(Experiment()), View()).build(900.0).field.shape[-1] == FINE


class TestUnits:
    def test_there_is_one_stack_of_bytes_per_column(self):
        frame = frame_of(trained(Experiment(features=("x1", "x2", "x1*x2"), data=Blobs())))
        sides = (FINE // 2, FINE // 2, FINE // 2, FINE)  # the pictures of the output are large
        assert [u.shape for u in frame.units] == [(n, s, s) for n, s in zip((3, 4, 2, 3), sides, strict=True)]
        assert {u.dtype.name for u in frame.units} == {"uint8"}

    @pytest.mark.parametrize("name", list(ACTIVATIONS))
    def test_hidden_units_are_those_of_the_readable_forward(self, name):
        trainer = trained(
            Experiment(layers=(Dense(4, ACTIVATIONS[name]), Dense(3, ACTIVATIONS[name])), dtype="float64")
        )
        frame = frame_of(trainer)
        X = trainer.problem.prepare(plane_points(frame.scene, FINE))
        caches = trainer.network.forward(trainer.parameters, X)
        for l in (1, 2):
            expected = picture(name, caches[l - 1].A.reshape(-1, FINE, FINE)[:, ::2, ::2])
            assert np.abs(frame.units[l].astype(int) - expected).max() <= 1

    def test_hidden_columns_of_a_wide_network_take_turns_while_training_runs_and_are_all_new_at_rest(
        self, monkeypatch
    ):
        monkeypatch.setattr(time, "perf_counter", lambda: 10.0)
        trainer = trained(Experiment(layers=(Dense(40), Dense(40), Dense(40))), 1)
        builder = FrameBuilder(trainer, View())

        def new(before: Frame, speed: float) -> tuple[Frame, list[int]]:
            trainer.step()
            frame = builder.build(speed)
            pairs = enumerate(zip(before.units, frame.units, strict=True))
            return frame, [column for column, (then, now) in pairs if then is not now]

        frame, columns = new(builder.build(0.0), 900.0)
        assert columns == [0, 1, 2, 3, 4], "from rest to motion"
        turns = []
        for _ in range(4):
            frame, columns = new(frame, 900.0)
            turns.append(columns)
        assert sorted(turns) == [[1, 3, 4], [1, 3, 4], [2, 4], [2, 4]]
        assert turns[0] != turns[1], "and the output is always that of the frame"
        frame, columns = new(frame, 0.0)
        assert columns == [0, 1, 2, 3, 4]
        builder.set_view(View(show="weights"))
        assert new(frame, 900.0)[1] == [0, 1, 2, 3, 4]

    def test_hidden_columns_of_other_networks_are_new_in_each_frame(self):
        trainer = trained(Experiment(), 1)
        builder = FrameBuilder(trainer, View())
        before = builder.build(900.0)
        trainer.step()
        after = builder.build(900.0)
        assert [then is not now for then, now in zip(before.units, after.units, strict=True)][1:] == [
            True
        ] * 3

    def test_bytes_go_from_minus_one_over_nought_to_one(self):
        assert to_bytes(np.array([-2.0, -1.0, 0.0, 1.0, 2.0])).tolist() == [0, 0, 128, 255, 255]

    def test_probabilities_are_coloured_around_one_half(self):
        for name in ("sigmoid", "softmax"):
            assert picture(name, np.array([[[0.0, 0.5, 1.0]]])).ravel().tolist() == [0, 128, 255]

    @pytest.mark.parametrize("name", ["relu", "leaky_relu", "linear"])
    def test_outputs_without_bounds_are_scaled_unit_by_unit(self, name):
        ramp = np.linspace(-1, 1, 2500).reshape(1, 50, 50)
        small, large = picture(name, np.concatenate([1e-3 * ramp, 1e3 * ramp]))
        assert np.abs(small.astype(int) - large).max() <= 1
        assert (large.min(), large.max()) == (0, 255)

    def test_a_unit_that_is_always_nought_is_grey(self):
        assert set(picture("relu", np.zeros((1, 50, 50))).ravel()) == {128}

    def test_inputs_are_seen_too(self):
        across, up = frame_of(Trainer(Experiment())).units[0]
        assert across[0, 0] < 10 < 245 < across[0, -1]
        assert up[-1, 0] < 10 < 245 < up[0, 0]


class TestContours:
    def test_they_run_where_p_is_the_band(self):
        frame = frame_of(trained(Experiment(), 80))
        assert set(frame.contours) == {0.25, 0.5, 0.75}
        for band, lines in frame.contours.items():
            assert lines
            for point in np.vstack(lines):
                assert value_at(frame.scene, frame.field[0], point) == pytest.approx(band, abs=1e-5)

    def test_the_boundary_of_the_circle_lies_around_it(self):
        frame = frame_of(trained(Experiment(), 150))
        radius = np.hypot(*np.vstack(frame.contours[0.5]).T)
        assert 2.0 < np.median(radius) < 4.0

    def test_between_three_classes_they_run_where_the_winner_changes(self):
        frame = frame_of(trained(Experiment(data=Blobs()), 60))
        assert list(frame.contours) == [0.5]
        lines = frame.contours[0.5]
        assert lines
        for point in np.vstack(lines):
            p = np.sort([value_at(frame.scene, field, point) for field in frame.field])
            assert p[-1] - p[-2] < 0.08  # the three meet within one cell of the grid

    def test_every_border_between_two_winners_is_drawn(self):
        frame = frame_of(trained(Experiment(data=Blobs()), 60))
        left, right, bottom, top = frame.scene.extent
        winner = frame.field.argmax(axis=0)
        points = np.vstack(frame.contours[0.5])
        across, up = np.linspace(left, right, FINE), np.linspace(top, bottom, FINE)
        for i, j in np.argwhere(winner[:, 1:] != winner[:, :-1]):
            near = np.hypot(points[:, 0] - across[j], points[:, 1] - up[i])
            assert near.min() < 2 * (right - left) / FINE

    def test_regression_has_none_and_its_field_is_a_copy_as_well(self):
        rng = np.random.default_rng(0)
        data = Dataset(rng.standard_normal((2, 30)), rng.standard_normal(30), "regression", ("a", "b"))
        trainer = trained_on(data, Experiment())
        builder = FrameBuilder(trainer, View())
        frame = builder.build(0.0)
        field = frame.field.copy()
        trainer.run_epoch()
        builder.build(0.0)
        np.testing.assert_array_equal(frame.field, field)
        assert frame.contours == {}
        assert frame.train.accuracy is None
        assert frame.field.shape == (1, FINE, FINE)


def learn(trainer: Trainer, parameters: Parameters) -> None:
    """Come to these weights as a step does: `load` would take them as good ones to go back to."""
    flat.pack(trainer.network, parameters, trainer.runner.memory.P)


class TestNumbers:
    def test_a_frame_says_where_the_training_is(self):
        experiment = Experiment(data=Xor())
        trainer = trained(experiment, 2)
        trainer.advance(3)
        frame = FrameBuilder(trainer, View()).build(123.0)
        assert frame.experiment is experiment
        assert (frame.epoch, frame.iteration, frame.steps_per_epoch) == (2, 23, 10)
        assert frame.steps_per_second == 123.0
        assert frame.train == trainer.evaluate("train")
        assert frame.dev == trainer.evaluate("dev")
        assert frame.curve.epochs.tolist() == [0, 1, 2]
        assert frame.shapes == [(4, 2), (2, 4), (1, 2)]
        assert frame.n_parameters == 25

    def test_without_a_dev_set_there_is_no_dev_cost(self):
        frame = frame_of(Trainer(Experiment(split=Split(train=1.0, dev=0.0, test=0.0))))
        assert frame.dev is None
        assert frame.curve.dev.size == 0

    def test_a_curve_for_the_screen_is_short(self):
        assert len(frame_of(trained(Experiment(data=Circle(samples=20)), 1500)).curve.epochs) <= 601

    def test_a_cost_that_has_blown_up_in_mid_epoch_is_a_divergence(self):
        trainer = Trainer(Experiment())
        trainer.step()
        parameters = trainer.parameters
        parameters["b3"][:] = 1e9
        learn(trainer, parameters)
        with pytest.raises(DivergedError):
            frame_of(trainer)
        assert trainer.iteration == 0

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_numbers_that_overflow_are_a_divergence_and_never_a_frame(self, dtype):
        """The weights are finite, yet their products are not: it is seen when the frame is built."""
        trainer = Trainer(Experiment(layers=(Dense(8, Relu()), Dense(8, Relu())), dtype=dtype))
        builder = FrameBuilder(trainer, View())
        start = trainer.parameters
        learn(trainer, {name: np.full_like(value, 1e30) for name, value in start.items()})
        with pytest.raises(DivergedError):
            builder.build(0.0)
        for name, value in builder.build(0.0).parameters.items():
            np.testing.assert_array_equal(value, start[name])
