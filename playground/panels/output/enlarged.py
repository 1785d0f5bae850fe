"""The output in a window of its own: the same plane, larger, with the same check boxes and live frames."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.frames import Frame, Scene
from playground.lettering import px
from playground.panels.output.boxes import Boxes, Twin
from playground.panels.output.captions import Captions
from playground.panels.output.picking import Picker
from playground.panels.output.plane import Plane, Probe
from playground.panels.output.showing import Showing
from playground.panels.output.words import probe_text
from playground.theme import Theme
from playground.widgets.axis import AXIS_BOTTOM, AXIS_LEFT
from playground.widgets.labeled_field import label
from playground.widgets.row import row
from playground.widgets.themed import Themed

SIZE, LEAST = (820, 900), 240


class Square(QWidget):
    """Keeps a plane as large as there is room for, and square."""

    def __init__(self, plane: Plane) -> None:
        super().__init__()
        self._plane = plane
        plane.setParent(self)

    def sizeHint(self) -> QSize:
        return QSize(*map(px, SIZE))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST), px(LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit_type()

    def fit_type(self) -> None:
        """Larger numbers beside the axes leave less room."""
        side = min(self.width() - px(AXIS_LEFT), self.height() - px(AXIS_BOTTOM))
        self._plane.set_side(side)
        wide = side + px(AXIS_LEFT)
        self._plane.setGeometry((self.width() - wide) // 2, 0, wide, side + px(AXIS_BOTTOM))


class EnlargedOutput(Themed, QDialog):
    """Non-modal. Emits `picked(column of the data or None)` when the user points at an example."""

    picked = Signal(object)

    def __init__(self, showing: Showing, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Output")
        self._showing = showing
        self._scene: Scene | None = None
        self.plane, self.read_out = Plane(theme=theme), label("", "sentence")
        self.plane.field.fine = True
        self.captions, self.picker = Captions(self.plane), Picker(self.plane)
        parts, others = ([Twin(box) for box in boxes] for boxes in (showing.parts, showing.others))
        self._twins = [*parts, *others]
        self.boxes = Boxes(parts, others)
        self.picker.picked.connect(self.picked)
        self.plane.probed.connect(self._show_probe)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(20, 12, 20, 14)
        lines.setSpacing(8)
        lines.addLayout(row(None, self.read_out))
        lines.addWidget(Square(self.plane), 1)
        lines.addLayout(self.captions.line())
        lines.addWidget(self.boxes)
        self.resize(*map(px, SIZE))
        showing.add(self.plane)
        showing.explained.connect(self._explain)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.plane.set_theme(theme)
        super().set_theme(theme)
        self._explain()

    def show_frame(self, frame: Frame, example: int | None) -> None:
        """A frame, and the ringed example of it."""
        self.plane.show_frame(frame)
        if frame.scene is not self._scene:
            self._scene = frame.scene
            self._explain()
            for twin in self._twins:
                twin.follow()
            self.boxes.fit_type()
        self.picker.place = example
        self.plane.put_ring(example)

    def _explain(self) -> None:
        if self._scene is not None:
            self.captions.explain(self._scene, self.theme)

    def _show_probe(self, probe: Probe | None) -> None:
        self.read_out.setText("" if probe is None or self._scene is None else probe_text(probe, self._scene))

    def done(self, result: int) -> None:
        """Every way of closing comes here: from now on it costs nothing."""
        self._showing.remove(self.plane)
        super().done(result)
        self.deleteLater()
