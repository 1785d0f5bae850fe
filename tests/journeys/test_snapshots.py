"""Story: another theme, another size of type, another screen: the window is in order in every combination.

No pictures are kept to compare with. What is checked is what holds of every good picture: the same scene on a
sharper screen is the same, there and back again nothing has changed, and nothing is cut or covered.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSettings, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from engine.experiment import Experiment
from engine.layers import Dense
from playground import lettering
from playground.canvas import column_words, overlays, painting
from playground.first_steps import SEEN
from playground.text_size import TextSize
from tests.journeys.conftest import User
from tests.journeys.pictures import (
    Picture,
    brought_down,
    cut_words,
    differences,
    misplaced,
    photograph,
    pixels,
    usual_type,
)
from tests.journeys.studio import EPOCHS, LARGE, SMALL, WIDE, Studio

THEMES, RATIOS = ("dark", "light"), (1.5, 2.0)  # of the pixels of a sharp screen to those of a usual one
BLOCK = 32  # pixels of a side
# Grey levels between a sharp picture brought down and the usual one, in the worst block and all over: so many
# there are where type falls on other pixels or many points on each other, more where a wide matrix does.
WORST, WORST_OF_MATRIX, ALL_OVER = 28.0, 40.0, 4.0
CRISP = 1.3  # times as much edge on twice as many pixels: about 2 where they are used, 1 where they are not
FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME")


def layers(*units: int, **fields: object) -> Experiment:
    return Experiment().with_(layers=tuple(Dense(n, **fields) for n in units))  # type: ignore[arg-type]


NETWORKS = {
    "usual": Experiment(),
    "badges": layers(8, 8, 8, batch_norm=True, keep_prob=0.8, frozen=True),
    "wide": layers(256, 64),
    "deep": layers(*[4] * 12),
}
EVERY = pytest.mark.parametrize("network", NETWORKS)


@pytest.fixture
def studio(qapp: QApplication, open_app: Callable[..., User]) -> Iterator[Callable[..., Studio]]:
    """Opens windows past the first start, the type of the next test is as usual again."""

    def start(network: str, percent: int = 100) -> Studio:
        QSettings().setValue(SEEN, True)
        QSettings().setValue(TextSize.KEY, percent)
        return Studio(open_app(NETWORKS[network]))

    yield start
    usual_type(qapp)


# Words and places


@EVERY
def test_all_words_have_room_and_nothing_lies_over_anything(studio, network, monkeypatch):
    cut: list[str] = []

    def write(painter: QPainter, rect: QRectF, text: str, color: str, style: QFont, *where: object) -> None:
        """In place of what paints words on the canvas."""
        metrics = QFontMetrics(style)
        if metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) + 1) != text:
            cut.append(text)
        if metrics.ascent() + metrics.descent() > rect.height() + 1:
            cut.append(f"the height of {text}")

    for module in (column_words, overlays, painting):
        monkeypatch.setattr(module, "write", write)
    shop, wrong = studio(network), []
    for shape in shop.every_shape():
        for card in shop.window.network.canvas._cards:
            card.update()
        shop.picture()
        words = (*cut, *cut_words(shop.window), *misplaced(shop.window), *shop.meeting())
        wrong += [f"{shape}: {word}" for word in words]
    assert wrong == []


@pytest.mark.parametrize("network", ["wide", "deep"])
def test_a_network_that_was_fitted_is_seen_whole(studio, network):
    shop = studio(network)
    canvas = shop.window.network.canvas
    for shape in shop.every_shape():
        canvas.set_zoom(1.0)
        canvas.fit()
        shop.settle()
        layout, view = canvas.layout_now, canvas.viewport()
        whole = canvas.viewportTransform().mapRect(QRectF(0, 0, layout.width, layout.height))
        assert whole.width() <= view.width() + 1, shape
        assert whole.height() <= view.height() + 1, shape
        assert list(shop.meeting()) == [], shape


# Pictures


@EVERY
def test_every_screen_shows_the_same_and_units_stand_on_clean_ground(studio, network):
    shop, wrong = studio(network), []
    for number, shape in enumerate(shop.every_shape()):
        # Of the usual network every combination, of the others one look for each shape of the window.
        themes = THEMES if network == "usual" else (THEMES[number % 2],)
        ratios = RATIOS if network == "usual" else (RATIOS[number % 2],)
        for theme in themes:
            shop.wear(theme)
            usual = shop.picture()
            wrong += [f"{shape}, {theme}, 1: {words}" for words in shop.spots(usual, 1.0)]
            for ratio in ratios:
                sharp = photograph(shop.window, ratio)
                worst = WORST_OF_MATRIX if network == "wide" else WORST
                words = unlike(usual, brought_down(sharp, ratio), worst)
                words += shop.spots(pixels(sharp), ratio)
                wrong += [f"{shape}, {theme}, {ratio}: {word}" for word in words]
    assert wrong == []


def unlike(one: Picture, other: Picture, worst: float = WORST) -> list[str]:
    """Where two pictures that should look alike do not."""
    blocks = differences(one, other, BLOCK)
    places = [(int(row), int(column)) for row, column in np.argwhere(blocks > worst)]
    found = [f"{blocks[place]:.0f} at ({place[1] * BLOCK}, {place[0] * BLOCK})" for place in places]
    return [*found, *([f"{blocks.mean():.1f} all over"] if blocks.mean() > ALL_OVER else [])]


def test_there_and_back_again_nothing_has_changed(studio):
    shop = studio("badges")
    first = {100: shop.picture()}
    for percent in (125, 150):
        shop.wear(percent=percent)
        first[percent] = shop.picture()
    for percent in (100, 150, 125, 100):
        shop.wear(percent=percent)
        assert (shop.picture() == first[percent]).all(), percent
        shop.wear("light")
        assert differences(shop.picture(), first[percent], BLOCK).mean() > 50
        shop.wear("dark")
        assert shop.unthemed() == []
        assert (shop.picture() == first[percent]).all(), f"{percent}, after another theme"
    for size in (SMALL, WIDE, LARGE):
        shop.wear(size=size)
    assert (shop.picture() == first[100]).all()


def test_a_window_opened_with_large_type_is_like_one_that_was_made_large(studio):
    made = studio("usual")
    made.wear(percent=150, size=WIDE)
    picture = made.picture()
    made.window.close()
    opened = studio("usual", 150)
    opened.wear(size=WIDE)
    opened.user.bot.waitUntil(
        lambda: bool((opened.picture() == picture).all())
    )  # panels still find their heights


SHARP = f"""
import sys
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from playground.app import create_app, open_window
from playground.first_steps import SEEN

app = create_app([])
QSettings().setValue(SEEN, True)
window = open_window(app)
window.show()
session, menus = window.session, window.menus
menus.theme_chosen.emit("dark")
for epoch in range(1, {EPOCHS} + 1):
    session.step_epoch()
    while session.frame is None or session.frame.epoch < epoch:
        QTest.qWait(5)
for percent in {lettering.PERCENTS}:
    menus.text_size_chosen.emit(percent)
    QTest.qWait(5)
    while session.frame.view != session.view:
        QTest.qWait(5)
    window.catch_up()
    QTest.qWait(5)
    window.grab().save(f"{{sys.argv[1]}}/{{percent}}.bmp")
window.close()
"""


def test_a_screen_of_twice_as_many_pixels(studio, tmp_path: Path):
    """In a process of its own, for which all is twice as fine: icons and pictures that are kept, too."""
    root, folders = Path(__file__).parents[2], {name: str(tmp_path / name) for name in FOLDERS}
    environment = {**os.environ, **folders, "QT_SCALE_FACTOR": "2"}
    command = [sys.executable, "-c", SHARP, str(tmp_path)]
    subprocess.run(command, env=environment, cwd=root, check=True, timeout=60)
    shop = studio("usual")
    for percent in lettering.PERCENTS:
        shop.wear(percent=percent)
        usual, sharp = shop.picture(), QImage(str(tmp_path / f"{percent}.bmp"))
        assert (sharp.width(), sharp.height()) == (2 * usual.shape[1], 2 * usual.shape[0])
        assert unlike(usual, brought_down(sharp, 2.0)) == []
        assert list(shop.spots(pixels(sharp), 2.0)) == []
        gains = {name: edges(fine) / edges(rough) for name, rough, fine in shop.pairs(usual, pixels(sharp))}
        assert len(gains) > 10
        assert {name: gain for name, gain in gains.items() if gain < CRISP} == {}, percent


def edges(picture: Picture) -> float:
    """How crisp a picture is: of the same edges twice as many pixels have twice as much if they are used."""
    return float((np.diff(picture.astype(int), axis=1) ** 2).sum())
