"""The heading above the canvas: the network in numbers, what its pictures stand for, and the zoom."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from engine.advice import Advice
from playground.canvas.faces import count
from playground.lettering import fix, font, px
from playground.widgets.buttons import IconButton, TextButton, TextIconButton, bind
from playground.widgets.labeled_field import ElidedLabel
from playground.widgets.segmented import Segmented
from playground.widgets.themed import Themed

SHOWS = (
    ("output", "Output", "Thumbnails: each unit's output over the plane. Links: its weights."),
    ("weights", "Weights", "Thumbnails: the weights into each unit, a band for each unit before it."),
    ("gradients", "Gradients", "Thumbnails and links: dJ/dw of the last step. Thin links hardly learn."),
)
ADVICE_TIP = "What in this design cannot work or will hardly learn, and what helps. It never stops you."
NARROW = 600  # pixels; below, the switch is to be found behind the eye


class Heading(Themed, QWidget):
    """Emits `show_chosen("output" | "weights" | "gradients")`."""

    show_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fix(self, height=40)
        self._title, self._count = QLabel("Network"), QLabel()
        self._title.setFont(font("section"))
        self._sizes = ElidedLabel("")
        self._sizes.setFont(font("body", mono=True))
        self.switch = Segmented("Pictures and links show", SHOWS)
        self.switch.chosen.connect(self.show_chosen)
        self.eye = IconButton("eye", "What the canvas shows", "Masks, gradients, zoom, and other views.")
        self.eye.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fit = IconButton("fit", "Fit", "The whole network is made to fit into the window.")
        self.zoom = TextButton("100 %", "Back to the natural size.")
        self.zoom.setFont(font("label"))
        self.zoom.setProperty("role", "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._sizes, 1)
        row.addWidget(self._count)
        row.addStretch()
        self.advice = TextIconButton("warning", "0", ADVICE_TIP)
        fix(self.advice, height=26)
        self.advice.hide()
        for tool in (self.advice, self.switch, self.eye, self.fit, self.zoom):
            row.addWidget(tool)

    @property
    def tools(self) -> tuple[QWidget, ...]:
        """What Tab goes through."""
        return self.advice, self.switch, self.eye, self.fit, self.zoom

    def set_actions(self, shown: Sequence[QAction], fit: QAction, natural: QAction) -> None:
        """What is behind the eye, and what the two buttons of the zoom do."""
        menu = QMenu(self.eye)
        menu.addActions(list(shown))
        self.eye.setMenu(menu)
        bind(self.fit, fit)
        bind(self.zoom, natural)

    def show_network(self, sizes: tuple[int, ...], parameters: int) -> None:
        """n[0] to n[L], and how many parameters."""
        self._sizes.set_text(" → ".join(map(str, sizes)))
        text = count(parameters, "parameter")
        if text != self._count.text():
            self._count.setText(text)

    def show_advice(self, advice: tuple[Advice, ...]) -> None:
        """How many things there are to say against the design."""
        self.advice.setVisible(bool(advice))
        grave = any(item.severity == "error" for item in advice)
        self.advice.set_icon_name("error" if grave else "warning")
        self.advice.set_text(str(len(advice)))
        self.advice.setAccessibleName(f"{count(len(advice), 'piece')} of advice on the design")

    def show_zoom(self, zoom: float) -> None:
        """How large everything is."""
        self.zoom.setText(f"{100 * zoom:.0f} %")
        self.zoom.setAccessibleName(f"Zoom {100 * zoom:.0f} percent")

    def retheme(self) -> None:
        theme = self.theme
        self._title.setStyleSheet(f"color: {theme.text};")
        for words in (self._sizes, self._count):
            words.setStyleSheet(f"color: {theme.text3};")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def fit_type(self) -> None:
        """Fewer tools where there is little room for words."""
        self.switch.setVisible(self.width() >= px(NARROW))
