"""Sentences that widgets say are caught: the offscreen platform warns when a real tooltip is raised."""

import pytest
from PySide6.QtWidgets import QToolTip


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every sentence shown below a control, as plain text."""
    sentences: list[str] = []

    def show_text(_at: object, text: str, *_rest: object) -> None:
        sentences.append(text.removeprefix("<qt>").removesuffix("</qt>"))

    monkeypatch.setattr(QToolTip, "showText", show_text)
    return sentences
