"""Values of the engine as text that can be copied: small readable JSON with our mark on it."""

import msgspec

MARK, FORMAT = "neural-playground", 1


def as_text(kind: str, value: msgspec.Struct) -> str:
    """The text of a "layer", a "network" or an "experiment"."""
    content = {MARK: kind, "format": FORMAT, kind: value}
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode()
