"""Pictures drawn anew: only the points of the picture remain, nothing that lay beside or behind them.

Places, names of cameras, thumbnails, comments, profiles and whatever else a file can carry are gone.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, TiffImagePlugin

from thanjai.kernel.harmless import Unsafe

MOST_PIXELS: Final = 100_000_000
"""Of larger ones Pillow itself warns, which is made an error here. They are refused before a point is decoded."""
LOGO_SIDE: Final = 512
LOGO_BYTES: Final = 200_000
_QUALITY: Final = 92
_PLAIN_MODES: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})


def make_ready(*, is_heic: bool = False) -> None:
    """Load all that drawing will ask for; which way up a picture is, is written as in a TIFF."""
    Image.preinit()
    assert TiffImagePlugin
    if is_heic:
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def redrawn(content: bytes, *, is_heic: bool = False) -> tuple[bytes, str, bool]:
    """The picture as JPEG or PNG, upright, its kind, and that it is never the very file. Raises Unsafe."""

    def draw(image: Image.Image) -> tuple[bytes, str, bool]:
        kind = "png" if image.format == "PNG" else "jpeg"
        return _written(_plain(image, kind), kind), kind, False

    return _opened(content, ("HEIF",) if is_heic else ("JPEG", "PNG"), draw)


def redrawn_as_logo(content: bytes) -> tuple[bytes, str, bool]:
    """The picture as a PNG that is small enough to stand on every page, in `redrawn`'s form. Raises Unsafe."""
    return _opened(content, ("JPEG", "PNG"), lambda image: (_as_logo(image), "png", False))


def _as_logo(image: Image.Image) -> bytes:
    """Half as large until it is small enough; a quarter always is."""
    whole, side, drawn = _plain(image, "png").convert("RGBA"), LOGO_SIDE, b""
    while not drawn or len(drawn) > LOGO_BYTES:
        whole.thumbnail((side, side), Image.Resampling.LANCZOS)
        whole.info = {}
        drawn, side = _written(whole, "png"), side // 2
    return drawn


def _opened(
    content: bytes, formats: tuple[str, ...], draw: Callable[[Image.Image], tuple[bytes, str, bool]]
) -> tuple[bytes, str, bool]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=formats) as image:
                return draw(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unsafe("too_much") from error
    except (Unsafe, MemoryError):
        raise
    except Exception as error:
        # Any fault of a strange file means that it is not sound.
        raise Unsafe("damaged") from error


def _plain(image: Image.Image, kind: str) -> Image.Image:
    """Upright, in colours that every screen shows alike, without anything but its points."""
    image.load()
    profile = image.info.get("icc_profile")
    ImageOps.exif_transpose(image, in_place=True)
    kept: dict[str | tuple[int, int], Any] = {}
    if kind == "png" and "transparency" in image.info:
        kept = {"transparency": image.info["transparency"]}
    upright = image
    if kind == "jpeg" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    elif upright.mode not in _PLAIN_MODES:
        upright = upright.convert("RGBA")
    if profile and upright.mode == "RGB":
        upright = _in_srgb(upright, profile)
    upright.info = kept
    return upright


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        ) or image  # fmt: skip
    except (ImageCms.PyCMSError, OSError):
        return image


def _written(image: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    if kind == "jpeg":
        image.save(stream, "JPEG", quality=_QUALITY)
    else:
        image.save(stream, "PNG")
    return stream.getvalue()
