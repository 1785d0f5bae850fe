"""A picture file as a small square of pixels, whoever made it: upright, cut to its middle, on white paper."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.errors import DataError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"})
LARGEST_PICTURE = 50_000_000  # pixels; a small file can claim more than any memory holds
UNREADABLE = "is no picture that can be read", "repair it or take it out of the folder"

_guard = Lock()


class PictureError(DataError):
    """A picture cannot be had; `reason` and cure are what is said after the name of its file."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(f"{reason}; {cure}.")
        self.reason = reason


def is_picture(file: Path) -> bool:
    """Whether a file is named as a picture, is an ordinary file and not hidden."""
    return file.suffix.casefold() in ENDINGS and not file.name.startswith(".") and file.is_file()


def read_picture(file: Path, side: int, color: bool) -> NDArray[np.uint8]:
    """The middle square of a picture, (side, side) greys or (side, side, 3) red, green and blue.

    Of a moving picture the first frame. Raises PictureError.
    """
    from PIL import Image

    try:
        with _silent(), Image.open(file, formats=FORMATS) as picture:
            _check_size(picture.size)
            picture.draft("RGB" if color else "L", (4 * side, 4 * side))
            return np.asarray(_square(picture, side, color))
    except PictureError:
        raise
    except Image.DecompressionBombError:
        raise _too_large() from None
    except PermissionError:
        raise PictureError("may not be read", "check its permissions") from None
    except MemoryError:
        raise PictureError("needs more memory than there is", "make it smaller") from None
    except Exception:  # Pillow's decoders raise whatever they stumble over
        raise PictureError(*UNREADABLE) from None


@contextmanager
def _silent() -> Iterator[None]:
    """Pillow warns of sizes that are an error here, and of what does no harm. A turn for each thread."""
    with _guard, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > LARGEST_PICTURE:
        raise _too_large(f"{size[0]} by {size[1]}")


def _too_large(size: str = "too many") -> PictureError:
    return PictureError(
        f"claims to have {size} pixels, and {LARGEST_PICTURE // 10**6} million are the most",
        "make it smaller or take it out of the folder",
    )


def _square(picture: "Image", side: int, color: bool) -> "Image":
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture) or picture
    wide, high = upright.size
    edge = min(wide, high)
    left, top = (wide - edge) // 2, (high - edge) // 2
    middle = upright.crop((left, top, left + edge, top + edge))  # first, or what is beside it would bleed in
    plain = _on_paper(middle).convert("RGB" if color else "L")
    return plain.resize((side, side), Image.Resampling.BILINEAR)


def _on_paper(picture: "Image") -> "Image":
    """The picture without transparency, on white; 16 bits a grey become 8."""
    from PIL import Image

    if picture.mode.startswith("I"):
        values = np.asarray(picture).astype(np.float64)
        return Image.fromarray(np.clip(values / 257, 0, 255).astype(np.uint8))
    if not picture.has_transparency_data:
        return picture
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear)
