"""The field in which one types, and below it the actions that fit, the best first."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListView, QMenuBar, QVBoxLayout, QWidget

from playground.finder.entries import Entry, entries, found
from playground.finder.rows import ENTRY, EntryModel, EntryPainter, row_height
from playground.theme import Theme, font
from playground.widgets.themed import Themed, describe, set_role

WIDTH, TOP, SHOWN, RADIUS = 20, 56, 11, 8  # the width and SHOWN are in rows
HELP = "Up and Down choose · Enter does it · Esc closes"
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: 1 - SHOWN, Qt.Key.Key_PageDown: SHOWN - 1}


class Finder(Themed, QDialog):
    """The field and the list below it. What is chosen is done once the dialog has closed."""

    def __init__(self, listed: list[Entry], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # leaves the round corners clear
        self.setWindowTitle("Find any action")
        self.theme, self._listed = theme, listed
        self._build()
        self._search("")
        self.set_theme(theme)

    def _build(self) -> None:
        self.field, self.list, self.foot = QLineEdit(self), QListView(self), QLabel(HELP, self)
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setFixedHeight(row_height() + 4)
        describe(
            self.field, "Find any action", "A few letters of its words are enough: dl finds Duplicate layer."
        )
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.model = EntryModel(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryPainter(self.theme, self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(SHOWN * row_height())
        set_role(self.list, "plain")
        describe(self.list, "Actions", "A click does the action.")
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.foot.setFont(font("label"))
        set_role(self.foot, "hint")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 12, 12, 10)
        lines.setSpacing(8)
        for part in (self.field, self.list, self.foot):
            lines.addWidget(part)
        self.setFixedWidth(WIDTH * row_height())

    @property
    def current(self) -> Entry | None:
        """The entry that Enter would take."""
        entry: Entry | None = self.list.currentIndex().data(ENTRY)
        return entry

    def _search(self, typed: str) -> None:
        self.model.show(found(self._listed, typed))
        self.foot.setText(HELP if self.model.shown else "No action is called that. Fewer letters find more.")
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        last = len(self.model.shown) - 1
        self.list.setCurrentIndex(self.model.index(max(0, min(row, last)), 0))

    def _tell(self, *_: object) -> None:
        """The focus stays in the field, so a screen reader is told what has been chosen."""
        if (entry := self.current) is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, entry.said))

    def _take(self, *_: object) -> None:
        entry = self.current
        if entry is None:
            return
        if not entry.enabled:
            self.foot.setText(f"Not now{f': {entry.reason}' if entry.reason else ''}.")
            return
        self.accept()
        QTimer.singleShot(0, entry.action, entry.action.trigger)

    def open_over(self, window: QWidget) -> None:
        """Show it in the middle of the window, near its top."""
        self.adjustSize()
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, TOP)))
        self.show()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def done(self, result: int) -> None:
        """The keyboard goes back to the window, unless something else has taken it already."""
        had_keyboard, window = self.isActiveWindow(), self.parentWidget()
        super().done(result)
        if had_keyboard and window is not None:
            window.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field that move the choice or take it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in MOVES:
            self._go_to(self.list.currentIndex().row() + MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        """A click elsewhere closes it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.line_strong))
        painter.setBrush(QColor(self.theme.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def find_action(window: QWidget, menus: QMenuBar, commands: dict[str, QAction], theme: Theme) -> None:
    """Open the list over the window."""
    Finder(entries(menus, commands), theme, window).open_over(window)
