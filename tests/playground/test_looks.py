"""Everything that an experiment holds can be reached in the window, with a name and with cause and effect."""

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QScrollBar

from engine.activations import ACTIVATIONS
from engine.data.augmentation import AUGMENTATIONS
from engine.early_stopping import EarlyStopping
from engine.experiment import Experiment
from engine.initializers import INITIALIZERS
from engine.layers import Dense, Output
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from playground.canvas.inspector import FIELDS
from playground.looks import LOOKS
from playground.panels.run_bar.hyperparameters import SECTIONS
from playground.widgets.value_form import ValueForm

TABLES = (ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS, SCHEDULES, AUGMENTATIONS)
VALUES = [value for table in TABLES for value in table.values()]
# What has controls of its own: the data panel, the run bar, the canvas, New start.
ELSEWHERE = {"data", "split", "features", "normalize", "layers", "output", "seed"}
RUN_BAR = {"optimizer", "learning_rate", "schedule", "batch_size"}
CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)


def test_every_field_of_an_experiment_is_reachable():
    in_card = {name for names in SECTIONS.values() for name in names}
    assert ELSEWHERE | RUN_BAR | in_card | set(FIELDS["input"][1]) == set(Experiment.__struct_fields__)


@pytest.mark.parametrize(("kind", "name"), [(Dense, "dense"), (Output, "output")])
def test_every_field_of_a_layer_is_reachable(kind, name):
    assert {*FIELDS[name][1], "frozen"} == set(kind.__struct_fields__)


@pytest.mark.parametrize(
    "value", [*VALUES, Dense(), Output(), EarlyStopping()], ids=lambda value: type(value).__name__
)
def test_every_field_has_a_control_with_name_and_tooltip(qtbot, value):
    if not msgspec.structs.fields(value):
        return
    form = ValueForm(type(value), LOOKS)
    qtbot.addWidget(form)
    form.show_value(value)
    found = [control for kind in CONTROLS for control in form.findChildren(kind)]
    own = [c for c in found if not isinstance(c, QScrollBar) and not isinstance(c.parent(), QComboBox)]
    assert len(own) >= len(form.editors)
    assert [c for c in own if not c.accessibleName() or not c.toolTip()] == []


def test_tooltips_are_sentences_of_cause_and_effect():
    for key, look in LOOKS.items():
        assert look.tip.endswith("."), key
        assert len(look.tip) < 220, key
        assert "!" not in look.tip, key
