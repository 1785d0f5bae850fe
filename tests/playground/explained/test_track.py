"""The loop of a step: every stage has its place, however many layers there are."""

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.explained.stages import stages_of
from playground.explained.track import LOW, USUAL, Heights, Track, areas


@pytest.mark.parametrize("heights", [USUAL, LOW])
@pytest.mark.parametrize("depth", [1, 3, 12, 33])
def test_no_two_stages_share_a_place_and_all_are_inside(depth: int, heights: Heights) -> None:
    places = areas(depth, 1000.0, 1.0, heights)
    assert max(area.bottom() for area in places) + heights.edge == heights.whole
    assert len(places) == len(stages_of(depth))
    for k, area in enumerate(places):
        assert 0 <= area.left() < area.right() <= 1000
        assert not any(area.intersects(other) for other in places[:k])
    for l in range(1, depth + 1):  # the way back lies below the way forward
        assert places[l].center().x() == places[2 * depth + 2 - l].center().x()


def test_a_click_chooses_a_stage(qtbot) -> None:
    track = Track()
    qtbot.addWidget(track)
    track.resize(900, track.sizeHint().height())
    track.show_place(3, 0)
    chosen: list[int] = []
    track.chosen.connect(chosen.append)
    for k, area in enumerate(track.areas):
        qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
        assert chosen[-1] == k
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(450, 1))
    assert len(chosen) == 9
    track.show_place(3, 5)
    assert track.accessibleDescription() == "Stage 6 of 9: Backward, layer 2".replace("layer 2", "layer 3")
