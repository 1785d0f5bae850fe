"""A form made from the fields of a frozen value: every change asks for another value of the same class.

Which control a field gets follows from its type; its words and limits come from a table of looks.
"""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from engine.errors import EngineError
from playground.lettering import fix
from playground.widgets.choice import Choice
from playground.widgets.editors import (
    ChoiceEditor,
    Editor,
    InheritedEditor,
    NumberEditor,
    PointsEditor,
    SliderEditor,
    ToggleEditor,
)
from playground.widgets.flow import Flow
from playground.widgets.labeled_field import LabeledField, label
from playground.widgets.look import Look, Looks, look_of
from playground.widgets.themed import Themed, say
from playground.widgets.toggle import Toggle

UNIONS = (UnionType, Union)


class ValueForm(Themed, QWidget):
    """Emits `changed(value, words for Undo, merge id)`; what the value's class refuses is said at the field.

    Words stand above their controls, which flow over as many lines as it takes, or `inline` before them.
    """

    changed = Signal(object, str, str)
    refused = Signal(str)

    def __init__(
        self, kind: type[msgspec.Struct], looks: Looks, names: Sequence[str] = (), inline: bool = False
    ) -> None:
        """The fields `names` of `kind`, or all."""
        super().__init__()
        self._value: Any = None
        self.editors: dict[str, Editor] = {}
        self._parts: dict[str, list[QWidget]] = {}
        layout: QLayout = QHBoxLayout(self) if inline else Flow(self)
        layout.setContentsMargins(0, 0, 0, 0)
        hints = get_type_hints(kind)
        for name in names or kind.__struct_fields__:
            editor = make_editor(name, hints[name], look_of(looks, kind, name), looks)
            editor.changed.connect(self._take)
            editor.refused.connect(self.refused)
            self.editors[name], self._parts[name] = editor, _captioned(editor, inline)
            for part in self._parts[name]:
                layout.addWidget(part)

    def show_value(self, value: Any) -> None:
        """Show another value; emits nothing."""
        self._value = value
        for name, editor in self.editors.items():
            editor.show_value(getattr(value, name))

    def set_offered(self, name: str, offered: bool) -> None:
        """Whether this field is there at all."""
        for part in self._parts[name]:
            part.setVisible(offered)

    def _take(self, name: str, new: Any, words: str, merge_id: str) -> None:
        try:
            value = msgspec.structs.replace(self._value, **{name: new})
        except EngineError as error:
            self.editors[name].show_value(getattr(self._value, name))
            say(self.editors[name], str(error))
            self.refused.emit(str(error))
            return
        self._value = value
        self.changed.emit(value, words, merge_id)


def _captioned(editor: Editor, inline: bool) -> list[QWidget]:
    """The editor with its words, if it has any."""
    if not editor.look.label:
        return [editor]
    if not inline:
        return [LabeledField(editor.look.label, editor)]
    caption = label(editor.look.label)
    caption.setBuddy(editor)
    return [caption, editor]


class OwnFields(Themed, QWidget):
    """All fields of a value of whatever class; nothing where it has none."""

    changed = Signal(object, str, str)
    refused = Signal(str)

    def __init__(self, looks: Looks, inline: bool = False) -> None:
        super().__init__()
        self._looks, self._inline = looks, inline
        self._kind: type | None = None
        self.form: ValueForm | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: Any) -> None:
        """Show another value, with other fields if it is of another class; emits nothing."""
        if type(value) is not self._kind:
            self._rebuild(type(value))
        if self.form is not None:
            self.form.show_value(value)

    def _rebuild(self, kind: type[msgspec.Struct]) -> None:
        if self.form is not None:
            self._row.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self._kind, self.form = kind, None
        if getattr(kind, "__struct_fields__", ()):
            self.form = ValueForm(kind, self._looks, inline=self._inline)
            self.form.changed.connect(self.changed)
            self.form.refused.connect(self.refused)
            self.form.set_theme(self.theme)
            self._row.addWidget(self.form)
        self.setVisible(self.form is not None)


class StructEditor(Editor):
    """A value with fields of its own, on one line."""

    def __init__(self, field: str, look: Look, looks: Looks) -> None:
        super().__init__(field, look)
        self.own = OwnFields(looks, inline=True)
        self.own.changed.connect(self._take)
        self.own.refused.connect(self.refused)
        self.row.insertWidget(0, self.own)

    def _show(self, value: Any) -> None:
        self.own.show_value(value)

    def _take(self, value: Any, words: str, merge_id: str) -> None:
        self.value = value
        self.changed.emit(self.field, value, words, merge_id)


class TaggedEditor(StructEditor):
    """One of several kinds, and beside it the fields of that kind."""

    def __init__(self, field: str, look: Look, kinds: Sequence[type[msgspec.Struct]], looks: Looks) -> None:
        super().__init__(field, look, looks)
        self._kinds: dict[object, type[msgspec.Struct]] = {_tag(kind): kind for kind in kinds}
        self.choice = Choice(look.name, [], look.tip)
        if look.width:
            fix(self.choice, look.width)
        self.choice.chosen.connect(self._choose)
        self.row.insertWidget(0, self.choice)
        self.setFocusProxy(self.choice)
        self._entries: list[tuple[str, object]] = []
        self.offer({_tag(kind): getattr(kind, "label", "") for kind in kinds}, look.none)

    def offer(self, labels: Mapping[str, str], none: str = "") -> None:
        """Offer these kinds (tag to words), and no value at all if `none` has words for that."""
        entries: list[tuple[str, object]] = [(words, tag) for tag, words in labels.items()]
        entries = [(none, ""), *entries] if none else entries
        if entries != self._entries:
            self._entries = entries
            self.choice.clear()
            for words, tag in entries:
                self.choice.addItem(words, tag)
            self._show(self.value)

    def _show(self, value: Any) -> None:
        known = [tag for _, tag in self._entries]
        self.choice.set_current(_tag(value) if _tag(value) in known else "")
        super()._show(value)

    def _choose(self, tag: object) -> None:
        before = self._words(self.value)
        value = self._kinds[tag]() if tag else None
        if type(value) is not type(self.value):
            self._change(value, before, self._words(value))
            self._show(self.value)

    def _words(self, value: Any) -> str:
        tag = _tag(value)
        return next((words for words, entry in self._entries if entry == tag), tag)


class SwitchEditor(Editor):
    """A value that may be missing: a switch, and while it is on the value's own control."""

    def __init__(self, field: str, look: Look, inner: Editor) -> None:
        super().__init__(field, look)
        self.toggle = Toggle(look.name, look.tip)
        self.toggle.clicked.connect(self._switch)
        self.inner = inner
        self.inner.changed.connect(self.changed)
        self.inner.refused.connect(self.refused)
        self._add(self.toggle, self.inner)

    def _show(self, value: Any) -> None:
        self.toggle.setChecked(value is not None)
        self.inner.setVisible(value is not None)
        if value is not None:
            self.inner.show_value(value)

    def _switch(self, on: bool) -> None:
        self.show_value(self.look.start if on else None)
        self.changed.emit(self.field, self.value, f"{self.look.name} {'on' if on else 'off'}", "")


class SetEditor(Editor):
    """Any of several kinds together: a switch for each, and its fields while it is on."""

    def __init__(self, field: str, look: Look, kinds: Sequence[type[msgspec.Struct]], looks: Looks) -> None:
        super().__init__(field, look)
        self.switches: dict[str, SwitchEditor] = {}
        self._fields: dict[str, LabeledField] = {}
        holder = QWidget()
        flow = Flow(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        for kind in kinds:
            tag, own = _tag(kind), looks[kind.__name__]
            switch = SwitchEditor(tag, own, StructEditor(tag, own, looks))
            switch.changed.connect(self._take)
            switch.refused.connect(self.refused)
            self.switches[tag], self._fields[tag] = switch, LabeledField(own.label, switch)
            flow.addWidget(self._fields[tag])
        self.row.insertWidget(0, holder, 1)

    def offer(self, tags: Sequence[str]) -> None:
        """Offer only these kinds."""
        for tag, field in self._fields.items():
            field.setVisible(tag in tags)

    def _show(self, value: Any) -> None:
        present = {item.name: item for item in value}
        for tag, switch in self.switches.items():
            switch.show_value(present.get(tag))

    def _take(self, tag: str, item: Any, words: str, merge_id: str) -> None:
        present = {old.name: old for old in self.value} | {tag: item}
        self.value = tuple(present[t] for t in self.switches if present.get(t) is not None)
        self.changed.emit(self.field, self.value, words, merge_id)


def _tag(value: Any) -> str:
    """The tag of a value or of a class of values; "" for None."""
    return "" if value is None else str(value.__struct_config__.tag)


def make_editor(field: str, hint: Any, look: Look, looks: Looks) -> Editor:
    """The control for a field of that type."""
    kinds = [kind for kind in _members(hint) if kind is not NoneType]
    if len(kinds) > 1:
        return TaggedEditor(field, look, kinds, looks)
    kind = kinds[0]
    if NoneType in _members(hint):
        inherits = bool(look.none)
        return (
            InheritedEditor(field, look)
            if inherits
            else SwitchEditor(field, look, make_editor(field, kind, look, looks))
        )
    if get_origin(kind) is Literal:
        return ChoiceEditor(field, look, get_args(kind))
    if get_origin(kind) is tuple:
        members = _members(get_args(kind)[0])
        return SetEditor(field, look, members, looks) if len(members) > 1 else PointsEditor(field, look)
    return _plain_editor(field, kind, look, looks)


def _plain_editor(field: str, kind: type, look: Look, looks: Looks) -> Editor:
    if kind is bool:
        return ToggleEditor(field, look)
    if issubclass(kind, msgspec.Struct):
        return StructEditor(field, look, looks)
    return SliderEditor(field, look) if look.scale else NumberEditor(field, look, whole=kind is int)


def _members(hint: Any) -> tuple[Any, ...]:
    """What a union is made of; the type itself where it is none."""
    return get_args(hint) if get_origin(hint) in UNIONS else (hint,)
