"""The window of the layer morph: drawn between stations, told in words, by mouse and keys."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine.data import Blobs, Bumps, Circle, Iris
from engine.experiment import Experiment
from engine.layers import Dense
from engine.optimizers import Adam
from engine.trainer import Trainer
from playground.document import Document
from playground.frames import Frame, FrameBuilder, View
from playground.morph.canvas import MorphCanvas
from playground.morph.markers import kinds
from playground.morph.rail import Rail
from playground.morph.tiles import Mosaic
from playground.morph.walk import Walk, eased, uneased
from playground.morph.window import MorphWindow
from playground.session import Session
from playground.shades import Shades
from playground.theme import DARK, LIGHT, Theme, ThemeController
from playground.widgets.themed import reduce_motion

X = Experiment(data=Circle(), layers=(Dense(4), Dense(2)), optimizer=Adam(), learning_rate=0.03)
DEEP = Experiment(layers=(Dense(2),) * 8)
FLOWERS = Experiment(data=Iris(), features=("x1", "x2", "x3", "x4"))


def frame_of(experiment: Experiment = X, epochs: int = 30) -> Frame:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, View(morph=True)).build(0.0)


@pytest.fixture
def canvas(qtbot):
    canvas = MorphCanvas()
    qtbot.addWidget(canvas)
    canvas.set_theme(DARK)
    canvas.resize(420, 420)
    return canvas


def picture(canvas: MorphCanvas) -> QImage:
    return canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(canvas: MorphCanvas) -> bytes:
    image = picture(canvas)  # whose memory it is
    return bytes(image.constBits())


def near(color: QColor, other: str, most: int = 40) -> bool:
    wanted = QColor(other)
    return (
        abs(color.red() - wanted.red())
        + abs(color.green() - wanted.green())
        + abs(color.blue() - wanted.blue())
        < most
    )


class TestCanvas:
    @pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
    @pytest.mark.parametrize(
        "experiment",
        [
            X,
            FLOWERS,
            Experiment(data=Blobs()),
            Experiment(data=Bumps()),
            Experiment(layers=(Dense(1), Dense(1))),
        ],
        ids=["circle", "iris", "blobs", "numbers", "single units"],
    )
    def test_every_place_can_be_drawn(self, canvas, experiment, theme):
        frame = frame_of(experiment, 3)
        assert frame.morph is not None
        canvas.set_theme(theme)
        canvas.show_frame(frame)
        pictures = set()
        for position in np.arange(0, len(frame.morph.stations) - 0.9, 0.5):
            canvas.set_position(float(position))
            pictures.add(pixels(canvas))
        assert len(pictures) == 2 * len(frame.morph.stations) - 1

    def test_a_line_without_vertices_is_not_drawn(self, canvas):
        frame = frame_of()
        assert frame.morph is not None
        bare = [msgspec.structs.replace(s, contour=np.zeros((2, 0))) for s in frame.morph.stations]
        morph = msgspec.structs.replace(frame.morph, stations=tuple(bare), lengths=(0,))
        canvas.show_frame(frame)
        with_a_line = pixels(canvas)
        canvas.show_frame(msgspec.structs.replace(frame, morph=morph))
        assert pixels(canvas) != with_a_line

    def test_before_the_first_frame_it_says_what_will_come(self, canvas):
        empty = pixels(canvas)
        canvas.show_frame(frame_of())
        assert pixels(canvas) != empty

    def test_a_frame_without_a_morph_changes_nothing(self, canvas):
        canvas.show_frame(frame_of())
        before = pixels(canvas)
        canvas.show_frame(FrameBuilder(Trainer(X), View()).build(0.0))
        assert pixels(canvas) == before

    def test_between_two_stations_all_lies_on_the_straight_way(self, canvas):
        frame = frame_of()
        assert frame.morph is not None
        canvas.show_frame(frame)
        before, behind = frame.morph.stations[2:4]
        for share in (0.0, 0.25, 1.0):
            canvas.set_position(2 + share)
            for what in ("mesh", "points", "contour"):
                start, end = getattr(before, what), getattr(behind, what)
                np.testing.assert_allclose(
                    canvas._between(frame.morph, what), start + share * (end - start), atol=1e-12
                )

    def test_cells_have_the_colour_of_the_answer(self, canvas):
        """The corner of the plane is outside of the disc, its middle inside."""
        canvas.show_frame(frame_of(epochs=100))
        shown = picture(canvas)
        assert near(shown.pixelColor(28, 391), DARK.field[0])
        colors = {
            shown.pixelColor(210 + dx, 210 + dy).name() for dx in range(-30, 30) for dy in range(-30, 30)
        }
        assert any(near(QColor(name), DARK.field[-1]) for name in colors)

    def test_examples_are_told_apart_by_shape_and_by_filling(self):
        frame = frame_of(FLOWERS, 1)
        assert frame.morph is not None
        shown = kinds(frame.scene.dataset, LIGHT, frame.morph.places, frame.morph.codes)
        labels = frame.scene.dataset.y[frame.morph.places]
        assert {symbol for symbol, _, _ in shown} == {LIGHT.marker(c) for c in range(3)}
        for (symbol, color, hollow), label, code in zip(shown, labels, frame.morph.codes, strict=True):
            assert (symbol, color) == (LIGHT.marker(label), LIGHT.class_color(label))
            assert hollow == (code == 1)

    def test_folded_cells_leave_no_holes(self):
        """A mirrored cell over another one: where both are, the colour is there."""
        frame = frame_of()
        assert frame.morph is not None
        mosaic = Mosaic(frame.morph, Shades(frame.scene.dataset, DARK))
        side = frame.morph.outputs.shape[1]
        along = np.linspace(0, 200, side)
        x, y = np.meshgrid(np.minimum(along, 200 - along), along)
        paths = [path for _, path in mosaic.tiles(x, y)]
        for across in np.arange(5.3, 95, 7.1):
            assert any(path.contains(QPointF(across, 60.7)) for path in paths)


class TestRail:
    @pytest.fixture
    def rail(self, qtbot):
        rail = Rail()
        qtbot.addWidget(rail)
        rail.resize(500, 60)
        rail.show()
        rail.set_stations(("X", "Z[1]", "A[1]", "Z[2]", "A[2]"))
        return rail

    def test_a_click_below_a_name_goes_there(self, qtbot, rail):
        with qtbot.waitSignal(rail.moved) as moved:
            x = round(rail.names.places()[3]) + 4
            qtbot.mouseClick(rail.names, Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
        assert moved.args == [3.0]

    def test_the_slider_goes_between_the_stations(self, qtbot, rail):
        with qtbot.waitSignal(rail.moved) as moved:
            qtbot.mouseClick(rail.slider, Qt.MouseButton.LeftButton, pos=rail.slider.rect().center())
        assert moved.args[0] == pytest.approx(2.0, abs=0.02)

    def test_names_that_have_no_room_are_left_out_but_never_the_present_one(self, rail):
        names = ("X", *(f"{kind}[{l}]" for l in range(1, 13) for kind in "ZA"))
        rail.set_stations(names)
        rail.resize(300, 60)
        rail.set_position(11.2)
        spans = rail.names._spans()
        assert 11 in spans
        assert 0 in spans
        assert len(names) - 1 in spans
        assert len(spans) < len(names)
        edges = sorted(spans.values())
        assert all(left + width <= after for (left, width), (after, _) in pairwise(edges))

    def test_without_stations_nothing_is_painted(self, qtbot):
        rail = Rail()
        qtbot.addWidget(rail)
        rail.show()
        rail.grab()


@pytest.fixture
def fast(monkeypatch):
    """A walk that one need not wait for."""
    monkeypatch.setattr("playground.morph.walk.LEAST_MS", 30)
    monkeypatch.setattr("playground.morph.walk.WHOLE_MS", 60)


class TestWalk:
    def test_time_and_place_belong_together(self):
        for place in (0.0, 0.3, 1.0, 2.5, 4.99):
            assert eased(uneased(place)) == pytest.approx(place)
        times = np.linspace(0, 4, 200)
        places = [eased(t) for t in times]
        assert np.diff(places).min() >= 0
        assert places[0] == 0
        assert places[-1] == 4

    def test_it_ends_at_the_last_station_and_says_so(self, qtbot, fast):
        walk = Walk()
        places: list[float] = []
        walk.moved.connect(places.append)
        with qtbot.waitSignal(walk.stopped):
            walk.start(0.0, 2)
        assert places[-1] == 2
        assert places == sorted(places)
        assert not walk.running

    def test_from_the_last_station_it_begins_anew(self, qtbot):
        walk = Walk()
        places: list[float] = []
        walk.moved.connect(places.append)
        walk.start(2.0, 2)
        qtbot.waitUntil(lambda: bool(places))
        walk.stop()
        assert places[0] < 1


@pytest.fixture
def window(qtbot, qapp):
    """On a session that nobody has started: frames are handed over by the test."""
    themes, session = ThemeController(qapp, QSettings()), Session(Document(X))
    themes.set_choice("dark")
    owner = QWidget()
    qtbot.addWidget(owner)
    window = MorphWindow(session, themes, owner)
    window.show()
    yield window
    if owner.findChild(MorphWindow) is not None:
        window.close()


def open_at(window: MorphWindow, position: float, frame: Frame | None = None) -> None:
    window.show_frame(frame or frame_of())
    window.go_to(position)


class TestWindow:
    def test_it_asks_for_the_morph_while_it_is_open(self, window):
        session = window._session
        assert session.view.morph
        window.close()
        assert not session.view.morph

    def test_it_sets_out_from_the_input_by_itself(self, qtbot, window):
        window.show_frame(frame_of())
        assert window.walk.running
        assert window.play.accessibleName() == "Pause"
        qtbot.waitUntil(lambda: window.position > 0)
        window.toggle()
        assert not window.walk.running
        assert window.play.accessibleName() == "Play"

    def test_where_motion_is_reduced_it_stands_still_and_says_why(self, window):
        reduce_motion(True)
        window.show_frame(frame_of())
        assert not window.walk.running
        assert window.position == 0
        assert not window.play.isEnabled()
        assert "Motion is reduced" in window.play.toolTip()
        window.toggle()
        assert not window.walk.running
        QTest.keyClick(window, Qt.Key.Key_Right)
        assert window.position == 1

    def test_keys_go_from_station_to_station(self, window):
        open_at(window, 2.5)
        for key, expected in (
            (Qt.Key.Key_Right, 3),
            (Qt.Key.Key_Right, 4),
            (Qt.Key.Key_Left, 3),
            (Qt.Key.Key_End, 6),
            (Qt.Key.Key_Right, 6),
            (Qt.Key.Key_Home, 0),
            (Qt.Key.Key_Left, 0),
        ):
            QTest.keyClick(window.rail.slider, key)
            assert window.position == expected
        window.go_to(2.5)
        QTest.keyClick(window, Qt.Key.Key_Left)
        assert window.position == 2

    def test_space_plays_and_pauses(self, window):
        open_at(window, 1)
        QTest.keyClick(window.rail.slider, Qt.Key.Key_Space)
        assert window.walk.running
        QTest.keyClick(window.rail.slider, Qt.Key.Key_Space)
        assert not window.walk.running

    def test_escape_closes_it(self, window):
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.isVisible()
        assert not window._session.view.morph

    def test_buttons_end_where_the_stations_end(self, window):
        open_at(window, 0)
        assert not window.back.isEnabled()
        window.next.click()
        assert window.position == 1
        assert window.back.isEnabled()
        window.go_to(window.last)
        assert not window.next.isEnabled()
        window.back.click()
        assert window.position == window.last - 1

    def test_the_station_is_told_in_words(self, window):
        open_at(window, 4)
        assert window.formula.text() == "A[2] = tanh(Z[2])"
        assert window.note.text() == "2 units as they are: unit 1 to the right, unit 2 up"
        assert window.count.text() == "Station 5 of 7"
        window.go_to(0)
        assert window.note.text() == "x₁ to the right, x₂ up"
        window.go_to(6)
        assert window.note.text().startswith("The probability, on a line")
        window.go_to(4)
        told = window.canvas.accessibleDescription()
        assert told.startswith("Station 5 of 7: A[2] = tanh(Z[2]), 2 units as they are")
        assert "wide. Examples: y = 1, y = 0." in told
        assert window.rail.slider.accessibleDescription() == told

    def test_another_frame_moves_the_points_and_not_the_place(self, window):
        open_at(window, 2.5)
        window.show_frame(frame_of(epochs=60))
        assert window.position == 2.5
        assert not window.walk.running

    def test_a_shorter_network_brings_it_back_to_its_output(self, window):
        open_at(window, 6)
        window.show_frame(frame_of(Experiment(layers=())))
        assert window.position == window.last == 2

    def test_a_network_that_gets_shallower_during_the_walk_ends_it_at_its_output(self, window):
        window.show_frame(frame_of(DEEP, 0))
        window.walk.start(10.0, window.last)
        window.walk.moved.emit(10.0)
        window.show_frame(frame_of(Experiment(layers=()), 0))
        assert not window.walk.running
        assert window.position == window.last == 2
        window.walk.moved.emit(9.0)  # nothing goes beyond the last station
        assert window.count.text() == "Station 3 of 3"

    @pytest.mark.parametrize("layers", [(Dense(2),), DEEP.layers])
    def test_with_other_stations_the_walk_goes_on_to_the_new_last_one(self, qtbot, window, fast, layers):
        window.show_frame(frame_of(X, 0))
        window.walk.moved.emit(1.5)
        window.show_frame(frame_of(Experiment(layers=layers), 0))
        assert window.walk.running
        assert window.position == 1.5
        qtbot.waitUntil(lambda: not window.walk.running)
        assert window.position == window.last == 2 + 2 * len(layers)

    def test_it_wears_the_theme_of_the_application(self, window):
        open_at(window, 0)
        assert _worn(window) == {DARK}
        window._themes.set_choice("light")
        assert _worn(window) == {LIGHT}

    def test_every_control_has_a_name_and_a_tooltip(self, window):
        for control in (window.play, window.back, window.next, window.rail.slider, window.canvas):
            assert control.accessibleName()
            assert control.toolTip()

    def test_enter_presses_nothing(self, window):
        open_at(window, 3)
        QTest.keyClick(window, Qt.Key.Key_Return)
        assert window.isVisible()
        assert window.position == 3

    def test_a_press_on_the_slider_stops_the_animation(self, window):
        window.show_frame(frame_of())
        assert window.walk.running
        QTest.mouseClick(
            window.rail.slider, Qt.MouseButton.LeftButton, pos=window.rail.slider.rect().center()
        )
        assert not window.walk.running
        assert window.position == pytest.approx(3, abs=0.05)


def _worn(window: MorphWindow) -> set[Theme]:
    return {part.theme for part in (window, window.canvas, window.rail, window.legend)}
