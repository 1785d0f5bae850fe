"""The Cost panel shows the curve of the last frame, and says what its lines and numbers are."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from engine.data import Circle, Split
from engine.experiment import Experiment
from engine.layers import Dense, Output
from engine.succession import succeed
from engine.trainer import Trainer
from playground.frames import CostLine, CostLines, Frame, FrameBuilder, View
from playground.panels.cost import CostPanel
from playground.panels.cost.curves import AGAIN, fitting_range, trend
from playground.panels.cost.panel import describe_cost
from playground.panels.cost.readings import LABEL_LEFT, spread
from playground.theme import DARK, LIGHT, font
from playground.widgets.marks import Marks, labels
from playground.widgets.plot import nearest
from playground.widgets.plot_numbers import cost, decades, reach, ticks
from playground.widgets.strokes import Stroke, dashed, spaced
from tests.playground.recorder import texts_of


def frames(experiment: Experiment, epochs: int = 6) -> list[Frame]:
    trainer = Trainer(experiment)
    source = FrameBuilder(trainer, View())
    result = [source.build(0.0)]
    for _ in range(epochs):
        trainer.run_epoch()
        result.append(source.build(0.0))
    return result


@pytest.fixture
def panel(qtbot):
    panel = CostPanel()
    qtbot.addWidget(panel)
    panel.set_theme(DARK)
    panel.resize(344, 300)
    panel.show()
    return panel


def drawn(panel: CostPanel) -> CostLine:
    line = panel.curves.line("train")
    assert line is not None
    return line


def costs_of(x, train, dev=()) -> CostLines:
    """Lines over epochs that were not recorded but made up."""
    lines = [CostLine("train", np.array(x), np.array(train), np.empty(0))]
    if len(dev):
        lines.append(CostLine("dev", np.array(x), np.array(dev), np.empty(0)))
    return CostLines("epoch", tuple(lines))


def move_to(qtbot, panel: CostPanel, epoch: float) -> None:
    view = panel.plot.view
    height = sum(view.viewRange()[1]) / 2
    qtbot.mouseMove(
        panel.plot.viewport(), panel.plot.mapFromScene(view.mapViewToScene(QPointF(epoch, height)))
    )


def test_before_the_first_step_there_are_two_points(panel):
    first = frames(Experiment(), 0)[0]
    panel.show_frame(first)
    assert [name for name, _, _ in panel.curves.ends()] == ["train", "dev"]
    assert len(drawn(panel).x) == 1
    with_sentence = panel.plot.grab().toImage()
    panel.show_frame(replace(first, iteration=1, costs=costs_of([0, 0.1], [0.7, 0.7])))
    assert panel.plot.grab().toImage() != with_sentence


def test_curve_ends_with_the_present_costs_within_an_epoch():
    trainer = Trainer(Experiment())
    trainer.run_epoch()
    trainer.step()
    frame = FrameBuilder(trainer, View()).build(1.0)
    train, dev = frame.costs.lines
    assert train.x.tolist() == dev.x.tolist() == [0, 1, 1 + 1 / trainer.steps_per_epoch]
    assert train.y[-1] == frame.train.cost
    assert frame.dev is not None
    assert dev.y[-1] == frame.dev.cost


def test_labels_at_the_line_ends_do_not_overlap(panel):
    frame = frames(Experiment())[-1]
    panel.show_frame(replace(frame, costs=costs_of([0, 6], [0.7, 0.5], [0.8, 0.5])))
    (_, train, upper), (_, dev, lower) = panel.end_labels.places()
    assert train == dev == "0.500"
    assert abs(upper - lower) >= 13


def test_without_a_dev_set_there_is_no_dev_line(panel):
    panel.show_frame(frames(Experiment(split=Split(train=0.8, dev=0.0, test=0.2)))[-1])
    assert [name for name, _, _ in panel.curves.ends()] == ["train"]
    assert [s.text for s in panel.legend.signs] == ["train", "no dev set"]
    panel.grab()


def test_hover_reads_the_nearest_epoch(panel, qtbot):
    frame = frames(Experiment(), 8)[-1]
    panel.show_frame(frame)
    move_to(qtbot, panel, 4.2)
    train, dev = (cost(float(line.y[4])) for line in frame.costs.lines)
    assert panel.read_out.text() == f"epoch 4   train {train}   dev {dev}"
    panel.grab()
    qtbot.mouseMove(panel.plot.viewport(), QPoint(1, 1))
    assert panel.read_out.text() == ""


def test_first_start_shows_the_curve_alone(panel):
    panel.set_first_start(True)
    assert not panel.scale.isVisible()
    assert not panel.parts.isVisible()
    panel.set_first_start(False)
    assert panel.scale.isVisible()
    assert panel.parts.isVisible()


def test_log_axis(panel):
    frame = frames(Experiment())[-1]
    panel.show_frame(frame)
    panel.toggle_log()
    assert panel.is_log
    low, high = panel.plot.view.viewRange()[1]
    assert low < np.log10(frame.train.cost) < high <= 0.5
    panel.toggle_log()
    assert panel.plot.view.viewRange()[1][0] == 0


def test_segmented_switch_sets_the_axis(panel, qtbot):
    panel.show_frame(frames(Experiment())[-1])
    qtbot.mouseClick(panel.scale._group.button(1), Qt.MouseButton.LeftButton)
    assert panel.plot.axes["left"].log
    assert panel.curves.log


def test_zoom_is_kept_until_a_double_click(panel, qtbot):
    *_, before, last = frames(Experiment())
    panel.show_frame(before)
    panel.plot.view.setRange(xRange=(1, 3), padding=0)
    panel.plot.view.sigRangeChangedManually.emit([True, True])
    panel.show_frame(last)
    assert panel.plot.view.viewRange()[0] == pytest.approx([1, 3])
    qtbot.mouseDClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, 60))
    assert panel.plot.view.viewRange()[0][1] >= last.epoch


@pytest.mark.parametrize(
    ("experiment", "name"),
    [
        (Experiment(l2=0.5), "L2"),
        (Experiment(l1=0.5), "L1"),
        (Experiment(l2=0.5, output=Output(l1=0.1)), "L1 + L2"),
        (Experiment(l2=0.5, layers=(Dense(4, l2=0.0),), output=Output(l1=0.1, l2=0.0)), "L1"),
    ],
)
def test_penalty_is_named_only_where_there_is_one(panel, experiment, name):
    penalised, without = frames(experiment)[-1], frames(Experiment())[-1]
    panel.show_frame(penalised)
    m = penalised.train
    words = f"J {cost(m.cost)} = data {cost(m.cost - m.penalty)} + {name} penalty {cost(m.penalty)}"
    assert panel.parts.accessibleName() == words
    panel.show_frame(without)
    assert panel.parts.accessibleName() == f"J {cost(without.train.cost)}"


def test_marks_appear_and_go(panel):
    panel.show_frame(frames(Experiment())[-1])
    plain = panel.plot.grab().toImage()
    panel.mark(3, "α 0.01")
    assert panel.plot.grab().toImage() != plain
    panel.clear_marks()
    assert panel.plot.grab().toImage() == plain


def test_newer_value_of_the_same_quantity_takes_the_mark():
    marks = Marks()
    for text in ("α 0.03", "m 16", "α 0.01"):
        marks.add(4, text)
    assert marks.texts == {4: "m 16, α 0.01"}


def test_theme_reaches_the_plot(panel):
    panel.show_frame(frames(Experiment())[-1])
    dark = panel.grab().toImage()
    panel.set_theme(LIGHT)
    assert panel.grab().toImage() != dark
    assert panel.plot.backgroundBrush().color().name() == LIGHT.window.lower()


def test_description_says_epoch_costs_and_direction():
    frame = frames(Experiment(), 1)[-1]
    falling = costs_of(np.arange(20.0), np.linspace(1, 0.1, 20))
    told = replace(
        frame,
        epoch=214,
        train=replace(frame.train, cost=0.138),
        dev=replace(frame.train, cost=0.149),
        costs=falling,
    )
    assert describe_cost(told) == "Epoch 214, train cost 0.138, dev 0.149, falling"
    assert trend(np.full(20, 0.5)) == "steady"
    assert trend(np.linspace(0.1, 1, 20)) == "rising"


def test_ranges_grow_in_steps():
    def last(epochs: float) -> float:
        return fitting_range(costs_of([0, epochs], [0.7, 0.1]), log=False)[0][1]

    assert last(101) == last(150) < last(151)
    assert reach(0.71) == pytest.approx(0.8)
    assert fitting_range(costs_of([0.0], [0.0]), log=True)[1][0] < -11


def test_ticks_are_round_and_few():
    assert ticks(-6, 6) == [-4, 0, 4]
    assert ticks(0, 10, integer=True) == [0, 5, 10]
    assert ticks(0, 0.8) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])
    assert decades(-2.0, 0.0) == [-2, -1, 0]
    assert len(decades(-12.0, 0.0)) <= 6


def test_labels_are_spread_as_little_as_needed():
    assert spread([50.0, 50.0], 13, 0, 100) == [43.5, 56.5]
    assert spread([10.0, 90.0], 13, 0, 100) == [10, 90]
    assert min(spread([0.0, 0.0], 13, 6, 100)) >= 6


def test_dashes_keep_the_line_and_leave_gaps():
    x, y, lengths = dashed(np.array([0.0, 20.0]), np.zeros(2), 5, 3)
    assert x.tolist() == [0, 5, 8, 13, 16, 20]
    assert lengths == [2, 2, 2]
    assert not y.any()


def test_nearest_of_sorted_values():
    epochs = np.array([0.0, 1.0, 4.0])
    assert [nearest(epochs, v) for v in (-3, 0.4, 0.6, 2.6, 99)] == [0, 0, 1, 2, 2]


def test_costs_keep_three_decimals_or_their_leading_digits():
    values = (0.1384, 0.0, 0.00583, 2e-5, 9.996e-10, 5.4e-12, 999.9996, 123456.0, 999_999.7, 1e9)
    assert [cost(v) for v in values] == [
        *("0.138", "0.000", "0.00583", "2.00e−5", "1.00e−9", "5.4e−12"),
        *("1\u2009000", "123\u2009456", "1.00e6", "1.00e9"),
    ]


def of_cost(frame: Frame, j: float, epoch: int = 6) -> Frame:
    """The frame of a curve that falls to this cost at this epoch."""
    metrics = replace(frame.train, cost=j, penalty=0.4 * j)
    costs = costs_of([0.0, epoch], [3 * j, j], [3 * j, j])
    return replace(frame, epoch=epoch, iteration=0, train=metrics, dev=metrics, costs=costs)


def test_every_cost_fits_beside_its_line_and_reads_like_j(panel):
    frame = frames(Experiment(), 1)[-1]
    metrics = QFontMetricsF(font("label", 600))
    for j in (m * 10.0**e for e in range(-12, 10) for m in (1, 5.4, 5.8888, 9.9996)):
        panel.show_frame(of_cost(frame, j))
        text = panel.end_labels.places()[0][1]
        assert metrics.horizontalAdvance(text) <= panel.end_labels.width() - LABEL_LEFT, text
        assert len(text) <= 7
        assert panel.parts.accessibleName() == f"J {text}"


def test_j_and_the_numbers_beside_the_curves_are_always_those_of_their_ends(panel):
    for frame in frames(Experiment(), 2):
        panel.show_frame(frame)
        assert panel.parts.accessibleName() == f"J {cost(frame.train.cost)}"
        assert panel.end_labels.places()[0][1] == cost(frame.train.cost)
        assert panel.curves.ends()[0][1] == frame.train.cost


def test_j_is_that_of_the_last_epoch_where_the_scores_are_older(panel, monkeypatch):
    monkeypatch.setattr("playground.frames.scores.SHARE", 1e9)
    trainer = Trainer(Experiment(l2=0.5))
    builder = FrameBuilder(trainer, View())
    builder.build(900.0)
    trainer.run_epoch()
    frame = builder.build(900.0)
    end = frame.costs.lines[0].y[-1]
    assert end != frame.train.cost
    panel.show_frame(frame)
    assert panel.parts.accessibleName().startswith(f"J {cost(end)} = data ")
    assert panel.end_labels.places()[0][1] == cost(end)


def test_the_parts_of_j_fit_a_narrow_dock(panel):
    frame = frames(Experiment(l2=0.5), 1)[-1]
    panel.resize(280, 300)
    for j in (0.138, 5.41e-4, 5.41e-12):
        panel.show_frame(of_cost(frame, j))
        texts = texts_of(panel.parts.draw)
        assert sum(text.width for text in texts) <= panel.parts.width()
        assert texts[-1].text.startswith("L2")


def numbers_on(axis) -> list[tuple[str, QRectF]]:
    """What is written on an axis, each with the place on the plot that its letters take."""

    def draw(painter: QPainter) -> None:
        axis.drawPicture(painter, *axis.generateDrawSpecs(painter))

    result = []
    for text, rect, width in texts_of(draw):
        left = rect.right() - width if axis.orientation == "left" else rect.center().x() - width / 2
        result.append((text, axis.mapRectToScene(QRectF(left, rect.top(), width, rect.height()))))
    return result


@pytest.mark.parametrize("width", [280, 344, 500])
@pytest.mark.parametrize("epoch", [9, 400, 600, 2000, 20_000, 100_000, 2_000_000])
def test_no_epoch_is_cut_and_none_touches_another(panel, width, epoch):
    panel.resize(width, 300)
    panel.show_frame(of_cost(frames(Experiment(), 1)[-1], 0.1, epoch))
    panel.grab()
    numbers = numbers_on(panel.plot.axes["bottom"])
    assert len(numbers) >= 2
    for _, place in numbers:
        assert 0 <= place.left() < place.right() <= panel.plot.width() + 0.01
    for (_, before), (_, after) in pairwise(numbers):
        assert before.right() < after.left()


@pytest.mark.parametrize("j", [1e-12, 5.4e-4, 0.0058, 0.138, 150.0, 80_000.0, 1e9])
@pytest.mark.parametrize("log", [False, True])
def test_the_left_axis_is_as_wide_as_its_numbers(panel, j, log):
    panel.show_frame(of_cost(frames(Experiment(), 1)[-1], j))
    if log:
        panel.toggle_log()
    panel.grab()
    axis = panel.plot.axes["left"]
    numbers = numbers_on(axis)
    assert len(numbers) == len(axis.values(*panel.plot.view.viewRange()[1])) >= 2
    assert len({text for text, _ in numbers}) == len(numbers), "no two ticks read the same"
    assert all(place.left() >= 0 for _, place in numbers)


def test_a_line_that_leaves_the_plot_by_far_does_not_take_all_memory(panel):
    panel.show_frame(of_cost(frames(Experiment(), 1)[-1], 1e9, 60))
    panel.plot.view.setRange(xRange=(0, 60), yRange=(0, 1e-6), padding=0)
    panel.grab()
    assert panel.curves.line("dev") is not None


def test_a_hidden_chart_draws_its_lines_when_it_is_seen_again(panel, monkeypatch):
    known, drawn = frames(Experiment(), 5), []
    panel.show_frame(known[1])
    monkeypatch.setattr(Stroke, "show", lambda *line: drawn.append(line))
    panel.plot.hide()
    panel.show_frame(known[-1])
    assert not drawn
    panel.plot.show()
    assert len(drawn) == 2


def test_the_empty_sentence_fits_a_narrow_dock(panel):
    panel.resize(280, 300)
    panel.show_frame(frames(Experiment(), 0)[0])
    panel.grab()
    rect = panel.curves.boundingRect()
    (sentence,) = texts_of(lambda painter: panel.curves.draw(painter, rect))
    assert rect.contains(sentence.rect)


def test_after_a_change_of_the_data_the_chart_says_why_it_is_empty(panel):
    trainer = Trainer(Experiment())
    trainer.run_epoch()
    changed = replace(Circle(), noise=0.3)
    heir = succeed(trainer, trainer.experiment.with_(data=changed))
    panel.show_frame(FrameBuilder(heir, View()).build(0.0))
    said = texts_of(lambda painter: panel.curves.draw(painter, panel.curves.boundingRect()))
    assert [text.text for text in said] == [AGAIN]


def test_later_marks_do_not_cross_the_text_of_a_mark(panel):
    panel.show_frame(of_cost(frames(Experiment(), 1)[-1], 0.1, 600))
    panel.mark(100, "α 0.01")
    panel.grab()
    view = panel.plot.view.sceneBoundingRect()
    ((place, _),) = labels(panel.marks._lines(view.width()), view.width(), QFontMetricsF(font("axis", 500)))
    area = place.translated(view.topLeft()).toAlignedRect().adjusted(0, 0, 0, -1)
    alone, whole = panel.plot.grab(area).toImage(), panel.plot.grab().toImage()
    for epoch in (120, 140, 160):
        panel.mark(epoch, "m 16")
    assert panel.plot.grab().toImage() != whole
    assert panel.plot.grab(area).toImage() == alone


def test_marks_out_of_view_leave_no_text_behind(panel):
    panel.show_frame(of_cost(frames(Experiment(), 1)[-1], 0.1, 600))
    panel.plot.view.setRange(xRange=(0, 100), padding=0)
    plain = panel.plot.grab().toImage()
    panel.mark(102, "α 0.01")
    assert panel.plot.grab().toImage() == plain


def frame_over(unit, beta=0.0, epochs: int = 8) -> Frame:
    trainer = Trainer(Experiment())
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, View(cost_over=unit, beta=beta)).build(1.0)


def test_averages_are_those_of_the_course(panel):
    plain, smooth = frame_over("epoch"), frame_over("epoch", 0.9)
    for before, line in zip(plain.costs.lines, smooth.costs.lines, strict=True):
        v, expected = 0.0, []
        for t, value in enumerate(before.y, start=1):
            v = 0.9 * v + 0.1 * value
            expected.append(v / (1 - 0.9**t))
        np.testing.assert_allclose(line.smooth, expected)
    panel.show_frame(smooth)
    assert panel.curves.ends()[0][1] == pytest.approx(smooth.costs.lines[0].smooth[-1])
    averaged = panel.plot.grab().toImage()
    panel.show_frame(plain)
    assert panel.plot.grab().toImage() != averaged


def test_costs_of_single_mini_batches(panel, qtbot):
    frame = frame_over("iteration")
    panel.show_frame(frame)
    train, dev = frame.costs.lines
    assert train.x.tolist() == list(range(1, frame.iteration + 1))
    assert dev.x[-1] == frame.iteration
    move_to(qtbot, panel, 12.1)
    assert panel.read_out.text().startswith("iteration 12   train ")
    panel.mark(3, "α 0.01", 30)
    assert panel.marks._lines(1000)[0][0] == pytest.approx(
        panel.curves.places(np.array([30.0]), np.ones(1))[0][0]
    )


def test_a_logarithmic_axis_across(panel, qtbot):
    panel.show_frame(frame_over("epoch"))
    panel.options.log_across.emit(True)
    low, high = panel.plot.view.viewRange()[0]
    assert low < np.log10(0.5) < np.log10(8) < high
    move_to(qtbot, panel, np.log10(4.1))
    assert panel.read_out.text().startswith("epoch 4 ")
    panel.grab()


def test_the_options_ask_for_what_they_say(panel, qtbot):
    asked: list[dict] = []
    panel.wanted.connect(asked.append)
    panel.options.over._group.button(1).click()
    panel.options.beta.field.selectAll()
    qtbot.keyClicks(panel.options.beta.field, "0.9")
    qtbot.keyClick(panel.options.beta.field, Qt.Key.Key_Return)
    assert asked == [{"cost_over": "iteration"}, {"beta": 0.9}]
    assert panel.options.words.text() == "over about 10 values"


def test_the_playhead_is_a_line_on_the_chart(panel):
    frame = frames(Experiment())[-1]
    panel.show_frame(frame)
    live = panel.plot.grab().toImage()
    panel.show_frame(replace(frame, costs=replace(frame.costs, playhead=3.0)))
    assert panel.plot.grab().toImage() != live


def test_a_line_of_very_many_points_is_drawn_with_about_one_for_each_pixel():
    x, y = np.linspace(0, 200, 1000), np.arange(1000.0)
    kept = spaced(x, y)
    assert 200 <= len(kept[0]) <= 260
    assert kept[0][-1] == 200
    assert kept[1][-1] == 999
    few = np.array([0.0, 150.0, 200.0])
    assert spaced(few, few) == (few, few)
    uneven = np.append([0.0, 40.0, 70.0], np.linspace(100, 110, 500))  # as on a logarithmic axis
    assert list(spaced(uneven, uneven)[0][:4]) == [0, 40, 70, 100]
