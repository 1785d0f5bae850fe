"""Every command of the window in one table: its words, its keys, and its cause and effect.

Menus, buttons, tooltips and shortcuts are all made from this table, so that they never disagree.
"""

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from playground.actions.data import DATA
from playground.actions.edit import EDIT
from playground.actions.file import FILE
from playground.actions.help import HELP
from playground.actions.inspection import INSPECTION
from playground.actions.output import OUTPUT
from playground.actions.paint import PAINT
from playground.actions.spec import ActionSpec
from playground.actions.train import TRAIN
from playground.actions.view import VIEW

ACTIONS: tuple[ActionSpec, ...] = (*FILE, *EDIT, *DATA, *PAINT, *INSPECTION, *VIEW, *OUTPUT, *TRAIN, *HELP)
REPORTS = ("check", "race", "diagnose", "graph")  # those of weights, which must have come first
MENUS = ("File", "Edit", "Data", "View", "Train", "Help")


def make_actions(owner: QWidget, handlers: dict[str, Callable[[], object]]) -> dict[str, QAction]:
    """The actions of the table, owned by and active in the window; every one must have a handler."""
    actions = {}
    for spec in ACTIONS:
        action = QAction(spec.text, owner)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if spec.keys else ""
        action.setToolTip(f"{spec.text.rstrip('…')}{keys}: {spec.tip}")
        action.setStatusTip(spec.tip)
        action.setCheckable(spec.checkable)
        action.setAutoRepeat(spec.repeats)
        action.triggered.connect(handlers[spec.name])
        owner.addAction(action)
        actions[spec.name] = action
    return actions
