"""What stands below a plane and explains it: the markers' meaning, and the bar of its colours."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout

from playground.frames import Scene
from playground.lettering import px
from playground.panels.output.plane import Plane
from playground.panels.output.words import legend_signs
from playground.rendering import Placed
from playground.shades import Shades
from playground.theme import Theme
from playground.widgets.plot_legend import ColorBar, Legend
from playground.widgets.plot_numbers import number
from playground.widgets.row import row
from playground.widgets.themed import describe

GAP = 6
PLANE_TIP = (
    "What the network says of every point of the plane. Colour: its answer, stronger where it is surer; the "
    "line is where the answer changes. Filled marks are training examples, hollow ones the dev set, dotted "
    "ones the test set. Click one to look at it (Enter, then the arrow keys). Wheel, + and −: nearer; double "
    "click: all of it."
)
CURVE_TIP = (
    "The line is what the network says for every value of its only input. Filled marks are training "
    "examples, hollow ones the dev set, each as high as the number to predict."
)


class Captions:
    """`legend` and `color_bar` of a plane; its name and tooltip are told here, too."""

    def __init__(self, plane: Plane) -> None:
        self._plane = plane
        self.legend, self.color_bar = Legend(), ColorBar()
        self.color_bar.hide()
        describe(plane, "Decision boundary", PLANE_TIP)

    def line(self) -> QHBoxLayout:
        """Both side by side."""
        line = row(self.legend, self.color_bar)
        line.setAlignment(self.color_bar, Qt.AlignmentFlag.AlignTop)
        return line

    def explain(self, scene: Scene, theme: Theme) -> None:
        """Fit the data and what is shown of them."""
        data, is_line = scene.dataset, scene.is_curve
        shades = Shades(data, theme)
        name, tip = ("Prediction curve", CURVE_TIP) if is_line else ("Decision boundary", PLANE_TIP)
        describe(self._plane, name, tip)
        self.legend.set_signs(legend_signs(scene, theme, self._plane.judged.residuals))
        self.color_bar.setVisible(data.task != "multiclass" and not is_line)
        if data.task == "binary":
            words = "p(y = 1)" if data.classes == ("0", "1") else "p"
            self.color_bar.set_scale(words, "0", "1", shades.table)
        elif data.task == "regression":
            low, high = (number(v, 1) for v in (shades.low, shades.high))
            self.color_bar.set_scale(data.target[:12], low, high, shades.table)


def parts_below(plane: Plane, captions: Captions) -> list[Placed]:
    """The plane, and its captions right below it, as parts of a picture."""
    line, legend, bar = plane.height() + px(GAP), captions.legend, captions.color_bar
    signs = QSize(min(legend.sizeHint().width(), legend.width()), legend.height())
    parts = [Placed(plane, QPoint(), plane.size()), Placed(legend, QPoint(0, line), signs)]
    if not bar.isHidden():
        left = max(signs.width() + 2 * px(GAP), plane.width() - bar.width())
        parts.append(Placed(bar, QPoint(left, line), bar.size()))
    return parts
