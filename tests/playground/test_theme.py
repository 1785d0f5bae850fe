"""The colour tables keep what the design promises: measured contrast, readable maps, and a quiet Qt."""

import numpy as np
import pytest
from PySide6.QtCore import QSettings, qInstallMessageHandler
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from playground import theme as themes
from playground.colormaps import linear, parse
from playground.theme import DARK, LIGHT, MapName, Theme, ThemeController

BOTH = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])

# ink, ground, contrast as printed in the design for the dark and the light look, and the least allowed:
# 4.5 for text, 3 for edges and lines (WCAG 2.1, 1.4.3 and 1.4.11).
PAIRS = [
    ("outline", "window", 4.2, 3.7, 3.0),
    ("outline", "raised", 3.7, 3.3, 3.0),
    ("text", "window", 15.3, 17.8, 4.5),
    ("text", "raised", 13.8, 16.2, 4.5),
    ("text2", "window", 9.5, 8.6, 4.5),
    ("text2", "raised", 8.5, 7.8, 4.5),
    ("text3", "window", 6.1, 5.6, 4.5),
    ("text3", "raised", 5.5, 5.1, 4.5),
    ("text3", "hover", 4.9, 4.7, 4.5),
    ("accent", "window", 7.2, 6.7, 4.5),
    ("accent", "raised", 6.4, 6.1, 4.5),
    ("accent", "accent_soft", 5.9, 5.8, 4.5),
    ("on_accent", "accent_fill", 5.1, 6.0, 4.5),
    ("ok", "ok_soft", 6.9, 5.3, 4.5),
    ("warn", "warn_soft", 8.9, 6.0, 4.5),
    ("bad", "bad_soft", 6.2, 5.1, 4.5),
    ("pos_text", "window", 8.7, 5.9, 4.5),
    ("neg_text", "window", 9.2, 5.5, 4.5),
    ("pos_line", "canvas", 7.2, 4.4, 3.0),
    ("neg_line", "canvas", 8.1, 3.3, 3.0),
    ("train_curve", "window", 13.8, 13.0, 3.0),
    ("dev_curve", "window", 8.3, 5.7, 3.0),
]


def luminance(color: str) -> float:
    return float(linear(parse(color)) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground", "dark", "light", "least"), PAIRS)
def test_contrast_is_as_printed(ink: str, ground: str, dark: float, light: float, least: float) -> None:
    for theme, printed in ((DARK, dark), (LIGHT, light)):
        measured = contrast(getattr(theme, ink), getattr(theme, ground))
        assert measured == pytest.approx(printed, abs=0.1), theme.name
        assert measured >= least, theme.name


@pytest.mark.parametrize(("theme", "least"), [(DARK, 6.0), (LIGHT, 9.4)])
def test_contour_ink_stands_out_everywhere_on_the_field(theme: Theme, least: float) -> None:
    ground = ["#{:02X}{:02X}{:02X}".format(*row) for row in theme.map("field").rgb]
    assert min(contrast(theme.contour, color) for color in ground) >= least - 0.05


@BOTH
def test_classes_stand_out_from_the_middle_of_the_field(theme: Theme) -> None:
    assert min(contrast(color, theme.field[2]) for color in theme.classes) >= 3.1 - 0.05
    assert len(theme.classes) == len(set(theme.classes)) == len(theme.markers) == 6


@BOTH
def test_no_two_classes_of_digits_share_a_colour_and_none_of_36_look_alike(theme: Theme) -> None:
    colors = [theme.class_color(c) for c in range(10)]
    assert colors[:6] == list(theme.classes)
    assert len(set(colors)) == 10
    assert min(contrast(color, theme.field[2]) for color in colors) >= 3.1 - 0.05
    looks = [(theme.classes[c % 6], theme.marker(c)) for c in range(36)]
    assert [marker for _, marker in looks[:6]] == list(theme.markers)
    assert len(set(looks)) == 36


@BOTH
@pytest.mark.parametrize("name", ["diverging", "field", "sequential"])
def test_maps_meet_every_stop(theme: Theme, name: MapName) -> None:
    table = theme.map(name)
    stops = getattr(theme, name)
    rows = np.rint(np.linspace(0, 255, len(stops))).astype(int)
    assert table.rgb.shape == (256, 3)
    np.testing.assert_array_equal(table.rgb[rows], [parse(stop) for stop in stops])
    assert [QColor.fromRgb(v).name().upper() for v in np.array(table.qrgb)[rows].tolist()] == list(stops)
    assert theme.map(name) is table


@BOTH
def test_zero_is_the_middle_of_the_diverging_map(theme: Theme) -> None:
    row = int(np.rint(127.5 * (0 + 1)))
    np.testing.assert_array_equal(theme.map("diverging").rgb[row], parse(theme.diverging[2]))


@BOTH
def test_sequential_lightness_is_monotone(theme: Theme) -> None:
    light = linear(theme.map("sequential").rgb) @ [0.2126, 0.7152, 0.0722]
    steps = np.diff(light) * (1 if theme.is_dark else -1)
    assert (steps > -1e-3).all()


@BOTH
def test_class_field_grows_with_confidence(theme: Theme) -> None:
    table = theme.class_field(3)
    assert table.shape == (3, 256)
    first = QColor.fromRgb(int(table[1, 0]))
    sure = QColor.fromRgb(int(table[1, 255]))
    assert sure.saturation() > first.saturation()
    base, gain = theme.blend
    expected = (1 - base - gain) * parse(theme.field[2]) + (base + gain) * parse(theme.classes[1])
    np.testing.assert_allclose([sure.red(), sure.green(), sure.blue()], expected, atol=0.6)


def test_apply_dresses_qt_without_a_word(qapp: QApplication) -> None:
    said: list[str] = []
    previous = qInstallMessageHandler(lambda _kind, _where, text: said.append(text))
    try:
        for theme in (DARK, LIGHT):
            themes.apply(qapp, theme)
            assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == theme.window
    finally:
        qInstallMessageHandler(previous)
    assert said == []


def test_fonts_are_the_steps_of_the_design(qapp: QApplication) -> None:
    sizes = [themes.font(step).pixelSize() for step in themes.TYPE]
    assert sizes == [20, 16, 15, 13, 12, 11, 10]
    assert themes.font("section").weight() == 600
    assert themes.font("label", mono=True).family() != themes.font("label").family()


def test_controller_remembers_and_tells(qapp: QApplication, qtbot, tmp_path) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    controller = ThemeController(qapp, settings)
    assert controller.choice == "system"
    controller.set_choice("light")
    with qtbot.waitSignal(controller.changed) as told:
        controller.set_choice("dark")
    assert told.args == [DARK]
    settings.sync()
    again = ThemeController(qapp, QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert again.theme is DARK
    with qtbot.assertNotEmitted(again.changed):
        again.set_choice("dark")


def test_controller_ignores_a_damaged_setting(qapp: QApplication, tmp_path) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue(ThemeController.KEY, "purple")
    assert ThemeController(qapp, settings).choice == "system"


def test_a_choice_by_hand_is_obeyed(qapp: QApplication) -> None:
    assert themes.resolve("dark", qapp) is DARK
    assert themes.resolve("light", qapp) is LIGHT
