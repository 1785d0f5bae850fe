"""What the commands of the clipboard do to a canvas, and what they say."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from engine.experiment import Experiment
from engine.layers import Dense
from playground.canvas import clipboard_commands
from playground.canvas.clipboard import layer_text, network_text
from playground.canvas.designer import NetworkCanvas
from playground.theme import LIGHT

TWO = Experiment(layers=(Dense(3), Dense(4)))


@pytest.fixture
def canvas(qtbot):
    QGuiApplication.clipboard().clear()
    canvas = NetworkCanvas(LIGHT, TWO)
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    canvas.edited.connect(canvas.show_experiment)
    return canvas


def test_the_clipboard_gets_plain_text(canvas):
    canvas.select(2)
    assert clipboard_commands.copy_layer(canvas).startswith("Layer 2 is on the clipboard")
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]
    assert QGuiApplication.clipboard().text() == layer_text(Dense(4))


@pytest.mark.parametrize("column", [None, 0, 3])
def test_without_a_hidden_layer_the_network_is_copied(canvas, column):
    canvas.select(column)
    assert clipboard_commands.copy_layer(canvas).startswith("The network is on the clipboard")
    assert QGuiApplication.clipboard().text() == network_text(TWO)


@pytest.mark.parametrize("column", [None, 0, 3])
def test_without_a_hidden_layer_nothing_is_cut(canvas, column):
    canvas.select(column)
    assert clipboard_commands.cut_layer(canvas) == ""
    assert QGuiApplication.clipboard().text() == ""
    assert canvas.experiment is TWO


@pytest.mark.parametrize(
    ("column", "units"), [(None, (3, 4, 9)), (0, (9, 3, 4)), (1, (3, 9, 4)), (3, (3, 4, 9))]
)
def test_a_layer_is_pasted_behind_what_is_selected(canvas, column, units):
    QGuiApplication.clipboard().setText(layer_text(Dense(9)))
    canvas.select(column)
    assert clipboard_commands.paste(canvas) == ""
    assert tuple(layer.units for layer in canvas.experiment.layers) == units
    assert canvas.selected_layer == units.index(9) + 1


def test_what_is_no_text_is_refused(canvas):
    picture = QMimeData()
    picture.setData("image/png", b"\x89PNG")
    QGuiApplication.clipboard().setMimeData(picture)
    assert clipboard_commands.paste(canvas).startswith("Nothing was pasted. The clipboard holds no text")
    assert canvas.experiment is TWO
