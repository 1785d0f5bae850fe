"""What an edit keeps: everything for a live hyperparameter, every weight that fits for network and data."""

import numpy as np
import pytest
from msgspec.structs import replace

from engine.activations import Relu, Tanh
from engine.data import Blobs, Circle, Iris, Painted, Split, Table, Xor
from engine.data.painted import Point, painted_from
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam, GradientDescent, Momentum
from engine.succession import succeed
from engine.trainer import Trainer
from tests.engine.textbook import assert_same_parameters, follow, metrics

START = Experiment(data=Circle(samples=85), batch_size=10, dtype="float64")


def trained(steps: int = 9, **changes) -> Trainer:
    """A trainer that stands in the middle of its second epoch (of 6 mini-batches)."""
    trainer = Trainer(START.with_(**changes))
    while trainer.iteration < steps:
        trainer.advance(steps - trainer.iteration)
    return trainer


def batch(trainer: Trainer, k: int):
    """Inputs and targets of mini-batch k of the epoch at hand."""
    size = trainer.experiment.batch_size or trainer.runner.buffers.m
    chosen = trainer.runner.buffers.order[k * size : (k + 1) * size]
    return trainer.problem.inputs["train"][:, chosen], trainer.problem.targets["train"][:, chosen]


class TestLiveChange:
    @pytest.mark.parametrize(
        "changes",
        [
            {"learning_rate": 0.5},
            {"batch_size": 7},
            {"batch_size": None},
            {"l2": 0.1},
            {"optimizer": Adam(beta1=0.5)},
            {"optimizer": GradientDescent()},
        ],
        ids=repr,
    )
    def test_keeps_the_trainer_its_parameters_its_counters_and_its_curve(self, changes):
        trainer = trained()
        before, points = trainer.parameters, trainer.history.curve().epochs.tolist()
        heir = succeed(trainer, trainer.experiment.with_(**changes))
        assert heir is trainer
        assert_same_parameters(heir.parameters, before)
        assert (heir.epoch, heir.iteration) == (1, 9)
        assert heir.history.curve().epochs.tolist() == points

    @pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda o: o.name)
    @pytest.mark.parametrize("size", [3, 25, None])
    def test_after_a_new_batch_size_in_mid_epoch_the_updates_are_the_textbooks(self, optimizer, size):
        trainer = Trainer(START.with_(optimizer=optimizer))
        plain = follow(trainer)
        for k in range(3):
            trainer.step()
            plain.step(*batch(trainer, k))
        succeed(trainer, trainer.experiment.with_(batch_size=size))
        for k in range(min(3, trainer.steps_per_epoch)):
            trainer.step()
            plain.step(*batch(trainer, k))
            assert_same_parameters(trainer.parameters, plain.parameters, 1e-12)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (Adam(), Adam(0.5, 0.9, 1e-6)),
            (Momentum(), Momentum(0.5)),
            (Adam(), Momentum()),
            (Momentum(), Adam()),
        ],
    )
    def test_moments_and_update_numbers_go_on_for_the_same_optimiser_and_begin_anew_for_another(
        self, before, after
    ):
        trainer = Trainer(START.with_(optimizer=before))
        plain = follow(trainer)
        for k in range(2):
            trainer.step()
            plain.step(*batch(trainer, k))
        if type(before) is not type(after):
            plain = follow(trainer)
        plain.use(after, 0.03)
        succeed(trainer, trainer.experiment.with_(optimizer=after))
        for k in (2, 3):
            trainer.step()
            plain.step(*batch(trainer, k))
        assert_same_parameters(trainer.parameters, plain.parameters, 1e-12)

    def test_a_new_rate_holds_from_the_next_step(self):
        trainer = trained()
        plain = follow(trainer)
        plain.use(GradientDescent(), 0.7)
        succeed(trainer, trainer.experiment.with_(optimizer=GradientDescent(), learning_rate=0.7))
        trainer.step()
        plain.step(*batch(trainer, 3))
        assert_same_parameters(trainer.parameters, plain.parameters, 1e-12)

    def test_a_new_rate_alone_loses_no_step_of_the_epoch(self):
        trainer = trained()
        succeed(trainer, trainer.experiment.with_(learning_rate=0.5))
        assert trainer.position == 3
        trainer.run_epoch()
        assert (trainer.epoch, trainer.iteration) == (2, 12)

    def test_lambda_comes_into_the_cost(self):
        trainer = trained()
        succeed(trainer, trainer.experiment.with_(l2=2.0))
        found = trainer.evaluate("train")
        assert found is not None
        assert found.penalty > 0


class TestNetworkEdit:
    @staticmethod
    def edit(layers, **changes):
        elder = trained(layers=tuple(Dense(n, Tanh()) for n in layers[0]))
        after = elder.experiment.with_(layers=tuple(Dense(n, Tanh()) for n in layers[1]), **changes)
        return elder.parameters, succeed(elder, after)

    def test_a_new_unit_leaves_all_others_alone(self):
        old, heir = self.edit([(4, 2), (5, 2)])
        new = heir.parameters
        np.testing.assert_array_equal(new["W1"][:4], old["W1"])
        np.testing.assert_array_equal(new["b1"][:4], old["b1"])
        np.testing.assert_array_equal(new["W2"][:, :4], old["W2"])
        np.testing.assert_array_equal(new["W3"], old["W3"])
        assert np.all(new["W1"][4] != 0)

    def test_a_removed_unit_takes_only_its_own_weights(self):
        old, heir = self.edit([(4, 2), (3, 2)])
        new = heir.parameters
        np.testing.assert_array_equal(new["W1"], old["W1"][:3])
        np.testing.assert_array_equal(new["W2"], old["W2"][:, :3])
        np.testing.assert_array_equal(new["b2"], old["b2"])
        np.testing.assert_array_equal(new["W3"], old["W3"])

    def test_an_inserted_layer_leaves_the_layers_on_both_sides(self):
        old, heir = self.edit([(4, 2), (4, 3, 2)])
        new = heir.parameters
        np.testing.assert_array_equal(new["W1"], old["W1"])
        np.testing.assert_array_equal(new["W4"], old["W3"])
        np.testing.assert_array_equal(new["b4"], old["b3"])

    def test_a_layer_in_front_leaves_those_behind(self):
        old, heir = self.edit([(4, 2), (3, 4, 2)])
        new = heir.parameters
        np.testing.assert_array_equal(new["W3"], old["W2"])
        np.testing.assert_array_equal(new["W4"], old["W3"])

    def test_a_removed_layer_leaves_the_layers_that_fit(self):
        old, heir = self.edit([(4, 3, 2), (4, 2)])
        new = heir.parameters
        np.testing.assert_array_equal(new["W1"], old["W1"])
        np.testing.assert_array_equal(new["W3"], old["W4"])

    def test_without_hidden_layers_there_may_be_nothing_to_keep(self):
        _, heir = self.edit([(4, 2), ()])
        assert heir.network.shapes == [(1, 2)]
        heir.run_epoch()

    def test_another_activation_keeps_every_weight(self):
        elder = trained()
        heir = succeed(elder, elder.experiment.with_(layers=(Dense(4, Relu()), Dense(2, Tanh()))))
        assert_same_parameters(heir.parameters, elder.parameters)

    def test_features_keep_their_weights_by_name(self):
        elder = trained(features=("x1", "x2", "x1^2"))
        heir = succeed(elder, elder.experiment.with_(features=("x1*x2", "x1^2", "x1")))
        old, new = elder.parameters, heir.parameters
        np.testing.assert_array_equal(new["W1"][:, 1], old["W1"][:, 2])
        np.testing.assert_array_equal(new["W1"][:, 2], old["W1"][:, 0])
        assert not np.isin(new["W1"][:, 0], old["W1"]).any()
        np.testing.assert_array_equal(new["W2"], old["W2"])

    def test_no_common_feature_keeps_the_biases_and_the_other_layers(self):
        elder = trained(features=("x1",))
        heir = succeed(elder, elder.experiment.with_(features=("x2",)))
        assert not np.isin(heir.parameters["W1"], elder.parameters["W1"]).any()
        np.testing.assert_array_equal(heir.parameters["b1"], elder.parameters["b1"])

    def test_batch_norm_predicts_with_the_kept_weights_at_once(self):
        layers = (Dense(8, Tanh(), batch_norm=True), Dense(4, Tanh(), batch_norm=True))
        elder = trained(steps=300, layers=layers, batch_size=17)
        heir = succeed(elder, elder.experiment.with_(label_smoothing=0.01))
        assert heir is not elder
        assert metrics(heir, "dev").cost == pytest.approx(metrics(elder, "dev").cost, abs=0.1)

    def test_the_count_and_the_curve_go_on(self):
        elder = trained()
        heir = succeed(elder, elder.experiment.with_(layers=(Dense(5, Tanh()),)))
        assert (heir.epoch, heir.iteration, heir.position) == (1, 9, 0)
        heir.run_epoch()
        assert heir.history.curve().epochs.tolist() == [0, 1, 2]

    def test_the_elder_is_left_as_it_was_so_that_undo_can_bring_it_back(self):
        elder = trained()
        before, points = elder.parameters, elder.history.curve().epochs.tolist()
        heir = succeed(elder, elder.experiment.with_(layers=(Dense(5, Tanh()),)))
        for _ in range(4):
            heir.run_epoch()
        assert_same_parameters(elder.parameters, before)
        assert elder.history.curve().epochs.tolist() == points
        assert (elder.epoch, elder.iteration, elder.position) == (1, 9, 3)

    def test_the_first_update_is_one_of_a_fresh_optimiser(self):
        elder = trained()
        heir = succeed(elder, elder.experiment.with_(layers=(Dense(5, Tanh()),)))
        plain = follow(heir)
        heir.step()
        plain.step(*batch(heir, 0))
        assert_same_parameters(heir.parameters, plain.parameters, 1e-12)


class TestDataEdit:
    @pytest.mark.parametrize(
        "data",
        [
            Circle(samples=200),
            Circle(samples=85, noise=0.2),
            Circle(samples=85, seed=5),
            Circle(samples=85, jitter=0.5, flips=0.1, imbalance=0.3, outliers=0.05),
        ],
    )
    def test_other_draws_keep_the_weights_and_begin_the_curve_anew(self, data):
        elder = trained()
        heir = succeed(elder, elder.experiment.with_(data=data))
        assert_same_parameters(heir.parameters, elder.parameters)
        assert (heir.epoch, heir.iteration) == (1, 9)
        assert heir.history.curve().epochs.tolist() == [1]

    def test_another_split_begins_the_curve_anew(self):
        elder = trained()
        heir = succeed(elder, elder.experiment.with_(split=Split(train=0.5, dev=0.5, test=0.0)))
        assert_same_parameters(heir.parameters, elder.parameters)
        assert heir.history.curve().epochs.tolist() == [1]

    def test_the_same_data_normalised_or_not_go_on_with_the_curve(self):
        elder = trained()
        heir = succeed(elder, elder.experiment.with_(normalize=False))
        assert heir.history.curve().epochs.tolist() == [0, 1]


def assert_fresh(heir: Trainer) -> None:
    assert_same_parameters(heir.parameters, Trainer(heir.experiment).parameters)
    assert (heir.epoch, heir.iteration, heir.position) == (0, 0, 0)
    assert heir.history.curve().epochs.tolist() == [0]


class TestFreshStart:
    @pytest.mark.parametrize(
        "changes",
        [
            {"seed": 2},
            {"dtype": "float32"},
            {"data": Xor(samples=85)},
            {"data": Blobs(samples=85)},
            {"data": Iris()},
        ],
        ids=repr,
    )
    def test_for_a_new_seed_or_other_data(self, changes):
        elder = trained()
        assert_fresh(succeed(elder, elder.experiment.with_(**changes)))

    @pytest.mark.parametrize(
        "changes",
        [{"learning_rate": 1.0}, {"batch_size": 3}, {"layers": (Dense(3),)}, {"data": Circle(samples=50)}],
    )
    def test_for_any_edit_before_the_first_step(self, changes):
        elder = Trainer(START)
        assert_fresh(succeed(elder, START.with_(**changes)))

    def test_for_another_target_of_a_table(self, tmp_path):
        table = tmp_path / "table.csv"
        table.write_text("a,b,c\n" + "".join(f"{i},{i * i % 7},{i % 2}\n" for i in range(20)))
        elder = Trainer(START.with_(data=Table(path=str(table), target="c")))
        elder.run_epoch()
        assert_fresh(succeed(elder, elder.experiment.with_(data=Table(path=str(table), target="b"))))
        kept = succeed(elder, elder.experiment.with_(data=Table(path=str(table), target="c", seed=4)))
        assert_same_parameters(kept.parameters, elder.parameters)

    def test_not_for_an_equal_experiment(self):
        trainer = trained()
        twin = Experiment(data=Circle(samples=85), batch_size=10, dtype="float64")
        assert succeed(trainer, twin) is trainer
        assert trainer.experiment is twin
        assert trainer.iteration == 9


class TestPainting:
    """Points come and go while it learns."""

    @staticmethod
    def learned(**changes) -> Trainer:
        trainer = Trainer(START.with_(data=painted_from(Circle(samples=85).load()), **changes))
        trainer.advance(9)
        return trainer

    @staticmethod
    def painted(trainer: Trainer) -> Painted:
        data = trainer.experiment.data
        assert isinstance(data, Painted)
        return data

    @staticmethod
    def put(data: Painted, c: int, **changes) -> Painted:
        points = data.points + data.new_points(np.full((2, 3), 5.0), c)
        return replace(data, points=points, **changes)

    def test_weights_stay_while_points_are_put_and_erased(self):
        elder = self.learned()
        before = self.painted(elder)
        for after in (self.put(before, 1), replace(before, points=before.points[5:])):
            heir = succeed(elder, elder.experiment.with_(data=after))
            assert_same_parameters(heir.parameters, elder.parameters)
            assert heir.iteration == elder.iteration

    @pytest.mark.parametrize("size", [10, None])
    def test_moments_stay_too_in_the_words_of_the_new_mini_batches(self, size):
        elder = self.learned(optimizer=Adam(), batch_size=size)
        before = self.painted(elder)
        heir = succeed(elder, elder.experiment.with_(data=replace(before, points=before.points[:-40])))
        scale = [runner._moment_scale()[:, None] for runner in (elder.runner, heir.runner)]
        kept = elder.runner.memory.moments * scale[0]
        assert np.abs(kept).max() > 0
        assert heir.runner.memory.moments * scale[1] == pytest.approx(kept, rel=1e-12)
        assert heir.runner.updates == elder.runner.updates > 0
        again = succeed(elder, elder.experiment.with_(data=before, layers=(Dense(5),)))
        assert not again.runner.memory.moments.any()

    def test_a_third_class_changes_the_output_layer_alone_and_0_and_1_are_told_apart_as_before(self):
        elder = self.learned(normalize=False)
        heir = succeed(elder, elder.experiment.with_(data=self.put(self.painted(elder), 2, n_classes=3)))
        hidden = [name for name in elder.parameters if not name.endswith("3")]
        assert all(np.array_equal(heir.parameters[name], elder.parameters[name]) for name in hidden)
        X = np.array([[0.0, 4.0, -2.0], [1.0, 4.0, 3.0]])
        zero, one, _ = heir.predict(X)
        assert np.allclose(one / (zero + one), elder.predict(X)[0])

    def test_a_fourth_class_keeps_the_rows_of_three(self):
        elder = Trainer(START.with_(data=painted_from(Blobs(samples=85).load())))
        elder.advance(9)
        heir = succeed(elder, elder.experiment.with_(data=self.put(self.painted(elder), 3, n_classes=4)))
        assert np.array_equal(heir.parameters["W3"][:3], elder.parameters["W3"])
        assert heir.parameters["W3"].shape[0] == 4

    def test_values_in_place_of_classes_begin_anew(self):
        elder = self.learned()
        data = replace(self.painted(elder), values=True)
        assert_fresh(succeed(elder, elder.experiment.with_(data=data)))


def test_two_of_three_classes_are_told_apart_as_before() -> None:
    rng, middles = np.random.default_rng(0), ((-3.0, -3.0), (3.0, 3.0), (-3.0, 3.0))
    points = tuple(
        Point(x + float(rng.normal(0, 0.4)), y + float(rng.normal(0, 0.4)), float(c), 40 * c + k)
        for c, (x, y) in enumerate(middles)
        for k in range(40)
    )
    three = Painted(points=points, n_classes=3)
    two = Painted(points=tuple(point for point in points if point.y < 2), n_classes=2)
    trainer = Trainer(Experiment(data=three))
    for _ in range(60):
        trainer.run_epoch()
    before = trainer.evaluate("train")
    after = succeed(trainer, trainer.experiment.with_(data=two)).evaluate("train")
    assert before is not None
    assert after is not None
    assert before.accuracy == after.accuracy == 1.0


class TestLineage:
    @pytest.mark.parametrize(
        ("changes", "goes_on"),
        [
            ({"learning_rate": 0.5}, True),
            ({"layers": (Dense(5),)}, True),
            ({"data": replace(START.data, noise=0.3)}, True),
            ({"data": Xor(samples=85)}, False),
            ({"seed": 7}, False),
        ],
    )
    def test_is_the_same_for_who_goes_on_with_the_weights_and_for_nobody_else(self, changes, goes_on):
        trainer = trained()
        lineage = trainer.lineage
        heir = succeed(trainer, trainer.experiment.with_(**changes))
        assert (heir.lineage is lineage) is goes_on

    def test_a_branch_belongs_to_the_run_that_it_left(self):
        run = trained()
        branch = Trainer(run.experiment, run.problem)
        assert branch.lineage is not run.lineage
        branch.restore(run.snapshot())
        branch.leave(run)
        assert branch.lineage is run.lineage
