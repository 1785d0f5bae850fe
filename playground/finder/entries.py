"""Every action of the window with its words, its menu and its keys, and those that fit what was typed.

The list is read from the menus when it is wanted, so that nothing is missing and nothing is listed twice.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from playground.actions import REPORTS
from playground.finder.matching import score

REASONS = {
    "undo": "nothing to undo",
    "redo": "nothing to undo again",
    "advice": "nothing to say against the design",
} | dict.fromkeys(REPORTS, "wait for the first picture")


class Entry(NamedTuple):
    """One action as it stands in the list. `reason` says why it cannot be had now, where that is known."""

    action: QAction
    words: str
    where: str
    keys: str
    enabled: bool
    reason: str

    @property
    def said(self) -> str:
        """The whole row in words."""
        off = f"not now{f': {self.reason}' if self.reason else ''}" if not self.enabled else ""
        return ", ".join(part for part in (self.words, self.where, self.keys, off) if part)


def entries(menus: QMenuBar, commands: dict[str, QAction]) -> list[Entry]:
    """Every action of the menus and their sub-menus, as the menus have them; then those of no menu."""
    names = {action: name for name, action in commands.items()}
    listed = list(_walk(menus, (), True, names))
    known = {entry.action for entry in listed}
    rest = (action for action in commands.values() if action not in known and action.text())
    listed += [_entry(action, (), action.isEnabled(), names) for action in rest]
    return [entry for entry in listed if entry.action is not commands.get("find_action")]


def _walk(
    menu: QMenuBar | QMenu, path: tuple[str, ...], enabled: bool, names: dict[QAction, str]
) -> Iterator[Entry]:
    for action in menu.actions():
        inside, on = action.menu(), enabled and action.isEnabled()
        if isinstance(inside, QMenu):
            yield from _walk(inside, (*path, _plain(action.text())), on, names)
        elif not action.isSeparator() and action.isVisible():
            yield _entry(action, path, on, names)


def _entry(action: QAction, path: tuple[str, ...], enabled: bool, names: dict[QAction, str]) -> Entry:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    usual = "select a layer first" if path[:1] == ("Edit",) else ""
    reason = "" if enabled else REASONS.get(names.get(action, ""), usual)
    where = " › ".join(path) + (" · on" if action.isCheckable() and action.isChecked() else "")
    return Entry(action, _plain(action.text()), where, keys, enabled, reason)


def _plain(text: str) -> str:
    """The words of an action or menu without the marks of their access keys."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def found(listed: list[Entry], typed: str) -> list[Entry]:
    """Those that fit what was typed, the best first; what cannot be had now comes last."""
    tips = [f"{entry.action.statusTip()} {entry.where}" for entry in listed]
    scored = [(score(typed, entry.words, tip), entry) for entry, tip in zip(listed, tips, strict=True)]
    fitting = [(points if typed.strip() else 0.0, entry) for points, entry in scored if points is not None]
    fitting.sort(key=lambda one: (not one[1].enabled, -one[0]))
    return [entry for _, entry in fitting]
