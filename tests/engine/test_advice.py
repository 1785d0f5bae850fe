"""What is said about a design before it is trained, and about which designs nothing is said."""

import msgspec
import numpy as np
import pytest

from engine.activations import (
    ACTIVATIONS,
    AnyActivation,
    Elu,
    LeakyRelu,
    Linear,
    Relu,
    Sigmoid,
    Softplus,
    Tanh,
)
from engine.advice import Advice, advise
from engine.advice.design import Design, every, rounded
from engine.advice.signal import signals
from engine.data import BY_NAME, Blobs, Circle, Dataset, Generator, Iris, Plane, Spiral, Split, Table, Xor
from engine.data.augmentation import Jitter, Noise, Reflection, Rotation, Shift
from engine.diagnostics import diagnose
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS, Constant, He, Normal, Orthogonal, Uniform, Zeros
from engine.layers import Dense, Output
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy, SigmoidSquaredError, SquaredError
from engine.optimizers import OPTIMIZERS, GradientDescent, Momentum, Nesterov, RMSprop
from engine.presets import FAILING, LEARNING
from engine.problem import Problem
from engine.schedules import ByHand, Cosine, SquareRoot, TimeDecay
from engine.trainer import Trainer
from tests.benchmarks.workloads import WORKLOADS, relu, tanh
from tests.engine.textbook import make_dataset

LARGEST_TITLE, MOST_WORDS = 24, 4
GD = GradientDescent()


def said(experiment: Experiment, dataset: Dataset | None = None) -> list[tuple[int | None, str]]:
    """Where, and in how few words."""
    return [(advice.column, advice.title) for advice in advise(experiment, dataset)]


def only(experiment: Experiment, dataset: Dataset | None = None) -> Advice:
    (advice,) = advise(experiment, dataset)
    return advice


def cured(advice: Advice) -> Experiment:
    assert advice.cure is not None
    return advice.cure[1]


def alike(*layers: Dense, output: Output | None = None) -> Experiment:
    return Experiment(layers=layers, output=output or Output())


def image_data() -> Dataset:
    rng = np.random.default_rng(0)
    columns = tuple(f"p{i}" for i in range(12))
    y = np.arange(30) % 3
    return Dataset(
        rng.random((12, 30)), y.astype(np.int64), "multiclass", columns, ("a", "b", "c"), image=(3, 4)
    )


# -- where nothing is to be said ----------------------------------------------------------------------

USUAL = {
    "first run": Experiment(),
    "logistic regression": Experiment(layers=()),
    "logistic regression from 0": Experiment(layers=(), output=Output(initializer=Zeros())),
    "an output from 0": Experiment(output=Output(initializer=Zeros())),
    "softmax from 0": Experiment(data=Blobs(), layers=(), output=Output(initializer=Constant(0.0))),
    "small random numbers in a shallow net": alike(
        Dense(8, initializer=Normal()), Dense(4, initializer=Normal())
    ),
    "stochastic": Experiment(batch_size=1),
    "the whole batch": Experiment(batch_size=None, optimizer=GD, learning_rate=1.0),
    "tanh, deep": Experiment(data=Spiral(noise=0.05), layers=tanh(*[8] * 12)),
    "ReLU, deep, by Xavier": Experiment(layers=relu(*[8] * 12, initializer=INITIALIZERS["xavier"])),
    "sigmoid, four layers": Experiment(layers=(Dense(8, Sigmoid()),) * 4),
    "sigmoid, deep, with batch norm": Experiment(layers=(Dense(8, Sigmoid(), batch_norm=True),) * 12),
    "one unit before one": Experiment(layers=(Dense(8), Dense(1))),
    "one input": Experiment(features=("x1",), layers=(Dense(1), Dense(8))),
    "linear bottleneck": Experiment(data=Blobs(), layers=(Dense(8), Dense(2, Linear()), Dense(8))),
    "dropout by half": Experiment(layers=(Dense(4, keep_prob=0.5),)),
    "dropout of inputs": Experiment(input_keep_prob=0.95, layers=(Dense(2, keep_prob=0.8),)),
    "dropout before batch norm": Experiment(layers=(Dense(8, keep_prob=0.8), Dense(8, batch_norm=True))),
    "a frozen layer": Experiment(layers=(Dense(4, frozen=True), Dense(2))),
    "early stopping": Experiment(early_stopping=EarlyStopping(3), learning_rate=0.3, layers=(Dense(8),)),
    "no dev part": Experiment(split=Split(train=1.0, dev=0.0, test=0.0)),
    "much in one": Experiment(
        data=Blobs(),
        layers=(Dense(8, batch_norm=True, keep_prob=0.9), Dense(4, batch_norm=True, l1=0.01)),
        input_keep_prob=0.95,
        clip_norm=1.0,
    ),
    "decay": Experiment(learning_rate=0.2, schedule=TimeDecay(), optimizer=Momentum()),
    "by hand": Experiment(schedule=ByHand(points=((1, 0.03), (20, 0.003)))),
    "warmed up": Experiment(learning_rate=0.1, schedule=Cosine(warm_up=5)),
    "L2": Experiment(l2=0.5, batch_size=7),
    "augmented": Experiment(augmentation=(Jitter(), Rotation(), Reflection())),
    "smoothed": Experiment(data=Blobs(), label_smoothing=0.1),
    "squared error behind a sigmoid": Experiment(loss=SigmoidSquaredError()),
    "wide": Experiment(layers=relu(512, 512)),
    "a table, not read yet": Experiment(data=Table(path="a.csv", target="y"), features=("x1", "x9")),
}


@pytest.mark.parametrize("experiment", USUAL.values(), ids=list(USUAL))
def test_the_usual_needs_no_advice(experiment):
    assert advise(experiment) == ()
    if not isinstance(experiment.data, Table):
        assert advise(experiment, experiment.data.load()) == ()


@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=list(WORKLOADS))
def test_no_workload_needs_advice(workload):
    n = len(workload.experiment.features)
    dataset = make_dataset("multiclass", n, m=200) if workload.examples else None
    assert advise(workload.experiment, dataset) == ()


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
@pytest.mark.parametrize("data", BY_NAME.values(), ids=list(BY_NAME))
def test_three_layers_of_any_activation_on_any_data_need_none(data, activation):
    dataset = data().load()
    features = tuple(f"x{i + 1}" for i in range(dataset.n))
    if not isinstance(activation, Linear):
        experiment = Experiment(data=data(), features=features, layers=(Dense(8, activation),) * 3)
        assert advise(experiment, dataset) == ()


@pytest.mark.parametrize("preset", LEARNING, ids=lambda preset: preset.name)
def test_what_learns_needs_none(preset):
    assert advise(preset.experiment, preset.experiment.data.load()) == ()


FAILURES = {
    "zero-initialisation": [(1, "zeros: learns nothing"), (2, "zeros: learns nothing")],
    "equal-weights": [(1, "constant: units alike")],
    "linear-layers": [(l, "linear: adds nothing") for l in (1, 2, 3)],
    "sigmoid-layers": [(5, "sigmoid: signal fades")],
    "huge-weights": [(1, "huge first weights"), (2, "huge first weights")],
    "rate-too-high": [(None, "rate far too high")],
    "dead-relus": [(None, "rate far too high")],
}


@pytest.mark.parametrize("preset", FAILING, ids=lambda preset: preset.name)
def test_what_fails_by_its_design_is_told(preset):
    assert said(preset.experiment) == FAILURES.get(preset.name, [])


# -- first weights that are all alike -----------------------------------------------------------------


def test_units_that_start_and_stay_alike():
    layers = (Dense(4, initializer=Constant()), Dense(2, initializer=Constant()))
    assert said(alike(*layers)) == [(1, "constant: units alike"), (2, "constant: start alike")]
    assert said(alike(*layers, output=Output(initializer=Zeros())))[1] == (2, "constant: units alike")
    assert said(alike(layers[0], Dense(2))) == [(1, "constant: start alike")]


def test_dropout_tells_alike_units_apart():
    layers = (Dense(4, initializer=Constant(), keep_prob=0.8), Dense(2, initializer=Constant()))
    assert said(alike(*layers))[0] == (1, "constant: start alike")


def test_frozen_units_stay_alike():
    assert said(alike(Dense(4, initializer=Constant(), frozen=True))) == [(1, "constant: units alike")]


def test_one_unit_is_like_no_other():
    assert said(alike(Dense(4), Dense(1, initializer=Constant()))) == []


@pytest.mark.parametrize(
    "g", [Relu(), Tanh(), LeakyRelu(), Elu(), Sigmoid(), Softplus()], ids=lambda g: g.name
)
def test_zeros_alone_are_death_before_a_relu_only(g: AnyActivation):
    title = "zeros: learns nothing" if g == Relu() else "zeros: start alike"
    assert said(alike(Dense(4, g, initializer=Zeros()), Dense(3))) == [(1, title)]


def test_zeros_die_at_any_flat_place_behind_them():
    zeros = Dense(4, initializer=Zeros())
    assert said(alike(zeros, Dense(3), Dense(3, Relu()))) == [(1, "zeros: learns nothing")]
    assert said(alike(zeros, Dense(3, Sigmoid()), Dense(3, Relu()))) == [(1, "zeros: start alike")]
    dead = only(alike(zeros, Dense(3), output=Output(initializer=Zeros())))
    assert "layer 1 and those of the output are 0" in dead.sentence
    assert only(alike(Dense(3), output=Output(initializer=Zeros(), frozen=True))).column == 2


def test_the_cure_is_the_usual_initialiser():
    advice = only(alike(Dense(4, Relu(), initializer=Zeros()), Dense(2)))
    assert advice.cure == ("Use He", alike(Dense(4, Relu()), Dense(2)))
    assert advice.severity == "warning"


# -- how large they are -------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("scale", [None, 0.05, 3.0])
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=list(ACTIVATIONS))
def test_the_computed_signal_is_the_measured_one(activation, scale, batch_norm):
    first = None if scale is None else Normal(scale)
    layers = (Dense(256, activation, batch_norm=batch_norm, initializer=first),) * 3
    dataset = make_dataset("binary", n=64, m=150)
    features = tuple(f"x{i + 1}" for i in range(64))
    experiment = Experiment(features=features, layers=layers, dtype="float64")
    trainer = Trainer(experiment, Problem(experiment, dataset))
    measured = diagnose(trainer).layers
    growth = 1.0
    for found, state in zip(signals(trainer.network)[:3], measured[:3], strict=True):
        assert state.growth is not None
        growth *= state.growth
        assert found.output**2 == pytest.approx(growth, rel=0.35)
        assert found.z == pytest.approx(
            np.hypot(state.pre_activation.mean, state.pre_activation.std), rel=0.2
        )


@pytest.mark.parametrize("shape", [(5, 9), (9, 5), (40, 40)])
@pytest.mark.parametrize("initializer", INITIALIZERS.values(), ids=list(INITIALIZERS))
def test_the_mean_square_is_that_of_drawn_weights(initializer, shape):
    drawn = [np.square(initializer.draw(shape, np.random.default_rng(seed))).mean() for seed in range(200)]
    assert np.mean(drawn) == pytest.approx(initializer.mean_square(shape), rel=0.05)


@pytest.mark.parametrize(
    ("first", "warns"),
    [(Normal(1.0), False), (Normal(2.0), False), (Normal(5.0), True), (Uniform(10.0), True)],
)
def test_huge_first_weights_flatten_tanh(first, warns):
    found = said(Experiment(layers=(Dense(8), Dense(8, initializer=first))))
    assert found == ([(2, "huge first weights")] if warns else [])


def test_huge_first_weights_are_told_where_they_are():
    layers = (Dense(8, Relu(), initializer=Normal(50.0)), Dense(8, Relu()), Dense(8, Relu()))
    advice = only(Experiment(layers=layers))
    assert (advice.column, advice.cure) == (1, ("Use He", Experiment(layers=(Dense(8, Relu()),) * 3)))
    assert "With normal 50 z of layer 1 starts at about ±71" in advice.sentence
    assert said(Experiment(output=Output(initializer=Normal(1000.0)))) == [(3, "huge first weights")]
    assert said(Experiment(layers=(Dense(8, batch_norm=True, initializer=Normal(50.0)),))) == []


def test_small_first_weights_fade_in_a_deep_network():
    layers = (Dense(8, Relu(), initializer=Normal()),) * 4
    advice = only(Experiment(layers=layers))
    assert (advice.column, advice.title) == (3, "small: signal fades")
    assert cured(advice).layers == (*(Dense(8, Relu()),) * 3, layers[3])
    assert said(Experiment(layers=layers[:2])) == []


def test_what_flattens_is_named_and_batch_norm_mends_it():
    layers = (*(Dense(8, Sigmoid()),) * 5, Dense(8, Relu()))
    advice = only(Experiment(layers=layers))
    assert (advice.column, advice.title) == (5, "sigmoid: signal fades")
    assert all(layer.batch_norm for layer in cured(advice).layers)
    assert advise(cured(advice)) == ()


def test_weights_beyond_what_batch_norm_brings_back_are_small():
    layers = (Dense(8, batch_norm=True, initializer=Normal(1e-9)),) * 3
    assert said(Experiment(layers=layers)) == [(3, "small: signal fades")]


# -- shape --------------------------------------------------------------------------------------------


def test_a_linear_layer_adds_nothing_unless_it_is_narrow():
    assert said(Experiment(layers=(Dense(4, Linear()), Dense(4)))) == [(1, "linear: adds nothing")]
    assert said(Experiment(layers=(Dense(8), Dense(2, Linear())))) == [(2, "linear: adds nothing")]
    table = Experiment(data=Table(path="a.csv", target="y"), layers=(Dense(8), Dense(2, Linear())))
    assert said(table) == []
    assert said(table, make_dataset("binary")) == [(2, "linear: adds nothing")]
    assert said(table, make_dataset("multiclass")) == []


def test_one_number_passes_through_one_unit():
    advice = only(Experiment(layers=(Dense(8), Dense(1), Dense(6))))
    assert (advice.column, advice.title) == (2, "one number passes")
    assert advice.cure == ("Use 6 units", Experiment(layers=(Dense(8), Dense(6), Dense(6))))
    assert said(Experiment(data=Blobs(), layers=(Dense(8), Dense(1)))) == [(2, "one number passes")]


# -- dropout and batch norm ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("units", "keep_prob", "warns"),
    [(1, 0.95, True), (2, 0.7, False), (2, 0.6, True), (4, 0.4, True), (8, 0.3, False)],
)
def test_dropout_that_takes_a_whole_layer(units, keep_prob, warns):
    experiment = Experiment(layers=(Dense(8), Dense(units, keep_prob=keep_prob)))
    assert said(experiment) == ([(2, "dropout drops all")] if warns else [])
    if warns:
        assert cured(only(experiment)).layers[1].keep_prob == 1


def test_dropout_that_takes_all_inputs():
    advice = only(Experiment(input_keep_prob=0.5))
    assert (advice.column, advice.cure) == (0, ("Set keep_prob 1", Experiment()))
    assert "the input loses both features for 25 % of the examples" in advice.sentence


def test_strong_dropout_before_batch_norm():
    experiment = Experiment(layers=(Dense(16, keep_prob=0.5), Dense(8, batch_norm=True)))
    advice = only(experiment)
    assert (advice.column, advice.title) == (1, "dropout before BN")
    assert cured(advice).layers[0].keep_prob == 0.8
    assert said(Experiment(layers=(Dense(8, batch_norm=True, keep_prob=0.5), Dense(8)))) == []


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_batch_norm_over_few_examples(size):
    experiment = Experiment(layers=(Dense(4), Dense(8, batch_norm=True)), batch_size=size)
    assert said(experiment) == ([(2, f"BN: mini-batch of {size}")] if size < 4 else [])
    if size < 4:
        assert cured(only(experiment)) == experiment.with_(batch_size=16)


def test_a_mini_batch_is_no_larger_than_the_training_part():
    experiment = Experiment(layers=(Dense(8, batch_norm=True),), batch_size=2)
    assert only(experiment, make_dataset("binary", m=2)).cure is None
    assert only(experiment, make_dataset("binary", m=9)).cure == (
        "Use one batch of all",
        experiment.with_(batch_size=None),
    )
    assert said(experiment.with_(batch_size=None), make_dataset("binary", m=3)) == [
        (1, "BN: mini-batch of 3")
    ]


# -- learning -----------------------------------------------------------------------------------------


def test_nothing_learns_where_all_is_frozen():
    frozen = Experiment(layers=(Dense(4, frozen=True),), output=Output(frozen=True))
    advice = only(frozen)
    assert (advice.column, advice.title) == (None, "all is frozen")
    assert advice.cure == ("Thaw all", Experiment(layers=(Dense(4),)))
    assert "The only layer is frozen" in only(Experiment(layers=(), output=Output(frozen=True))).sentence


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=list(OPTIMIZERS))
def test_rates_that_no_optimiser_bears(optimizer):
    assert said(Experiment(optimizer=optimizer, learning_rate=0.3)) == []
    advice = only(Experiment(optimizer=optimizer, learning_rate=10.0))
    assert (advice.column, advice.title) == (None, "rate far too high")
    assert cured(advice) == Experiment(optimizer=optimizer)


def test_a_shallow_or_clipped_network_bears_more():
    assert said(Experiment(optimizer=GD, learning_rate=3.0)) != []
    assert said(Experiment(optimizer=GD, learning_rate=3.0, layers=(Dense(8, Relu()),))) == []
    assert said(Experiment(optimizer=GD, learning_rate=10.0, layers=())) == []
    assert said(Experiment(optimizer=GD, learning_rate=10.0, clip_norm=0.1)) == []
    assert said(Experiment(optimizer=RMSprop(), learning_rate=10.0, clip_norm=0.1)) != []


def test_the_rate_is_that_of_the_schedule():
    by_hand = ByHand(points=((3, 0.1), (7, 50.0)))
    advice = only(Experiment(schedule=by_hand))
    assert "Learning rate 50 is above 0.5" in advice.sentence
    assert cured(advice).schedule == ByHand(points=((3, 0.1), (7, 0.03)))
    assert said(Experiment(learning_rate=50.0, schedule=ByHand(points=((1, 0.1),)))) == []
    grown = only(Experiment(schedule=SquareRoot(k=100.0)))
    assert cured(grown).learning_rate == pytest.approx(0.0003)
    assert said(Experiment(learning_rate=0.9, schedule=TimeDecay())) == []


def test_a_lambda_beyond_the_pull_of_the_data():
    advice = only(Experiment(l2=32.0))
    assert (advice.column, advice.title) == (None, "L2 lambda too large")
    assert "L2 lambda 32 over mini-batches of 32" in advice.sentence
    assert advice.cure == ("Use L2 lambda 0.1", Experiment(l2=0.1))
    assert said(Experiment(l2=32.0, layers=())) == []
    assert said(Experiment(l1=100.0, layers=())) == [(None, "L1 lambda too large")]
    assert said(Experiment(l1=32.0, batch_size=None)) == []


def test_the_lambda_of_one_layer():
    layers = (Dense(4, l1=32.0), Dense(2, l1=100.0))
    advice = only(Experiment(layers=layers))
    assert (advice.column, advice.title) == (2, "L1 lambda too large")
    assert cured(advice).layers == (layers[0], Dense(2, l1=0.1))
    assert (
        said(Experiment(l2=32.0, layers=(Dense(4, l2=0.1), Dense(2, frozen=True)), output=Output(l2=0.0)))
        == []
    )


def test_gradient_descent_with_a_lambda_that_flips_weights():
    experiment = Experiment(optimizer=GD, learning_rate=1.0, l2=80.0)
    advice = only(experiment)
    assert (advice.column, advice.title) == (None, "L2 flips weights")
    assert "multiply every weight by -1.5 in each step: it grows without end" in advice.sentence
    assert said(experiment.with_(optimizer=Nesterov())) == [(None, "L2 lambda too large")]
    assert said(experiment.with_(clip_norm=1.0)) == [(None, "L2 lambda too large")]
    steep = Experiment(optimizer=GD, learning_rate=20.0, batch_size=1, l2=0.1, layers=())
    assert advise(cured(only(steep))) == ()


# -- what cannot be trained ---------------------------------------------------------------------------


def test_what_a_problem_would_refuse_is_an_error_at_its_place():
    experiment = Experiment(
        data=Plane(),
        loss=BinaryCrossEntropy(),
        label_smoothing=0.1,
        features=("x1", "x1", "x9"),
        augmentation=(Jitter(), Shift(), Noise()),
        split=Split(train=1.0, dev=0.0, test=0.0),
        early_stopping=EarlyStopping(),
    )
    found = advise(experiment)
    assert [(advice.column, advice.title) for advice in found] == [
        (None, "no dev example"),
        (0, "features do not fit"),
        (0, "shift does not fit"),
        (3, "loss does not fit"),
        (3, "no label smoothing"),
    ]
    assert {advice.severity for advice in found} == {"error"}
    assert [cured(advice) for advice in found] == [
        experiment.with_(early_stopping=None),
        experiment.with_(features=("x1",)),
        experiment.with_(augmentation=(Jitter(),)),
        experiment.with_(loss=None),
        experiment.with_(label_smoothing=0.0),
    ]


def test_the_sentence_of_an_error_is_that_of_the_refusal():
    advice = only(Experiment(data=Blobs(), loss=BinaryCrossEntropy()))
    assert advice.sentence.startswith(
        "The loss binary_cross_entropy is for binary data, and these are multiclass."
    )
    assert advice.cure == ("Use cross-entropy", Experiment(data=Blobs()))


def test_what_data_tell_is_not_guessed():
    unread = Experiment(
        data=Table(path="a.csv", target="y"),
        loss=SquaredError(),
        features=("x9",),
        augmentation=(Shift(),),
        split=Split(train=1.0, dev=0.0, test=0.0),
        early_stopping=EarlyStopping(),
    )
    assert advise(unread) == ()
    assert len(advise(unread, make_dataset("binary"))) == 4
    unread = unread.with_(loss=CategoricalCrossEntropy(), features=("x8", "x9"), layers=(Dense(8), Dense(1)))
    assert said(unread) == [(2, "one number passes")]


def test_images_take_other_augmentation_and_features():
    dataset = image_data()
    pixels = Experiment(features=("x1", "x12"), augmentation=(Shift(), Noise(), Rotation()))
    assert said(pixels, dataset) == []
    advice = only(pixels.with_(augmentation=(Jitter(),)), dataset)
    assert advice.cure == ("Vary nothing", pixels.with_(augmentation=()))
    advice = only(pixels.with_(features=("sin(x13)",)), dataset)
    assert cured(advice).features == tuple(f"x{i}" for i in range(1, 13))


def test_a_part_without_examples():
    few = Experiment(data=Circle(samples=10), split=Split(train=0.01, dev=0.5, test=0.49))
    advice = only(few)
    assert (advice.title, advice.severity) == ("no training example", "error")
    assert cured(advice) == few.with_(split=Split())
    rounded_off = few.with_(split=Split(train=0.98, dev=0.01, test=0.01), early_stopping=EarlyStopping())
    assert only(rounded_off).title == "no dev example"
    given = make_dataset("binary", train=0)
    assert only(Experiment(), given).cure is None


# -- of all advice ------------------------------------------------------------------------------------


def test_errors_come_first_in_a_column_and_columns_from_left_to_right():
    layers = (Dense(8, Linear()), Dense(8, initializer=Zeros()))
    experiment = Experiment(layers=layers, input_keep_prob=0.5, augmentation=(Shift(),), learning_rate=9.0)
    found = [(advice.column, advice.severity) for advice in advise(experiment)]
    assert found == [(None, "warning"), (0, "error"), (0, "warning"), (1, "warning"), (2, "warning")]


def everything() -> list[Advice]:
    """Advice of every kind."""
    bad = [
        Experiment(
            layers=(Dense(4, first_g, initializer=first, frozen=frozen),) * 4,
            output=Output(initializer=first),
        )
        for first_g in ACTIVATIONS.values()
        for first in (Zeros(), Constant(), Normal(), Normal(1e6), Orthogonal(1e-6), He())
        for frozen in (False, True)
    ]
    bad += [preset.experiment for preset in FAILING]
    bad += [
        Experiment(layers=(Dense(4), Dense(1), Dense(4)), l1=1e9, l2=1e9, optimizer=o, learning_rate=1e9)
        for o in OPTIMIZERS.values()
    ]
    bad += [
        Experiment(
            layers=(Dense(2, keep_prob=0.01, l2=1e9), Dense(2, batch_norm=True)),
            batch_size=size,
            input_keep_prob=0.01,
            optimizer=GD,
            augmentation=(Reflection(), Shift()),
            split=Split(train=1.0, dev=0.0, test=0.0),
            early_stopping=EarlyStopping(),
            loss=SquaredError(),
            label_smoothing=0.1,
            features=("x7",),
        )
        for size in (1, 2, 3)
    ]
    return [advice for experiment in bad for advice in advise(experiment)]


def test_titles_fit_on_a_card_and_sentences_are_one_or_two():
    found = everything()
    assert len({advice.title for advice in found}) > 18
    for advice in found:
        assert len(advice.title) <= LARGEST_TITLE, advice.title
        assert len(advice.title.split()) <= MOST_WORDS, advice.title
        assert advice.sentence[0].isupper(), advice.sentence
        assert advice.sentence.endswith("."), advice.sentence
        assert len(advice.sentence) < 200, advice.sentence
        assert advice.sentence.count(". ") <= 1, advice.sentence
        assert "!" not in advice.sentence
        assert advice.cure is None or len(advice.cure[0]) <= LARGEST_TITLE, advice.cure


def test_advice_is_a_frozen_value():
    first, second = only(Experiment(l2=32.0)), only(Experiment(l2=32.0))
    assert first == second
    with pytest.raises(AttributeError):
        first.title = "x"  # type: ignore[misc]
    assert msgspec.structs.asdict(first)["column"] is None


def test_numbers_and_counts_read_well():
    assert [rounded(x) for x in (163.4, 0.00284, 1.2e8, -1.5)] == ["160", "0.0028", "1.2e+08", "-1.5"]
    assert [every(n, "unit") for n in (1, 2, 8)] == ["the only unit", "both units", "all 8 units"]


def test_generated_points_need_not_be_drawn(monkeypatch):
    """What is known of them beforehand is what they turn out to be."""
    for kind in BY_NAME.values():
        experiment = Experiment(data=kind(), split=Split(train=0.5, dev=0.3, test=0.2))
        if isinstance(experiment.data, Generator):
            assert Design.of(experiment).facts == Design.of(experiment, experiment.data.load()).facts
    assert Design.of(Experiment(data=Iris())).facts is None
    monkeypatch.setattr(Xor, "load", lambda _: pytest.fail("the points were drawn"))
    assert advise(Experiment(data=Xor())) == ()
