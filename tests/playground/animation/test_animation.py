"""The reel, its pictures and the file: what is recorded is what is seen, in one file or in none."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.GifImagePlugin import GifImageFile
from PySide6.QtGui import QColor, QImage

from engine.data import Blobs, Circle, Diabetes, Digits, Sine, available
from engine.errors import ExportError
from engine.experiment import Experiment
from engine.layers import Dense
from engine.trainer import Trainer
from playground.animation.artist import WIDE, Artist, Look, height_of
from playground.animation.gif import HOLD, SHORTEST, durations, palette_of, to_pillow, write_gif
from playground.animation.reel import Reel, pictures, reel_of, spread
from playground.animation.work import Written, animate, preview
from playground.calculation import EndedError
from playground.frames import FrameBuilder, View
from playground.theme import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")  # type is painted

X = Experiment(data=Circle(samples=60), layers=(Dense(4),))
LOOK = Look(120, DARK)
KINDS = {
    "two classes": X,
    "three classes": X.with_(data=Blobs(samples=60)),
    "numbers": X.with_(data=Diabetes(), features=available(10)[:10]),
    "a curve": X.with_(data=Sine(samples=60), features=("x1",)),
    "images": X.with_(data=Digits(), features=available(64)[:64]),
    "batch norm": X.with_(layers=(Dense(4, batch_norm=True),)),
}


def trained(experiment: Experiment = X, epochs: int = 4) -> FrameBuilder:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.run_epoch()
    return FrameBuilder(trainer, View(recorded=True))


def reel(experiment: Experiment = X, epochs: int = 4, most: int = 100) -> Reel:
    return reel_of(trained(experiment, epochs).build(0.0), most)


def nothing(_share: float) -> None:
    """Progress that nobody follows."""


def test_the_moments_are_spread_evenly_with_the_first_and_the_last() -> None:
    found = [moment.epoch for moment in reel(epochs=40, most=9).moments]
    assert found == [0, 5, 10, 15, 20, 25, 30, 35, 40]
    assert [moment.epoch for moment in reel(epochs=3, most=9).moments] == [0, 1, 2, 3]
    assert spread((), 5) == ()


def test_moments_that_were_thinned_are_taken_where_they_are() -> None:
    moments = reel(epochs=40).moments
    thin = (*moments[:3], *moments[30:])
    found = [moment.epoch for moment in spread(thin, 6)]
    assert found[0] == 0
    assert found[-1] == 40
    assert set(found) <= {moment.epoch for moment in thin}
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("kind", ["two classes", "batch norm", "three classes"])
def test_every_picture_shows_what_the_network_said_then(kind: str) -> None:
    builder = trained(KINDS[kind])
    frame = builder.build(0.0)
    shown = list(pictures(reel_of(frame)))
    assert [picture.epoch for picture in shown] == [0, 1, 2, 3, 4]
    np.testing.assert_allclose(shown[-1].field, frame.field, atol=1e-6)
    for picture, moment in zip(shown, frame.recorded, strict=True):
        builder.trainer.restore(moment.state)
        np.testing.assert_allclose(picture.field, builder.build(0.0).field, atol=1e-6)


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("look", [LOOK, Look(121, LIGHT, True, (0, 1, 2))], ids=["dark", "light and flat"])
def test_every_kind_of_data_has_pictures_that_differ(kind: str, look: Look) -> None:
    whole = reel(KINDS[kind], epochs=2)
    artist = Artist(whole, look)
    images = [artist.picture(picture) for picture in pictures(whole)]
    assert {(image.width(), image.height()) for image in images} == {(look.size, height_of(look.size))}
    assert all(one != other for one, other in itertools.pairwise(images))
    colors = {images[0].pixel(x, y) for x in range(0, look.size, 3) for y in range(20, look.size, 3)}
    assert len(colors) > 4  # the plane is no empty ground


def test_the_field_is_where_the_points_are(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = reel(epochs=60)
    image = Artist(sure, Look(WIDE, DARK, True, ())).picture(list(pictures(sure))[-1])
    middle, corner = QColor(image.pixel(240, 264)), QColor(image.pixel(30, 60))
    assert middle.blue() > middle.red()  # y = 1 is inside the circle
    assert corner.red() > corner.blue()


def test_the_last_picture_stays_longer_and_no_picture_is_too_short() -> None:
    assert durations(100, 10) == [100] * 99 + [HOLD]
    assert durations(100, 1)[:2] == [SHORTEST, SHORTEST]
    assert durations(1, 5) == [5000]


def test_the_file_read_back_has_all_pictures_and_they_differ(tmp_path: Path) -> None:
    whole, path = reel(epochs=6), tmp_path / "run.gif"
    shares: list[float] = []
    *shown, written = animate(whole, LOOK, 2.0, path, shares.append)
    assert isinstance(written, Written)
    assert written[:4] == (path, 7, 0, 6)
    assert written.size == path.stat().st_size
    assert len(shown) == 1
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with GifImageFile(path) as animation:
        assert animation.n_frames == 7
        assert animation.size == (120, height_of(120))
        assert animation.info["loop"] == 0
        seen = []
        for k in range(7):
            animation.seek(k)
            assert animation.info["duration"] == (HOLD if k == 6 else 290)
            seen.append(np.asarray(animation.convert("RGB")))
    assert all((one != other).any() for one, other in itertools.pairwise(seen))
    last = np.asarray(to_pillow(next(preview(whole, LOOK))))
    assert np.abs(seen[-1].astype(int) - last).mean() < 6  # the same picture, in 255 colours


def test_thin_lines_keep_their_colours(tmp_path: Path) -> None:
    whole = reel(epochs=20)
    *_, _written = animate(whole, Look(240, DARK), 2.0, tmp_path / "run.gif", nothing)
    with Image.open(tmp_path / "run.gif") as animation:
        animation.seek(10)
        pixels = np.asarray(animation.convert("RGB")).astype(int)
    ink = QColor(DARK.accent)
    accent = np.array([ink.red(), ink.green(), ink.blue()])
    assert (np.abs(pixels - accent).max(axis=2) < 12).sum() > 20  # the line that says where we are


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_whoever_ends_it_leaves_no_file(tmp_path: Path, share: float) -> None:
    path = tmp_path / "run.gif"
    path.write_bytes(b"the one before")

    def end(done: float) -> None:
        if done >= share:
            raise EndedError

    with pytest.raises(EndedError):
        list(animate(reel(), LOOK, 2.0, path, end))
    assert path.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "words"), [("run.mp4", "written as .gif"), ("nowhere/run.gif", "There is no folder")]
)
def test_what_cannot_be_written_is_said_before_any_work(tmp_path: Path, name: str, words: str) -> None:
    shares: list[float] = []
    with pytest.raises(ExportError, match=words):
        list(animate(reel(), LOOK, 2.0, tmp_path / name, shares.append))
    assert shares == []


def test_a_gif_has_the_colours_of_its_palette(tmp_path: Path) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    other = image.copy()
    other.setPixelColor(3, 3, QColor("#A396FF"))
    palette = palette_of([image], ["#A396FF"])
    size = write_gif(tmp_path / "two.gif", iter([image, other]), palette, [50, 50], lambda: None)
    assert size == (tmp_path / "two.gif").stat().st_size
    with Image.open(tmp_path / "two.gif") as animation:
        animation.seek(1)
        pixels = animation.convert("RGB")
        assert pixels.getpixel((0, 0)) == (0x12, 0x34, 0x56)
        assert pixels.getpixel((3, 3)) == (0xA3, 0x96, 0xFF)
