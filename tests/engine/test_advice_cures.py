"""Cures over random designs: each removes what it is for, makes nothing impossible, and there is an end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import ACTIVATIONS
from engine.advice import Advice, advise
from engine.data import Blobs, Bumps, Circle, Dataset, Iris, Split, Table
from engine.data.augmentation import AUGMENTATIONS
from engine.early_stopping import EarlyStopping
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.initializers import Constant, He, Normal, Orthogonal, Uniform, Xavier, Zeros
from engine.layers import Dense, Output
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.problem import Problem
from engine.schedules import (
    ByHand,
    Cosine,
    Exponential,
    SquareRoot,
    Staircase,
    TimeDecay,
)
from engine.schedules import (
    Constant as Unchanged,
)
from tests.engine.test_advice import image_data
from tests.engine.textbook import make_dataset

# Cures of a layer, and of what belongs to none.
MOST_OF_A_LAYER, MOST_OF_ALL = 7, 10
DATASETS: dict[str, Dataset | None] = {
    "unread": None,
    "binary": make_dataset("binary", train=25),
    "multiclass": make_dataset("multiclass", n=3, train=40),
    "regression": make_dataset("regression", train=2),
    "only dev": make_dataset("binary", train=0),
    "images": image_data(),
    "one example": Dataset(
        Circle().load().X[:, :1], Circle().load().y[:1], "binary", ("x1", "x2"), ("0", "1")
    ),
}


def sizes(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of any order of magnitude."""
    return st.floats(-1, 1).map(lambda share: (low * high) ** 0.5 * (high / low) ** (share / 2))


first_weights = st.one_of(
    st.sampled_from([None, Zeros(), Xavier(), He(), Constant(0.0)]),
    st.builds(Constant, st.floats(-1e6, 1e6)),
    st.builds(Normal, sizes(1e-12, 1e6)),
    st.builds(Uniform, sizes(1e-12, 1e6)),
    st.builds(Orthogonal, sizes(1e-12, 1e6)),
)
lambdas = st.none() | st.just(0.0) | sizes(1e-3, 1e12)
keep_probs = st.just(1.0) | st.floats(0.01, 1)
common = {"initializer": first_weights, "l1": lambdas, "l2": lambdas, "frozen": st.booleans()}
layers = st.builds(
    Dense,
    units=st.sampled_from([1, 1, 2, 3, 8, 64, 4096]),
    activation=st.sampled_from(list(ACTIVATIONS.values())),
    batch_norm=st.booleans(),
    keep_prob=keep_probs,
    **common,
)
rates = sizes(1e-9, 1e9)
points = st.dictionaries(st.integers(1, 30), rates, max_size=3).map(
    lambda found: tuple(sorted(found.items()))
)
warm_ups = st.integers(0, 5)
schedules = st.one_of(
    st.builds(Unchanged, warm_up=warm_ups),
    st.builds(TimeDecay, warm_up=warm_ups, decay_rate=sizes(1e-3, 1e3)),
    st.builds(Exponential, k=st.floats(0.01, 1)),
    st.builds(SquareRoot, k=sizes(1e-3, 1e3)),
    st.builds(Staircase, every=st.integers(1, 5)),
    st.builds(Cosine, warm_up=warm_ups, epochs=st.integers(1, 9)),
    st.builds(ByHand, points=points, warm_up=warm_ups),
)
# Of unequal length, so that some are rounded to no example.
splits = st.sampled_from(
    [(0.6, 0.2, 0.2), (1.0, 0.0, 0.0), (0.01, 0.99, 0.0), (0.99, 0.01, 0.0), (0.01, 0.0, 0.99)]
)
experiments = st.builds(
    Experiment,
    data=st.sampled_from([Circle(samples=10), Blobs(), Bumps(), Iris(), Table(path="a.csv", target="y")]),
    split=splits.map(lambda shares: Split(train=shares[0], dev=shares[1], test=shares[2])),
    features=st.lists(st.sampled_from(["x1", "x2", "x3", "x1*x2", "sin(x9)"]), min_size=1, max_size=4).map(
        tuple
    ),
    augmentation=st.lists(st.sampled_from(list(AUGMENTATIONS.values())), max_size=3).map(tuple),
    layers=st.lists(layers, max_size=6).map(tuple) | layers.map(lambda layer: (layer,) * 12),
    output=st.builds(Output, **common),
    input_keep_prob=keep_probs,
    loss=st.none() | st.sampled_from(list(LOSSES.values())),
    label_smoothing=st.sampled_from([0.0, 0.1]),
    l1=lambdas.map(lambda value: value or 0.0),
    l2=lambdas.map(lambda value: value or 0.0),
    optimizer=st.sampled_from(list(OPTIMIZERS.values())),
    learning_rate=rates,
    schedule=schedules,
    batch_size=st.none() | st.integers(1, 64),
    clip_norm=st.none() | rates,
    early_stopping=st.none() | st.just(EarlyStopping()),
)
datasets = st.sampled_from(list(DATASETS))


def place(advice: Advice) -> tuple[int | None, str]:
    return advice.column, advice.title


def impossible(experiment: Experiment, dataset: Dataset | None) -> set[tuple[int | None, str]]:
    return {place(a) for a in advise(experiment, dataset) if a.severity == "error"}


@settings(max_examples=250, deadline=None)
@given(experiments, datasets)
def test_every_cure_removes_its_advice_and_makes_nothing_impossible(experiment, name):
    dataset = DATASETS[name]
    found = advise(experiment, dataset)
    assert len(set(map(place, found))) == len(found)
    for advice in found:
        if advice.cure is not None:
            words, mended = advice.cure
            assert words
            assert mended != experiment
            assert Experiment(**{f: getattr(mended, f) for f in Experiment.__struct_fields__}) == mended
            assert place(advice) not in map(place, advise(mended, dataset))
            assert impossible(mended, dataset) <= impossible(experiment, dataset)


@settings(max_examples=150, deadline=None)
@given(experiments, datasets)
def test_one_cure_after_the_other_comes_to_an_end(experiment, name):
    dataset = DATASETS[name]
    for _ in range(MOST_OF_ALL + MOST_OF_A_LAYER * (len(experiment.layers) + 1)):
        mended = next((a.cure[1] for a in advise(experiment, dataset) if a.cure is not None), None)
        if mended is None:
            break
        experiment = mended
    assert [place(a) for a in advise(experiment, dataset) if a.cure is not None] == []


@settings(max_examples=150, deadline=None)
@given(experiments, st.sampled_from([name for name, dataset in DATASETS.items() if dataset is not None]))
def test_an_error_is_what_a_problem_refuses(experiment, name):
    dataset = DATASETS[name]
    refusal = ""
    try:
        Problem(experiment, dataset)
    except EngineError as error:
        refusal = str(error)
    errors = [a.sentence for a in advise(experiment, dataset) if a.severity == "error"]
    assert refusal in errors if refusal else errors == []
