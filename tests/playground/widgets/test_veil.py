"""The veil: it lies over a whole panel, says why, and goes again."""

from PySide6.QtWidgets import QWidget

from playground.widgets.veil import Veil


def test_it_covers_the_panel_at_every_size_until_there_is_nothing_to_say(qtbot):
    panel = QWidget()
    qtbot.addWidget(panel)
    veil = Veil(panel)
    panel.resize(200, 100)
    panel.show()
    assert not veil.isVisible()
    veil.cover("Waiting")
    assert veil.isVisible()
    assert veil.accessibleName() == "Waiting"
    panel.resize(300, 150)
    assert veil.size() == panel.size()
    veil.cover("")
    assert not veil.isVisible()
