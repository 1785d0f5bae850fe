"""What is shown of the output: the check boxes, and the planes that follow them."""

from PySide6.QtCore import QObject, Signal

from playground.frames import Extent, Frame
from playground.panels.output.judged import Cell
from playground.panels.output.plane import Plane
from playground.panels.output.points import DEV, TEST, TRAIN
from playground.panels.output.test_part import TestPart
from playground.widgets.check_box import CheckBox

TRAIN_TIP = "Show the training examples."
DEV_TIP = "Show the dev examples. The network never learns from them."
FLAT_TIP = "On: one flat colour per class, without how sure the network is."
MISTAKES_TIP = "A cross over every point that the network gets wrong, live."
RESIDUALS_TIP = (
    "How far the network is off at every point: a triangle up where it says too much, down where it says too "
    "little, larger the more; on a curve a line from the point to it."
)


class Showing(QObject):
    """Check boxes left (`parts`) and right (`others`) below the plane.

    Emits `wanted` with the fields of a View, and `explained` when the legend has something else to explain.
    """

    wanted = Signal(dict)
    explained = Signal()

    def __init__(self, plane: Plane, test: TestPart, parent: QObject) -> None:
        super().__init__(parent)
        self.planes = [plane]
        self.cell: Cell | None = None
        self.train, self.dev = CheckBox("Train", TRAIN_TIP, "filled"), CheckBox("Dev", DEV_TIP, "hollow")
        self.test = test.box
        self.mistakes, self.residuals = (
            CheckBox("Mistakes", MISTAKES_TIP),
            CheckBox("Residuals", RESIDUALS_TIP),
        )
        self.flat = CheckBox("Discretise", FLAT_TIP)
        self.parts = (self.train, self.dev, self.test)
        self.others = (self.mistakes, self.residuals, self.flat)
        self.residuals.hide()
        for box in (self.train, self.dev):
            box.setChecked(True)
        for box in (*self.parts[:2], self.flat):
            box.toggled.connect(self._follow)
        for box in (self.mistakes, self.residuals):
            box.toggled.connect(self._judge)
        self._frame: Frame | None = None
        self._asked = False
        self.extent: Extent | None = None
        plane.zoomer.zoomed.connect(self.zoom)

    def add(self, plane: Plane) -> None:
        """One more plane that shows the same."""
        self.planes.append(plane)
        plane.zoomer.zoomed.connect(self.zoom)
        plane.look_at(self.extent)
        self._follow()
        self._judge()

    def remove(self, plane: Plane) -> None:
        """That plane is closed."""
        self.planes.remove(plane)

    def show_frame(self, frame: Frame) -> None:
        """The test part is shown with the frames that hold it; other data have other boxes."""
        before, self._frame = self._frame, frame
        data = frame.scene.dataset
        if before is None or before.scene.dataset is not data:
            self.cell = None
            for box, is_there in ((self.mistakes, True), (self.residuals, False), (self.flat, True)):
                box.setVisible(bool(data.n_classes) == is_there)
            self._judge()
        if before is not None and before.scene is not frame.scene and self.planes[0].extent is None:
            self.zoom(None)  # of another plane
        if before is None or before.view.test != frame.view.test:
            self._follow()

    def toggle_mistakes(self) -> None:
        """Mistakes, or residuals where the answers are numbers."""
        (self.residuals if self.mistakes.isHidden() else self.mistakes).toggle()

    def light(self, cell: Cell | None) -> None:
        """Light up the points of one cell of the confusion matrix; None for all as usual."""
        if cell != self.cell:
            self.cell = cell
            self._judge()

    def zoom(self, extent: Extent | None) -> None:
        """Look at a part of the plane from near, in all windows, and have it computed; None for all of it."""
        if extent == self.extent:
            return
        self.extent = extent
        for plane in self.planes:
            plane.look_at(extent)
        self.wanted.emit({"extent": extent})

    def _follow(self, *_: object) -> None:
        is_open = self._frame is not None and self._frame.view.test
        shown = {TRAIN: self.train.isChecked(), DEV: self.dev.isChecked(), TEST: is_open}
        for plane in self.planes:
            for part, is_shown in shown.items():
                plane.set_part_shown(part, is_shown)
            plane.set_flat(self.flat.isChecked())

    def _judge(self, *_: object) -> None:
        """What is asked of the worker is what any of it needs."""
        marks, residuals = (self._is_on(box) for box in (self.mistakes, self.residuals))
        for plane in self.planes:
            plane.judged.ask(marks, residuals, self.cell)
        asked = self.planes[0].judged.is_asked
        if asked != self._asked:
            self._asked = asked
            self.wanted.emit({"verdicts": asked})
        self.explained.emit()

    def _is_on(self, box: CheckBox) -> bool:
        """Ticked, and there for these data."""
        return box.isChecked() and not box.isHidden()
