"""The data panel shows the data of an experiment and asks for others, one undo step at a time."""

from typing import cast

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea

from engine.data import (
    BY_NAME,
    Blobs,
    Boxed,
    Circle,
    Digits,
    Generator,
    Iris,
    NoStructure,
    Plane,
    Quantiles,
    Spiral,
    Split,
    Table,
)
from engine.experiment import Experiment
from engine.losses import BinaryCrossEntropy
from engine.problem import Problem
from playground.panels.data import DataPanel
from playground.panels.data.gallery import GROUPS, Gallery
from playground.panels.data.known import chosen, counts, with_data
from playground.theme import DARK, LIGHT, apply

LEFT = Qt.MouseButton.LeftButton
IRIS = with_data(Experiment(), Iris())
DIGITS = with_data(Experiment(), Digits())

Edit = tuple[Experiment, str, str]


@pytest.fixture
def panel(qtbot, qapp) -> DataPanel:
    apply(qapp, LIGHT)
    widget = DataPanel()
    qtbot.addWidget(widget)
    widget.resize(264, 560)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def shown(gallery: Gallery) -> list[str]:
    return [name for name, thumbnail in gallery.thumbnails.items() if thumbnail.isVisible()]


@pytest.fixture
def edits(panel: DataPanel) -> list[Edit]:
    heard: list[Edit] = []
    panel.edited.connect(lambda *edit: heard.append(cast(Edit, edit)))
    return heard


def test_all_data_sets_have_a_picture(panel: DataPanel) -> None:
    assert list(panel.gallery.thumbnails) == list(BY_NAME)
    for group in GROUPS:
        panel.gallery.show_group(group[0])
    pictures = [thumbnail.grab().toImage() for thumbnail in panel.gallery.thumbnails.values()]
    for index, picture in enumerate(pictures):
        assert picture not in pictures[:index]


def test_a_group_is_a_click_away(qtbot, panel: DataPanel) -> None:
    groups, seen = panel.gallery.groups, []
    for button in groups.findChildren(QPushButton):
        qtbot.mouseClick(button, LEFT)
        seen += shown(panel.gallery)
    assert seen == list(BY_NAME)
    assert groups.current == "real"
    panel.show_experiment(Experiment(data=Spiral()))  # what is learned from is always seen
    assert "spiral" in shown(panel.gallery)


@pytest.mark.parametrize("kind", [k for k in BY_NAME.values() if issubclass(k, Boxed)])
def test_real_data_tell_their_source_and_licence(panel: DataPanel, kind: type[Boxed]) -> None:
    assert not panel.gallery.source.isVisible()
    panel.show_experiment(with_data(Experiment(), BY_NAME[kind().name]()))
    assert panel.gallery.source.isVisible()
    for words in (panel.gallery.source.text(), panel.gallery.thumbnails[kind().name].toolTip()):
        assert kind.from_whom in words
        assert kind.licence in words


@pytest.mark.parametrize("kind", [k for k in BY_NAME.values() if issubclass(k, Generator)])
def test_only_what_means_something_can_be_set(panel: DataPanel, kind: type[Generator]) -> None:
    panel.sampling.more.set_open(True)
    panel.show_experiment(with_data(Experiment(), BY_NAME[kind().name]()))
    visible = [field for field, slider in panel.sampling.sliders.items() if slider.isVisible()]
    assert visible == [field for field in kind.settings if field != "classes"]
    classes = [other for other, slider in panel.sampling.classes.items() if slider.isVisible()]
    assert classes == ([kind] if "classes" in kind.settings else [])


def test_each_kind_of_noise_is_an_edit_of_its_own(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    panel.sampling.more.set_open(True)
    for field in ("jitter", "flips", "imbalance", "outliers"):
        qtbot.keyClick(panel.sampling.sliders[field].slider, Qt.Key.Key_Right)
        after, text, merge = edits[-1]
        assert after.data == replace(Circle(), **{field: 0.01})
        assert (text, merge) == (f"{field} 0 to 0.01", field.capitalize())


def test_other_classes_take_back_a_loss_that_does_not_fit(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    two = Experiment(data=Quantiles(classes=2), loss=BinaryCrossEntropy())
    panel.show_experiment(two)
    qtbot.keyClick(panel.sampling.classes[Quantiles].slider, Qt.Key.Key_Right)
    after, text, _ = edits[-1]
    assert (after.data, after.loss, text) == (Quantiles(classes=3), None, "classes 2 to 3")


def test_other_data_keep_the_noise_that_means_something_there() -> None:
    before = Circle(samples=60, noise=0.1, jitter=0.2, flips=0.3, imbalance=0.4, outliers=0.1, seed=9)
    assert chosen(before, "plane") == Plane(samples=60, noise=0.1, jitter=0.2, outliers=0.1, seed=9)
    assert chosen(before, "no_structure") == NoStructure(samples=60, imbalance=0.4, outliers=0.1, seed=9)
    assert chosen(Blobs(classes=6), "quantiles") == Quantiles()


def test_nothing_is_loaded_before_the_panel_is_seen(qtbot) -> None:
    widget = DataPanel()
    qtbot.addWidget(widget)
    assert not any(thumbnail.has_points for thumbnail in widget.gallery.thumbnails.values())
    widget.show()
    thumbnails = widget.gallery.thumbnails
    assert [name for name in thumbnails if thumbnails[name].has_points] == shown(widget.gallery)


@pytest.mark.parametrize("name", list(BY_NAME))
def test_showing_an_experiment_is_silent(qtbot, panel: DataPanel, name: str) -> None:
    experiment = with_data(Experiment(), BY_NAME[name]())
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_experiment(experiment)
    assert [key for key, thumbnail in panel.gallery.thumbnails.items() if thumbnail.isChecked()] == [name]
    assert panel.name.text() == BY_NAME[name].label
    made = issubclass(BY_NAME[name], Generator)
    assert panel.sampling.samples.isVisible() == made
    assert shown(panel.gallery).count(name) == 1


@pytest.mark.parametrize(
    "experiment", [Experiment(), IRIS, DIGITS, Experiment(split=Split(train=0.5, dev=0.5, test=0))]
)
def test_the_counts_are_those_that_the_network_learns_from(panel: DataPanel, experiment: Experiment) -> None:
    problem = Problem(experiment)
    real = tuple(problem.inputs[part].shape[1] for part in ("train", "dev", "test"))
    assert counts(experiment.data, experiment.split) == real
    panel.show_experiment(experiment)
    assert f"{real[0]}; dev" in panel.dividing.bar.accessibleName()


def test_other_data_keep_samples_noise_seed_and_split(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    split = Split(train=0.7, dev=0.2, test=0.1)
    panel.show_experiment(Experiment(data=Circle(samples=200, noise=0.2, seed=5), split=split))
    qtbot.mouseClick(panel.gallery.thumbnails["spiral"], LEFT)
    after, text, merge = edits[0]
    assert after.data == Spiral(samples=200, noise=0.2, seed=5)
    assert after.split == split
    assert (text, merge) == ("data Circle to Spiral", "")


def test_the_same_thumbnail_again_changes_nothing(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    qtbot.mouseClick(panel.gallery.thumbnails["circle"], LEFT)
    assert edits == []
    assert panel.gallery.thumbnails["circle"].isChecked()


def test_features_fit_the_data_chosen() -> None:
    curved = Experiment(features=("x1^2", "x2^2"))
    assert with_data(curved, Spiral()).features == ("x1^2", "x2^2")
    assert IRIS.features == ("x1", "x2", "x3", "x4")
    assert with_data(IRIS, Circle()).features == ("x1", "x2")
    assert DIGITS.features == tuple(f"x{i}" for i in range(1, 65))
    assert with_data(DIGITS, Circle()).features == ("x1", "x2")
    assert chosen(Iris(seed=3), "circle") == Circle(seed=3)


def test_iris_shows_its_four_columns_by_name(panel: DataPanel) -> None:
    panel.show_experiment(IRIS)
    chips = panel.inputs.features.chips
    assert [chip.text() for chip in chips.values()] == ["x₁", "x₂", "x₃", "x₄"]
    assert chips["x3"].toolTip() == "petal length (cm)"


def test_pixels_are_counted_instead_of_shown_one_by_one(panel: DataPanel) -> None:
    panel.show_experiment(DIGITS)
    assert not panel.inputs.features.chips
    assert panel.inputs.features.summary.isVisible()
    assert panel.inputs.features.summary.text() == "64 pixels, 8 by 8"
    panel.show_experiment(DIGITS.with_(features=("x20", "x21")))
    assert panel.inputs.features.summary.text() == "2 of 64 pixels, 8 by 8"
    panel.show_experiment(IRIS)
    assert not panel.inputs.features.summary.isVisible()
    assert list(panel.inputs.features.chips) == ["x1", "x2", "x3", "x4"]


def test_sliders_tell_from_where_to_where_and_merge(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    qtbot.keyClick(panel.sampling.noise.slider, Qt.Key.Key_PageUp)
    qtbot.keyClick(panel.sampling.samples.slider, Qt.Key.Key_Home)
    assert [(text, merge) for _, text, merge in edits] == [
        ("noise 0 to 0.05", "Noise"),
        ("samples 500 to 10", "Samples"),
    ]
    assert cast(Circle, edits[0][0].data).noise == 0.05
    assert cast(Circle, edits[1][0].data).samples == 10


def test_a_typed_number_of_samples_is_whole_and_within_limits(
    qtbot, panel: DataPanel, edits: list[Edit], said
) -> None:
    field = panel.sampling.samples.field
    field.setFocus()
    for text in ("5", "1234"):
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said == ["Samples must be a whole number from 10 to 100\u2009000, not 5."]
    assert [cast(Circle, after.data).samples for after, _, _ in edits] == [1234]


def test_a_divider_changes_the_split(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    qtbot.keyClick(panel.dividing.bar.handles[1], Qt.Key.Key_PageUp)
    after, text, merge = edits[0]
    assert after.split == Split(train=0.6, dev=0.25, test=0.15)
    assert (text, merge) == ("split 60/20/20 to 60/25/15", "split")


def test_switches_are_told(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    qtbot.mouseClick(panel.inputs.normalise, LEFT)
    qtbot.mouseClick(panel.inputs.features.chips["x1*x2"], LEFT)
    assert [text for _, text, _ in edits] == ["normalise inputs off", "feature x₁x₂ on"]
    assert edits[0][0].normalize is False
    assert edits[1][0].features == ("x1", "x2", "x1*x2")


def test_new_points_are_the_next_seed(qtbot, panel: DataPanel, edits: list[Edit]) -> None:
    qtbot.mouseClick(panel.new_points, LEFT)
    assert edits[0][0].data == Circle(seed=2)
    panel.show_experiment(Experiment(data=Circle(seed=2**32 - 1)))
    qtbot.mouseClick(panel.new_points, LEFT)
    assert edits[1][0].data == Circle(seed=0)


def test_the_first_start_shows_only_the_pictures(panel: DataPanel) -> None:
    assert panel.sampling.samples.isVisible()
    panel.set_first_start(True)
    assert not panel.sampling.samples.isVisible()
    assert not panel.new_points.isVisible()
    panel.set_first_start(False)
    assert panel.new_points.isVisible()
    assert not panel.fold.is_open


def test_a_table_that_is_gone_leaves_the_panel_usable(panel: DataPanel, tmp_path) -> None:
    panel.show_experiment(Experiment(data=Table(path=str(tmp_path / "gone.csv"), target="y")))
    assert not any(thumbnail.isChecked() for thumbnail in panel.gallery.thumbnails.values())
    assert panel.dividing.bar.accessibleName() == "Split: train 60 %; dev 20 %; test 20 %"
    panel.show_experiment(Experiment())
    assert panel.gallery.thumbnails["circle"].isChecked()


@pytest.mark.parametrize("width", [230, 254, 264, 360])
def test_a_dock_of_any_width_cuts_nothing(qtbot, qapp, width: int) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    panel = DataPanel()
    area.setWidget(panel)
    area.resize(width, 800)
    area.show()
    parts = [
        *panel.gallery.thumbnails.values(),
        *panel.inputs.features.chips.values(),
        panel.inputs.normalise,
        panel.new_points,
    ]

    def cut() -> list[str]:
        ends = {part.accessibleName(): part.mapTo(panel, part.rect().topRight()).x() for part in parts}
        return [name for name, end in ends.items() if end >= panel.width()]

    qtbot.waitUntil(lambda: panel.width() == area.viewport().width() and cut() == [])


def test_the_theme_reaches_every_part(panel: DataPanel) -> None:
    before = panel.grab().toImage()
    panel.set_theme(DARK)
    assert panel.grab().toImage() != before
    assert (
        panel.dividing.bar.theme
        is panel.inputs.normalise.theme
        is panel.gallery.thumbnails["xor"].theme
        is DARK
    )
