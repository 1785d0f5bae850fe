"""Exporting weights: format and precision, how the file is used, and the proof that it predicts the same."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.errors import ExportError
from engine.export import Format, every_format
from engine.export.proof import Proof
from engine.export.snippets import USES, snippet
from playground import icons
from playground.lettering import font, px
from playground.theme import DARK, LIGHT, Theme
from playground.widgets.choice import Choice
from playground.widgets.labeled_field import label
from playground.widgets.plot_numbers import MINUS, THIN_SPACE
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed, announce, describe, set_role

MARK = 18
NAME = "weights"
LINES = 12  # of the longest snippet
PRECISIONS = (
    ("float32", "float32", "Weights with 7 digits: half as large, and what most programs compute in."),
    ("float64", "float64", "Weights with 16 digits: what was learned in float32 is the same number in them."),
)
FORMAT_TIP = "Choose what will read the file; the lines below show how it is used there."


def elided(name: str, most: int = 48) -> str:
    """A long file name without its middle."""
    return name if len(name) <= most else f"{name[: most // 2]}…{name[-most // 2 + 1 :]}"


def proof_sentence(proof: Proof) -> str:
    """What the comparison gave, and who ran the file."""
    examples = f"{proof.examples:,}".replace(",", THIN_SPACE)
    where = f"the app's own predictions on {examples} examples"
    done = f"Run by {proof.by} and compared" if proof.by else "Read back and compared"
    if proof.largest_difference == 0:
        return f"{done}: no difference at all from {where}."
    size = f"{proof.largest_difference:.1e}".replace("-", MINUS)
    return f"{done}: the largest difference from {where} is {size}."


def plan_sentence(kind: Format) -> str:
    """How the file will be proved."""
    if kind.consumer is None:
        return "Before the file is put in place it is read back, and its predictions are compared."
    who = kind.consumer.label
    if kind.consumer.is_installed:
        return f"Before the file is put in place {who} predicts with it, and that is compared."
    return f"{who} is not installed here, so the app itself reads the file back and compares."


def lacking(kind: Format) -> str:
    """What must be installed before such a file can be written; "" for nothing."""
    try:
        kind.check_installed()
    except ExportError as error:
        return str(error)
    return ""


class ExportDialog(Themed, QDialog):
    """Emits `wanted(ending, dtype)` for the file to be written, and shows what it is told became of it."""

    wanted = Signal(str, str)

    def __init__(self, dtype: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export weights")
        self.setMinimumWidth(px(580))
        self._icon, self._dtype = ("", ""), dtype
        formats = [(f"{kind.label} ({ending})", ending) for ending, kind in every_format().items()]
        self.format = Choice("Format", formats, FORMAT_TIP)
        self.precision = Segmented("Precision", PRECISIONS)
        self.about, self.plan, self.library = _words("value"), _words("hint"), label("")
        self.block = _code_block()
        self.mark, self.outcome = _mark(), _words("sentence")
        self.outcome.setMinimumHeight(2 * self.outcome.fontMetrics().lineSpacing() + 2)
        self.outcome.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.copy_button = _button("Copy snippet", "Puts these lines on the clipboard.")
        self.export_button = _button("Export…", "Asks for a file, writes it, and compares its predictions.")
        self.close_button = _button("Close", "Closes this window; a file that is being written is finished.")
        self._arrange()
        self._connect()
        self.set_format(next(iter(every_format())))
        self.set_theme(worn_theme())

    def _arrange(self) -> None:
        choices = QGridLayout()
        choices.setHorizontalSpacing(12)
        choices.setVerticalSpacing(8)
        choices.setColumnStretch(2, 1)
        for row, (words, field) in enumerate((("Format", self.format), ("Precision", self.precision))):
            choices.addWidget(label(words), row, 0)
            choices.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        lines = _column(self)
        lines.addLayout(choices)
        for widget in (self.about, self.library, self.block, self.plan):
            lines.addWidget(widget)
        lines.addLayout(_beside(self.mark, self.outcome))
        lines.addStretch()
        lines.addLayout(_row_of(self.close_button, self.export_button, first=self.copy_button))

    def _connect(self) -> None:
        self.format.chosen.connect(self.set_format)
        self.precision.chosen.connect(self._set_precision)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)
        self.export_button.clicked.connect(self._want)
        self.export_button.setDefault(True)
        self.export_button.setFocus()

    @property
    def ending(self) -> str:
        """Of the chosen format."""
        return str(self.format.currentData())

    @property
    def code(self) -> str:
        """The lines that are shown."""
        return self.block.toPlainText()

    def set_format(self, ending: str) -> None:
        """Show what this format is."""
        kind = every_format()[ending]
        self.format.set_current(ending)
        self.precision.offer(kind.dtypes)
        self.precision.set_current(self._dtype if self._dtype in kind.dtypes else kind.dtypes[0])
        self.about.setText(USES[ending].about)
        self.library.setText(f"To use it with {USES[ending].library}:")
        self.name_file(f"{NAME}{ending}")
        missing = lacking(kind)
        self.plan.setText(missing or plan_sentence(kind))
        set_role(self.plan, "bad" if missing else "hint")
        self.export_button.setEnabled(not missing)
        self._forget()

    def name_file(self, name: str) -> None:
        """Write the snippet for a file of this name."""
        self.block.setPlainText(snippet(name, self.ending))
        self.copy_button.setText("Copy snippet")

    def begin(self, name: str) -> None:
        """The file is being written."""
        self._tell(f"Writing {elided(name)} and comparing…", "", "")
        self._allow(False)

    def prove(self, proof: Proof) -> None:
        """The file is in place."""
        self.name_file(proof.path.name)
        self._tell(f"{elided(proof.path.name)} is written. {proof_sentence(proof)}", "check", "ok")
        self.outcome.setToolTip(str(proof.path))
        self._allow(True)

    def refuse(self, sentence: str) -> None:
        """Nothing was written, in the one sentence of an ExportError."""
        self._tell(sentence, "error", "bad")
        self._allow(True)

    def retheme(self) -> None:
        self.block.setStyleSheet(
            f"background: {self.theme.raised}; color: {self.theme.text2}; border-radius: 6px;"
        )
        self._draw_mark()

    def _allow(self, allowed: bool) -> None:
        for widget in (self.format, self.precision, self.export_button):
            widget.setEnabled(allowed)

    def _want(self) -> None:
        self.wanted.emit(self.ending, self.precision.current)

    def _set_precision(self, dtype: str) -> None:
        self._dtype = dtype
        self._forget()

    def _forget(self) -> None:
        """What was said of another file."""
        self._tell("", "", "")

    def _tell(self, sentence: str, icon: str, role: str) -> None:
        self._icon = (icon, role)
        self.outcome.setText(sentence)
        self.outcome.setToolTip("")
        self.setAccessibleDescription(sentence)
        self._draw_mark()
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))
        if sentence:
            announce(self, sentence)

    def _draw_mark(self) -> None:
        icon, role = self._icon
        self.mark.setVisible(bool(icon))
        if icon:
            _draw(self.mark, icon, str(getattr(self.theme, role)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code)
        self.copy_button.setText("Copied")


class ExportErrorDialog(Themed, QDialog):
    """Shows why nothing was written, or read, in one sentence; the theme is the one that is worn."""

    def __init__(
        self, sentence: str, parent: QWidget | None = None, title: str = "Weights not exported"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(px(520))
        self.setAccessibleDescription(sentence)
        self.mark, words = _mark(), _words("sentence")
        words.setText(sentence)
        self.close_button = _button("Close", "Closes this window; nothing is changed.")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        lines = _column(self)
        lines.addLayout(_beside(self.mark, words))
        lines.addStretch()
        lines.addLayout(_row_of(self.close_button))
        self.close_button.setFocus()
        self.set_theme(worn_theme())

    def retheme(self) -> None:
        _draw(self.mark, "error", self.theme.bad)


def _column(dialog: QDialog) -> QVBoxLayout:
    """What stands in a dialog, from the top."""
    lines = QVBoxLayout(dialog)
    lines.setContentsMargins(20, 16, 20, 16)
    lines.setSpacing(12)
    return lines


def _beside(mark: QLabel, words: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _row_of(*buttons: QPushButton, first: QPushButton | None = None) -> QHBoxLayout:
    """Buttons at the right, and one at the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    if first is not None:
        row.addWidget(first)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row


def _mark() -> QLabel:
    mark = QLabel()
    mark.setFixedSize(px(MARK), px(MARK))
    return mark


def _draw(mark: QLabel, icon: str, ink: str) -> None:
    mark.setPixmap(icons.pixmap(icon, px(MARK), ink, mark.devicePixelRatioF()))


def _words(role: str) -> QLabel:
    """A sentence that wraps."""
    words = label("", role, "body" if role != "hint" else "label")
    words.setWordWrap(True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words


def _button(words: str, tooltip: str) -> QPushButton:
    button = QPushButton(words)
    describe(button, words.rstrip("…"), tooltip)
    return button


def _code_block() -> QPlainTextEdit:
    """Lines that can be read and copied; long ones scroll."""
    block = QPlainTextEdit()
    block.setReadOnly(True)
    block.setTabChangesFocus(True)
    block.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    block.setFont(font("label", mono=True))
    block.document().setDocumentMargin(10)
    block.setFixedHeight(block.fontMetrics().lineSpacing() * LINES + 38)
    block.setAccessibleName("Code that uses the file")
    return block


def worn_theme() -> Theme:
    """The theme whose colours the application has now."""
    window = QGuiApplication.palette().window().color()
    return DARK if window == QColor(DARK.window) else LIGHT
