"""Results as one JSON object on one line."""

import json
import math
from typing import Any

import msgspec


def json_text(value: Any) -> str:
    """A frozen value, or a dictionary of them, as JSON; null stands for a number that is not finite."""
    return json.dumps(plain(value), allow_nan=False)


def plain(value: Any) -> Any:
    """The same as dictionaries, lists and numbers, None for one that is not finite."""
    return _finite(msgspec.to_builtins(value))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
