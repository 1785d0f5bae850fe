"""Somebody paints whatever comes to mind, and takes it all back: the model is a list of points and a loop."""

from math import hypot
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from engine.data import Circle, Painted
from engine.experiment import Experiment
from engine.readiness import missing
from playground.document import Document
from playground.paint.view import PaintView

START = Experiment(data=Circle(samples=40))
shares = st.floats(0, 1)
paths = st.lists(st.tuples(shares, shares), min_size=1, max_size=5)
Mark = tuple[float, float, int]  # a share across, one up, and the class


def encoded(experiment: Experiment) -> bytes:
    return msgspec.json.encode(experiment)


class Painter(RuleBasedStateMachine):
    """The painting view with a document, and no network behind it."""

    view: Any
    document: Any

    def __init__(self) -> None:
        super().__init__()
        self.history = self.document.history

    @initialize()
    def begin(self) -> None:
        self.history.clear()
        self.document.show(START)
        self.view.begin(START, START.data.load())
        self.view.choose_tool("brush")
        self.view.choose_class(0)
        self.view.larger()
        self.known = {0: encoded(START)}

    @property
    def marks(self) -> list[Mark]:
        return [((p.x1 + 6) / 12, (p.x2 + 6) / 12, int(p.y)) for p in self.view.data.points]

    def settle(self) -> None:
        """The history may have grown or been gone back in; every place in it is known."""
        present, place = encoded(self.document.experiment), self.history.index()
        if self.history.count() == place:
            self.known = {k: v for k, v in self.known.items() if k < place} | {place: present}
        assert self.known[place] == present

    def stroke(self, tool: str, path: list[tuple[float, float]]) -> None:
        """One stroke of the mouse, which is one step of the history or none."""
        self.view.choose_tool(tool)
        before = self.history.index()
        self.view.paper.pressed.emit(*path[0], False)
        for at in path[1:]:
            self.view.paper.dragged.emit(*at)
        self.view.paper.released.emit()
        assert self.history.index() in (before, before + 1)
        self.settle()

    @rule(c=st.integers(0, 5), path=paths)
    def brush(self, c, path) -> None:
        before = self.marks
        self.view.choose_class(c)
        self.stroke("brush", path)
        new = self.marks[len(before) :]
        assert self.marks[: len(before)] == before
        assert len(new) >= self.view.hand.density
        assert {mark[2] for mark in new} == {c}

    @rule(c=st.integers(0, 5), x=shares, y=shares)
    def point(self, c, x, y) -> None:
        before = self.marks
        self.view.choose_class(c)
        self.stroke("point", [(x, y)])
        assert self.marks[:-1] == before
        assert self.marks[-1] == pytest.approx((x, y, c), abs=1e-4)

    @rule(path=paths)
    def erase(self, path) -> None:
        before, reach = self.marks, self.view.hand.radius
        self.stroke("erase", path)
        after = self.marks
        assert [mark for mark in before if mark in after] == after
        for x, y, _ in after:
            assert all(hypot(x - a, y - b) > reach for a, b in path)

    @rule(path=paths)
    def flip(self, path) -> None:
        before, n = self.marks, self.view.data.n_classes
        self.stroke("flip", path)
        for (x, y, old), (also_x, also_y, new) in zip(before, self.marks, strict=True):
            assert (x, y) == (also_x, also_y)
            assert new in (old, (old + 1) % n)
            if hypot(x - path[0][0], y - path[0][1]) < self.view.hand.radius - 1e-9:
                assert new == (old + 1) % n

    @rule(path=paths)
    def select(self, path) -> None:
        before = self.document.experiment
        self.stroke("select", path)
        assert self.document.experiment is before

    @rule(path=paths)
    def move(self, path) -> None:
        before = self.marks
        self.stroke("move", path)
        assert [mark[2] for mark in self.marks] == [mark[2] for mark in before]
        assert all(-1e-9 <= v <= 1 + 1e-9 for mark in self.marks for v in mark[:2])

    @rule(across=st.integers(-1, 1), up=st.integers(-1, 1), select=st.booleans())
    def arrows(self, across, up, select) -> None:
        count = len(self.marks)
        self.view.nudge_and_select(across, up) if select else self.view.nudge(across, up)
        assert len(self.marks) == count
        self.settle()

    @rule()
    def erase_selected(self) -> None:
        chosen, before = self.view.hand.selected, self.marks
        self.view.erase_selected()
        kept = before if chosen is None else [m for m, c in zip(before, chosen, strict=True) if not c]
        assert self.marks == kept
        self.settle()

    @rule(dab=st.booleans())
    def keys(self, dab) -> None:
        self.view.dab() if dab else self.view.flip_selected()
        self.settle()

    @rule()
    def take_over_or_clear(self) -> None:
        self.view.clear() if self.marks else self.view.take_over()
        assert len(self.marks) in (0, 40)
        self.settle()

    @rule(times=st.integers(1, 4), back=st.booleans())
    def undo_or_redo(self, times, back) -> None:
        for _ in range(times):
            self.history.undo() if back else self.history.redo()
            self.settle()

    @invariant()
    def what_is_shown_is_what_there_is(self) -> None:
        experiment, data = self.document.experiment, self.view.data
        assert self.view.experiment is experiment
        assert data is experiment.data or not isinstance(experiment.data, Painted)
        assert sum(data.counts) == len(data.points)
        assert list(data.counts) == [sum(m[2] == c for m in self.marks) for c in range(data.n_classes)]
        chosen = self.view.hand.selected
        assert chosen is None or (chosen.any() and chosen.size == len(data.points))
        filled = sum(count > 0 for count in data.counts)
        if data is experiment.data:
            assert bool(missing(experiment)) >= (filled < 2)

    def teardown(self) -> None:
        """All the way back, all the way forward, and back again."""
        if not hasattr(self, "known"):
            return
        last, place = encoded(self.document.experiment), self.history.index()
        while self.history.canUndo():
            self.history.undo()
            assert encoded(self.document.experiment) == self.known[self.history.index()]
        assert encoded(self.document.experiment) == encoded(START)
        self.history.setIndex(place)
        assert encoded(self.document.experiment) == last


def test_whatever_is_painted_can_be_taken_back(qtbot):
    document = Document(START)
    view = PaintView(START)
    qtbot.addWidget(view)
    view.edited.connect(document.edit)
    document.changed.connect(view.show_experiment)
    machine = type("OpenPainter", (Painter,), {"view": view, "document": document})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
