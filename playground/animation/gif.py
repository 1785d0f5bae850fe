"""Pictures as an animated GIF. The file is written in one piece, once all is well."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from engine.errors import ExportError
from engine.files import check_writable, replacing

if TYPE_CHECKING:
    from PIL.Image import Image

COLORS = 255
TICK = 10  # milliseconds, in which a GIF counts
SHORTEST = 2 * TICK  # shorter ones are shown at 100 ms by browsers
HOLD = 1500  # milliseconds that the last picture stays before it begins again


def check_path(path: Path) -> None:
    """Raises ExportError where no GIF can be written, before anything is painted."""
    if path.suffix.lower() != ".gif":
        raise ExportError(f"An animation is written as .gif, and {path.name} ends otherwise. Name it so.")
    check_writable(path)


def durations(count: int, seconds: float) -> list[int]:
    """Milliseconds of each of so many pictures, the last one held longer."""
    each = max(SHORTEST, round(1000 * seconds / count / TICK) * TICK)
    return [*[each] * (count - 1), max(each, HOLD)]


def write_gif(
    path: Path,
    images: Iterator[QImage],
    palette: "Image",
    milliseconds: list[int],
    last_call: Callable[[], None],
) -> int:
    """Write as many images as there are `milliseconds`; the size of the file in bytes.

    All have the colours of one `palette`, else they would flicker. `last_call` may raise just before the file
    takes its place. Raises ExportError where it cannot be written.
    """
    pictures = (_indexed(image, palette) for image in images)
    first, buffer = next(pictures), io.BytesIO()
    first.save(
        buffer,
        format="GIF",
        save_all=True,
        append_images=pictures,
        duration=milliseconds,
        loop=0,
        optimize=False,
    )
    last_call()
    with replacing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())
    return buffer.tell()


def to_pillow(image: QImage) -> "Image":
    """The same picture as Pillow's."""
    from PIL import Image

    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (rgb.width(), rgb.height())
    return Image.frombuffer("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine(), 1)


def palette_of(samples: Sequence[QImage], inks: Sequence[str]) -> "Image":
    """The inks ("#RRGGBB"), and the best other colours for all of the samples together."""
    from PIL import Image, ImageColor

    pictures = [to_pillow(image) for image in samples]
    wide, high = pictures[0].size
    sheet = Image.new("RGB", (wide, high * len(pictures)))
    for k, picture in enumerate(pictures):
        sheet.paste(picture, (0, k * high))
    best = sheet.quantize(COLORS - len(inks), method=Image.Quantize.MEDIANCUT)
    known = (best.getpalette() or [])[: 3 * (COLORS - len(inks))]
    best.putpalette([*known, *(part for ink in inks for part in ImageColor.getrgb(ink)[:3])])
    return best


def _indexed(image: QImage, palette: "Image") -> "Image":
    from PIL import Image

    return to_pillow(image).quantize(palette=palette, dither=Image.Dither.NONE)
