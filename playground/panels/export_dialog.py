"""The answer to an export: the file, how exactly it predicts what the app predicts, and how to load it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from engine.export.proof import Proof
from playground import icons
from playground.lettering import font, px
from playground.theme import DARK, LIGHT, Theme
from playground.widgets.labeled_field import label
from playground.widgets.plot_numbers import MINUS, THIN_SPACE
from playground.widgets.themed import Themed, describe

MARK = 18

# Each ends with the first layer's linear part of `features`: here one column per example ...
NUMPY = """import numpy as np

weights = np.load({name!r})
# W1 (n[1], n[0]), b1 (n[1], 1), W2, ...
X = (features - weights["input_mean"]) / weights["input_std"]
Z1 = weights["W1"] @ X + weights["b1"]"""

# ... and here, as PyTorch has it, one row.
TORCH = """import json, torch
from safetensors import safe_open

with safe_open({name!r}, "pt") as file:
    about = file.metadata()
    state = {{key: file.get_tensor(key) for key in file.keys()}}
W1, b1 = state["0.weight"], state["0.bias"]
mean, std = (W1.new_tensor(json.loads(about[key])) for key in ("input_mean", "input_std"))
X = (features.to(W1) - mean) / std
Z1 = torch.nn.functional.linear(X, W1, b1)
# net.load_state_dict(state) fills an nn.Sequential of the same layers."""

SNIPPETS = {".npz": ("NumPy", NUMPY), ".safetensors": ("PyTorch", TORCH)}


def snippet(proof: Proof) -> tuple[str, str]:
    """(library, code) that loads the exported file."""
    library, code = SNIPPETS[proof.path.suffix.lower()]
    return library, code.format(name=proof.path.name)


def elided(name: str, most: int = 48) -> str:
    """A long file name without its middle."""
    return name if len(name) <= most else f"{name[: most // 2]}…{name[-most // 2 + 1 :]}"


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
        self.setMinimumWidth(px(520))
        self.mark = QLabel()
        self.mark.setFixedSize(px(MARK), px(MARK))
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
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
        self.lines.addLayout(row)
        self.setAccessibleDescription(sentence)

    def finish(self) -> None:
        """Buttons last."""
        self.lines.addStretch()
        self.buttons.addWidget(self.close_button)
        self.lines.addLayout(self.buttons)
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        self.set_theme(worn_theme())

    def retheme(self) -> None:
        ratio, ink = self.devicePixelRatioF(), str(getattr(self.theme, self.icon_role))
        self.mark.setPixmap(icons.pixmap(self.icon_name, px(MARK), ink, ratio))


class ExportResultDialog(_Answer):
    """Shows a Proof. `copy_button` puts the snippet on the clipboard."""

    def __init__(self, proof: Proof, parent: QWidget | None = None) -> None:
        super().__init__("Weights exported", parent)
        library, self.code = snippet(proof)
        name = label(elided(proof.path.name), "heading", "section")
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

    def __init__(
        self, sentence: str, parent: QWidget | None = None, title: str = "Weights not exported"
    ) -> None:
        super().__init__(title, parent)
        self.say(sentence)
        self.finish()


def _code_block(code: str) -> QPlainTextEdit:
    """Lines that can be read and copied; long ones scroll."""
    block = QPlainTextEdit(code)
    block.setReadOnly(True)
    block.setTabChangesFocus(True)
    block.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    block.setFont(font("label", mono=True))
    block.document().setDocumentMargin(10)
    block.setFixedHeight(block.fontMetrics().lineSpacing() * (code.count("\n") + 1) + 38)
    block.setAccessibleName("Code to load the file")
    return block


def worn_theme() -> Theme:
    """The theme whose colours the application has now."""
    window = QGuiApplication.palette().window().color()
    return DARK if window == QColor(DARK.window) else LIGHT
