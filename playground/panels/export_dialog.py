"""The answer to an export: the file, how exactly it predicts what the app predicts, and how to load it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.export.proof import Proof
from playground import icons
from playground.theme import DARK, LIGHT, Theme, font
from playground.widgets.labeled_field import label
from playground.widgets.plot_numbers import MINUS, THIN_SPACE
from playground.widgets.themed import Themed, describe

MARK = 18

NUMPY = """import numpy as np

weights = np.load({name!r})
W1, b1 = weights["W1"], weights["b1"]  # (n[1], n[0]), (n[1], 1)
X = (features - weights["input_mean"]) / weights["input_std"]
Z1 = W1 @ X + b1"""

TORCH = """import json
import torch
from safetensors import safe_open

with safe_open({name!r}, "pt") as file:
    about = file.metadata()
    weights = {{name: file.get_tensor(name) for name in file.keys()}}
W1, b1 = weights["W1"], weights["b1"]  # (n[1], n[0]), (n[1], 1)
mean, std = (torch.tensor(json.loads(about[key]), dtype=W1.dtype)[:, None]
             for key in ("input_mean", "input_std"))
Z1 = W1 @ ((features - mean) / std) + b1"""

SNIPPETS = {".npz": ("NumPy", NUMPY), ".safetensors": ("PyTorch", TORCH)}


def snippet(proof: Proof) -> tuple[str, str]:
    """(library, code) that loads the exported file."""
    library, code = SNIPPETS[proof.path.suffix.lower()]
    return library, code.format(name=proof.path.name)


def proof_sentence(proof: Proof) -> str:
    """What the comparison gave."""
    examples = f"{proof.examples:,}".replace(",", THIN_SPACE)
    where = f"the app's own predictions on {examples} examples"
    if proof.largest_difference == 0:
        return f"Read back and compared: no difference at all from {where}."
    size = f"{proof.largest_difference:.1e}".replace("-", MINUS)
    return f"Read back and compared: the largest difference from {where} is {size}."


class _Answer(Themed, QDialog):
    """A small dialog that opens with an icon and a sentence; the theme is the one the application wears."""

    icon_name, icon_role = "check", "ok"

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self.mark = QLabel()
        self.mark.setFixedSize(MARK, MARK)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(20, 16, 20, 16)
        self.lines.setSpacing(12)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch()
        self.close_button = QPushButton("Close")
        describe(self.close_button, "Close", "Closes this window; nothing is changed.")
        self.close_button.clicked.connect(self.accept)

    def say(self, sentence: str) -> None:
        """Lead with the icon and this sentence."""
        words = label(sentence, "sentence", "body")
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self.lines.addLayout(row)
        self.setAccessibleDescription(sentence)

    def finish(self) -> None:
        """Buttons last."""
        self.buttons.addWidget(self.close_button)
        self.lines.addLayout(self.buttons)
        self.close_button.setDefault(True)
        self.set_theme(worn_theme())

    def retheme(self) -> None:
        ratio, ink = self.devicePixelRatioF(), str(getattr(self.theme, self.icon_role))
        self.mark.setPixmap(icons.pixmap(self.icon_name, MARK, ink, ratio))


class ExportResultDialog(_Answer):
    """Shows a Proof. `copy_button` puts the snippet on the clipboard."""

    def __init__(self, proof: Proof, parent: QWidget | None = None) -> None:
        super().__init__("Weights exported", parent)
        library, self.code = snippet(proof)
        name = label(proof.path.name, "heading", "section")
        name.setToolTip(str(proof.path))
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.addWidget(name)
        self.say(proof_sentence(proof))
        self.lines.addWidget(label(f"To load it with {library}:"))
        self.block = _code_block(self.code)
        self.lines.addWidget(self.block)
        self.copy_button = QPushButton("Copy snippet")
        describe(self.copy_button, "Copy snippet", "Puts these lines on the clipboard.")
        self.copy_button.clicked.connect(self._copy)
        self.buttons.addWidget(self.copy_button)
        self.finish()

    def retheme(self) -> None:
        super().retheme()
        self.block.setStyleSheet(
            f"background: {self.theme.raised}; color: {self.theme.text2}; border-radius: 6px;"
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self.copy_button.setText("Copied")


class ExportErrorDialog(_Answer):
    """Shows why nothing was written, in the one sentence of an ExportError."""

    icon_name, icon_role = "error", "bad"

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__("Weights not exported", parent)
        self.say(sentence)
        self.finish()


def _code_block(code: str) -> QLabel:
    block = QLabel(code)
    block.setFont(font("label", mono=True))
    block.setTextFormat(Qt.TextFormat.PlainText)
    block.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    block.setContentsMargins(12, 10, 12, 10)
    block.setAccessibleName("Code to load the file")
    return block


def worn_theme() -> Theme:
    """The theme whose colours the application has now."""
    window = QGuiApplication.palette().window().color()
    return DARK if window == QColor(DARK.window) else LIGHT
