"""Story: somebody paints points, by mouse and by keys, and watches them being learned meanwhile."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engine.data import Circle, Iris, Painted, Plane
from engine.data.painted import Point
from engine.experiment import Experiment
from engine.layers import Dense
from playground.finder.entries import entries
from playground.paint.toolbar import TOOLS
from playground.widgets.labeled_field import ElidedLabel
from tests.journeys.test_for_everyone import CONTROLS

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key
START = Experiment(data=Circle(samples=100), layers=(Dense(6), Dense(4)))
TOP, MIDDLE, LOW = ([(x, y) for x in (0.2, 0.4, 0.6, 0.8)] for y in (0.85, 0.5, 0.15))


def painting(user):
    """The painting view, which must be open."""
    made = user.window.centre.painting
    assert made is not None
    assert made.on
    return made.view


def begin(user):
    """Press Paint below the gallery."""
    user.click(user.window.data.own.paint)
    return painting(user)


def at(view, x: float, y: float) -> QPoint:
    """Where a share of the paper is on its viewport."""
    area = view.paper.view.sceneBoundingRect()
    return QPoint(round(area.left() + x * area.width()), round(area.top() + (1 - y) * area.height()))


def stroke(user, path) -> None:
    """One stroke with the left button of the mouse."""
    view, bot = painting(user), user.bot
    paper = view.paper.viewport()
    bot.mousePress(paper, LEFT, pos=at(view, *path[0]))
    for place in path[1:]:
        bot.mouseMove(paper, at(view, *place))
    bot.mouseRelease(paper, LEFT, pos=at(view, *path[-1]))


def points(user) -> Painted:
    data = user.experiment.data
    assert isinstance(data, Painted)
    return data


def learned(frame) -> bool:
    return bool(frame.train.accuracy == 1.0)


def test_two_classes_are_painted_and_learned_and_a_third_comes_while_it_trains(open_app):
    user = open_app(START)
    view, window = begin(user), user.window
    window.session.set_pace(None)
    assert user.experiment is START
    stroke(user, TOP)
    assert points(user).counts[0] > 10
    assert "another class" in view.note.sentence.text()
    assert window.banner.isHidden()
    user.press(KEY.Key_1)
    stroke(user, LOW)
    assert view.note.sentence.isHidden()
    user.press(KEY.Key_Space, CTRL)
    user.until(learned)
    two = user.experiment
    hidden = {name: a.copy() for name, a in user.frame.parameters.items()}
    user.press(KEY.Key_2)
    stroke(user, MIDDLE)
    assert (points(user).n_classes, window.session.running) == (3, True)
    user.until(lambda frame: frame.scene.dataset.n_classes == 3 and learned(frame))
    assert user.frame.shapes[-1] == (3, 4)
    assert hidden["W1"].shape == user.frame.parameters["W1"].shape
    assert view.paper.field.isVisible()
    user.press(KEY.Key_Z, CTRL)
    assert user.experiment is two
    user.press(KEY.Key_Z, CTRL)
    user.press(KEY.Key_Z, CTRL)
    assert user.experiment is START
    assert view.data.points == ()
    user.until(lambda frame: frame.epoch > 0)


def test_everything_is_done_with_the_keys(open_app):
    user = open_app(START)
    user.press(KEY.Key_D, CTRL, SHIFT)
    view = painting(user)
    user.press(KEY.Key_P)
    for c, ways in ((KEY.Key_0, (KEY.Key_Left, KEY.Key_Up)), (KEY.Key_1, (KEY.Key_Right, KEY.Key_Down))):
        user.press(c)
        for _ in range(10):
            for way in ways:
                user.press(way)
        user.press(KEY.Key_Space)
    assert points(user).counts == (1, 1)
    assert points(user).table[:, :2].ravel() == pytest.approx([-2.4, 2.4, 0.0, 0.0])
    assert not user.window.session.running
    user.press(KEY.Key_Right, SHIFT)
    assert view.hand.selected.tolist() == [False, True]
    user.press(KEY.Key_Right)
    assert points(user).points[1].x1 == pytest.approx(0.24)
    user.press(KEY.Key_X)
    assert points(user).counts == (2, 0)
    user.press(KEY.Key_Delete)
    assert points(user).counts == (1, 0)
    user.press(KEY.Key_B)
    size = view.hand.radius
    user.press(KEY.Key_BracketRight)
    assert view.hand.radius > size
    user.press(KEY.Key_Space)
    assert points(user).counts[1] == view.hand.density
    user.press(KEY.Key_E)
    user.press(KEY.Key_Space)
    assert points(user).counts[1] == 0
    assert "Eraser, class 1, 0 points, 1 in all" in view.accessibleDescription()
    assert "brush at x1 0.24, x2 0" in view.paper.accessibleDescription()
    user.press(KEY.Key_Return)
    assert user.window.centre.currentWidget() is user.window.network
    assert not user.window.layers.isHidden()
    assert "another class" in user.window.banner.sentence.text()


def test_training_waits_for_enough_points_and_goes_on_by_itself(open_app):
    user = open_app(START)
    begin(user)
    user.window.session.set_pace(None)
    user.press(KEY.Key_Space, CTRL)
    stroke(user, TOP)
    assert user.window.session.waiting
    assert user.window.session.running
    user.press(KEY.Key_1)
    stroke(user, LOW)
    user.until(lambda frame: frame.epoch >= 5)
    weights = user.frame.parameters["W1"].copy()
    user.press(KEY.Key_E)
    while points(user).counts[1]:
        stroke(user, [(x, 0.15 + dy) for dy in (-0.03, 0, 0.03) for x in (0.1, 0.9)])
    assert user.window.banner.isHidden()
    for _ in range(8):
        user.press(KEY.Key_Z, CTRL)
        if points(user).counts[1]:
            break
    frame = user.until(lambda frame: frame.epoch >= 5)
    assert np.abs(frame.parameters["W1"] - weights).max() < 3
    assert user.window.session.running


def test_values_are_painted_and_a_surface_is_learned(open_app):
    user = open_app(START.with_(data=Plane(samples=60)))
    view = begin(user)
    user.window.session.set_pace(None)
    assert view.toolbar.value.isVisible()
    stroke(user, TOP)
    view.toolbar.value.field.setFocus()
    view.toolbar.value.field.selectAll()
    user.bot.keyClicks(view.toolbar.value.field, "-1")
    user.press(KEY.Key_Return)
    assert painting(user) is view
    stroke(user, LOW)
    assert set(points(user).table[:, 2]) == {1.0, -1.0}
    user.press(KEY.Key_Space, CTRL)
    frame = user.until(lambda frame: frame.train.cost < 0.05)
    assert frame.field[0, 10, 50] > 0.5
    assert frame.field[0, -10, 50] < -0.5


def test_painting_may_begin_with_the_points_there_were_and_be_left_without_any(open_app):
    user = open_app(START)
    view = begin(user)
    user.press(KEY.Key_Escape)
    assert user.experiment is START
    begin(user)
    user.click(view.note.take)
    assert np.array_equal(points(user).load().X, START.data.load().X)
    user.click(view.note.clear)
    assert points(user).points == ()
    user.press(KEY.Key_Z, CTRL)
    user.press(KEY.Key_Z, CTRL)
    assert user.experiment is START


def test_data_of_more_columns_begin_with_empty_paper(open_app):
    user = open_app(Experiment(data=Iris(), features=("x1", "x2", "x3", "x4")))
    view = begin(user)
    assert view.note.take.isHidden()
    stroke(user, TOP)
    assert user.experiment.features == ("x1", "x2")


def test_training_rests_while_painting_if_that_is_wanted(open_app):
    user = open_app(START)
    begin(user)
    session, keep = user.window.session, user.window.centre.painting.points.keep
    session.play()
    user.click(keep)
    assert not session.running
    user.press(KEY.Key_Return)
    assert session.running
    begin(user)
    assert not session.running
    user.click(keep)
    assert session.running


def test_every_tool_is_found_by_name_and_opens_painting(open_app):
    user = open_app(START)
    found = {entry.words: entry for entry in entries(user.window.menus, user.window.commands)}
    assert found["Eraser"].where == "Data › Painting tools"
    for tool, *_ in TOOLS:
        found[user.window.commands[f"paint_{tool}"].text()].action.trigger()
        assert painting(user).hand.tool == tool
        assert painting(user).toolbar.tools[tool].isChecked()
    assert user.window.status.findChild(ElidedLabel, "hint").text().startswith("0 to 5 class")
    assert "Erase selected points" in found
    user.window.commands["paint_class"].trigger()
    assert painting(user).hand.y == 2.0


def test_painted_points_have_a_picture_in_the_gallery_that_leads_back_to_them(open_app):
    user = open_app(START)
    begin(user)
    gallery = user.window.data.gallery
    assert gallery.painted.isHidden()
    stroke(user, TOP)
    assert gallery.painted.isVisible()
    assert gallery.painted.isChecked()
    assert gallery.painted.has_points
    assert not gallery.thumbnails["circle"].isChecked()
    assert sum(user.window.data.dividing.bar._counts) == len(points(user).points)
    user.press(KEY.Key_Return)
    user.click(gallery.painted)
    assert painting(user).data is points(user)
    user.click(gallery.thumbnails["circle"])
    assert gallery.painted.isHidden()
    assert not user.window.centre.painting.on


@pytest.mark.parametrize("tool", ["brush", "select"])
@pytest.mark.parametrize("heard", [False, True], ids=["at once", "when the network has heard of it"])
def test_undo_in_the_middle_of_a_stroke_takes_that_stroke_alone(open_app, tool, heard):
    user = open_app(START)
    view = begin(user)
    stroke(user, TOP)
    one, paper = points(user), view.paper.viewport()
    view.choose_tool(tool)
    user.bot.mousePress(paper, LEFT, pos=at(view, *LOW[0]))
    user.bot.mouseMove(paper, at(view, *LOW[1]))
    assert view.hand.busy
    if heard and tool == "brush":
        user.bot.waitUntil(lambda: user.experiment.data != one)
        user.bot.mouseMove(paper, at(view, *LOW[2]))
    user.press(KEY.Key_Z, CTRL)
    assert points(user) == view.data == one
    assert not view.hand.busy
    user.bot.mouseMove(paper, at(view, *LOW[3]))
    user.bot.mouseRelease(paper, LEFT, pos=at(view, *LOW[3]))
    assert points(user) == view.data == one
    user.press(KEY.Key_Z, CTRL)
    assert user.experiment is START


@pytest.mark.parametrize("way", ["choose", "choose without a point", "new", "in the middle of a stroke"])
def test_other_data_end_painting(open_app, way):
    user = open_app(START)
    view = begin(user)
    if way != "choose without a point":
        stroke(user, TOP)
    if way == "in the middle of a stroke":
        user.bot.mousePress(view.paper.viewport(), LEFT, pos=at(view, 0.5, 0.5))
    if way == "new":
        user.window.session.begin(Experiment())
    else:
        user.choose_data("xor")
    after = user.experiment
    assert not isinstance(after.data, Painted)
    assert user.window.centre.currentWidget() is user.window.network
    assert not user.window.layers.isHidden()
    user.bot.mouseRelease(view.paper.viewport(), LEFT, pos=at(view, 0.5, 0.5))
    assert user.experiment is after
    assert begin(user).data.points == ()


def test_painted_points_of_another_project_take_the_place_of_those_on_the_paper(open_app):
    user = open_app(START)
    view = begin(user)
    stroke(user, TOP)
    painted = Painted(points=(Point(1.0, 1.0, 0.0, 0), Point(-1.0, 1.0, 1.0, 0)))
    user.window.session.begin(START.with_(data=painted))
    assert painting(user).data == painted
    user.press(KEY.Key_1)
    stroke(user, LOW)
    assert painting(user).hand.y == 1.0
    user.click(view.note.clear)
    assert view.note.take.isHidden()


def test_only_revealed_points_of_the_test_part_are_seen(open_app):
    user = open_app(START)
    view = begin(user)
    user.click(view.note.take)
    user.until(lambda frame: True)
    hidden = view.paper.grab().toImage()
    assert "hidden" in view.easel.legend.accessibleName()
    user.window.session.show(test=True)
    user.until(lambda frame: frame.view.test)
    assert "dotted: test" in view.easel.legend.accessibleName()
    assert view.paper.grab().toImage() != hidden


@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
@pytest.mark.parametrize("data", [Circle(samples=100), Plane(samples=60)], ids=["classes", "values"])
def test_every_control_has_a_name_and_a_tooltip_and_is_inside_the_view(open_app, size, data):
    user = open_app(START.with_(data=data))
    user.window.resize(*size)
    view = begin(user)
    for _ in range(4):
        view.add_class()
    user.bot.wait(50)
    found = [w for kind in CONTROLS for w in view.findChildren(kind) if w.isVisible()]
    assert len(found) >= 12
    for control in found:
        assert control.accessibleName(), control
        assert control.toolTip(), control.accessibleName()
        corner = control.mapTo(view, control.rect().bottomRight())
        assert view.rect().contains(corner), control.accessibleName()
    assert view.paper.view.rect().width() == pytest.approx(view.paper.view.rect().height(), abs=1)
    assert view.paper.view.rect().width() > 200


@pytest.mark.parametrize("data", [Circle(samples=100), Plane(samples=60)], ids=["classes", "values"])
def test_in_a_low_window_with_large_type_half_of_the_height_is_left_to_the_paper(open_app, data):
    user = open_app(START.with_(data=data))
    user.window.resize(1100, 700)
    user.window.menus.text_size_chosen.emit(150)
    view = begin(user)
    for _ in range(4):
        view.add_class()
        user.bot.waitUntil(lambda: view.paper.view.rect().width() >= view.height() / 2)
    assert view.desk.is_beside
    for control in (w for kind in CONTROLS for w in view.findChildren(kind) if w.isVisible()):
        corner = control.mapTo(view, control.rect().bottomRight())
        assert view.rect().contains(corner), control.accessibleName()
        assert not view.easel.geometry().contains(corner) or view.easel.isAncestorOf(control)
    stroke(user, TOP)
    assert view.note.clear.isVisible()
    assert view.paper.view.rect().width() >= view.height() / 2
    user.window.menus.text_size_chosen.emit(100)
    user.bot.waitUntil(lambda: not view.desk.is_beside)
    assert view.note.sentence.isVisible() or data.n_classes == 0


def test_what_is_typed_is_not_painted(open_app):
    user = open_app(START)
    view = begin(user)
    field = user.window.data.sampling.samples.field
    field.setFocus()
    field.selectAll()
    user.bot.keyClicks(field, "150")
    user.press(KEY.Key_Return)
    assert painting(user) is view
    assert view.hand.y == 0.0
    view.toolbar.finish.setFocus(Qt.FocusReason.TabFocusReason)
    user.press(KEY.Key_1)
    assert view.hand.y == 1.0
    user.press(KEY.Key_Space)
    assert user.window.centre.currentWidget() is user.window.network
