"""Pictures for tests, made on the spot: a scene of blocks, with whatever a camera might write into it."""

import io
from typing import Any

from PIL import Image, ImageDraw

MAKER, GPS, ORIENTATION, SOFTWARE = 271, 34853, 274, 305
SECRET = "serial 4711"


def scene(size: tuple[int, int] = (320, 240), seed: int = 1) -> Image.Image:
    """Return a drawing of blocks, another one for each seed; its upper left corner is red."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    wide, high = size
    for i in range(24):
        mixed = (i * 2_654_435_761 + seed * 40_503) % 2**32
        left, top = mixed % wide, (mixed >> 8) % high
        draw.rectangle((left, top, left + wide // 5, top + high // 4), fill=(mixed % 256, (mixed >> 12) % 256, i * 10))
    draw.rectangle((0, 0, wide // 8, high // 8), fill="red")
    return image


def shot(kind: str = "JPEG", image: Image.Image | None = None, *, exif: dict[int, Any] | None = None,
         **more: Any) -> bytes:
    """Return a picture file of a kind, with EXIF entries."""
    packed = io.BytesIO()
    if exif is not None:
        written = Image.Exif()
        for tag, value in exif.items():
            written[tag] = value
        more["exif"] = written
    (image or scene()).save(packed, kind, **more)
    return packed.getvalue()


def opened(body: bytes) -> Image.Image:
    """Return a kept picture as a viewer sees it."""
    return Image.open(io.BytesIO(body))
