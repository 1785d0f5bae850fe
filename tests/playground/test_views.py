"""What a View asks for is in the Frame, true, and nothing else is computed."""

import numpy as np
import pytest

from engine.activations import Relu
from engine.data import Circle, Digits, Iris
from engine.errors import ExperimentError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import GradientDescent
from engine.trainer import Trainer
from playground.frames import Frame, FrameBuilder, Place, View, make_scene

WIDE = Experiment(layers=(Dense(40, Relu()), Dense(6)), learning_rate=0.01)
FLOWERS = Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"), layers=(Dense(5),))


def trained(experiment: Experiment, epochs: int = 3) -> Trainer:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def frame_of(experiment: Experiment, view: View, epochs: int = 3) -> Frame:
    return FrameBuilder(trained(experiment, epochs), view).build(0.0)


class TestFolding:
    def test_all_units_are_shown_where_there_is_room(self):
        frame = frame_of(WIDE, View(room=(2, 40, 6, 1)))
        assert [len(units) for units in frame.shown] == [2, 40, 6, 1]
        assert frame.maps == {}

    def test_the_most_active_units_and_the_whole_matrix_where_there_is_not(self):
        trainer = trained(WIDE)
        frame = FrameBuilder(trainer, View(room=(2, 5, 6, 1))).build(0.0)
        everything = FrameBuilder(trainer, View()).build(0.0)
        shown = frame.shown[1]
        assert len(shown) == 5
        assert list(shown) == sorted(shown)
        np.testing.assert_array_equal(frame.units[1], everything.units[1][shown])
        assert set(frame.maps) == {1}
        assert frame.maps[1].shape == (40, 2)
        W = frame.parameters["W1"]
        largest = np.unravel_index(np.abs(W).argmax(), W.shape)
        assert frame.maps[1][largest] in (0, 255)

    def test_activity_is_the_mean_size_of_the_output(self):
        trainer = trained(WIDE)
        builder = FrameBuilder(trainer, View(room=(2, 5, 6, 1)))
        frame = builder.build(0.0)
        activity = builder._plane.activity(1)
        assert set(frame.shown[1]) == set(np.argsort(-activity)[:5])

    def test_a_selected_a_looked_at_and_a_pinned_unit_are_among_them(self):
        usual = frame_of(WIDE, View(room=(2, 5, 6, 1))).shown[1]
        asked = [int(u) for u in np.setdiff1d(np.arange(40), usual)[:3]]
        view = View(
            room=(2, 5, 6, 1),
            selected=Place(1, asked[0]),
            unit=Place(1, asked[1]),
            pinned=(Place(1, asked[2]),),
        )
        assert set(asked) <= set(frame_of(WIDE, view).shown[1])

    def test_shown_units_stay_while_others_are_hardly_more_active(self):
        trainer = trained(WIDE)
        builder = FrameBuilder(trainer, View(room=(2, 5, 6, 1)))
        first = builder.build(0.0).shown[1]
        activity = builder._plane.activity(1)
        weakest = first[activity[first].argmin()]
        outside = np.setdiff1d(np.arange(40), first)
        rival = outside[activity[outside].argmax()]
        parameters = trainer.parameters
        scale = 1.1 * activity[weakest] / activity[rival]
        parameters["W1"][rival] *= scale
        parameters["b1"][rival] *= scale
        trainer.load(parameters)
        np.testing.assert_array_equal(builder.build(0.0).shown[1], first)


class TestGradients:
    def test_they_are_those_of_the_last_step(self):
        whole = Experiment(batch_size=None, optimizer=GradientDescent(), dtype="float64")
        trainer = Trainer(whole)
        expected = trainer.gradients()
        before = trainer.parameters
        trainer.step()
        frame = FrameBuilder(trainer, View(show="gradients")).build(0.0)
        for name, dW in expected.items():
            np.testing.assert_allclose(frame.links[name], dW, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(before[name] - 0.03 * frame.links[name], trainer.parameters[name])
        assert frame.largest == pytest.approx(max(np.abs(expected[f"W{l}"]).max() for l in (1, 2, 3)))
        assert frame.norms == pytest.approx({l: np.linalg.norm(expected[f"W{l}"]) for l in (1, 2, 3)})

    def test_a_shorter_last_mini_batch_has_them_in_the_same_scale(self):
        odd = Experiment(batch_size=199, optimizer=GradientDescent(), dtype="float64")
        trainer = Trainer(odd)
        trainer.step()
        before = trainer.parameters
        trainer.step()
        found = trainer.last_gradients()
        assert found is not None
        np.testing.assert_allclose(before["W1"] - 0.03 * found["W1"], trainer.parameters["W1"])

    def test_before_the_first_step_there_are_none(self):
        frame = FrameBuilder(Trainer(Experiment()), View(show="gradients")).build(0.0)
        assert frame.norms == {}
        assert not any(dW.any() for dW in frame.links.values())

    def test_pictures_follow(self):
        frame = frame_of(Experiment(), View(show="weights"))
        assert frame.units[1].shape == (4, 2, 1)
        assert frame.links is frame.parameters


class TestMasks:
    DROPPED = Experiment(layers=(Dense(30, keep_prob=0.5), Dense(4)), input_keep_prob=0.6)

    def test_they_are_those_of_the_first_example_of_the_last_step(self):
        trainer = Trainer(self.DROPPED)
        trainer.step()
        frame = FrameBuilder(trainer, View()).build(0.0)
        assert set(frame.dropped) == {0, 1}
        assert 5 <= frame.dropped[1].sum() <= 25
        np.testing.assert_array_equal(frame.dropped[1], trainer.runner.step.masks[1][:, 0] == 0)
        trainer.step()
        assert not np.array_equal(frame.dropped[1], FrameBuilder(trainer, View()).build(0.0).dropped[1])

    def test_a_unit_that_was_dropped_gave_nothing_to_that_example(self):
        alone = self.DROPPED.with_(batch_size=1, optimizer=GradientDescent(), input_keep_prob=1.0)
        trainer = Trainer(alone)
        trainer.step()
        found = trainer.last_gradients()
        dropped = trainer.last_dropped()[1]
        assert found is not None
        assert not found["W1"][dropped].any()
        assert not found["W2"][:, dropped].any()

    def test_none_before_the_first_step_nor_where_they_are_not_wanted(self):
        assert FrameBuilder(Trainer(self.DROPPED), View()).build(0.0).dropped == {}
        assert frame_of(self.DROPPED, View(masks=False)).dropped == {}


class TestDetails:
    @pytest.mark.parametrize("place", [Place(0, 1), Place(1, 3), Place(2, 0), Place(3, 0)])
    def test_they_count_every_training_example(self, place):
        detail = frame_of(Experiment(), View(unit=place)).detail
        assert detail is not None
        assert detail.place == place
        assert detail.counts.sum() == detail.m == 300

    def test_the_numbers_compute_what_the_unit_puts_out(self):
        experiment = Experiment(layers=(Dense(3, Relu(), batch_norm=True), Dense(2)))
        trainer = trained(experiment)
        detail = FrameBuilder(trainer, View(unit=Place(1, 2))).build(0.0).detail
        assert detail is not None
        X = trainer.problem.inputs["train"]
        z = detail.weights @ X + detail.bias
        caches = trainer.network.forward(trainer.parameters, X, statistics=trainer.statistics)
        np.testing.assert_allclose(z, caches[0].Z[2], atol=1e-5)
        assert detail.zeros == (z <= 0).sum()

    def test_an_input_is_told_by_its_normalisation(self):
        trainer = trained(Experiment())
        detail = FrameBuilder(trainer, View(unit=Place(0, 0))).build(0.0).detail
        assert detail is not None
        raw = trainer.problem.dataset.X[0, trainer.problem.codes == 0]
        np.testing.assert_allclose(raw * detail.weights[0] + detail.bias, trainer.problem.inputs["train"][0])

    @pytest.mark.parametrize("place", [Place(9, 0), Place(1, 99), Place(1, -1)])
    def test_a_unit_that_is_not_there_has_none(self, place):
        assert frame_of(Experiment(), View(unit=place)).detail is None


class TestPins:
    def test_a_pinned_unit_is_shown_as_it_is_on_the_canvas_and_finer(self):
        frame = frame_of(Experiment(), View(pinned=(Place(1, 2), Place(2, 1))))
        assert [pin.place for pin in frame.pins] == [(1, 2), (2, 1)]
        np.testing.assert_array_equal(frame.pins[0].picture[::2, ::2], frame.units[1][2])
        assert np.abs(frame.pins[0].values).max() <= 1

    def test_units_that_are_not_there_are_left_out(self):
        assert frame_of(Experiment(), View(pinned=(Place(1, 77), Place(0, 0)))).pins == ()


class TestPlanes:
    def test_principal_components_are_those_of_the_standardised_training_part(self):
        trainer = trained(FLOWERS)
        scene = make_scene(trainer.problem, View(pca=True))
        assert scene.components is not None
        train = trainer.problem.codes == 0
        points = scene.points[:, train]
        X = trainer.problem.inputs["train"]  # normalised in the same way
        variances = np.sort(np.linalg.eigvalsh(np.cov(X, bias=True)))[::-1]
        np.testing.assert_allclose(points.var(axis=1), variances[:2])
        np.testing.assert_allclose(scene.components.explained, variances[:2] / variances.sum())
        np.testing.assert_allclose(points.mean(axis=1), 0, atol=1e-12)

    def test_what_is_lifted_is_found_again(self):
        components = make_scene(trained(FLOWERS).problem, View(pca=True)).components
        assert components is not None
        points = np.random.default_rng(1).normal(size=(2, 7))
        np.testing.assert_allclose(components.project(components.lift(points)), points)

    def test_the_picture_is_the_networks_answer_on_that_plane(self):
        trainer = trained(FLOWERS)
        frame = FrameBuilder(trainer, View(pca=True)).build(0.0)
        left, _, _, top = frame.scene.extent
        assert frame.scene.components is not None
        corner = frame.scene.components.lift(np.array([[left], [top]]))
        np.testing.assert_allclose(frame.field[:, 0, 0], trainer.predict(corner)[:, 0], atol=1e-5)

    def test_the_plane_is_made_anew_only_when_it_is_another(self):
        builder = FrameBuilder(trained(FLOWERS), View())
        scene = builder.scene
        builder.set_view(View(unit=Place(1, 0)))
        assert builder.scene is scene
        builder.set_view(View(pca=True))
        assert builder.scene is not scene

    def test_two_columns_stay_as_they_are(self):
        assert make_scene(trained(Experiment(data=Circle())).problem, View(pca=True)).components is None

    def test_a_single_training_example_has_a_plane_too(self):
        trainer = trained(FLOWERS, 0)
        trainer.problem.codes[1:] = 1
        scene = make_scene(trainer.problem, View(pca=True))
        assert np.isfinite(scene.points).all()


class TestImages:
    DIGITS = Experiment(
        data=Digits(), features=tuple(f"x{i}" for i in range(1, 65)), layers=(Dense(12, Relu()),)
    )

    def test_the_first_layers_weights_are_images(self):
        frame = frame_of(self.DIGITS, View(room=(5, 12, 10)), epochs=1)
        assert frame.units[1].shape == (12, 8, 8)
        assert frame.is_image
        W = frame.parameters["W1"][3].reshape(8, 8)
        assert np.unravel_index(np.abs(W).argmax(), (8, 8)) == np.unravel_index(
            np.abs(frame.units[1][3].astype(int) - 128).argmax(), (8, 8)
        )

    def test_the_input_shows_the_mean_image_and_the_plane_is_that_of_the_components(self):
        frame = frame_of(self.DIGITS, View(room=(5, 12, 10)), epochs=1)
        assert frame.maps[0].shape == (8, 8)
        assert frame.scene.components is not None

    def test_with_some_pixels_left_out_they_are_no_images(self):
        some = self.DIGITS.with_(features=tuple(f"x{i}" for i in range(1, 64)))
        frame = frame_of(some, View(), epochs=1)
        assert not frame.is_image
        assert frame.units[1].shape[1:] == (50, 50)


class TestWeightsByHand:
    def test_one_number_is_changed(self):
        trainer = trained(Experiment())
        before = trainer.parameters
        trainer.set_weight("W2", 1, 3, 0.625)
        after = trainer.parameters
        assert after["W2"][1, 3] == 0.625
        after["W2"][1, 3] = before["W2"][1, 3]
        assert all(np.array_equal(before[name], after[name]) for name in before)

    @pytest.mark.parametrize(
        ("name", "row", "column", "value"),
        [("W9", 0, 0, 1.0), ("W1", 4, 0, 1.0), ("W1", 0, -1, 1.0), ("b1", 0, 1, 1.0), ("W1", 0, 0, np.nan)],
    )
    def test_what_is_not_there_or_no_number_is_refused_and_changes_nothing(self, name, row, column, value):
        trainer = trained(Experiment())
        before = trainer.theta()
        with pytest.raises(ExperimentError):
            trainer.set_weight(name, row, column, value)
        np.testing.assert_array_equal(trainer.theta(), before)
