"""The table of the features: mu and sigma of train, and what these leave of train and dev."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.cost_surface import FeatureScale
from playground.panels.output.example_words import value_text
from playground.widgets.plot_numbers import number

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADINGS = ("Feature", "μ of train", "σ of train", "train after", "dev after")
TIPS = (
    "An input of the network.",
    "Its mean over the training part alone: the dev and test parts must not be looked at.",
    "Its standard deviation over the training part.",
    "Mean ± standard deviation of the training part once μ is taken away and the rest divided by σ.",
    "The same of the dev part, by the μ and σ of train: near 0 ± 1 if both come from one distribution.",
)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ScaleTable(QAbstractTableModel):
    """Rows are written when they are looked at: an image has thousands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale: FeatureScale | None = None
        self._names: tuple[str, ...] = ()

    def show_scale(self, scale: FeatureScale, names: tuple[str, ...]) -> None:
        """Other features, by the names that people read."""
        self.beginResetModel()
        self._scale, self._names = scale, names
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if section == 0 else RIGHT
        return {Qt.ItemDataRole.DisplayRole: HEADINGS, Qt.ItemDataRole.ToolTipRole: TIPS}.get(
            Qt.ItemDataRole(role), [None] * len(HEADINGS)
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._scale is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if index.column() == 0 else RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        i, s = index.row(), self._scale
        return (
            self._names[i],
            value_text(float(s.mean[i])),
            value_text(float(s.std[i])),
            _pair(float(s.train_mean[i]), float(s.train_std[i])),
            _pair(float(s.dev_mean[i]), float(s.dev_std[i])),
        )[index.column()]


def _pair(mean: float, std: float) -> str:
    return "no dev set" if np.isnan(mean) else f"{number(mean, 2)} ± {number(std, 2)}"
