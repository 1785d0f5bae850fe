"""The form of a frozen value: which control each field gets, what it asks for, and what it refuses."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QWidget

from engine.activations import Elu, LeakyRelu, Tanh
from engine.data.augmentation import Jitter, Reflection, Rotation
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.initializers import Normal, Zeros
from engine.layers import Dense
from engine.optimizers import OPTIMIZERS, Adam
from engine.schedules import SCHEDULES, ByHand, Constant, Cosine
from playground.looks import LOOKS
from playground.theme import DARK, LIGHT, apply
from playground.widgets.editors import read_points, write_points
from playground.widgets.scales import FromZero
from playground.widgets.value_form import OwnFields, SetEditor, SwitchEditor, TaggedEditor, ValueForm


@pytest.fixture(autouse=True)
def _theme(qapp):
    apply(qapp, LIGHT)


class Desk:
    """A form whose edits are kept."""

    def __init__(self, qtbot, value: Any, names: tuple[str, ...] = ()) -> None:
        self.bot, self.form = qtbot, ValueForm(type(value), LOOKS, names)
        qtbot.addWidget(self.form)
        self.form.show_value(value)
        self.edits: list[tuple[Any, str, str]] = []
        self.refusals: list[str] = []
        self.form.changed.connect(self.take)
        self.form.refused.connect(self.refusals.append)
        with qtbot.waitExposed(self.form):
            self.form.show()

    def take(self, value: Any, words: str, merge_id: str) -> None:
        self.edits.append((value, words, merge_id))

    @property
    def last(self) -> tuple[Any, str, str]:
        return self.edits[-1]

    def type(self, field: QLineEdit | None, text: str) -> None:
        assert field is not None
        field.setFocus()
        field.selectAll()
        self.bot.keyClick(field, Qt.Key.Key_Delete)
        self.bot.keyClicks(field, text)
        self.bot.keyClick(field, Qt.Key.Key_Return)

    def choose(self, box: QComboBox | None, data: object) -> None:
        assert box is not None
        box.setCurrentIndex(box.findData(data))
        box.activated.emit(box.currentIndex())

    def line(self, name: str) -> QLineEdit:
        field = self.form.editors[name].findChild(QLineEdit)
        assert field is not None
        return field


def test_a_typed_number_asks_for_another_value(qtbot):
    desk = Desk(qtbot, Adam())
    desk.type(desk.line("beta1"), "0.8")
    assert desk.last == (Adam(beta1=0.8), "beta1 0.9 to 0.8", "")


def test_whole_numbers_stay_whole(qtbot, said):
    desk = Desk(qtbot, Cosine())
    desk.type(desk.line("epochs"), "50")
    assert desk.last[0] == Cosine(epochs=50)
    assert isinstance(desk.last[0].epochs, int)
    desk.type(desk.line("epochs"), "1.5")
    assert said[-1].startswith("Epochs of the cosine must be a whole number")
    assert len(desk.edits) == 1


def test_what_the_engine_refuses_is_said_at_the_field_and_the_value_stays(qtbot, said):
    desk = Desk(qtbot, Adam())
    desk.type(desk.line("eps"), "0")
    assert said == ["Adam's epsilon must be from 1e-30 to below 1, not 0. The usual one is 1e-8."]
    assert desk.refusals == said
    assert desk.edits == []
    assert desk.line("eps").text() == "1e−8"
    desk.type(desk.line("beta1"), "0.5")
    assert desk.last[0] == Adam(beta1=0.5)


def test_a_slider_gives_its_steps_one_merge_id(qtbot):
    desk = Desk(qtbot, Dense(), ("keep_prob",))
    slider = desk.form.editors["keep_prob"].findChild(QSlider)
    for _ in range(2):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert [words for _, words, _ in desk.edits] == ["keep_prob 1 to 0.95", "keep_prob 0.95 to 0.9"]
    assert {merge for _, _, merge in desk.edits} == {"keep_prob"}


def test_a_truth_is_a_switch(qtbot):
    desk = Desk(qtbot, Dense(), ("batch_norm",))
    toggle = desk.form.editors["batch_norm"].findChild(QAbstractButton)
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
    assert desk.last == (Dense(batch_norm=True), "batch norm on", "")
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert desk.last == (Dense(), "batch norm off", "")


def test_one_of_several_kinds_brings_its_own_fields(qtbot):
    desk = Desk(qtbot, Dense(), ("activation", "initializer"))
    editor = desk.form.editors["activation"]
    assert isinstance(editor, TaggedEditor)
    assert not editor.own.isVisible()
    desk.choose(editor.choice, "leaky_relu")
    assert desk.last == (Dense(activation=LeakyRelu()), "activation tanh to leaky ReLU", "")
    assert editor.own.form is not None
    desk.type(editor.own.form.editors["alpha"].findChild(QLineEdit), "0.2")
    assert desk.last == (Dense(activation=LeakyRelu(alpha=0.2)), "Leaky ReLU's alpha 0.01 to 0.2", "")
    desk.choose(editor.choice, "elu")
    assert desk.last[0] == Dense(activation=Elu())
    desk.choose(editor.choice, "tanh")
    assert not editor.own.isVisible()
    assert desk.last[0] == Dense(activation=Tanh())


def test_no_value_is_one_choice_more(qtbot):
    desk = Desk(qtbot, Dense(), ("initializer",))
    editor = desk.form.editors["initializer"]
    assert isinstance(editor, TaggedEditor)
    editor.offer({"zeros": "zeros", "normal": "normal"}, "usual: Xavier")
    assert editor.choice.currentText() == "usual: Xavier"
    desk.choose(editor.choice, "normal")
    assert desk.last[:2] == (Dense(initializer=Normal()), "initialisation usual: Xavier to normal")
    desk.choose(editor.choice, "")
    assert desk.last[0] == Dense()
    desk.form.show_value(Dense(initializer=Zeros()))
    assert editor.choice.currentText() == "zeros"


@pytest.mark.parametrize(("text", "l2"), [("0.3", 0.3), ("0", 0.0), ("network", None), ("", None)])
def test_a_layers_lambda_is_its_own_or_the_networks(qtbot, text, l2):
    desk = Desk(qtbot, Dense(l2=7.0), ("l2",))
    desk.type(desk.line("l2"), text)
    assert desk.last[0] == Dense(l2=l2)


def test_an_impossible_lambda_is_refused(qtbot, said):
    desk = Desk(qtbot, Dense(), ("l2",))
    desk.type(desk.line("l2"), "-1")
    assert said[0].startswith("L2 lambda must be a number from 0 to")
    assert desk.refusals == said
    assert desk.edits == []


def test_what_may_be_missing_is_a_switch_and_its_field(qtbot):
    desk = Desk(qtbot, Experiment(), ("clip_norm", "early_stopping"))
    clip, stop = desk.form.editors["clip_norm"], desk.form.editors["early_stopping"]
    assert isinstance(clip, SwitchEditor)
    assert isinstance(stop, SwitchEditor)
    assert not clip.inner.isVisible()
    qtbot.mouseClick(clip.toggle, Qt.MouseButton.LeftButton)
    assert desk.last == (Experiment(clip_norm=1.0), "gradient clipping on", "")
    desk.type(clip.inner.findChild(QLineEdit), "2.5")
    assert desk.last[:2] == (Experiment(clip_norm=2.5), "gradient clipping 1 to 2.5")
    qtbot.mouseClick(stop.toggle, Qt.MouseButton.LeftButton)
    desk.type(stop.inner.findChild(QLineEdit), "5")
    assert desk.last[0].early_stopping == EarlyStopping(5)
    qtbot.mouseClick(stop.toggle, Qt.MouseButton.LeftButton)
    assert desk.last[:2] == (Experiment(clip_norm=2.5), "early stopping off")


def test_several_kinds_together_are_a_switch_each(qtbot):
    desk = Desk(qtbot, Experiment(augmentation=(Rotation(5.0),)), ("augmentation",))
    editor = desk.form.editors["augmentation"]
    assert isinstance(editor, SetEditor)
    qtbot.mouseClick(editor.switches["jitter"].toggle, Qt.MouseButton.LeftButton)
    assert desk.last[0].augmentation == (Jitter(), Rotation(5.0))
    qtbot.mouseClick(editor.switches["reflection"].toggle, Qt.MouseButton.LeftButton)
    desk.choose(editor.switches["reflection"].inner.findChild(QComboBox), "x2")
    assert desk.last[0].augmentation[2] == Reflection("x2")
    qtbot.mouseClick(editor.switches["rotation"].toggle, Qt.MouseButton.LeftButton)
    assert desk.last[0].augmentation == (Jitter(), Reflection("x2"))
    editor.offer(["jitter"])
    assert editor.switches["jitter"].isVisible()
    assert not editor.switches["reflection"].isVisible()


def test_rates_by_hand_are_typed_as_pairs(qtbot, said):
    desk = Desk(qtbot, ByHand())
    desk.type(desk.line("points"), "1: 0.1, 50: 0.01")
    assert desk.last[0] == ByHand(points=((1, 0.1), (50, 0.01)))
    desk.type(desk.line("points"), "50: 0.1, 1: 0.01")
    assert said[-1].startswith("The epochs of a schedule by hand are 1 or more and ascend")
    desk.type(desk.line("points"), "soon")
    assert said[-1] == 'Write epochs and their rates such as "1: 0.03, 50: 0.01", not "soon".'
    assert len(desk.edits) == 1


def test_pairs_are_read_back():
    points = ((1, 0.5), (20, 0.001))
    assert read_points(write_points(points)) == points


def test_showing_a_value_is_silent_and_shows_it(qtbot):
    desk = Desk(qtbot, Dense())
    layer = Dense(7, Elu(), batch_norm=True, keep_prob=0.8, l2=0.5, initializer=Normal(), frozen=True)
    desk.form.show_value(layer)
    assert desk.edits == []
    assert desk.line("units").text() == "7"
    assert desk.line("keep_prob").text() == "0.80"


@pytest.mark.parametrize("value", [*OPTIMIZERS.values(), *SCHEDULES.values()], ids=lambda v: v.name)
def test_own_fields_follow_the_kind_and_take_the_theme(qtbot, value):
    own = OwnFields(LOOKS)
    qtbot.addWidget(own)
    own.set_theme(DARK)
    own.show_value(Constant())
    own.show_value(value)
    names = list(msgspec.structs.fields(value))
    assert own.isHidden() is not bool(names)
    if names:
        assert own.form is not None
        assert list(own.form.editors) == [field.name for field in names]
        assert own.form.theme is DARK


def test_a_field_can_be_left_out(qtbot):
    desk = Desk(qtbot, Experiment(), ("l1", "l2"))
    desk.form.set_offered("l1", False)
    assert not desk.form.editors["l1"].isVisible()
    assert desk.form.editors["l2"].isVisible()


def test_a_narrow_form_takes_more_lines(qtbot):
    form = Desk(qtbot, Dense()).form
    layout = form.layout()
    assert layout is not None
    one, two = layout.heightForWidth(5000), layout.heightForWidth(400)
    assert one == layout.sizeHint().height()
    assert two > 2 * one
    form.resize(400, two)
    inside = [w for w in form.findChildren(QWidget) if w.parent() is form]
    assert all(form.rect().contains(w.geometry()) for w in inside)
    assert not any(a.geometry().intersects(b.geometry()) for a in inside for b in inside if a is not b)


def test_a_scale_from_zero_begins_with_nothing():
    scale = FromZero(0.001, 100)
    assert scale.value(0) == 0
    assert scale.position(0) == 0
    assert scale.value(1) == 0.001
    assert scale.value(scale.steps) == 100
    assert all(scale.position(scale.value(k)) == k for k in range(scale.steps + 1))
