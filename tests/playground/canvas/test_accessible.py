"""What a screen reader finds on the canvas: parts, names, places, states, the focus; and what it leaves."""

import gc
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLabel

from engine.activations import Relu
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas import accessible
from playground.canvas.accessible import CanvasInterface, Part, parts_of
from playground.canvas.designer import NetworkCanvas
from playground.canvas.key import Key
from playground.canvas.words import spoken
from playground.frames import FrameBuilder, View
from playground.theme import LIGHT

NET = Experiment(layers=(Dense(4), Dense(8, Relu(), keep_prob=0.8, l2=0.1)))
Role, Text = QAccessible.Role, QAccessible.Text
CYCLES = 50

WALK = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from playground.app import create_app, open_window

def walk(part):
    part.text(QAccessible.Text.Name), part.rect(), part.state()
    return 1 + sum(walk(part.child(k)) for k in range(part.childCount()))

def look():
    print(walk(QAccessible.queryAccessibleInterface(window.network.canvas)))
    {end}

app = create_app([])
QAccessible.setActive(True)
window = open_window(app)
window.show()
window.session.frame_ready.connect(lambda frame: QTimer.singleShot(0, look))
app.exec()
"""


@pytest.fixture
def screen_reader():
    """As long as it runs Qt makes interfaces."""
    accessible.install()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def canvas(qtbot, screen_reader):
    """A canvas with a frame, as a screen reader meets it."""
    canvas = NetworkCanvas(LIGHT, NET)
    qtbot.addWidget(canvas)
    canvas.resize(900, 640)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.activateWindow()
    qtbot.waitUntil(canvas.isActiveWindow)
    canvas.show_frame(FrameBuilder(Trainer(NET), View()).build(0))
    return canvas


@pytest.fixture
def heard(monkeypatch) -> list[tuple[str, str]]:
    """What a screen reader is told: the event and the name of the part."""
    events: list[tuple[str, str]] = []

    def tell(event) -> None:
        part = event.accessibleInterface()
        events.append((event.type().name, part.text(Text.Name) if part is not None else ""))

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(tell))
    return events


def top(canvas: NetworkCanvas) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas)


def walk(part: QAccessibleInterface) -> list[QAccessibleInterface]:
    """A part and all below it, each child knowing its parent and its place."""
    found = [part]
    for place in range(part.childCount()):
        child = part.child(place)
        assert part.indexOfChild(child) == place
        assert child.parent() is part
        found += walk(child)
    return found


def test_the_tree_is_layers_units_and_weights(canvas):
    assert isinstance(top(canvas), CanvasInterface)
    network = top(canvas)
    assert (network.role(), network.text(Text.Name), network.childCount()) == (Role.List, "Network", 4)
    assert [network.child(k).childCount() for k in range(4)] == [2, 4, 8, 1]
    assert [network.child(k).child(0).childCount() for k in range(4)] == [0, 2, 4, 8]
    assert len(walk(network)) == 1 + 4 + 15 + (4 * 2 + 8 * 4 + 1 * 8)
    roles = [
        network.child(2).role(),
        network.child(2).child(4).role(),
        network.child(2).child(4).child(1).role(),
    ]
    assert roles == [Role.ListItem, Role.ListItem, Role.StaticText]


def test_the_names_say_what_is_painted(canvas):
    layer = top(canvas).child(2)
    assert layer.text(Text.Name) == (
        "Layer 2 of 3, dense, 8 units, ReLU, keep probability 0.8, L2 lambda 0.1, W 8 by 4"
    )
    assert layer.text(Text.Description).startswith("Z[2] = W[2] A[1] + b[2]")
    assert layer.child(4).text(Text.Name).startswith("Layer 2 unit 5, bias 0")
    weight = canvas.frame.parameters["W2"][4, 2]
    name = layer.child(4).child(2).text(Text.Name)
    assert name == f"Weight from layer 1 unit 3 to layer 2 unit 5, {spoken(weight)}"
    assert layer.child(4).text(Text.Value) == ""


def test_every_part_is_where_it_is_painted_also_when_zoomed(canvas):
    for zoom in (1.0, 0.6, 1.5):
        canvas.set_zoom(zoom)
        origin = canvas.viewport().mapToGlobal(QPoint())
        for column in (0, 2):
            area = canvas.mapFromScene(canvas.layout_now.columns[column].units[1]).boundingRect()
            unit = top(canvas).child(column).child(1)
            assert unit.rect() == area.translated(origin)
            centre = unit.rect().center()
            assert top(canvas).child(column).childAt(centre.x(), centre.y()) is unit
        assert top(canvas).child(1).rect().contains(top(canvas).child(1).child(0).rect().center())


def test_what_is_selected_has_the_state_and_the_focus(canvas, qtbot):
    canvas.setFocus()
    canvas.select(2, 3)
    unit, layer = top(canvas).child(2).child(3), top(canvas).child(2)
    assert (unit.state().selected, unit.state().focused, unit.state().focusable) == (1, 1, 1)
    assert (layer.state().selected, layer.state().focused) == (0, 0)
    assert unit.text(Text.Name).endswith(", selected")
    assert layer.text(Text.Name).endswith(", selected")
    assert top(canvas).focusChild() is unit
    canvas.select(2)
    assert top(canvas).focusChild() is layer
    canvas.clearFocus()
    assert top(canvas).focusChild() is None
    assert layer.state().focused == 0


def test_a_moving_selection_and_a_coming_focus_are_announced(canvas, heard, qtbot):
    top(canvas)
    canvas.clearFocus()
    canvas.select(1)
    assert ("Focus", top(canvas).child(1).text(Text.Name)) not in heard  # the focus is elsewhere
    canvas.setFocus()
    qtbot.waitUntil(lambda: ("Focus", top(canvas).child(1).text(Text.Name)) in heard)
    canvas.select(1, 2)
    assert heard[-1] == ("Focus", top(canvas).child(1).child(2).text(Text.Name))
    canvas.select(None)
    assert heard[-1][0] != "Focus" or "unit 3" in heard[-1][1]


def test_other_units_are_announced_and_parts_that_are_gone_are_not_valid(canvas, heard):
    parts = parts_of(canvas)
    last = top(canvas).child(2).child(7)
    parts.look()
    assert heard == []
    canvas.show_experiment(NET.with_(layers=(Dense(4), Dense(3))))
    parts.look()
    assert [name for name, _ in heard] == ["ObjectReorder", "NameChanged"]
    assert heard[-1][1].startswith("Layer 2 of 3, dense, 3 units")
    assert not last.isValid()
    assert (last.text(Text.Name), last.childCount(), last.state().invalid) == ("", 0, 1)
    assert top(canvas).child(2).childCount() == 3
    assert top(canvas).child(2).child(5) is None
    assert top(canvas).child(9) is None
    canvas.show_experiment(NET.with_(layers=()))
    parts.look()
    assert heard[2] == ("ObjectReorder", "Network")
    assert top(canvas).childCount() == 2


def test_units_of_a_folded_layer_have_the_place_of_their_column(qtbot, canvas):
    wide = Experiment(layers=(Dense(100), Dense(2)))
    canvas.show_experiment(wide)
    canvas.show_frame(FrameBuilder(Trainer(wide), View(room=(2, 5, 2, 1))).build(0))
    layer = top(canvas).child(1)
    assert layer.childCount() == 100
    shown = set(canvas.shown(1).tolist())
    assert 0 < len(shown) < 100
    for unit in range(100):
        assert (layer.child(unit).rect() == layer.rect()) == (unit not in shown)
    hidden = next(unit for unit in range(100) if unit not in shown)
    centre = layer.rect().center()
    assert layer.childAt(centre.x(), centre.y()) is not layer.child(hidden)


def test_what_lies_over_the_network_is_found_too(canvas):
    label = QLabel("Press Space", canvas.viewport())
    label.show()
    network = top(canvas)
    assert network.childCount() == 5
    over = network.child(4)
    assert over.object() is canvas.viewport()
    assert network.indexOfChild(over) == 4
    assert over.child(0).text(Text.Name) == "Press Space"
    label.hide()
    assert network.childCount() == 4


def test_parts_are_made_once_and_only_when_asked_for(canvas):
    assert parts_of(canvas) is parts_of(canvas)
    assert top(canvas).child(1).child(2) is top(canvas).child(1).child(2) is parts_of(canvas).part(Key(1, 2))
    assert len(canvas.findChildren(accessible.Parts)) == 1


def test_the_factory_makes_interfaces_for_the_canvas_alone(qtbot, canvas):
    accessible.install()
    label = QLabel("a")
    qtbot.addWidget(label)
    assert not isinstance(QAccessible.queryAccessibleInterface(label), CanvasInterface)
    assert type(top(canvas)) is CanvasInterface


def test_fifty_canvases_come_and_go(qapp, screen_reader):
    gc.freeze()  # each collection below looks only at what is made here
    before = len(QApplication.allWidgets())
    for cycle in range(CYCLES):
        canvas = NetworkCanvas(LIGHT, NET)
        canvas.resize(900, 640)
        canvas.show()
        canvas.select(1, cycle % 4)
        parts = walk(top(canvas))
        numbers = [QAccessible.uniqueId(part) for part in parts]
        assert all(isinstance(part, Part) for part in parts[1:])
        shiboken6.delete(canvas)
        assert [number for number in numbers if QAccessible.accessibleInterface(number) is not None] == []
        assert not any(shiboken6.isValid(part) for part in parts)
        del canvas, parts
        gc.collect()
    assert len(QApplication.allWidgets()) == before


@pytest.mark.parametrize("end", ["window.close()", "app.quit()", "shiboken6.delete(window)"])
def test_the_program_ends_in_silence_with_a_screen_reader_on(end, tmp_path):
    program = "import shiboken6\n" + WALK.replace("{end}", end)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    noise = [line for line in done.stderr.splitlines() if "does not support" not in line]
    assert (done.returncode, noise) == (0, [])
    assert int(done.stdout.split()[0]) > 30
