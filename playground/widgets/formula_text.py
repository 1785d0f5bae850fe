"""How a feature is written for people: x₁², x₁x₂, sin x₁, and typed formulas such as sin(3·x₁)·x₂."""

import re

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# The built-in features as the course writes them.
SHORT = {"x1^2": "x₁²", "x2^2": "x₂²", "x1*x2": "x₁x₂", "sin(x1)": "sin x₁", "sin(x2)": "sin x₂"}
_POWER = re.compile(r"\^(\d)(?![\d.^e])")
_COLUMN = re.compile(r"\bx(\d+)\b")


def written(feature: str) -> str:
    """The name of the engine as a formula."""
    if feature in SHORT:
        return SHORT[feature]
    text = _COLUMN.sub(lambda column: "x" + column[1].translate(SUBSCRIPTS), feature)
    text = _POWER.sub(lambda power: SUPERSCRIPTS[int(power[1])], text)
    return re.sub(r"\bpi\b", "π", text).replace("*", "·").replace("-", "−").replace(",", ", ")
