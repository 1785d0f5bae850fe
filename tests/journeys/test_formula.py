"""A formula is typed, becomes an input of the network, is switched off and removed, and undone."""

import numpy as np
from PySide6.QtCore import Qt

from engine.data import Circle, Iris
from engine.experiment import Experiment
from engine.export import FORMATS
from engine.layers import Dense
from playground.weights_export import export_frame

WAVE = "sin(3*x1)*x2"


def type_formula(user, text: str) -> None:
    user.window.commands["add_feature"].trigger()
    user.bot.keyClicks(user.window.data.inputs.field.line, text)
    user.bot.keyClick(user.window.data.inputs.field.line, Qt.Key.Key_Return)


def test_a_typed_formula_is_learned_from_and_keeps_the_other_weights(user):
    user.press(Qt.Key.Key_Right)
    weights = user.until(lambda frame: frame.iteration == 1).parameters["W1"]
    type_formula(user, " sin(3*x1) * x2 ")
    frame = user.until(lambda frame: frame.shapes[0][1] == 3)
    assert user.experiment.features == ("x1", "x2", WAVE)
    assert np.array_equal(frame.parameters["W1"][:, :2], weights)
    chip = user.window.data.inputs.features.chips[WAVE]
    assert chip.isChecked()

    user.bot.keyClick(chip, Qt.Key.Key_Space)
    assert user.experiment.features == ("x1", "x2")
    assert not user.window.data.inputs.features.chips[WAVE].isChecked()  # it is still there to be switched on
    user.bot.keyClick(user.window.data.inputs.features.chips[WAVE], Qt.Key.Key_Delete)
    assert WAVE not in user.window.data.inputs.features.chips
    user.window.document.history.undo()
    assert user.experiment.features == ("x1", "x2", WAVE)
    assert user.window.data.inputs.features.chips[WAVE].isChecked()


def test_a_formula_without_a_value_is_refused_where_it_is_typed(user):
    field = user.window.data.inputs.field
    type_formula(user, "log(x1)")
    assert "log(x1) is no finite number for" in field.note.text()
    assert user.experiment.features == ("x1", "x2")
    field.clear()
    user.bot.keyClicks(field.line, "x2")
    assert field.note.text() == "x2 is among the inputs already."
    user.bot.keyClick(field.line, Qt.Key.Key_Escape)
    assert field.isHidden()


def test_a_formula_of_huge_numbers_is_refused_where_it_is_typed(user):
    field = user.window.data.inputs.field
    type_formula(user, "exp(x1*100)")
    words = "Some numbers of the feature exp(x1*100) are too large to be normalised. Change the formula."
    assert field.note.text() == words
    assert not field.button.isEnabled()
    user.window.document.edit(user.experiment.with_(normalize=False), "normalise inputs off")
    field.line.clear()
    type_formula(user, "exp(x1*20)")
    assert "exp(x1*20) are too large to be computed with as float32" in field.note.text()
    assert user.experiment.features == ("x1", "x2")


def test_a_formula_that_ends_outside_of_the_data_still_has_a_picture(open_app):
    user = open_app(Experiment(data=Iris(), features=("x1", "log(x3-0.9)"), layers=(Dense(3),)))
    frame = user.until(lambda frame: True)
    assert np.isfinite(frame.field).all()
    left, right = frame.scene.extent[:2]
    assert frame.scene.axes == (2, 3)
    across = np.linspace(left, right, frame.nowhere.shape[1])
    assert np.array_equal(frame.nowhere, np.broadcast_to(across <= 0.9, frame.nowhere.shape))
    plane = user.window.output.plane
    picture = plane.field._veil.image
    assert picture.pixelColor(0, 0).name() == plane.theme.canvas.lower()
    assert picture.pixelColor(99, 0).alpha() == 0
    plane._point_at(left, 1.0)
    assert "a feature has no value here" in user.window.output.read_out.text()


def test_an_export_with_a_formula_predicts_what_the_window_predicts(open_app, out):
    user = open_app(Experiment(data=Circle(samples=100), features=("x2", WAVE, "x1^3"), layers=(Dense(3),)))
    for suffix in (".npz", ".safetensors"):
        proof = export_frame(out / f"weights{suffix}", user.frame)
        assert proof.largest_difference < 1e-5
        assert FORMATS[suffix].read(out / f"weights{suffix}").features == ("x2", WAVE, "x1^3")
