"""Thumbnails paint the points they are given; palette chips carry what a drop target needs."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag

from playground.theme import DARK, LIGHT
from playground.widgets.data_thumbnail import PICTURE, DataThumbnail, fitted, mosaic
from playground.widgets.palette_chip import MIME, PaletteChip
from playground.widgets.plot_legend import class_signs

LEFT = Qt.MouseButton.LeftButton
X = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])


@pytest.fixture
def thumbnail(qtbot) -> DataThumbnail:
    widget = DataThumbnail("Circle", "One class around the other.")
    qtbot.addWidget(widget)
    return widget


def colors_in(widget: DataThumbnail) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }


def test_points_keep_their_shape_and_x2_points_up() -> None:
    placed = fitted(np.array([[0.0, 10.0], [0.0, 5.0]]))
    assert placed.min() >= 0
    assert placed.max() <= PICTURE
    assert placed[1, 1] < placed[1, 0]
    assert np.ptp(placed[0]) == pytest.approx(2 * np.ptp(placed[1]))


def test_a_single_point_is_drawn_in_the_middle() -> None:
    np.testing.assert_allclose(fitted(np.array([[3.0], [4.0]])), PICTURE / 2)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_classes_show_in_their_colours(thumbnail: DataThumbnail, theme) -> None:
    thumbnail.set_theme(theme)
    assert theme.classes[1] not in colors_in(thumbnail)
    thumbnail.set_points(X, np.array([0, 1, 2, 5]))
    shown = colors_in(thumbnail)
    assert {theme.classes[0], theme.classes[1], theme.classes[2]} <= shown


def test_numbers_show_on_the_diverging_map(thumbnail: DataThumbnail) -> None:
    thumbnail.set_points(X, np.array([-1.0, 1.0, 0.0, 0.5]))
    assert {LIGHT.diverging[0], LIGHT.diverging[-1]} <= colors_in(thumbnail)


def test_nine_images_stand_three_by_three_in_reading_order() -> None:
    picture = mosaic(np.arange(9, dtype=np.uint8)[:, None, None] * np.ones((1, 2, 4), np.uint8))
    assert picture.shape == (3 * 2 + 2, 3 * 4 + 2)
    assert picture[::3, ::5].tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert not picture[2].any()
    assert not picture[:, 4].any()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_images_show_as_ink_on_paper(thumbnail: DataThumbnail, theme) -> None:
    thumbnail.set_theme(theme)
    images = np.zeros((10, 8, 8))
    images[0, 2:6, 2:6] = 16
    thumbnail.set_images(images)
    assert thumbnail.has_points
    assert {theme.canvas, theme.text} <= colors_in(thumbnail)


def test_the_checked_one_has_a_ring_in_the_accent(qtbot, thumbnail: DataThumbnail) -> None:
    thumbnail.set_points(X, np.array([0, 1, 0, 1]))
    assert LIGHT.accent not in colors_in(thumbnail)
    qtbot.mouseClick(thumbnail, LEFT)
    assert thumbnail.isChecked()
    assert LIGHT.accent in colors_in(thumbnail)


def test_the_caption_is_never_cut_without_a_mark(qtbot) -> None:
    widget = DataThumbnail("A very long name of a data set", "")
    qtbot.addWidget(widget)
    assert widget.shown_caption().endswith("…")
    assert widget.accessibleName() == "A very long name of a data set"


def test_a_legend_of_ten_digits_has_ten_signs_and_no_repeated_words() -> None:
    signs = class_signs(tuple("0123456789"), "digit", DARK)
    assert [sign.text for sign in signs] == list("0123456789")
    assert len({(sign.color, sign.symbol) for sign in signs}) == 10
    assert [sign.text for sign in class_signs(("0", "1", "2"), "y", DARK)] == ["y = 0", "y = 1", "y = 2"]


@pytest.fixture
def chip(qtbot) -> PaletteChip:
    widget = PaletteChip("dense", "dense", "Dense", "Every unit sees all units before it.")
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    return widget


def test_enter_and_space_choose_the_chip(qtbot, chip: PaletteChip) -> None:
    chip.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(chip.chosen) as chosen:
            qtbot.keyClick(chip, key)
        assert chosen.args == ["dense"]


def test_a_drag_carries_the_kind_and_is_no_choice(qtbot, chip: PaletteChip, monkeypatch) -> None:
    carried: list[bytes] = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, *_: carried.append(bytes(drag.mimeData().data(MIME).data()))
    )
    with qtbot.assertNotEmitted(chip.chosen):
        qtbot.mousePress(chip, LEFT, pos=QPoint(20, 20))
        qtbot.mouseMove(chip, QPoint(24, 20))
        qtbot.mouseMove(chip, QPoint(60, 30))
        qtbot.mouseRelease(chip, LEFT, pos=QPoint(60, 30))
    assert carried == [b"dense"]


def test_the_chip_has_room_for_its_words(chip: PaletteChip) -> None:
    assert chip.width() >= chip.fontMetrics().horizontalAdvance("Dense") + 50
