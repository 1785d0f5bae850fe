"""Panels and cards scroll where there is no room for them, and the scroll bar takes none."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from playground.widgets.buttons import TextButton
from playground.widgets.panel_scroll import PanelScroll
from playground.widgets.popover import Popover


class Square(QWidget):
    """As high as it is wide, like a picture."""

    def resizeEvent(self, event: object) -> None:
        self.setFixedHeight(self.width())

    def sizeHint(self) -> QSize:
        return QSize(100, 100)


@pytest.fixture
def scroll(qtbot) -> PanelScroll:
    inside = QWidget()
    lines = QVBoxLayout(inside)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.addWidget(Square())
    lines.addStretch()
    area = PanelScroll(inside)
    qtbot.addWidget(area)
    area.resize(300, 400)
    area.show()
    qtbot.waitExposed(area)
    return area


def test_the_bar_takes_no_room(scroll: PanelScroll) -> None:
    inside = scroll.widget()
    assert inside is not None
    assert (inside.width(), scroll.bar.isVisible()) == (300, False)
    scroll.resize(300, 200)
    QApplication.processEvents()
    assert (inside.width(), scroll.bar.isVisible()) == (300, True)
    assert scroll.bar.geometry().right() == scroll.rect().right()


def test_a_square_at_the_edge_of_the_room_does_not_make_it_come_and_go(scroll: PanelScroll) -> None:
    """With a bar beside it the square would be lower, then need no bar, then be higher again, for ever."""
    for height in range(310, 280, -1):
        scroll.resize(300, height)
        QApplication.processEvents()
        assert scroll.bar.isVisible() == (height < 300)


def test_the_bar_moves_the_panels_and_the_other_way_round(scroll: PanelScroll) -> None:
    scroll.resize(300, 200)
    QApplication.processEvents()
    assert (scroll.bar.maximum(), scroll.bar.pageStep()) == (100, 200)
    scroll.bar.setValue(60)
    inside = scroll.widget()
    assert inside is not None
    assert inside.y() == -60
    scroll.verticalScrollBar().setValue(20)
    assert scroll.bar.value() == 20


def test_a_card_is_never_higher_than_the_screen(qtbot, monkeypatch) -> None:
    screen = QRect(0, 0, 800, 300)
    monkeypatch.setattr(Popover, "_screen", property(lambda card: screen))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    card = Popover("Many settings", window)
    buttons = [TextButton(f"Setting {k}", "") for k in range(20)]
    card.hold(buttons)
    button = TextButton("Open", "", window)
    card.open_below(button)
    assert card.height() == 300 - 16
    assert card.geometry().top() >= 0
    assert card.geometry().bottom() < 300
    last = buttons[-1]
    buttons[-2].setFocus()
    qtbot.keyClick(buttons[-2], Qt.Key.Key_Tab)
    assert last.hasFocus()
    assert card.rect().contains(QRect(last.mapTo(card, last.rect().topLeft()), last.size()))
    card.hide()
