"""Making a picture fit to be kept: read with bounds, turned upright, made small, all that the camera wrote left out.

Whatever bytes are handed in, the answer is a picture or a refusal. One picture is unpacked at a time, so
that many at once cannot fill the memory.
"""

import hashlib
import io
import struct
import threading
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps

from data.errors import Invalid

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A small file can unpack into a huge picture: who says to be larger than this is not unpacked at all."""
MOST_PIXELS_WHOLE = 25_000_000
"""The same for PNG and WebP, which cannot be unpacked at a smaller size as a JPEG can."""
LONGEST_SIDE = 1_600
QUALITY = 82
MOST_SCANS = 64
"""A progressive JPEG has about ten; thousands of them make a small file take minutes."""
SCAN = b"\xff\xda"

TAKEN = ("JPEG", "PNG", "WEBP")
OTHER_KINDS = (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS", b"<svg", b"%PDF")
"""How files of other kinds begin: GIF, BMP, TIFF, ICO, PSD, SVG, PDF. HEIC and AVIF say so four bytes later."""
BOX, BOXED = b"ftyp", slice(4, 8)

BROKEN = (ArithmeticError, AttributeError, BufferError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
          SyntaxError, TypeError, ValueError, struct.error, zlib.error)
"""What decoders raise on damaged bytes."""

# The size is judged here, before anything is unpacked; the library's own warning would come first.
Image.MAX_IMAGE_PIXELS = None
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A picture as it will be kept: a JPEG without metadata. Sizes in pixels."""

    sha256: str
    width: int
    height: int
    look: str
    body: bytes


def prepare(raw: bytes) -> Prepared:
    """Return the picture that these bytes hold. It takes a while: call it before the database is held for writing.

    Raises Invalid: "picture_too_large" (bytes or pixels), "picture_kind" (not JPEG, PNG or WebP),
    "picture_unreadable" (no picture, or a damaged one).
    """
    if len(raw) > MOST_BYTES:
        raise Invalid("picture_too_large", limit=f"{MOST_BYTES // 2**20} MB")
    if raw.startswith(OTHER_KINDS) or raw[BOXED] == BOX:
        raise Invalid("picture_kind")
    if raw.count(SCAN) > MOST_SCANS and raw.startswith(b"\xff\xd8"):
        raise Invalid("picture_unreadable")
    with _one_at_a_time:
        try:
            return _kept(_upright(raw))
        except BROKEN:
            raise Invalid("picture_unreadable") from None


def _upright(raw: bytes) -> Image.Image:
    """Return the picture unpacked, turned as it was held, at most LONGEST_SIDE long, opaque, without any metadata."""
    with Image.open(io.BytesIO(raw), formats=TAKEN) as image:
        most = MOST_PIXELS if image.format == "JPEG" else MOST_PIXELS_WHOLE
        if image.width * image.height > most:
            raise Invalid("picture_too_large", limit=f"{most // 1_000_000} MP")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is unpacked at no more than twice the size needed
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        seen = ImageOps.exif_transpose(image).convert("RGBA")  # only now: turning copies the whole picture
        plain = Image.new("RGB", seen.size, "white")
        plain.paste(seen, mask=seen)
        return plain


def _kept(image: Image.Image) -> Prepared:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=QUALITY, optimize=True)
    body = packed.getvalue()
    return Prepared(sha256=hashlib.sha256(body).hexdigest(), width=image.width, height=image.height,
                    look=look_of(image), body=body)


def look_of(image: Image.Image) -> str:
    """Return the picture's difference hash, 64 bits in 16 hexadecimal digits: pictures of one scene are few bits apart.

    Each bit says whether a point of a 9 x 8 grey miniature is brighter than the point to its right
    (Krawetz, "Kind of Like That", 2013).
    """
    grey = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[9 * row + column] > grey[9 * row + column + 1])
    return f"{bits:016x}"
