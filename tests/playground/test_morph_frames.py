"""The morph of a frame is what the network makes of the plane and the examples, station by station."""

import numpy as np
import pytest

from engine.activations import Linear, Relu, Tanh
from engine.data import Blobs, Bumps, Circle, Iris, Spiral
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam
from engine.trainer import Trainer
from playground.frames import FrameBuilder, Morph, View
from playground.frames.mesh import LINES
from playground.frames.morph import MOST
from playground.frames.stations import Station, separators

ALL = ("x1", "x2", "x3", "x4")
EIGHTS = (Dense(8, Tanh()),) * 3


def trained(experiment: Experiment, epochs: int = 20) -> Trainer:
    trainer = Trainer(experiment.with_(optimizer=Adam(), learning_rate=0.02, dtype="float64"))
    for _ in range(epochs):
        trainer.run_epoch()
    return trainer


def morph_of(trainer: Trainer) -> Morph:
    morph = FrameBuilder(trainer, View(morph=True)).build(0.0).morph
    assert morph is not None
    return morph


def station(morph: Morph, name: str) -> Station:
    (found,) = (s for s in morph.stations if s.name == name)
    return found


def undone(shown, station: Station):
    """From the square back to the numbers of the layer."""
    flat = shown.reshape(2, -1) * station.projection.half + station.projection.centre
    return flat.reshape(shown.shape)


def outputs(trainer: Trainer, X) -> dict[str, np.ndarray]:
    """Z[1], A[1], ... of inputs X, batch norm by its running averages: written down once more, by hand."""
    found, A = {"A[0]": X}, X
    for l, layer in enumerate(trainer.network.layers, start=1):
        p, s = trainer.parameters, trainer.statistics
        Z = p[f"W{l}"] @ A
        if layer.batch_norm:
            Z = p[f"gamma{l}"] * (Z - s[f"mean{l}"]) / np.sqrt(s[f"variance{l}"] + 1e-5) + p[f"beta{l}"]
        else:
            Z = Z + p[f"b{l}"]
        A = np.maximum(Z, 0) if isinstance(layer.activation, Relu) else np.tanh(Z)
        found |= {f"Z[{l}]": Z, f"A[{l}]": A}
    return found


def distances(points):
    return np.linalg.norm(points[:, :, None] - points[:, None, :], axis=0)


def inputs(trainer: Trainer, morph: Morph):
    return trainer.problem.prepare(trainer.problem.dataset.X[:, morph.places])


class TestStations:
    def test_they_lead_from_the_plane_to_the_probability(self):
        morph = morph_of(Trainer(Experiment(layers=(Dense(4), Dense(2)))))
        assert [s.name for s in morph.stations] == ["X", "Z[1]", "A[1]", "Z[2]", "A[2]", "Z[3]", "A[3]"]
        assert morph.stations[0].title == "X, the input plane, x1 to the right, x2 up"
        assert morph.stations[1].title.startswith("Z[1] = W[1] X + b[1], 4 units: first two principal comp")
        assert morph.stations[1].title.endswith(" % of the variance")
        two = "2 units as they are: unit 1 to the right, unit 2 up"
        assert morph.stations[4].title == f"A[2] = tanh(Z[2]), {two}"
        assert "1 unit, on a line" in morph.stations[5].title
        assert morph.stations[6].formula == "A[3] = sigmoid(Z[3])"

    def test_features_are_a_station_where_they_are_not_the_plane(self):
        morph = morph_of(Trainer(Experiment(data=Iris(), features=ALL)))
        assert [s.name for s in morph.stations[:3]] == ["X", "A[0]", "Z[1]"]
        assert morph.stations[2].formula == "Z[1] = W[1] A[0] + b[1]"

    def test_nothing_moves_where_there_is_no_activation(self):
        morph = morph_of(Trainer(Experiment(layers=(Dense(3, Linear()),))))
        assert [s.formula for s in morph.stations[1:3]] == [
            "A[1] = Z[1] = W[1] X + b[1]",
            "Z[2] = W[2] A[1] + b[2]",
        ]

    def test_a_regression_ends_with_its_number(self):
        morph = morph_of(Trainer(Experiment(data=Bumps(), layers=(Dense(3),))))
        assert [s.name for s in morph.stations] == ["X", "Z[1]", "A[1]", "Z[2]"]
        assert morph.lengths == ()

    def test_without_hidden_layers_there_are_still_the_plane_and_the_output(self):
        morph = morph_of(Trainer(Experiment(layers=())))
        assert [s.name for s in morph.stations] == ["X", "Z[1]", "A[1]"]


class TestExamples:
    def test_at_most_so_many_of_train_and_dev_evenly_and_none_of_test(self):
        trainer = Trainer(Experiment(data=Spiral(samples=5000)))
        morph = morph_of(trainer)
        assert len(morph.places) == MOST
        np.testing.assert_array_equal(morph.codes, trainer.problem.codes[morph.places])
        assert set(morph.codes) == {0, 1}
        assert np.diff(morph.places).max() < 5 * 5000 / MOST
        assert {s.points.shape for s in morph.stations} == {(2, MOST)}

    def test_few_are_all_shown(self):
        trainer = Trainer(Experiment(data=Circle(samples=100)))
        np.testing.assert_array_equal(morph_of(trainer).places, np.flatnonzero(trainer.problem.codes < 2))


class TestPositions:
    @pytest.mark.parametrize("batch_norm", [False, True])
    def test_two_units_are_the_very_activations(self, batch_norm):
        trainer = trained(Experiment(layers=(Dense(2, Tanh(), batch_norm=batch_norm), Dense(2, Relu()))))
        morph = morph_of(trainer)
        known = outputs(trainer, inputs(trainer, morph))
        for name in ("Z[1]", "A[1]", "Z[2]", "A[2]"):
            shown = station(morph, name)
            np.testing.assert_allclose(undone(shown.points, shown), known[name], atol=1e-9)
        last = station(morph, "Z[3]")
        np.testing.assert_allclose(undone(last.points, last)[0], known["Z[3]"][0], atol=1e-9)
        predicted = trainer.predict(trainer.problem.dataset.X[:, morph.places])
        answer = morph.stations[-1]
        np.testing.assert_allclose(undone(answer.points, answer)[0], predicted[0], atol=1e-9)

    def test_more_units_are_their_two_principal_components(self):
        trainer = trained(Experiment(data=Spiral(), layers=EIGHTS))
        morph = morph_of(trainer)
        known = outputs(trainer, inputs(trainer, morph))
        for name in ("Z[1]", "A[1]", "Z[2]", "A[2]", "Z[3]"):
            A = known[name] - known[name].mean(axis=1, keepdims=True)
            _, sizes, Vt = np.linalg.svd(A, full_matrices=False)
            shown = station(morph, name)
            np.testing.assert_allclose(
                distances(undone(shown.points, shown)), distances(sizes[:2, None] * Vt[:2]), atol=1e-6
            )
            share = 100 * (sizes[:2] ** 2).sum() / (sizes**2).sum()
            assert f"{share:.0f} % of the variance" in shown.note

    def test_the_mesh_covers_the_plane_and_goes_the_same_way(self):
        trainer = trained(Experiment(layers=(Dense(2),)))
        morph = morph_of(trainer)
        plane = undone(morph.stations[0].mesh, morph.stations[0])
        assert plane[:, 0, 0].tolist() == [-6, -6]
        assert plane[:, -1, -1].tolist() == [6, 6]
        assert len(plane[0, :: morph.pieces]) == LINES
        known = outputs(trainer, trainer.problem.prepare(plane.reshape(2, -1)))["A[1]"]
        shown = station(morph, "A[1]")
        np.testing.assert_allclose(undone(shown.mesh, shown).reshape(2, -1), known, atol=1e-9)

    def test_the_mesh_has_the_outputs_of_the_network(self):
        trainer = trained(Experiment(data=Blobs()))
        morph = morph_of(trainer)
        plane = undone(morph.stations[0].mesh, morph.stations[0])
        expected = trainer.predict(plane.reshape(2, -1)).reshape(morph.outputs.shape)
        np.testing.assert_allclose(morph.outputs, expected, atol=1e-9)

    def test_of_a_linear_network_every_grid_is_one_of_parallelograms(self):
        morph = morph_of(trained(Experiment(layers=(Dense(5, Linear()), Dense(2, Linear())))))
        for shown in morph.stations[1:-1]:
            for axis in (1, 2):
                np.testing.assert_allclose(np.diff(shown.mesh, 2, axis=axis), 0, atol=1e-9)

    def test_a_layer_that_bends_bends_the_grid(self):
        shown = station(morph_of(trained(Experiment(layers=(Dense(5),)))), "A[1]")
        assert np.abs(np.diff(shown.mesh, 2, axis=1)).max() > 1e-3

    def test_the_same_weights_give_the_same_picture(self):
        trainer = trained(Experiment(data=Spiral(), layers=EIGHTS))
        for left, right in zip(morph_of(trainer).stations, morph_of(trainer).stations, strict=True):
            np.testing.assert_array_equal(left.points, right.points)
            np.testing.assert_array_equal(left.mesh, right.mesh)

    def test_weights_that_hardly_change_hardly_change_the_picture(self):
        trainer = trained(Experiment(data=Spiral(), layers=EIGHTS), 50)
        before = morph_of(trainer)
        nudged = {name: value + 1e-4 for name, value in trainer.parameters.items()}
        trainer.load(nudged)
        for left, right in zip(before.stations, morph_of(trainer).stations, strict=True):
            np.testing.assert_allclose(left.points, right.points, atol=0.02)
            np.testing.assert_allclose(left.mesh, right.mesh, atol=0.02)

    @pytest.mark.parametrize("size", [1e8, 1e30])
    def test_exploding_weights_leave_every_position_finite(self, size):
        trainer = Trainer(Experiment(data=Spiral(), layers=(Dense(8, Relu()), Dense(8, Relu()))))
        builder = FrameBuilder(trainer, View(morph=True))
        builder.build(0.0)
        maker = builder._morph
        assert maker is not None
        huge = {name: np.full_like(value, size) for name, value in trainer.parameters.items()}
        morph = maker.build(huge, {}, np.full((1, 100, 100), np.nan, np.float32))
        for shown in morph.stations:
            for positions in (shown.mesh, shown.points, shown.contour, shown.corners, shown.separators):
                assert np.isfinite(positions).all(), shown.name
        assert np.isfinite(morph.outputs).all()


class TestDecision:
    @pytest.mark.parametrize(
        ("experiment", "epochs"),
        [
            (Experiment(layers=(Dense(4), Dense(2))), 60),
            (Experiment(layers=EIGHTS), 60),
            (Experiment(data=Spiral(), layers=EIGHTS), 300),
        ],
        ids=["two units", "eight units", "logits like steps"],
    )
    def test_the_carried_line_ends_as_the_straight_one_of_the_output(self, experiment, epochs):
        trainer = trained(experiment, epochs)
        morph = morph_of(trainer)
        assert sum(morph.lengths) == morph.stations[0].contour.shape[1] > 50
        shown = morph.stations[-3]
        (start, end) = shown.separators[:, :, 0].T
        normal = np.array([start[1] - end[1], end[0] - start[0]]) / np.linalg.norm(end - start)
        assert np.abs(normal @ (shown.contour - start[:, None])).max() < 0.03
        side = normal @ (shown.points - start[:, None])
        answers = undone(morph.stations[-1].points, morph.stations[-1])[0]
        agree = (side > 0) == (answers > 0.5)
        assert agree.all() or not agree.any()

    @pytest.mark.parametrize("steepness", [1, 300, 1000, 1e6])
    @pytest.mark.parametrize("units", [1, 2])
    def test_however_steep_the_decision_is_its_line_is_whole_and_straight(self, units, steepness):
        trainer = Trainer(Experiment(layers=(Dense(units, Tanh()),), normalize=False))
        by_hand = {"W1": np.zeros((units, 2)), "b1": np.zeros((units, 1)), "W2": np.ones((1, units))}
        by_hand["W1"][0], by_hand["b1"][0] = (steepness, 0), 0.7 * steepness
        trainer.load(trainer.parameters | by_hand | {"b2": np.zeros((1, 1))})
        morph = morph_of(trainer)
        assert morph.lengths == (100,)
        plane = undone(morph.stations[0].contour, morph.stations[0])
        np.testing.assert_allclose(plane[0], -0.7, atol=0.01)
        np.testing.assert_allclose(np.abs(np.diff(plane[1])), 12 / 99, rtol=0.01)
        for name in ("A[1]", "Z[2]"):
            shown = station(morph, name)
            np.testing.assert_allclose(undone(shown.contour, shown)[0], 0, atol=1e-5)

    def test_three_classes_meet_where_two_of_them_are_equal(self):
        trainer = trained(Experiment(data=Blobs(), layers=(Dense(2),)))
        shown = station(morph_of(trainer), "A[1]")
        p = trainer.parameters
        assert shown.separators.shape == (2, 2, 3)
        for piece in shown.separators.transpose(2, 0, 1):
            for share in (0.0, 0.3, 1.0):
                place = piece[:, :1] + share * (piece[:, 1:] - piece[:, :1])
                first, second = np.sort(p["W2"] @ undone(place, shown) + p["b2"], axis=0)[-2:]
                assert first == pytest.approx(second, abs=1e-6)

    def test_a_decision_that_is_nowhere_near_has_no_line(self):
        shown = station(morph_of(Trainer(Experiment(layers=(Dense(2),)))), "A[1]")
        W = np.array([[1.0, 0.0]])
        assert separators(W, np.array([[1e6]]), shown.projection).shape == (2, 2, 0)
        assert separators(0 * W, np.array([[1.0]]), shown.projection).shape == (2, 2, 0)
        assert separators(W, np.array([[0.0]]), shown.projection).shape == (2, 2, 1)

    def test_only_the_station_before_the_output_has_it(self):
        morph = morph_of(Trainer(Experiment(layers=(Dense(4), Dense(2)))))
        with_lines = [s.name for s in morph.stations if s.separators.shape[2]]
        assert with_lines in ([], ["A[2]"])
        assert [s.name for s in morph.stations if s.corners.shape[1]] == ["A[3]"]

    def test_three_probabilities_draw_to_three_corners(self):
        morph = morph_of(trained(Experiment(data=Blobs())))
        assert morph.stations[-1].corners.shape == (2, 3)
        assert morph.stations[-1].title.endswith("3 probabilities: every class draws to its corner")


class TestFrames:
    def test_a_frame_has_no_morph_unless_it_is_asked_for(self):
        builder = FrameBuilder(Trainer(Experiment()), View())
        assert builder.build(0.0).morph is None
        builder.set_view(View(morph=True))
        assert builder.build(0.0).morph is not None
        builder.set_view(View())
        assert builder.build(0.0).morph is None

    def test_another_plane_is_another_grid(self):
        trainer = Trainer(Experiment(data=Iris(), features=ALL))
        builder = FrameBuilder(trainer, View(morph=True, axes=(0, 1)))
        first = builder.build(0.0).morph
        builder.set_view(View(morph=True, axes=(2, 3)))
        second = builder.build(0.0).morph
        assert first is not None
        assert second is not None
        assert first.stations[0].axes != second.stations[0].axes

    def test_large_networks_have_a_coarse_mesh(self):
        small = morph_of(Trainer(Experiment()))
        large = morph_of(Trainer(Experiment(layers=(Dense(200), Dense(200)))))
        assert large.pieces < small.pieces
        assert large.stations[0].mesh.shape[1] == large.pieces * (LINES - 1) + 1
