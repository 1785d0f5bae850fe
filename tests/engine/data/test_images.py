"""A folder of images: what is read of it and how, what is left out, and what is refused in which words."""

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.checkpoint import load_checkpoint, save_checkpoint
from engine.data import Images, available
from engine.data import folder as folder_module
from engine.data import images as images_module
from engine.data.folder import look_into
from engine.data.images import glimpse
from engine.data.loading import known, load
from engine.data.pictures import read_picture
from engine.errors import DataError
from engine.experiment import Experiment
from engine.trainer import Trainer

RED, GREEN = (255, 0, 0), (0, 128, 0)


def paint(path: Path, color=RED, size=(20, 20), **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path, **options)
    return path


@pytest.fixture
def folder(tmp_path):
    """Two classes of two images each."""
    for name in ("b.png", "a.png"):
        paint(tmp_path / "pears" / name, GREEN)
        paint(tmp_path / "apples" / name, RED)
    return tmp_path


def of(folder: Path, **fields):
    return Images(path=str(folder), **{"side": 8, **fields})


def refusal(folder: Path, **fields) -> str:
    with pytest.raises(DataError) as caught:
        of(folder, **fields).load()
    return str(caught.value)


class TestWhatIsRead:
    def test_sub_folders_are_classes_and_names_the_order(self, folder):
        data = of(folder).load()
        assert data.classes == ("apples", "pears")
        assert data.y.tolist() == [0, 0, 1, 1]
        assert (data.n, data.m, data.image, data.task) == (64, 4, (8, 8), "binary")
        assert [file.name for file in look_into(str(folder)).files["apples"]] == ["a.png", "b.png"]
        assert data.notes == ()

    def test_greys_run_from_0_to_1(self, tmp_path):
        paint(tmp_path / "black" / "1.png", (0, 0, 0))
        paint(tmp_path / "white" / "1.png", (255, 255, 255))
        assert of(tmp_path).load().X.T.tolist() == [[0.0] * 64, [1.0] * 64]

    def test_three_classes_are_multiclass(self, folder):
        paint(folder / "figs" / "1.png")
        assert of(folder).load().task == "multiclass"

    def test_columns_are_flattened_as_numpy_does(self, tmp_path):
        """(height, width, depth) -> (height * width * depth, 1), row by row."""
        pixels = np.random.default_rng(1).integers(0, 256, (8, 8, 3), dtype=np.uint8)
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            Image.fromarray(pixels).save(tmp_path / name / "1.png")
        data = of(tmp_path, color=True).load()
        assert data.image == (8, 8, 3)
        np.testing.assert_array_equal(data.X[:, 0], pixels.reshape(-1) / 255)
        assert data.columns[:4] == ("pixel 1,1 red", "pixel 1,1 green", "pixel 1,1 blue", "pixel 1,2 red")
        assert data.columns[8 * 3] == "pixel 2,1 red"

    @pytest.mark.parametrize("ending", ["png", "jpg", "JPEG", "bmp", "gif", "webp"])
    def test_every_format(self, folder, ending):
        paint(folder / "apples" / f"c.{ending}")
        data = of(folder, color=True).load()
        assert data.m == 5
        np.testing.assert_allclose(data.X[:, 2], data.X[:, 0], atol=0.03)

    def test_of_a_moving_picture_the_first_frame(self, folder):
        frames = [Image.new("RGB", (9, 9), color) for color in (RED, (0, 0, 255))]
        frames[0].save(folder / "apples" / "c.gif", save_all=True, append_images=frames[1:])
        data = of(folder, color=True).load()
        np.testing.assert_allclose(data.X[:, 2], data.X[:, 0], atol=0.02)

    def test_the_middle_square_is_kept_and_nothing_is_squeezed(self, folder):
        wide = Image.new("RGB", (60, 20), (0, 0, 255))
        wide.paste(RED, (20, 0, 40, 20))
        wide.save(folder / "apples" / "a.png")
        data = of(folder, color=True).load()
        np.testing.assert_array_equal(data.X[:, 0], data.X[:, 1])

    def test_a_photograph_stands_upright(self, folder):
        """Orientation 6: the camera was turned, and the right side of the file is what was below."""
        photo = Image.new("RGB", (16, 16), (255, 255, 255))
        photo.paste((0, 0, 0), (8, 0, 16, 16))
        exif = Image.Exif()
        exif[0x0112] = 6
        photo.save(folder / "apples" / "a.png", exif=exif)
        image = of(folder).load().X[:, 0].reshape(8, 8)
        assert image[:3].min() == 1.0
        assert image[5:].max() == 0.0

    def test_transparent_is_white(self, folder):
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(folder / "apples" / "a.png")
        Image.new("P", (8, 8), 0).save(folder / "apples" / "b.gif", transparency=0)
        X = of(folder).load().X
        assert X[:, 0].min() == 1.0
        assert X[:, 1].min() == 1.0

    def test_sixteen_bits_a_grey(self, folder):
        values = np.full((8, 8), 0x8000, np.uint16)
        Image.fromarray(values).save(folder / "apples" / "a.png")
        assert of(folder).load().X[:, 0] == pytest.approx(0.5, abs=0.01)

    def test_folders_in_a_class_belong_to_it(self, folder):
        paint(folder / "apples" / "old" / "1.png")
        assert of(folder).load().y.tolist() == [0, 0, 0, 1, 1]

    def test_train_and_test_folders_are_the_split(self, tmp_path):
        for part, name in (("train", "a"), ("train", "b"), ("val", "b"), ("test", "a")):
            paint(tmp_path / part / name / "1.png")
        data = of(tmp_path).load()
        assert data.classes == ("a", "b")
        assert data.split is not None
        pairs = sorted(zip(data.y.tolist(), data.split.tolist(), strict=True))
        assert pairs == [(0, 0), (0, 2), (1, 0), (1, 1)]

    def test_classes_named_train_and_test_stay_classes(self, tmp_path):
        paint(tmp_path / "train" / "1.png")
        paint(tmp_path / "test" / "1.png")
        data = of(tmp_path).load()
        assert (data.classes, data.split) == (("test", "train"), None)


class TestWhatIsLeftOut:
    def test_hidden_files_and_others_are_counted(self, folder):
        (folder / "apples" / "notes.txt").write_text("sweet")
        (folder / "apples" / ".hidden.png").write_bytes(b"?")
        (folder / "README").write_text("fruit")
        (folder / ".cache").mkdir()
        paint(folder / ".cache" / "1.png")
        data = of(folder).load()
        assert data.classes == ("apples", "pears")
        assert data.notes == ("3 files are hidden or no image, and were left out.",)

    def test_one_file(self, folder):
        (folder / "pears" / "list.csv").write_text("a,b")
        assert of(folder).load().notes == ("1 file is hidden or no image, and was left out.",)

    def test_a_sub_folder_without_an_image_is_no_class(self, folder):
        (folder / "figs").mkdir()
        data = of(folder).load()
        assert data.classes == ("apples", "pears")
        assert data.notes == ("The folder figs holds no image, so it is no class.",)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
    def test_a_pipe_is_not_waited_for(self, folder):
        os.mkfifo(folder / "apples" / "pipe.png")
        assert of(folder).load().m == 4


class TestRefusals:
    def test_no_folder(self, tmp_path):
        assert refusal(tmp_path / "gone").startswith("There is no folder ")

    def test_a_file(self, tmp_path):
        (tmp_path / "points.csv").write_text("a,b")
        assert "is a file; name a folder" in refusal(tmp_path / "points.csv")

    def test_no_sub_folders(self, tmp_path):
        paint(tmp_path / "1.png")
        assert "has no sub-folders; two sub-folders with images are needed" in refusal(tmp_path)

    def test_one_class(self, tmp_path):
        paint(tmp_path / "a" / "1.png")
        assert "has one sub-folder with images; two" in refusal(tmp_path)

    def test_folders_without_images(self, tmp_path):
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
        assert "has no images; two" in refusal(tmp_path)

    @pytest.mark.parametrize("side", [7, 65, 0, -1])
    def test_other_sides(self, folder, side):
        with pytest.raises(DataError, match=f"8 to 64 pixels wide and high here, not {side}"):
            of(folder, side=side)

    def test_too_many_numbers_are_refused_before_anything_is_read(self, folder, monkeypatch):
        monkeypatch.setattr(images_module, "MAX_BYTES", 4 * 64 * 8 - 1)
        monkeypatch.setattr(images_module, "read_picture", None)
        assert "4 images of 64 numbers each would take" in refusal(folder)

    def test_too_many_images(self, folder, monkeypatch):
        monkeypatch.setattr(folder_module, "MAX_IMAGES", 3)
        assert refusal(folder) == "There are more than 3 images in the folder; take a part of them."

    def test_too_many_classes(self, folder, monkeypatch):
        monkeypatch.setattr(folder_module, "MAX_CLASSES", 1)
        assert "has 2 sub-folders with images; 1 are the most" in refusal(folder)

    def test_a_circle_of_links_ends(self, folder):
        (folder / "apples" / "again").symlink_to(folder, target_is_directory=True)
        assert of(folder).load().m == 4


class TestWhatCannotBeRead:
    """It is left out and named, unless too little would be left."""

    @pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
    def test_a_broken_image_is_left_out_and_named(self, folder, content):
        whole = of(folder).load()
        (folder / "apples" / "ab.png").write_bytes(content)
        data = of(folder).load()
        name = Path("apples", "ab.png")
        assert data.notes == (f"{name} is no picture that can be read; it was left out.",)
        assert np.array_equal(data.X, whole.X)
        assert np.array_equal(data.y, whole.y)

    def test_half_an_image(self, folder):
        whole = paint(folder / "pears" / "half.jpg", size=(200, 200)).read_bytes()
        (folder / "pears" / "half.jpg").write_bytes(whole[: len(whole) // 2])
        assert "half.jpg is no picture" in of(folder).load().notes[0]

    @pytest.mark.parametrize("edge", [8000, 30_000])
    def test_a_small_file_that_claims_to_be_huge(self, folder, edge):
        """Below and above the size at which Pillow itself refuses."""
        (folder / "pears" / "bomb.png").write_bytes(huge_png(edge))
        (note,) = of(folder).load().notes
        assert "bomb.png claims to have" in note
        assert note.endswith("50 million are the most; it was left out.")

    def test_the_parts_of_the_others_stay(self, tmp_path):
        for part in ("train", "test"):
            for name in ("a", "b"):
                for i in range(2):
                    paint(tmp_path / part / name / f"{i}.png")
        (tmp_path / "train" / "a" / "0.png").write_text("no picture")
        data = of(tmp_path).load()
        assert data.split is not None
        assert (data.split.tolist(), data.y.tolist()) == ([2, 2, 0, 2, 2, 0, 0], [0, 0, 0, 1, 1, 1, 1])

    def test_of_many_three_are_named(self, folder):
        for i in range(8):
            paint(folder / "pears" / f"{i}.png")
        for i in range(5):
            (folder / "pears" / f"{i}.png").write_text("no picture")
        data = of(folder).load()
        assert data.m == 7
        assert len(data.notes) == 4
        assert data.notes[3] == "2 more images cannot be read and were left out."

    def test_a_class_without_any_is_refused(self, folder):
        for name in ("a.png", "b.png"):
            (folder / "pears" / name).write_text("no picture")
        file = Path("pears", "a.png")
        words = f"No image of the class pears can be read: {file} is no picture that can be read. Repair"
        assert refusal(folder).startswith(words)
        with pytest.raises(DataError, match="No image of the class pears can be read"):
            glimpse(of(folder), 3)

    def test_so_are_mostly_broken_ones(self, folder):
        for name in ("c.png", "d.png", "e.png"):
            (folder / "pears" / name).write_text("no picture")
            (folder / "apples" / name).write_text("no picture")
        assert refusal(folder).startswith("6 of 10 images cannot be read: ")

    def test_the_look_at_a_folder_takes_the_next_ones(self, folder):
        (folder / "apples" / "a.png").write_text("no picture")
        seen = glimpse(of(folder), 1)
        assert seen.pictures["apples"].shape == (1, 8, 8)
        assert "it was left out" in seen.folder.notes[0]


def huge_png(edge: int) -> bytes:
    """The head of a black PNG of edge by edge pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", edge, edge, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


class TestLoading:
    def test_progress_reaches_one(self, folder):
        shares: list[float] = []
        of(folder).load(shares.append)
        assert shares == [0.25, 0.5, 0.75, 1.0]

    def test_what_progress_raises_stops_it(self, folder):
        def stop(share: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            of(folder).load(stop)

    def test_it_is_kept_until_the_folder_changes(self, folder):
        source = of(folder)
        first = load(source)
        assert load(source) is first
        paint(folder / "pears" / "c.png")
        assert known(source) is None
        assert load(source).m == 5

    def test_also_where_the_folders_are_parts(self, tmp_path):
        for part in ("train", "test"):
            for name in ("a", "b"):
                paint(tmp_path / part / name / "1.png")
        before = of(tmp_path).stamp
        paint(tmp_path / "train" / "a" / "2.png")
        assert before is not None
        assert of(tmp_path).stamp != before

    def test_an_image_that_is_overwritten_in_place_is_noticed(self, folder):
        source, file = of(folder), folder / "pears" / "a.png"
        folders = [folder, folder / "pears"]
        first, times = source.stamp, [place.stat().st_mtime_ns for place in folders]
        file.write_bytes(file.read_bytes() + b" ")
        assert [place.stat().st_mtime_ns for place in folders] == times
        assert source.stamp != first
        second = source.stamp
        os.utime(file, ns=(1, 1))
        assert source.stamp != second

    def test_of_very_many_files_only_so_many_are_looked_at(self, folder, monkeypatch):
        monkeypatch.setattr(images_module, "STAMPED", 2)
        assert of(folder).stamp[0] == 3 + 2  # the folders, and two of the images

    def test_a_folder_that_is_gone_has_no_stamp(self, tmp_path):
        assert of(tmp_path / "gone").stamp is None


@pytest.mark.parametrize("ending", ["png", "jpg", "bmp", "gif", "webp"])
def test_whatever_is_wrong_with_a_file_it_is_an_image_or_a_sentence(tmp_path, ending):
    """Bytes changed, left out and added at random, as a failing disk would."""
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (20, 24, 3), dtype=np.uint8)
    file = tmp_path / f"a.{ending}"
    Image.fromarray(pixels).save(file)
    whole = np.frombuffer(file.read_bytes(), np.uint8)
    sentences = []
    for _ in range(60):
        spoiled = whole.copy()
        places = rng.integers(0, len(whole), rng.integers(1, 9))
        spoiled[places] = rng.integers(0, 256, len(places))
        file.write_bytes(spoiled[: rng.integers(1, 2 * len(whole))].tobytes())
        try:
            assert read_picture(file, 8, True).shape == (8, 8, 3)
        except DataError as error:
            sentences.append(str(error))
    assert len(sentences) > 5
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_checkpoint_knows_its_folder(folder, tmp_path_factory):
    experiment = Experiment(data=of(folder, color=True), features=available(192))
    trainer = Trainer(experiment)
    trainer.run_epoch()
    path = tmp_path_factory.mktemp("kept") / "images.ckpt"
    save_checkpoint(trainer, path)
    again = load_checkpoint(path)
    assert again.experiment == experiment
    assert again.problem.dataset.image == (8, 8, 3)


class TestGlimpse:
    def test_the_first_of_every_class(self, folder):
        seen = glimpse(of(folder, color=True), 1)
        assert {name: images.shape for name, images in seen.pictures.items()} == {
            "apples": (1, 8, 8, 3),
            "pears": (1, 8, 8, 3),
        }
        assert seen.folder.m == 4
        assert seen.pictures["apples"][0, 0, 0].tolist() == list(RED)

    def test_it_says_how_far_it_is(self, folder):
        shares: list[float] = []
        glimpse(of(folder), 3, shares.append)
        assert shares == [0.5, 1.0]

    def test_it_refuses_what_loading_would_refuse(self, tmp_path):
        with pytest.raises(DataError, match="has no sub-folders"):
            glimpse(of(tmp_path), 3)
