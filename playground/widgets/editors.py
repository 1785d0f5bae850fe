"""Controls for one field of a value, one for each kind of field. A field's words are above or beside it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.lettering import fix
from playground.widgets.choice import Choice
from playground.widgets.look import Look
from playground.widgets.number_field import NumberField
from playground.widgets.number_slider import NumberSlider
from playground.widgets.scales import Limits, plain, read_number
from playground.widgets.themed import Themed, set_role
from playground.widgets.toggle import Toggle
from playground.widgets.typed_choice import TypedChoice
from playground.widgets.typed_field import TypedField

NUMBER_WIDTH, SLIDER, BESIDE = 52, 68, 48
POINTS = "1: 0.03, 50: 0.01"


class Editor(Themed, QWidget):
    """Emits `changed(field, value, words for Undo, merge id)` for the user; `show_value` never emits."""

    changed = Signal(str, object, str, str)
    refused = Signal(str)

    def __init__(self, field: str, look: Look) -> None:
        super().__init__()
        self.field, self.look = field, look
        self.value: Any = None
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self.row.addStretch()

    def show_value(self, value: Any) -> None:
        """Show another value."""
        self.value = value
        self._show(value)

    def _show(self, value: Any) -> None:
        raise TypeError("Editor is abstract: make_editor makes the one for a field.")

    def _add(self, *controls: QWidget) -> None:
        """Controls from the left; the first one stands for all."""
        for control in controls:
            self.row.insertWidget(self.row.count() - 1, control)
        self.setFocusProxy(controls[0])

    def _change(self, value: Any, before: str, after: str, merge_id: str = "") -> None:
        self.value = value
        self.changed.emit(self.field, value, f"{self.look.name} {before} to {after}", merge_id)


class NumberEditor(Editor):
    """A typed number."""

    def __init__(self, field: str, look: Look, whole: bool) -> None:
        super().__init__(field, look)
        self._whole = whole
        self.number = NumberField(limits_of(look), plain, look.tip)
        fix(self.number, look.width or NUMBER_WIDTH)
        self.number.committed.connect(self._take)
        self.number.refused.connect(self.refused)
        self._add(self.number)

    def _show(self, value: Any) -> None:
        self.number.set_value(value)

    def _take(self, value: float) -> None:
        after = round(value) if self._whole else value
        self._change(after, plain(self.value), plain(after))


class SliderEditor(Editor):
    """A number by slider, or typed beside it. What is dragged in one go is one step of Undo."""

    def __init__(self, field: str, look: Look) -> None:
        super().__init__(field, look)
        assert look.scale is not None
        self.number = NumberSlider(limits_of(look), look.scale, look.tip)
        fix(self.number.slider, SLIDER)
        fix(self.number.field, BESIDE)
        set_role(self.number.field, "quiet")
        self.number.changed.connect(self._take)
        self.number.refused.connect(self.refused)
        self._add(self.number)
        self.setFocusProxy(self.number.slider)

    def _show(self, value: Any) -> None:
        self.number.set_value(value)

    def _take(self, value: float, merge_id: str) -> None:
        self._change(value, plain(self.value), plain(value), merge_id)


class ToggleEditor(Editor):
    """On or off."""

    def __init__(self, field: str, look: Look) -> None:
        super().__init__(field, look)
        self.toggle = Toggle(look.name, look.tip)
        self.toggle.clicked.connect(self._take)
        self._add(self.toggle)

    def _show(self, value: Any) -> None:
        self.toggle.setChecked(value)

    def _take(self, on: bool) -> None:
        self.value = on
        self.changed.emit(self.field, on, f"{self.look.name} {'on' if on else 'off'}", "")


class ChoiceEditor(Editor):
    """One of a few words."""

    def __init__(self, field: str, look: Look, words: Sequence[str]) -> None:
        super().__init__(field, look)
        self.choice = Choice(look.name, [(word, word) for word in words], look.tip)
        self.choice.chosen.connect(self._take)
        self._add(self.choice)

    def _show(self, value: Any) -> None:
        self.choice.set_current(value)

    def _take(self, word: object) -> None:
        if word != self.value:
            self._change(word, str(self.value), str(word))


class InheritedEditor(Editor):
    """A number of its own, chosen or typed, or none: then one from elsewhere holds."""

    def __init__(self, field: str, look: Look) -> None:
        super().__init__(field, look)
        usual: list[tuple[str, object]] = [(plain(value), value) for value in look.start]
        entries = [(look.none, None), *usual]
        self.choice = TypedChoice(look.name, entries, self._read, self._write, look.tip)
        fix(self.choice, look.width)
        self.choice.chosen.connect(self._take)
        self.choice.refused.connect(self.refused)
        self._add(self.choice)

    def _show(self, value: Any) -> None:
        self.choice.set_current(value)

    def _read(self, text: str) -> float | None:
        return None if text.strip().casefold() in ("", self.look.none) else limits_of(self.look).read(text)

    def _write(self, value: Any) -> str:
        return self.look.none if value is None else plain(value)

    def _take(self, value: Any) -> None:
        self._change(value, self._write(self.value), self._write(value))


class PointsEditor(Editor):
    """Pairs of epoch and rate, typed as "1: 0.03, 50: 0.01"."""

    def __init__(self, field: str, look: Look) -> None:
        super().__init__(field, look)
        self.text = TypedField(look.name, read_points, write_points, look.tip)
        fix(self.text, look.width)
        self.text.committed.connect(self._take)
        self.text.refused.connect(self.refused)
        self._add(self.text)

    def _show(self, value: Any) -> None:
        self.text.set_value(value)

    def _take(self, value: Any) -> None:
        self._change(value, write_points(self.value), write_points(value))


def limits_of(look: Look) -> Limits:
    """What may be typed into a number field of that look."""
    assert look.limits is not None, f"{look.label} is a number and needs limits."
    return look.limits


def read_points(text: str) -> tuple[tuple[int, float], ...]:
    """Pairs of epoch and rate. Raises ValueError with one sentence."""
    try:
        pairs = [pair.split(":") for pair in text.split(",")]
        return tuple((int(epoch), read_number(rate)) for epoch, rate in pairs)
    except ValueError:
        expected = f'Write epochs and their rates such as "{POINTS}"'
        raise ValueError(f'{expected}, not "{text.strip()[:30]}".') from None


def write_points(points: Sequence[tuple[int, float]]) -> str:
    """The inverse of `read_points`."""
    return ", ".join(f"{epoch}: {plain(rate)}" for epoch, rate in points)
