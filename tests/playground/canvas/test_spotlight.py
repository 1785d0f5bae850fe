"""The spotlight on the network: one column is lit, the frame is dressed, and all is as before afterwards."""

import numpy as np
import pytest
from msgspec.structs import replace

from engine.data import Circle
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.canvas.spotlight import DIM, Spot, SpotlitView
from playground.frames import Frame, FrameBuilder, View
from playground.theme import DARK, LIGHT

X = Experiment(data=Circle(samples=80), layers=(Dense(3), Dense(2)))


@pytest.fixture
def view(qtbot) -> SpotlitView:
    view = SpotlitView(DARK, X)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    qtbot.waitExposed(view)
    view.show_frame(FrameBuilder(Trainer(X), View()).build(0.0))
    return view


def opacities(view: SpotlitView) -> list[float]:
    return [units.opacity() for units in view._units]


def test_one_column_and_the_links_into_it_are_lit(view: SpotlitView) -> None:
    view.set_spotlight(Spot(2, "forward"))
    assert opacities(view) == [DIM, DIM, 1.0, DIM]
    assert [links.opacity() for links in view._links] == [DIM, 1.0, DIM]
    assert view._spot_item is not None
    assert view._spot_item.isVisible()
    view.set_theme(LIGHT)
    view.resize(1000, 520)
    assert opacities(view) == [DIM, DIM, 1.0, DIM]
    assert view._spot_item.rect().contains(view.layout_now.columns[2].card)


def test_all_are_lit_where_no_column_is_meant_and_after_it(view: SpotlitView) -> None:
    for spot in (Spot(None), None):
        view.set_spotlight(Spot(1, "backward"))
        view.set_spotlight(spot)
        assert opacities(view) == [1.0] * 4
        assert view._spot_item is not None
        assert not view._spot_item.isVisible()


def test_frames_are_dressed_for_as_long_as_it_is_on(view: SpotlitView) -> None:
    plain = view.frame
    assert plain is not None

    def dress(frame: Frame) -> Frame:
        return replace(frame, links={name: 0 * array for name, array in frame.links.items()})

    view.set_spotlight(Spot(1), dress)
    assert view.frame is not None
    assert not view.frame.links["W1"].any()
    newer = FrameBuilder(Trainer(X), View()).build(0.0)
    view.show_frame(newer)
    assert not np.any(view.frame.links["W2"])
    view.set_spotlight(None)
    assert view.frame is newer


def test_a_column_that_is_there_no_more_is_not_lit(view: SpotlitView) -> None:
    view.set_spotlight(Spot(3, "forward"))
    view.show_experiment(X.with_(layers=(Dense(3),)))
    assert view._spot_item is not None
    assert not view._spot_item.isVisible()


def test_a_column_that_is_out_of_sight_is_brought_into_view(view: SpotlitView) -> None:
    wide = X.with_(layers=tuple(Dense(2) for _ in range(12)))
    view.show_experiment(wide)
    view.show_frame(FrameBuilder(Trainer(wide), View()).build(0.0))
    view.set_spotlight(Spot(12, "forward"))
    card = view.layout_now.columns[12].card
    assert view.viewport().rect().contains(view.mapFromScene(card).boundingRect())
