"""What is said of a command: its words, its keys, and its cause and effect."""

import msgspec


class ActionSpec(msgspec.Struct, frozen=True):
    """One command. `tip` says cause and effect; an empty menu means that it has no menu entry."""

    name: str
    text: str
    menu: str = ""
    keys: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False
    repeats: bool = False  # whether holding the key goes on: for steps, never for toggles
