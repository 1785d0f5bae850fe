"""The Equations panel: one layer of the next step, forward and back, with live numbers.

It asks for the workings while it is seen, and computes nothing: engine and frame tell every number.
"""

import time

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.frames import Frame
from playground.lettering import px
from playground.panels.equations import lines
from playground.panels.equations.gradient_box import GradientBox
from playground.panels.equations.header import Header
from playground.panels.equations.marking import Mark
from playground.panels.equations.page import Page, make_page
from playground.panels.equations.sheet import Sheet
from playground.panels.equations.way_back import WayBack
from playground.widgets.buttons import TextIconButton
from playground.widgets.labeled_field import stand_in
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.themed import Themed, say

RIGHT, NARROW = 344, 620
PAUSE = 0.1  # seconds
GRAPH_TIP = "Follow one example forwards to the cost, and the derivatives back to every weight."
EMPTY = "The equations come with the first picture of the network."
TOO_LARGE = (
    "This network has {count} parameters and mini-batches of {m}: its matrices are too large to be worked "
    "out for every picture. Take fewer units, or a smaller mini-batch."
)
TOO_LONG = (
    "A program with {count} numbers is too long to be pasted; at most {most}. Take a smaller mini-batch."
)


class EquationsPanel(Themed, QWidget):
    """Emits `wanted` with fields of a View, `layer_chosen(l)` by the user, and `graph_asked()`."""

    wanted = Signal(dict)
    layer_chosen = Signal(int)
    graph_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Equations")
        self.page: Page | None = None
        self._layer, self._mark = 1, Mark()
        self._frame: Frame | None = None
        self._shown_at = 0.0
        self.header, self.sheet = Header(), Sheet()
        self.back, self.gradient = WayBack(), GradientBox()
        self.graph_button = TextIconButton("branch", "Computation graph…", GRAPH_TIP)
        self.note = stand_in(EMPTY)
        self._lay_out()
        self.header.layer_chosen.connect(self._choose_layer)
        self.header.view_chosen.connect(self.sheet.set_view)
        self.header.copy_chosen.connect(self._copy_text)
        self.graph_button.clicked.connect(self.graph_asked)
        self.sheet.marked.connect(self._set_mark)
        self.sheet.copy_asked.connect(self._copy_shown)

    def _lay_out(self) -> None:
        inside, beside, self._right = QWidget(), QWidget(), QWidget()
        self._inside, self._beside = QVBoxLayout(inside), QVBoxLayout(beside)
        self._inside.setContentsMargins(16, 4, 12, 8)
        self._inside.addWidget(self.sheet, 1)
        self._beside.setContentsMargins(4, 4, 16, 8)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.back, self.gradient, self.graph_button):
            column.addWidget(part)
        column.addStretch()
        self._beside.addWidget(self._right)
        self._left_area, self._right_area = PanelScroll(inside), PanelScroll(beside)
        body = QWidget()
        halves = QHBoxLayout(body)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(4)
        halves.addWidget(self._left_area, 1)
        halves.addWidget(self._right_area)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.note)
        self._stack.addWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self._stack, 1)
        self.header.hide()
        self.fit_type()

    def fit_type(self) -> None:
        """The way back beside the matrices, or below them where the panel is narrow."""
        narrow = self.width() < px(NARROW)
        self._right_area.setFixedWidth(min(px(RIGHT), self.width() * 2 // 5))
        self._right_area.setVisible(not narrow)
        box = self._inside if narrow else self._beside
        if box.indexOf(self._right) < 0:
            box.addWidget(self._right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_type()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit({"workings": True})

    def hideEvent(self, event: QHideEvent) -> None:
        """Unseen it costs nothing: a check that nobody waits for ends as well."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.gradient.stop()
        self.wanted.emit({"workings": False})

    # What is shown

    def show_frame(self, frame: Frame) -> None:
        """The workings that a frame brings."""
        if not self.isVisible() or not frame.view.workings or self._is_too_soon(frame):
            return
        self._frame, self._shown_at = frame, time.perf_counter()
        self.gradient.show_frame(frame)
        if frame.workings is None:
            m = frame.experiment.batch_size or int((frame.scene.codes == 0).sum())
            self._say(TOO_LARGE.format(count=frame.n_parameters, m=m))
            return
        self._stack.setCurrentIndex(1)
        self.header.show()
        self._show_page()

    def _is_too_soon(self, frame: Frame) -> bool:
        """While training runs numbers change a few times a second: nobody can read them any faster."""
        same = self._frame is not None and frame.experiment is self._frame.experiment
        return same and frame.steps_per_second > 0 and time.perf_counter() - self._shown_at < PAUSE

    def _say(self, sentence: str) -> None:
        self.page = None
        self.note.setText(sentence)
        self.header.hide()
        self._stack.setCurrentIndex(0)

    def show_layer(self, column: int | None) -> None:
        """The layer that is selected elsewhere; the input has no equations."""
        if column:
            self._layer = column
            self._show_page()

    def _show_page(self) -> None:
        frame = self._frame
        if frame is None or frame.workings is None:
            return
        page = self.page = make_page(frame.workings, self._layer, self._mark)
        self._mark = page.mark
        self.header.show_step(frame.workings, page.layer, frame.epoch)
        self.sheet.show_page(page)
        self.back.show_page(page)

    # What the user does

    def _choose_layer(self, layer: int) -> None:
        self.show_layer(layer)
        self.layer_chosen.emit(layer)

    def _set_mark(self, mark: Mark) -> None:
        self._mark = mark
        self._show_page()

    def _copy_text(self, kind: str) -> None:
        page, frame = self.page, self._frame
        if page is None or frame is None:
            return
        from playground.panels.equations import latex_text, numpy_text

        button = self.header.numpy if kind == "numpy" else self.header.latex
        if kind == "latex":
            self._copy(latex_text.document(page, frame.epoch), button)
        elif (count := numpy_text.size(page.workings, page.layer)) > numpy_text.MOST:
            say(button, TOO_LONG.format(count=count, most=numpy_text.MOST))
        else:
            self._copy(numpy_text.program(page.workings, page.layer, frame.epoch), button)

    def _copy_shown(self, what: str) -> None:
        page = self.page
        if page is None:
            return
        from playground.panels.equations import numpy_text

        if what == "equations":
            self._copy(lines.spoken(page.equations), self.sheet)
        else:
            name = page.called(page.mark.matrix)
            numbers = page.matrices[page.mark.matrix]
            self._copy(numpy_text.array(name.replace("[", "").replace("]", ""), numbers), self.sheet)

    def _copy(self, text: str, widget: QWidget) -> None:
        QGuiApplication.clipboard().setText(text)
        say(widget, "Copied.")
