"""What all widgets share: whether things may move."""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QProxyStyle, QStyle

from playground.widgets.themed import REDUCE_MOTION, motion_reduced, reduce_motion


class Still(QProxyStyle):
    """The style of a desktop whose user wants no animation."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, data)


@pytest.fixture
def still_desktop(qapp, monkeypatch):
    style = Still()
    monkeypatch.setattr("playground.widgets.themed.QApplication.style", lambda: style)


@pytest.mark.parametrize("value", [True, "true"])  # a new process reads words
def test_the_setting_stops_all_motion(qapp, value):
    assert not motion_reduced()
    QSettings().setValue(REDUCE_MOTION, value)
    assert motion_reduced()


def test_without_a_choice_it_is_as_on_the_desktop(still_desktop):
    assert motion_reduced()
    reduce_motion(False)
    assert not motion_reduced()
    reduce_motion(True)
    assert motion_reduced()
    assert not QSettings().contains(REDUCE_MOTION)
