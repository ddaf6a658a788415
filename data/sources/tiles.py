"""The address of one tile: of an XYZ template as it stands, of a WMS as its picture of the tile's square."""

from datetime import UTC, datetime, timedelta
from math import pi
from urllib.parse import urlencode

from data.errors import Invalid
from data.sources.declared import Source

HALF_METRES = pi * 6_378_137.0
"""Half the side of Web Mercator's square (EPSG:3857)."""
PIXELS = 256
DEEPEST = 22
SIGNS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


def url_of(source: Source, z: int, x: int, y: int, at: datetime | None) -> str:
    """Return the address of a tile, without its credential. Raises Invalid("no_such_tile")."""
    if not (0 <= z <= DEEPEST and 0 <= x < 2**z and 0 <= y < 2**z):
        raise Invalid("no_such_tile")
    when = "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if source.kind == "xyz":
        parts = {"{z}": str(z), "{x}": str(x), "{-y}": str(2**z - 1 - y), "{y}": str(y), "{time}": when}
        url = source.url
        for gap, text in parts.items():
            url = url.replace(gap, text)
        return url
    side = 2 * HALF_METRES / 2**z
    west, north = x * side - HALF_METRES, HALF_METRES - y * side
    asked = {
        "SERVICE": "WMS", "VERSION": source.version, "REQUEST": "GetMap", "LAYERS": source.layers,
        "STYLES": source.styles, "CRS" if source.version == "1.3.0" else "SRS": "EPSG:3857",
        "BBOX": ",".join(f"{metres:.4f}" for metres in (west, north - side, west + side, north)),
        "WIDTH": PIXELS, "HEIGHT": PIXELS, "FORMAT": source.picture, "TRANSPARENT": "TRUE",
        **({"TIME": when} if when else {}),
    }
    return f"{source.url}{'&' if '?' in source.url else '?'}{urlencode(asked)}"


def moments(source: Source, now: datetime) -> list[datetime]:
    """Return the moments a time-valued layer of pictures can be asked for, in UTC, oldest first; else none."""
    if source.time is None or not source.is_picture():
        return []
    step = timedelta(minutes=source.time.every_minutes)
    newest = datetime.fromtimestamp(now.timestamp() // step.total_seconds() * step.total_seconds(), UTC)
    count = int(source.time.hours_back * 60 // source.time.every_minutes)
    return [newest - step * back for back in range(count, -1, -1)]


def is_moment(source: Source, at: datetime, now: datetime) -> bool:
    """Is this one of the layer's moments? The one that has just gone by counts: a screen may still show it."""
    if source.time is None:
        return False
    found = moments(source, now)
    return bool(found) and (at in found or at == found[0] - timedelta(minutes=source.time.every_minutes))


def picture_kind(body: bytes) -> str:
    """Return the content type of a picture by its first bytes, "" for what is none."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in SIGNS.items() if body.startswith(sign)), "")
